import { crc32 } from 'node:zlib';
import { PlatformError, type EventEnvelope, type LogEvent, type StreamName } from '@evenground/contracts';
import type { mongo } from 'mongoose';
import { UNSENT_INDEX, type OutboxRow } from './service-database.js';

const PAGE_BYTES = 4_000_000; // beside what MongoDB sends at once, at most 16 MB
const SEQUENCE_DIGITS = 16; // 2^53 has as many

export function outboxRow(envelope: EventEnvelope, data: string): OutboxRow {
  const { topic, stream, sequence, time } = envelope;
  const text = JSON.stringify(envelope);
  return {
    _id: outboxId(envelope),
    topic,
    stream,
    sequence,
    at: new Date(time),
    envelope: text,
    data,
    checksum: checksumOf(text, data),
    unsent: true,
  };
}

export function outboxId({ topic, stream, sequence }: StreamName & { readonly sequence: number }): string {
  return `${topic}|${stream}|${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

export function checksumOf(envelope: string, data: string): number {
  return crc32(data, crc32(envelope));
}

/** @throws PlatformError `log-corrupt` when the row is not what was written */
export function eventOf(row: OutboxRow): LogEvent {
  const { envelope, text } = eventTextOf(row);
  return { envelope, data: JSON.parse(text) as unknown };
}

/** The event with its data as the text that it is. @throws PlatformError `log-corrupt` */
export function eventTextOf({ _id, envelope, data, checksum }: OutboxRow): {
  readonly envelope: EventEnvelope;
  readonly text: string;
} {
  if (checksumOf(envelope, data) !== checksum) {
    throw new PlatformError('log-corrupt', `the outbox row ${_id} does not match its checksum`);
  }
  return { envelope: JSON.parse(envelope) as EventEnvelope, text: data };
}

export function bytesOf({ envelope, data }: OutboxRow): number {
  return envelope.length + data.length;
}

/** So many rows, or fewer that together are large: one row may be as large as a commit. */
export interface OutboxPage {
  readonly rows: readonly OutboxRow[];
  readonly isLast: boolean;
}

export async function outboxPage(cursor: mongo.FindCursor<OutboxRow>, limit: number): Promise<OutboxPage> {
  const rows: OutboxRow[] = [];
  let bytes = 0;
  try {
    for await (const row of cursor.batchSize(limit)) {
      rows.push(row);
      bytes += bytesOf(row);
      if (rows.length === limit || bytes >= PAGE_BYTES) return { rows, isLast: false };
    }
    return { rows, isLast: true };
  } finally {
    await cursor.close();
  }
}

/** The rows that wait for the log, by stream and sequence, after a row (absent: from the first). */
export async function unsentRows(
  outbox: mongo.Collection<OutboxRow>,
  limit: number,
  after?: OutboxRow,
): Promise<OutboxPage> {
  const rows = outbox.find({ unsent: true }).hint(UNSENT_INDEX).sort({ topic: 1, stream: 1, sequence: 1 });
  if (after !== undefined) rows.min({ topic: after.topic, stream: after.stream, sequence: after.sequence + 1 });
  return outboxPage(rows, limit);
}

/** The rows of one stream below a sequence that still wait. */
export async function unsentBelow(
  outbox: mongo.Collection<OutboxRow>,
  { topic, stream, sequence }: OutboxRow,
  limit: number,
): Promise<OutboxPage> {
  const rows = outbox
    .find({ unsent: true, topic, stream, sequence: { $lt: sequence } })
    .hint(UNSENT_INDEX)
    .sort({ topic: 1, stream: 1, sequence: 1 });
  return outboxPage(rows, limit);
}

/** Marks what the log has acknowledged. Without waiting for a majority: a mark that is rolled back makes a duplicate. */
export async function markSent(outbox: mongo.Collection<OutboxRow>, rows: readonly OutboxRow[]): Promise<void> {
  await outbox.updateMany(
    { _id: { $in: rows.map(({ _id }) => _id) }, unsent: true },
    { $unset: { unsent: '' }, $currentDate: { sentAt: true } },
    { writeConcern: { w: 1 } },
  );
}
