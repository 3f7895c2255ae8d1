/** One piece of work at a time per stream. Several streams are taken in one step, so that no two can wait for each other. */
export class StreamLocks {
  private readonly tails = new Map<string, Promise<unknown>>();

  async run<Result>(streams: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = Promise.all(streams.map((stream) => this.tails.get(stream)));
    const turn = before.then(work);
    const tail = turn.catch(() => undefined);
    for (const stream of streams) this.tails.set(stream, tail);
    try {
      return await turn;
    } finally {
      for (const stream of streams) if (this.tails.get(stream) === tail) this.tails.delete(stream);
    }
  }

  /** Resolves when everything begun so far has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.tails.values());
  }
}

/** Runs all and lets each end before the first error is thrown, so that nothing goes on unseen. */
export async function allEnded(runs: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(runs)).find((ended) => ended.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Runs `work` on each item, at most `width` at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await allEnded(Array.from({ length: Math.min(width, items.length) }, lane));
}
