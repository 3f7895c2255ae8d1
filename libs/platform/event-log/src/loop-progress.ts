import type { EventDeadLettered, EventEnvelope, StreamName } from '@evenground/contracts';
import type { Clock } from '@evenground/config';
import type { ConsumerObserver } from './consumer-observer.js';
import type { HandledMark } from './delivery.js';

export interface LoopState {
  readonly group: string;
  readonly handled: number;
  readonly retried: number;
  readonly deadLettered: number;
  readonly dropped: number;
  /** Events that wait ahead of their turn now. */
  readonly parked: number;
  /** When something was last handled; ms since 1970, the loop's making when nothing was. */
  readonly lastProgressMs: number;
}

const STALLED_AFTER_MS = 60_000; // longer than the whole back-off of one event at fault

/** Counts what the loop does, and passes it on to the observer. */
export class LoopProgress implements Required<ConsumerObserver> {
  private counted = { handled: 0, retried: 0, deadLettered: 0, dropped: 0 };
  private lastProgressMs: number;
  private behindSinceMs: number | undefined;

  constructor(
    private readonly group: string,
    private readonly clock: Clock,
    private readonly observer: ConsumerObserver,
  ) {
    this.lastProgressMs = clock.nowMs();
  }

  state(): Omit<LoopState, 'parked'> {
    return { group: this.group, ...this.counted, lastProgressMs: this.lastProgressMs };
  }

  /** Whether there has been something to do for a minute and nothing was done. To be asked regularly. */
  isStalled(behind: number): boolean {
    const now = this.clock.nowMs();
    if (behind === 0) this.behindSinceMs = undefined;
    else this.behindSinceMs ??= now;
    return (
      this.behindSinceMs !== undefined && now - Math.max(this.behindSinceMs, this.lastProgressMs) > STALLED_AFTER_MS
    );
  }

  handled(group: string, marks: readonly HandledMark[], visibleAfterMs: readonly number[]): void {
    this.counted.handled += visibleAfterMs.length;
    this.lastProgressMs = this.clock.nowMs();
    this.observer.handled?.(group, marks, visibleAfterMs);
  }

  retried(group: string, attempt: number, error: unknown): void {
    this.counted.retried += 1;
    this.observer.retried?.(group, attempt, error);
  }

  deadLettered(group: string, event: EventEnvelope, cause: EventDeadLettered['cause']): void {
    this.counted.deadLettered += 1;
    this.observer.deadLettered?.(group, event, cause);
  }

  dropped(group: string, events: number): void {
    this.counted.dropped += events;
    this.observer.dropped?.(group, events);
  }

  parked(group: string, events: number): void {
    this.observer.parked?.(group, events);
  }

  gapRequested(group: string, stream: StreamName, missingFrom: number): void {
    this.observer.gapRequested?.(group, stream, missingFrom);
  }

  gapSkipped(group: string, stream: StreamName, missingFrom: number): void {
    this.observer.gapSkipped?.(group, stream, missingFrom);
  }

  fault(group: string, error: unknown): void {
    this.observer.fault?.(group, error);
  }
}
