import { byPlace, type KeepItem, type KeptEvent } from '@evenground/archive';
import { SERVICES } from '@evenground/contracts';
import { requireIntact } from '@evenground/document-store';
import type { mongo } from 'mongoose';
import { withPlatformFaults } from './mongo-faults.js';
import { eventTextOf } from './outbox-rows.js';
import type { DocumentRow, HandledRow, OutboxRow, StreamHeadRow } from './service-database.js';

const PER_PAGE = 200; // rows; at most 50 MB, usually 2

export interface ReadDatabases {
  databaseOf(service: string): mongo.Db;
  /** One that reads a single instant; absent: as it is now. */
  readonly session?: mongo.ClientSession;
}

/** Everything that the services keep, in the order of `byPlace`. */
export async function* itemsIn(from: ReadDatabases): AsyncGenerator<readonly KeepItem[]> {
  const services = [...SERVICES].sort();
  for (const service of services) yield* documents(from, service);
  for (const service of services) {
    const rows = pages<StreamHeadRow>(from, service, 'platform_stream_heads', { topic: 1, stream: 1 });
    for await (const page of rows) {
      yield page.map(({ topic, stream, sequence }) => ({ kind: 'head', service, topic, stream, sequence }));
    }
  }
  for (const service of services) {
    const rows = pages<HandledRow>(from, service, 'platform_handled', { group: 1, topic: 1, stream: 1 });
    for await (const page of rows) {
      const marks = page.filter(({ sequence }) => sequence > 0); // a mark that was only relied on says nothing
      yield marks.map(({ group, topic, stream, sequence }) => {
        return { kind: 'handled', service, group, topic, stream, sequence };
      });
    }
  }
  yield* merged(services.map((service) => events(from, service)));
}

async function* documents(from: ReadDatabases, service: string): AsyncGenerator<readonly KeepItem[]> {
  const listed = await withPlatformFaults(`reading which collections ${service} has`, () =>
    from.databaseOf(service).listCollections({}, { nameOnly: true }).toArray(),
  );
  // The machinery's own have an underscore.
  const names = listed.map(({ name }) => name).filter((name) => !name.includes('_'));
  for (const collection of names.sort()) {
    for await (const page of pages<DocumentRow>(from, service, collection, { _id: 1 })) {
      yield page.map(({ _id: id, version, body: text, checksum }) => {
        requireIntact({ service, name: collection }, id, text, checksum);
        return { kind: 'document', service, collection, id, version, text };
      });
    }
  }
}

async function* events(from: ReadDatabases, service: string): AsyncGenerator<KeptEvent> {
  const order = { topic: 1, stream: 1, sequence: 1 } as const;
  for await (const page of pages<OutboxRow>(from, service, 'platform_outbox', order)) {
    for (const row of page) yield { kind: 'event', ...eventTextOf(row) };
  }
}

/** Several services write about the streams of one topic, so their events are put into one order. */
async function* merged(sources: readonly AsyncGenerator<KeptEvent>[]): AsyncGenerator<readonly KeptEvent[]> {
  const next: { source: AsyncGenerator<KeptEvent>; event: KeptEvent }[] = [];
  for (const source of sources) {
    const { value } = await source.next();
    if (value !== undefined) next.push({ source, event: value });
  }
  let page: KeptEvent[] = [];
  while (next.length > 0) {
    const least = next.reduce((left, right) => (byPlace(left.event, right.event) <= 0 ? left : right));
    page.push(least.event);
    const { value } = await least.source.next();
    if (value === undefined) next.splice(next.indexOf(least), 1);
    else least.event = value;
    if (page.length < PER_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* pages<Row extends mongo.Document>(
  { databaseOf, session }: ReadDatabases,
  service: string,
  collection: string,
  order: Readonly<Record<string, 1>>,
): AsyncGenerator<readonly mongo.WithId<Row>[]> {
  const rows = databaseOf(service)
    .collection<Row>(collection)
    .find({}, { sort: { ...order }, batchSize: PER_PAGE, allowDiskUse: true, ...ofInstant(session) });
  try {
    let page: mongo.WithId<Row>[] = [];
    for (;;) {
      const row = await withPlatformFaults(`reading ${collection} of ${service}`, () => rows.next());
      if (row !== null) page.push(row);
      if (page.length > 0 && (row === null || page.length === PER_PAGE)) {
        yield page;
        page = [];
      }
      if (row === null) return;
    }
  } finally {
    await rows.close();
  }
}

/** A snapshot session must not be asked for the majority level that the connection has. */
export function ofInstant(session: mongo.ClientSession | undefined): mongo.FindOptions {
  return session === undefined ? {} : { session, readConcern: { level: 'snapshot' } };
}
