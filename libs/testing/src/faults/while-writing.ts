export interface Written<Harmed> {
  readonly harmed: Harmed;
  readonly refused: number;
  readonly longestMs: number;
}

/**
 * Lets some writers write, each one thing after the other, while `harm` does its work; they end with it, also when it
 * throws. A write that throws is refused: not acknowledged, there or not.
 *
 * @param write one write of a writer; it notes by itself what was acknowledged
 * @param harm is given how many writes are under way
 */
export async function whileWriting<Harmed>(
  writers: number,
  write: (writer: number) => Promise<void>,
  harm: (underWay: () => number) => Promise<Harmed>,
): Promise<Written<Harmed>> {
  let isOver = false;
  let underWay = 0;
  let refused = 0;
  let longestMs = 0;
  const writing = Array.from({ length: writers }, async (_, writer) => {
    while (!isOver) {
      const startedAt = performance.now();
      underWay += 1;
      try {
        await write(writer);
      } catch {
        refused += 1;
      } finally {
        underWay -= 1;
      }
      longestMs = Math.max(longestMs, performance.now() - startedAt);
    }
  });
  let harmed: Harmed;
  try {
    harmed = await harm(() => underWay);
  } finally {
    isOver = true;
    await Promise.all(writing);
  }
  return { harmed, refused, longestMs };
}
