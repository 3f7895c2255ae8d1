import { jest } from '@jest/globals';
import { systemClock as clock, systemRandom as random } from '@evenground/config';
import { PlatformError, type EventEnvelope } from '@evenground/contracts';
import { collection, type Commit } from '@evenground/document-store';
import type { EventLog } from '@evenground/event-log';
import { SOON, mongoBackend, until, type MongoBackend, type MongoPlatform } from '@evenground/testing';
import mongoose, { type mongo } from 'mongoose';
import { openMongoStores, type MongoStores } from './open-mongo-stores.js';
import type { OutboxObserver } from './outbox-observer.js';
import { outboxRow } from './outbox-rows.js';
import { databaseName, type OutboxRow } from './service-database.js';

jest.setTimeout(60_000); // the server may share its cores

const NOTES = collection<{ n: number }>('notes');
const STREAM = { topic: 'ingestion.records', stream: 's' };
const DAY_SECONDS = 24 * 3_600;

const commitOf = (n: number): Commit => ({
  writes: [{ collection: NOTES, id: `n${n}`, expected: 'any', body: { n } }],
  publish: [
    { ...STREAM, type: 'restatement.begun', data: { restatementId: `r${n}`, reset: false }, correlationId: 'suite' },
  ],
});

let client: mongo.MongoClient;
let backend: MongoBackend;
let platform: MongoPlatform;
beforeEach(async () => {
  backend = await mongoBackend();
  platform = await backend.open();
  client = await new mongoose.mongo.MongoClient(backend.settings.url ?? '').connect();
});
afterEach(async () => {
  await client.close();
  await platform.close();
  await backend.dispose();
});

const database = (): mongo.Db => client.db(databaseName(backend.settings.databasePrefix, 'ingestion'));
const outbox = (): mongo.Collection<OutboxRow> => database().collection<OutboxRow>('platform_outbox');

/** Another copy on the same database. */
function beside(log: EventLog, observer: OutboxObserver = {}): Promise<MongoStores> {
  const { settings } = backend;
  return openMongoStores({ settings, log, clock, random, instance: 'beside', sweepTimes: SOON, observer });
}

/** The log, but `append` is something else. */
function withAppend(append: EventLog['append']): EventLog {
  return new Proxy(platform.log, {
    get: (log, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(log, name, log);
      return typeof member === 'function' ? (member.bind(log) as unknown) : member;
    },
  });
}

async function logged(): Promise<readonly number[]> {
  const sequences: number[] = [];
  for await (const page of platform.log.replay(STREAM.topic)) {
    sequences.push(...page.map(({ event }) => event.envelope.sequence));
  }
  return sequences;
}

const through = (last: number): readonly number[] => Array.from({ length: last }, (_, at) => at + 1);

describe('MongoDB: from the outbox to the log', () => {
  it('a log that refuses four times gets everything in order at last, and each refusal is told', async () => {
    let refusals = 4;
    const told: unknown[] = [];
    const log = withAppend(async (events) => {
      if (refusals > 0) {
        refusals -= 1;
        throw new PlatformError('log-unavailable', 'away', { retriable: true });
      }
      return platform.log.append(events);
    });
    const stores = await beside(log, { fault: (service, error) => told.push([service, error]) });
    const store = await stores.open('ingestion', [NOTES]);
    for (const n of through(3)) await store.commit(commitOf(n));
    await until('the log has every event', async () => new Set(await logged()).size === 3);
    expect([...new Set(await logged())]).toEqual(through(3));
    expect(told).toHaveLength(4);
    expect(told[0]).toMatchObject(['ingestion', { code: 'log-unavailable' }]);
    await stores.close();
  });

  it('two relays of one stream bring it whole and in order', async () => {
    const other = await beside(platform.log);
    const stores = [await platform.stores.open('ingestion', [NOTES]), await other.open('ingestion', [NOTES])];
    for (const n of through(20)) await stores[n % 2]!.commit(commitOf(n));
    await until('the log has every event', async () => new Set(await logged()).size === 20);
    expect([...new Set(await logged())]).toEqual(through(20));
    await until('nothing waits', async () => (await outbox().countDocuments({ unsent: true })) === 0);
    await other.close();
  });

  it('what a copy cannot bring to the log another one does, though the first held the lease', async () => {
    const told: unknown[] = [];
    const log = withAppend(() => Promise.reject(new PlatformError('log-unavailable', 'away', { retriable: true })));
    const held = await beside(log, { fault: (_, error) => told.push(error) });
    try {
      await (await held.open('ingestion', [NOTES])).commit(commitOf(1));
      await until('the sweep of the first has failed, too', () => Promise.resolve(told.length >= 2));
      await platform.stores.open('ingestion', [NOTES]);
      await until('nothing waits', async () => (await outbox().countDocuments({ unsent: true })) === 0);
      expect(await logged()).toContain(1);
    } finally {
      await held.close();
    }
  });

  it('sent rows go after seven days; a row that waits has nothing by which it could go', async () => {
    await (await platform.stores.open('ingestion', [NOTES])).commit(commitOf(1));
    const expiring = expect.objectContaining({ key: { sentAt: 1 }, expireAfterSeconds: 7 * DAY_SECONDS }) as unknown;
    expect(await outbox().listIndexes().toArray()).toContainEqual(expiring);
    await until('the row is sent', async () => (await outbox().countDocuments({ unsent: true })) === 0);
    const [row] = await outbox().find().toArray();
    expect(row?.sentAt).toBeInstanceOf(Date);
    expect(outboxRow(JSON.parse(row?.envelope ?? '') as EventEnvelope, 'null')).not.toHaveProperty('sentAt');
  });

  it('erasing rewrites what waits and what was sent, so that neither holds what was erased', async () => {
    let isAway = false;
    const log = withAppend((events) =>
      isAway ? Promise.reject(new PlatformError('log-unavailable', 'away')) : platform.log.append(events),
    );
    const stores = await beside(log);
    const store = await stores.open('ingestion', [NOTES]);
    await store.commit(commitOf(1));
    await until('the first is sent', async () => (await outbox().countDocuments({ unsent: true })) === 0);
    isAway = true;
    await store.commit(commitOf(2));
    expect(await outbox().countDocuments({ unsent: true })).toBe(1);
    const erased = await stores.eraseFromOutbox(({ envelope }) => ({
      envelope,
      data: { restatementId: 'erased', reset: false },
    }));
    expect(erased).toBe(2);
    const rows = await outbox().find().toArray();
    expect(rows.map(({ data }) => (JSON.parse(data) as { restatementId: string }).restatementId)).toEqual([
      'erased',
      'erased',
    ]);
    isAway = false;
    await until('the second is sent', async () => (await outbox().countDocuments({ unsent: true })) === 0);
    await stores.close();
  });

  it('a database that a newer version has written is refused', async () => {
    await platform.stores.open('ingestion', [NOTES]);
    await database()
      .collection<{ _id: string; version: number }>('platform_meta')
      .updateOne({ _id: 'format' }, { $set: { version: 2 } });
    const other = await beside(platform.log);
    await expect(other.open('ingestion', [NOTES])).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('has format 2, made by a newer version') as unknown,
    });
    await other.close();
  });
});
