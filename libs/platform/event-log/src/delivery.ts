import type { EventEnvelope } from '@evenground/contracts';

/** An event whose data was checked against the catalogue's schema (and upcast to its newest version). */
export interface ReceivedEvent<Data = unknown> {
  readonly envelope: EventEnvelope;
  readonly data: Data;
}

/**
 * What a commit must record so that the delivery counts as handled: pass it on unchanged.
 * `expected` is the last handled sequence that the loop knows; a commit that finds another one is fenced.
 */
export interface HandledMark {
  readonly group: string;
  readonly topic: string;
  readonly stream: string;
  readonly expected: number;
  readonly sequence: number;
}

/**
 * What a `work` handler gets: events of one or several streams, in order within each stream, none handled before.
 *
 * You must make ONE commit that carries all of `handled` (more commits before it are allowed, since content is absolute
 * and a repetition changes nothing). When you resolve without having committed the marks, the events come again.
 */
export interface Delivery<Data = unknown> {
  readonly events: readonly ReceivedEvent<Data>[];
  readonly handled: readonly HandledMark[];
  /** Call it in long work, at least every few seconds. */
  progress(): Promise<void>;
}

/** Options of `@EventPattern('<topic>', options)`. The pattern is the topic; the handler switches on the type. */
export interface FeatureSubscription {
  /** `<service>.<feature>`. */
  readonly group: string;
  /** With `true` the handler gets a whole `Delivery`; otherwise deliveries of one event. */
  readonly batch?: boolean;
  readonly maxBatch?: number;
}
