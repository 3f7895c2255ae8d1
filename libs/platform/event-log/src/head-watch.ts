import { type StreamPosition, streamId } from '@evenground/contracts';
import type { Clock } from '@evenground/config';
import type { HandledSequences } from './event-log.js';

export interface HeadWatchOptions {
  readonly group: string;
  readonly clock: Clock;
  readonly store: HandledSequences;
  /** How far publishers say that their streams reach. */
  readonly heads: () => Promise<readonly StreamPosition[]>;
  /** How many events the log still has for the group. */
  readonly lag: () => Promise<number>;
  /** Told of each stream that reaches further than it is handled, although the log has nothing more. */
  readonly missed: (position: StreamPosition) => void;
  readonly failed: (error: unknown) => void;
}

const CHECK_EVERY_MS = 60_000;

/** Finds lost last events, which no later event betrays: at the start, then every minute. */
export class HeadWatch {
  private cancel = (): void => undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly options: HeadWatchOptions) {}

  start(): void {
    this.schedule(0);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancel();
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    this.cancel = this.options.clock.after(delayMs, () => {
      this.running = this.check()
        .catch(this.options.failed)
        .then(() => this.schedule(CHECK_EVERY_MS));
    });
  }

  private async check(): Promise<void> {
    const { group, store, heads, lag, missed } = this.options;
    const positions = await heads();
    if (positions.length === 0 || (await lag()) > 0) return;
    const handled = await store.handled(group, positions);
    if (this.isStopped) return;
    for (const position of positions) {
      if ((handled.get(streamId(position)) ?? 0) < position.sequence) missed(position);
    }
  }
}
