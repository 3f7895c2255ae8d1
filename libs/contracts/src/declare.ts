import type { z } from 'zod';

export const SERVICES = ['ingestion', 'diagnostics', 'interventions', 'feedback', 'reporting'] as const;
export type Service = (typeof SERVICES)[number];

export interface TopicDeclaration {
  readonly name: string;
  readonly publisher: Service;
  /** What a stream of this topic is, e.g. `district/bucket`: the key whose order is kept. */
  readonly streamKey: string;
  readonly says: string;
  /** Partitions in Kafka; a changed number changes no result. */
  readonly partitions: number;
  /** How long the log keeps an event; the log is transport, records are kept by their service. */
  readonly retentionDays: number;
  /** Whether the publisher re-publishes a stream on request (`<topic>.requests`). */
  readonly restatable: boolean;
}

export interface EventDeclaration<Data = unknown> {
  /** `noun.past`. */
  readonly type: string;
  readonly topic: string;
  /** Newest major version of the shape. */
  readonly version: number;
  readonly schema: z.ZodType<Data>;
  readonly says: string;
  /** `<service>.<feature>` of each that handles it. */
  readonly consumers: readonly string[];
  /** Makes the data of version n + 1 from that of version n. */
  readonly upcast?: Readonly<Record<number, (older: unknown) => unknown>>;
  /** Cuts data that holds several independent facts into data with one each, so that one bad fact is parked alone. */
  readonly split?: (data: Data) => readonly Data[];
  /** The keys whose current content a replay of this event's dead letter asks the publisher for. */
  readonly keys?: (data: Data) => readonly string[];
}

/** Declares an event; what it holds is checked by `schema` before `split` and `keys` ever see it. */
export function declareEvent<Data>(declaration: EventDeclaration<Data>): EventDeclaration {
  return declaration as unknown as EventDeclaration;
}

export const REQUESTS_SUFFIX = '.requests';
export const DEAD_LETTERS_SUFFIX = '.dead-letters';
