import { crc32 } from 'node:zlib';
import { PlatformError, topicNamed, type EventEnvelope, type LogEvent } from '@evenground/contracts';
import type { Database, Row } from './database.js';

/** What bounds one reading of the log. */
export interface ReadLimits {
  readonly events: number;
  readonly bytes: number;
}

export interface PositionedRow {
  readonly position: number;
  readonly event: LogEvent;
}

/** Of an `EventRow`. */
export const EVENT_COLUMNS = 'position, topic, stream, sequence, checksum, envelope, data';

/** The events of the log as rows. Their order is `position`; a position is never used again. */
export class EventRows {
  /** Of each topic, the last position that retention has removed. */
  readonly #removed: Map<string, number>;

  constructor(private readonly db: Database) {
    this.#removed = new Map(
      db.rows('SELECT topic, through FROM removed').map((row) => [row[0] as string, row[1] as number]),
    );
  }

  /** Within a transaction. `data` is JSON text. */
  insert(envelope: EventEnvelope, data: string): void {
    const { topic, stream, sequence } = envelope;
    const text = JSON.stringify(envelope);
    const bytes = Buffer.byteLength(text) + Buffer.byteLength(data);
    this.db.run(
      'INSERT INTO events (topic, stream, sequence, time_ms, bytes, checksum, envelope, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      topic,
      stream,
      sequence,
      Date.parse(envelope.time),
      bytes,
      checksum(topic, stream, sequence, text, data),
      text,
      data,
    );
  }

  /** Within a transaction. Puts other data in the place of an event's; `bytes` stays what was once sent. */
  replaceData(position: number, envelope: EventEnvelope, data: string): void {
    const text = JSON.stringify(envelope);
    const renewed = checksum(envelope.topic, envelope.stream, envelope.sequence, text, data);
    this.db.run(
      'UPDATE events SET checksum = ?, envelope = ?, data = ? WHERE position = ?',
      renewed,
      text,
      data,
      position,
    );
  }

  /** The newest position that was ever given; 0 in a new log. */
  head(): number {
    return Number(this.db.row("SELECT seq FROM sqlite_sequence WHERE name = 'events'")?.[0] ?? 0);
  }

  /** The events after each topic's cursor, in log order: at least one if there is any, then within the limits. */
  after(cursors: ReadonlyMap<string, number>, limits: ReadLimits): readonly PositionedRow[] {
    const oneTopic =
      'SELECT * FROM (SELECT position, bytes FROM events WHERE topic = ? AND position > ? ORDER BY position LIMIT ?)';
    const sql = `${[...cursors].map(() => oneTopic).join(' UNION ALL ')} ORDER BY position LIMIT ?`;
    const values = [...cursors].flatMap(([topic, position]) => [topic, position, limits.events]);
    return this.#readWithin(this.db.rows(sql, ...values, limits.events), limits);
  }

  /** All topics' events in `(after, through]`, in log order, within the limits. */
  between(after: number, through: number, limits: ReadLimits): readonly PositionedRow[] {
    const sql = 'SELECT position, bytes FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?';
    return this.#readWithin(this.db.rows(sql, after, through, limits.events), limits);
  }

  /** One topic's events in `(after, through]`, in log order, within the limits. */
  ofTopic(topic: string, after: number, through: number, limits: ReadLimits): readonly PositionedRow[] {
    const sql =
      'SELECT position, bytes FROM events WHERE topic = ? AND position > ? AND position <= ? ORDER BY position LIMIT ?';
    return this.#readWithin(this.db.rows(sql, topic, after, through, limits.events), limits);
  }

  countAfter(topic: string, position: number): number {
    return Number(this.db.row('SELECT count(*) FROM events WHERE topic = ? AND position > ?', topic, position)?.[0]);
  }

  /** The last position of the topic that retention has removed; 0 when it has removed nothing. */
  removedThrough(topic: string): number {
    return this.#removed.get(topic) ?? 0;
  }

  /** The position and time (ms) of the oldest events of a topic. */
  oldest(topic: string, limit: number): readonly { readonly position: number; readonly timeMs: number }[] {
    const rows = this.db.rows(
      'SELECT position, time_ms FROM events WHERE topic = ? ORDER BY position LIMIT ?',
      topic,
      limit,
    );
    return rows.map((row) => ({ position: row[0] as number, timeMs: row[1] as number }));
  }

  /** Removes a topic's events through a position, in one transaction. */
  removeThrough(topic: string, position: number, beforeCommit: () => void): void {
    this.db.transaction(() => {
      this.db.run('DELETE FROM events WHERE topic = ? AND position <= ?', topic, position);
      beforeCommit();
      this.db.run(
        'INSERT INTO removed VALUES (?, ?) ON CONFLICT (topic) DO UPDATE SET through = excluded.through',
        topic,
        position,
      );
    });
    this.#removed.set(topic, position);
  }

  #readWithin(found: readonly Row[], limits: ReadLimits): readonly PositionedRow[] {
    const positions: number[] = [];
    let bytes = 0;
    for (const [position, size] of found as readonly (readonly [number, number])[]) {
      bytes += size;
      if (bytes > limits.bytes && positions.length > 0) break;
      positions.push(position);
    }
    const sql = `SELECT ${EVENT_COLUMNS} FROM json_each(?) JOIN events ON position = value ORDER BY position`;
    const rows = this.db.rows(sql, JSON.stringify(positions)) as readonly EventRow[];
    if (rows.length < positions.length) {
      throw new PlatformError(
        'log-corrupt',
        `of the events at positions ${positions[0]} to ${positions.at(-1)} one is missing`,
      );
    }
    return rows.map((row) => ({ position: row[0], event: verified(row) }));
  }
}

export type EventRow = readonly [
  position: number,
  topic: string,
  stream: string,
  sequence: number,
  checksum: number,
  envelope: string,
  data: string,
];

function verified(row: EventRow): LogEvent {
  const { envelope, text } = verifiedText(row);
  return { envelope, data: JSON.parse(text) as unknown };
}

/** The event with its data as the text that it is. @throws PlatformError `log-corrupt`, naming the position */
export function verifiedText([position, topic, stream, sequence, sum, envelope, data]: EventRow): {
  readonly envelope: EventEnvelope;
  readonly text: string;
} {
  if (checksum(topic, stream, sequence, envelope, data) !== sum) {
    throw new PlatformError('log-corrupt', `the event at position ${position} does not match its checksum`);
  }
  return { envelope: JSON.parse(envelope) as EventEnvelope, text: data };
}

function checksum(topic: string, stream: string, sequence: number, envelope: string, data: string): number {
  return crc32(`${topic}\n${stream}\n${sequence}\n${envelope}\n${data}`);
}

/** @throws PlatformError `unknown-topic` */
export function requireTopic(topic: string): void {
  if (topicNamed(topic) === undefined) throw new PlatformError('unknown-topic', `no topic is called ${topic}`);
}
