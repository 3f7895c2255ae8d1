import { z } from 'zod';

/**
 * What surrounds every event: CloudEvents 1.0 attributes and our extensions, by their names in code.
 * On the wire (Kafka headers, docs) it is CloudEvents binary mode; see `cloud-event.ts`.
 */
export const EventEnvelope = z.strictObject({
  /** CloudEvents `id`; unique per event, the same again when an event is delivered twice. */
  id: z.string().min(1),
  /** CloudEvents `type`, e.g. `records.accepted`; a key of the catalogue. */
  type: z.string().min(1),
  /** CloudEvents `source`: the publishing service, e.g. `/ingestion`. */
  source: z.string().min(1),
  /** CloudEvents `time`: when the commit that published it was made; UTC ISO 8601. */
  time: z.iso.datetime(),
  /** Major version of the data's shape (extension `dataversion`); optional fields may be added without a new one. */
  version: z.int().min(1),
  topic: z.string().min(1),
  /** The ordering key (extension `partitionkey`): order is kept within (topic, stream). */
  stream: z.string().min(1),
  /** Gapless position within (topic, stream), from 1 (extension `sequence`); given in the publisher's commit. */
  sequence: z.int().min(1),
  /** All that follows from one request or upload carries its id. */
  correlationId: z.string().min(1),
  /** The id of the event that made the publisher publish this one, when there was one. */
  causationId: z.string().min(1).optional(),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** An event as it lies in the log: `data` is JSON and not yet checked against its schema. */
export interface LogEvent {
  readonly envelope: EventEnvelope;
  readonly data: unknown;
}

/** Names one ordered sequence of events. */
export interface StreamName {
  readonly topic: string;
  readonly stream: string;
}

/** A position in one stream: everything up to and including `sequence`. */
export const StreamPosition = z.strictObject({
  topic: z.string().min(1),
  stream: z.string().min(1),
  sequence: z.int().min(0),
});
export type StreamPosition = z.infer<typeof StreamPosition>;

export function streamId(name: StreamName): string {
  return `${name.topic}|${name.stream}`;
}
