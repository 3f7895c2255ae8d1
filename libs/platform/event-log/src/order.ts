import type { LogEvent, StreamName } from '@evenground/contracts';

/**
 * The turn of one stream's events, for one feature: drops what was handled, keeps what is ahead.
 * Pure memory; the last handled sequence is what the store said last.
 */
export class StreamOrder {
  private readonly waiting = new Map<number, LogEvent>();
  private readonly sizes = new Map<number, number>();
  private lastHandled = 0;
  private head = 0;
  private skipping = false;
  isLoaded = false;

  constructor(readonly name: StreamName) {}

  get last(): number {
    return this.lastHandled;
  }

  /** Events that are kept, in turn or not. */
  get kept(): number {
    return this.waiting.size;
  }

  /** Takes the store's word, whatever was believed before. */
  loaded(sequence: number): void {
    this.isLoaded = true;
    this.settled(sequence);
  }

  /** Everything up to `sequence` is handled. */
  settled(sequence: number): void {
    if (sequence !== this.lastHandled) this.skipping = false;
    this.lastHandled = sequence;
    for (const kept of this.waiting.keys()) if (kept <= sequence) this.remove(kept);
  }

  /** Keeps the event until it is settled; false when it was handled before or is kept already. */
  add(event: LogEvent): boolean {
    const { sequence } = event.envelope;
    if (sequence <= this.lastHandled || this.waiting.has(sequence)) return false;
    this.waiting.set(sequence, event);
    return true;
  }

  /** The publisher says that the stream reaches this far. */
  reachesTo(sequence: number): void {
    this.head = Math.max(this.head, sequence);
  }

  /** The next events in turn, at most `limit`; empty when none is kept or the next one is missing. */
  ready(limit: number): readonly LogEvent[] {
    const run: LogEvent[] = [];
    let next = this.firstInTurn();
    while (next !== undefined && run.length < limit) {
      run.push(next);
      next = this.waiting.get(next.envelope.sequence + 1);
    }
    return run;
  }

  /** Whether an event is missing before one that is known to exist. */
  isGapped(): boolean {
    return this.firstInTurn() === undefined && (this.waiting.size > 0 || this.head > this.lastHandled);
  }

  /** Gives up what is missing: the lowest kept event is next. */
  skipGap(): void {
    this.skipping = true;
    this.head = 0;
  }

  /** The size of what is kept, by the given measure; each event is measured once. */
  bytes(measure: (data: unknown) => number): number {
    let total = 0;
    for (const sequence of this.waiting.keys()) total += this.sizeOf(sequence, measure);
    return total;
  }

  /** Lets go of the highest kept event, which a restatement will say again, and tells its size. */
  forgetHighest(measure: (data: unknown) => number): number {
    const highest = Math.max(...this.waiting.keys());
    const size = this.sizeOf(highest, measure);
    this.remove(highest);
    this.reachesTo(highest);
    return size;
  }

  /** Some kept event; undefined when none is. */
  sample(): LogEvent | undefined {
    return this.waiting.values().next().value;
  }

  private remove(sequence: number): void {
    this.waiting.delete(sequence);
    this.sizes.delete(sequence);
  }

  private sizeOf(sequence: number, measure: (data: unknown) => number): number {
    const size = this.sizes.get(sequence) ?? measure(this.waiting.get(sequence)?.data);
    this.sizes.set(sequence, size);
    return size;
  }

  private firstInTurn(): LogEvent | undefined {
    if (this.waiting.size === 0) return undefined;
    const next = this.waiting.get(this.lastHandled + 1);
    return next ?? this.newestReset() ?? (this.skipping ? this.lowest() : undefined);
  }

  /** A reset says the whole stream again, so that nothing before it is needed. */
  private newestReset(): LogEvent | undefined {
    let newest: LogEvent | undefined;
    for (const event of this.waiting.values()) {
      if (isReset(event) && event.envelope.sequence > (newest?.envelope.sequence ?? 0)) newest = event;
    }
    return newest;
  }

  private lowest(): LogEvent | undefined {
    return this.waiting.get(Math.min(...this.waiting.keys()));
  }
}

function isReset(event: LogEvent): boolean {
  return (
    event.envelope.type === 'restatement.begun' &&
    typeof event.data === 'object' &&
    event.data !== null &&
    (event.data as { reset?: unknown }).reset === true
  );
}
