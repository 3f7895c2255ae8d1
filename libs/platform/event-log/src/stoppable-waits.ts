import { PlatformError } from '@evenground/contracts';
import type { Clock } from '@evenground/config';

const BREATH_MS = 2_000; // between two signs of progress; the log's session is several times longer

/** Waits by the clock that all end at once, with `closed`, when the owner stops. */
export class StoppableWaits {
  private readonly ends = new Set<() => void>();
  isStopped = false;

  constructor(private readonly clock: Clock) {}

  /** Waits, saying `progress` every few seconds. */
  async wait(delayMs: number, progress: () => Promise<void>): Promise<void> {
    for (let left = delayMs; left > 0; left -= BREATH_MS) {
      await this.breath(Math.min(left, BREATH_MS));
      await progress();
    }
    this.assertGoing();
  }

  assertGoing(): void {
    if (this.isStopped) throw new PlatformError('closed', 'the consumer loop is closing', { retriable: true });
  }

  stop(): void {
    this.isStopped = true;
    for (const end of this.ends) end();
  }

  private async breath(delayMs: number): Promise<void> {
    this.assertGoing();
    await new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.ends.delete(end);
        resolve();
      };
      const cancel = this.clock.after(delayMs, end);
      this.ends.add(end);
    });
    this.assertGoing();
  }
}
