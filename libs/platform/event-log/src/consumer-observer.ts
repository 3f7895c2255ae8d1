import type { EventDeadLettered, EventEnvelope, StreamName } from '@evenground/contracts';
import type { HandledMark } from './delivery.js';

/** What the consumer loop tells metrics and logs. Nothing in it decides anything; an observer must not throw. */
export interface ConsumerObserver {
  /** Events became visible: their marks are durable. `visibleAfterMs`: since each event's commit; never negative. */
  handled?(group: string, marks: readonly HandledMark[], visibleAfterMs: readonly number[]): void;
  /** An attempt failed and will be repeated (or cut down to the event at fault). */
  retried?(group: string, attempt: number, error: unknown): void;
  deadLettered?(group: string, event: EventEnvelope, cause: EventDeadLettered['cause']): void;
  /** Events that were handled before came again. */
  dropped?(group: string, events: number): void;
  /** How many events wait ahead of their turn now. */
  parked?(group: string, events: number): void;
  /** The stream was asked for again, since `missingFrom` did not come. */
  gapRequested?(group: string, stream: StreamName, missingFrom: number): void;
  /** An alarm: the events from `missingFrom` are lost and their publisher cannot say them again. */
  gapSkipped?(group: string, stream: StreamName, missingFrom: number): void;
  /** Something the loop cannot mend by itself. */
  fault?(group: string, error: unknown): void;
}
