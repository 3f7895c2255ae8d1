import type { KeepItem } from '@evenground/archive';
import { PlatformError, SERVICES, allTopicNames, topicNamed } from '@evenground/contracts';
import { requireIntact } from '@evenground/document-store';
import { isAboutStreams, streamAbout } from '@evenground/event-log';
import { tableNamed } from './collection-table.js';
import type { Bindable, Row } from './database.js';
import { turnOfEventLoop } from './delivery-loop.js';
import { EVENT_COLUMNS, verifiedText, type EventRow } from './event-rows.js';
import type { ReadsRows } from './snapshot.js';

const DOCUMENTS_PER_PAGE = 100; // at most 26 MB, usually 1
const EVENTS_PER_PAGE = 200;
const ROWS_PER_PAGE = 1_000;

/** Everything that the services keep, in the order of `byPlace`. */
export async function* itemsIn(from: ReadsRows): AsyncGenerator<readonly KeepItem[]> {
  for (const pages of [documents(from), heads(from), marks(from), events(from)]) {
    for (const page of pages) {
      yield page;
      await turnOfEventLoop();
    }
  }
}

type Pages = Generator<readonly KeepItem[]>;

function* documents(from: ReadsRows): Pages {
  const collections = from.rows('SELECT service, name FROM collections ORDER BY service, name');
  for (const [service, name] of collections as readonly (readonly [string, string])[]) {
    const columns = `SELECT id, version, checksum, body FROM ${tableNamed(service, name)}`;
    for (const page of paged(from, columns, ['id'], DOCUMENTS_PER_PAGE)) {
      yield (page as readonly (readonly [string, number, number, string])[]).map(([id, version, checksum, text]) => {
        requireIntact({ service, name }, id, text, checksum);
        return { kind: 'document', service, collection: name, id, version, text };
      });
    }
  }
}

function* heads(from: ReadsRows): Pages {
  let count = 0;
  for (const service of [...SERVICES].sort()) {
    for (const topic of [...allTopicNames()].sort()) {
      const whose = streamsOf(service, topic);
      if (whose === undefined) continue;
      const columns = 'SELECT stream, sequence FROM stream_heads';
      for (const page of paged(from, columns, ['stream'], ROWS_PER_PAGE, whose)) {
        count += page.length;
        yield (page as readonly (readonly [string, number])[]).map(([stream, sequence]) => {
          return { kind: 'head', service, topic, stream, sequence };
        });
      }
    }
  }
  const all = Number(from.rows('SELECT count(*) FROM stream_heads')[0]?.[0]);
  if (count !== all) throw new PlatformError('log-corrupt', `${all - count} streams belong to no service's topic`);
}

/** Which streams of the topic the service writes; `undefined` for none. */
function streamsOf(service: string, topic: string): Condition | undefined {
  if (isAboutStreams(topic)) {
    const ending = streamAbout('', service);
    return { sql: 'topic = ? AND substr(stream, ?) = ?', values: [topic, -ending.length, ending] };
  }
  return topicNamed(topic)?.publisher === service ? { sql: 'topic = ?', values: [topic] } : undefined;
}

function* marks(from: ReadsRows): Pages {
  const key = ['service', 'work_group', 'topic', 'stream'];
  const columns = `SELECT ${key.join(', ')}, sequence FROM handled`;
  // A mark at 0 was only relied on and says nothing.
  for (const page of paged(from, columns, key, ROWS_PER_PAGE, { sql: 'sequence > 0', values: [] })) {
    yield (page as readonly (readonly [string, string, string, string, number])[]).map(
      ([service, group, topic, stream, sequence]) => ({ kind: 'handled', service, group, topic, stream, sequence }),
    );
  }
}

/** By stream and sequence, not by position, which only this file knows. Of one that was appended twice, the first. */
function* events(from: ReadsRows): Pages {
  from.exec(
    `CREATE TEMP TABLE events_in_order AS
     SELECT topic, stream, sequence, min(position) AS position FROM events
     GROUP BY topic, stream, sequence ORDER BY topic, stream, sequence`,
  );
  const columns = EVENT_COLUMNS.split(', ').map((column) => `events.${column}`);
  for (let after = 0; ;) {
    const page = from.rows(
      `SELECT ${columns.join(', ')}, events_in_order.rowid FROM events_in_order JOIN events USING (position)
       WHERE events_in_order.rowid > ? ORDER BY events_in_order.rowid LIMIT ${EVENTS_PER_PAGE}`,
      after,
    );
    if (page.length > 0) yield page.map((row) => ({ kind: 'event', ...verifiedText(row as unknown as EventRow) }));
    if (page.length < EVENTS_PER_PAGE) break;
    after = Number(page.at(-1)?.at(-1));
  }
  from.exec('DROP TABLE events_in_order');
}

interface Condition {
  readonly sql: string;
  readonly values: readonly Bindable[];
}

/** Pages through a table by its key, which must be the first columns asked for. */
function* paged(
  from: ReadsRows,
  columns: string,
  key: readonly string[],
  limit: number,
  where?: Condition,
): Generator<readonly Row[]> {
  const beyond = `(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`;
  for (let last: Row | undefined; ;) {
    const conditions = [...(where === undefined ? [] : [where.sql]), ...(last === undefined ? [] : [beyond])];
    const rows = from.rows(
      `${columns} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ORDER BY ${key.join(', ')} LIMIT ${limit}`,
      ...(where?.values ?? []),
      ...((last?.slice(0, key.length) ?? []) as Bindable[]),
    );
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    last = rows.at(-1);
  }
}
