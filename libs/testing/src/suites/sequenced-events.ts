import type { LogEvent } from '@evenground/contracts';
import type { EventLog, LogPosition, PositionedEvent } from '@evenground/event-log';

export const RECORDS = 'ingestion.records';
export const REFERENCE = 'ingestion.reference';
export const TOUCHED = 'diagnostics.touched';

const TIME = '2026-09-01T08:00:00.000Z';

export interface SequencedOptions {
  readonly topic?: string;
  readonly time?: string;
  readonly data?: unknown;
}

/** An event as an outbox hands it over. */
export function sequenced(stream: string, sequence: number, options: SequencedOptions = {}): LogEvent {
  const { topic = RECORDS, time = TIME, data = { says: `${stream} ${sequence}` } } = options;
  return {
    envelope: {
      id: `${topic}/${stream}/${sequence}`,
      type: 'records.accepted',
      source: '/ingestion',
      time,
      version: 1,
      topic,
      stream,
      sequence,
      correlationId: 'suite',
    },
    data,
  };
}

/** Events `from` to `to` (inclusive) of a stream. */
export function run(stream: string, from: number, to: number, options: SequencedOptions = {}): readonly LogEvent[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => sequenced(stream, from + at, options));
}

export function names(events: readonly LogEvent[]): readonly string[] {
  return events.map(({ envelope }) => `${envelope.stream} ${envelope.sequence}`);
}

/** The events without those that lie there again. */
export function firstOccurrences(events: readonly LogEvent[]): readonly LogEvent[] {
  const seen = new Set<string>();
  return events.filter(({ envelope: { topic, stream, sequence } }) => {
    const name = `${topic}|${stream}|${sequence}`;
    return !seen.has(name) && seen.add(name);
  });
}

/** The sequences of each stream in the order in which they came. */
export function perStream(events: readonly LogEvent[]): Readonly<Record<string, readonly number[]>> {
  const found: Record<string, number[]> = {};
  for (const { envelope } of events) (found[envelope.stream] ??= []).push(envelope.sequence);
  return found;
}

export function count(to: number): readonly number[] {
  return Array.from({ length: to }, (_, at) => at + 1);
}

/** Everything a replay gives. */
export async function replayed(log: EventLog, topic: string, from?: LogPosition): Promise<readonly PositionedEvent[]> {
  const all: PositionedEvent[] = [];
  for await (const page of log.replay(topic, from)) all.push(...page);
  return all;
}
