import { type StreamName, type StreamPosition, streamId } from '@evenground/contracts';
import type { Clock } from '@evenground/config';

/** What a write was: positions of streams, or the receipt of a wider one. */
export type AwaitedPosition = readonly StreamPosition[] | { readonly receiptId: string };

export interface PositionWaiterOptions {
  readonly clock: Clock;
  /**
   * How far each stream is included by what other copies of the service did (such as `HandledSequences.handled`); asked
   * while somebody waits. Streams that are left out are known by `advance` only.
   */
  readonly load?: (streams: readonly StreamName[]) => Promise<ReadonlyMap<string, number>>;
  /** The positions of a receipt that was issued before this process knew of it. */
  readonly loadReceipt?: (receiptId: string) => Promise<readonly StreamPosition[] | undefined>;
}

const ASK_EVERY_MS = 100; // while waiting; far below the second in which a write is to be seen
const RECEIPTS_KEPT = 10_000;

/** Read your own writes: knows how far one service includes the streams, and waits for what a caller wrote. */
export class PositionWaiter {
  private readonly reached = new Map<string, number>();
  private readonly receipts = new Map<string, readonly StreamPosition[]>();
  private readonly sleepers = new Set<() => void>();

  constructor(private readonly options: PositionWaiterOptions) {}

  /** Everything of the stream up to `sequence` is visible in this service. An older word changes nothing. */
  advance(topic: string, stream: string, sequence: number): void {
    const id = streamId({ topic, stream });
    if (sequence <= (this.reached.get(id) ?? 0)) return;
    this.reached.set(id, sequence);
    this.wake();
  }

  /** The receipt stands for these positions. The newest 10,000 are remembered. */
  receiptIssued(receiptId: string, positions: readonly StreamPosition[]): void {
    this.receipts.delete(receiptId);
    this.receipts.set(receiptId, positions);
    const [oldest] = this.receipts.keys();
    if (this.receipts.size > RECEIPTS_KEPT && oldest !== undefined) this.receipts.delete(oldest);
    this.wake();
  }

  /** Whether it is included already, as far as this process knows; false for a receipt that it does not know. */
  included(position: AwaitedPosition): boolean {
    const positions = 'receiptId' in position ? this.receipts.get(position.receiptId) : position;
    return positions?.every((at) => this.has(at)) ?? false;
  }

  /** Resolves with true as soon as it is included, with false when it is not within the time. */
  async waitFor(position: AwaitedPosition, timeoutMs = 5_000): Promise<boolean> {
    const { clock } = this.options;
    const giveUpMs = clock.nowMs() + timeoutMs;
    for (;;) {
      if (this.included(position)) return true;
      await this.learn(position);
      if (this.included(position)) return true;
      const left = giveUpMs - clock.nowMs();
      if (left <= 0) return false;
      await this.sleep(Math.min(left, ASK_EVERY_MS));
    }
  }

  private has({ topic, stream, sequence }: StreamPosition): boolean {
    return (this.reached.get(streamId({ topic, stream })) ?? 0) >= sequence;
  }

  private async learn(position: AwaitedPosition): Promise<void> {
    const positions = 'receiptId' in position ? await this.positionsOf(position.receiptId) : position;
    const missing = positions.filter((at) => !this.has(at));
    if (missing.length === 0 || this.options.load === undefined) return;
    const loaded = await this.options.load(missing.map(({ topic, stream }) => ({ topic, stream })));
    for (const { topic, stream } of missing) this.advance(topic, stream, loaded.get(streamId({ topic, stream })) ?? 0);
  }

  private async positionsOf(receiptId: string): Promise<readonly StreamPosition[]> {
    const known = this.receipts.get(receiptId);
    if (known !== undefined) return known;
    const loaded = await this.options.loadReceipt?.(receiptId);
    if (loaded !== undefined) this.receiptIssued(receiptId, loaded);
    return loaded ?? [];
  }

  private wake(): void {
    for (const wake of [...this.sleepers]) wake();
  }

  /** Until the time is over or something has moved. */
  private async sleep(delayMs: number): Promise<void> {
    let wake = (): void => undefined;
    const moved = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.sleepers.add(wake);
    const cancel = this.options.clock.after(delayMs, wake);
    await moved;
    cancel();
    this.sleepers.delete(wake);
  }
}
