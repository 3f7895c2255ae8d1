import { type StreamName, streamId } from '@evenground/contracts';
import { type Clock, type Random, randomId } from '@evenground/config';
import type { StreamOrder } from './order.js';

export const GAP_TIMES = {
  /** How long a missing event may be on its way before the stream is asked for again. */
  askAfterMs: 5_000,
  /** The longest time between two requests for the same gap. */
  askAgainMs: 300_000,
  /** After this time a stream whose publisher cannot say it again goes on without the missing events. */
  skipAfterMs: 60_000,
} as const;

const REQUESTS_PER_ID = 4; // a repeated request is the same restatement, until it seems lost itself

export interface Gap {
  readonly name: StreamName;
  readonly missingFrom: number;
  readonly sinceMs: number;
  asked: number;
  restatementId: string;
}

interface Watched {
  gap: Gap;
  cancel: () => void;
}

/** Remembers which streams wait for an event, since when, and calls `mend` when it is time to do something. */
export class GapWatch {
  private readonly watched = new Map<string, Watched>();
  private readonly running = new Set<Promise<void>>();
  private isStopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly mend: (gap: Gap) => Promise<void>,
  ) {}

  /** To be called whenever a stream's order has moved. */
  look(order: StreamOrder): void {
    if (this.isStopped) return;
    const id = streamId(order.name);
    const known = this.watched.get(id);
    if (order.kept === 0 && !order.isGapped()) {
      known?.cancel();
      this.watched.delete(id);
      return;
    }
    if (known?.gap.missingFrom === order.last + 1) return;
    known?.cancel();
    this.watch(order);
  }

  /** Counts a request, and names the restatement that it asks for. */
  asked(gap: Gap): void {
    gap.asked += 1;
    if (gap.asked % REQUESTS_PER_ID === 0) gap.restatementId = randomId(this.random);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const { cancel } of this.watched.values()) cancel();
    this.watched.clear();
    await Promise.all(this.running);
  }

  private watch(order: StreamOrder): void {
    const gap: Gap = {
      name: order.name,
      missingFrom: order.last + 1,
      sinceMs: this.clock.nowMs(),
      asked: 0,
      restatementId: randomId(this.random),
    };
    const watched: Watched = { gap, cancel: () => undefined };
    this.watched.set(streamId(order.name), watched);
    this.schedule(watched);
  }

  private schedule(watched: Watched): void {
    const delay = Math.min(GAP_TIMES.askAgainMs, GAP_TIMES.askAfterMs * 2 ** Math.min(watched.gap.asked, 20));
    watched.cancel = this.clock.after(delay, () => {
      const run = this.mend(watched.gap).then(() => {
        this.running.delete(run);
        if (this.watched.get(streamId(watched.gap.name)) === watched) this.schedule(watched);
      });
      this.running.add(run);
    });
  }
}
