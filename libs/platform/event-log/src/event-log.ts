import type { LogEvent, StreamName, StreamPosition } from '@evenground/contracts';

/**
 * The event log, made for Kafka first: topics of streams, at-least-once delivery, finite retention.
 *
 * What decides correctness is the `sequence` that the publisher's commit gave each event, never a position of the
 * log: positions only say where to begin reading. The consumer loop (`consumer-loop.ts`) drops, parks and asks again
 * by sequence; an adapter only moves bytes and keeps the promises below.
 */
export interface EventLog {
  /**
   * Appends events that already have their sequences (from a commit's outbox).
   *
   * You may rely on this: when it resolves, every event is durable and survives kill -9; within a stream they lie in
   * the order given. A call that failed or was cut off may have appended a prefix per stream; appending again is
   * allowed and makes duplicates, which consumers drop by sequence. An unknown topic is refused (`unknown-topic`).
   */
  append(events: readonly LogEvent[]): Promise<void>;

  /**
   * Begins `work`: of all copies that use the same `group`, one handles each event.
   *
   * You get batches in log order; one call at a time per stream; the next batch of a stream only after the promise of
   * the former one resolved. When your promise rejects, or the process dies first, the same events come again: to you
   * or to another copy. The very first start of a group begins at the oldest event that is still kept; a group whose
   * next event retention has removed is told so by `retention-passed`, never moved silently.
   */
  work(subscription: WorkSubscription): Promise<Membership>;

  /**
   * Begins to `watch`: every process sees every event appended after the promise resolved. Nothing is recorded.
   * Subscribe first, then load what you need to know: what happens in between is not missed.
   */
  watch(subscription: WatchSubscription): Promise<Consumption>;

  /** Reads what the log still keeps of a topic, from a position (absent: the oldest) up to the head at call time. */
  replay(topic: string, from?: LogPosition): AsyncIterable<readonly PositionedEvent[]>;

  /** How many events of each topic lie after the group's recorded position. */
  lag(group: string): Promise<ReadonlyMap<string, number>>;

  /**
   * Says how far streams reach, so that consumers miss a lost last event too, which no later event betrays. Said again
   * and again by the publisher; a lower sequence than was said before changes nothing.
   */
  publishHeads(positions: readonly StreamPosition[]): Promise<void>;

  /**
   * How far publishers have said that the streams of these topics reach, newest word per stream; streams of which nothing
   * was said are left out. May be behind by a minute.
   */
  heads(topics: readonly string[]): Promise<readonly StreamPosition[]>;

  /** Removes what is older than the catalogue's retention at `nowMs`. Kafka does this by itself. */
  enforceRetention(nowMs: number): Promise<void>;

  /** Reads everything again and checks each block's checksum; throws `log-corrupt` naming the first bad position. */
  verify(): Promise<void>;

  /** Whether the log answers; for readiness. */
  ping(): Promise<void>;

  /** Ends all consumptions after the batch in hand, then frees everything. A second call does nothing. */
  close(): Promise<void>;
}

/** Opaque, adapter-specific and comparable only by the adapter that made it. */
export type LogPosition = string & { readonly __brand: 'LogPosition' };

export interface PositionedEvent {
  readonly event: LogEvent;
  /** The position *after* this event. */
  readonly next: LogPosition;
}

export interface WorkSubscription {
  /** `<service>.<feature>`; stable for ever, since it names the recorded position. */
  readonly group: string;
  readonly topics: readonly string[];
  /** The largest number of events a batch may hold. */
  readonly maxBatch?: number;
  /** Handles a batch; `progress()` must be called at least every few seconds of work so that the group keeps it. */
  handle(events: readonly LogEvent[], progress: () => Promise<void>): Promise<void>;
  /** Told of a fault that the consumption cannot mend by itself (for health and logs). */
  onFault?(error: unknown): void;
}

export interface WatchSubscription {
  readonly topics: readonly string[];
  handle(events: readonly LogEvent[]): Promise<void> | void;
  onFault?(error: unknown): void;
}

export interface Consumption {
  /** Stops fetching and resolves when the batch in hand is handled and recorded. */
  close(): Promise<void>;
}

/** A copy's part in the work of its group. */
export interface Membership extends Consumption {
  /** How many events lie ahead in what the group has given to this copy; 0 where it was given nothing. */
  behind(): Promise<number>;
}

/**
 * How far a group has handled each stream. Kept by the document store, in the same commit as what the handling wrote.
 */
export interface HandledSequences {
  /** The last handled sequence of each asked stream; 0 where nothing was handled yet. */
  handled(group: string, streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>>;
}

/** Says what becomes of an event at rest: `'keep'`, the event with other data, or `null` for data `null`. */
export type RewriteEvent = (event: LogEvent) => LogEvent | null | 'keep';

export const EVENT_LOG = Symbol('EventLog');
