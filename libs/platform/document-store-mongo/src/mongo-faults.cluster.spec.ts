import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@evenground/config';
import { collection, type Commit } from '@evenground/document-store';
import { SOON, mongoBackend, until, type MongoBackend, type MongoPlatform } from '@evenground/testing';
import mongoose, { type mongo } from 'mongoose';
import { startCluster, type Cluster } from '../../../../tools/cluster/start-cluster.mjs';
import { openMongoStores } from './open-mongo-stores.js';

const NOTES = collection<{ n: number }>('notes', { 'by-n': ['n'] });
const STREAM = { topic: 'ingestion.records', stream: 's' };

const commitOf = (n: number, expected: number | 'any' = 'any'): Commit => ({
  writes: [{ collection: NOTES, id: 'a', expected, body: { n } }],
  publish: [
    { ...STREAM, type: 'restatement.begun', data: { restatementId: `r${n}`, reset: false }, correlationId: 'suite' },
  ],
});

let cluster: Cluster;
let admin: mongo.MongoClient;
let directory: string;
let backend: MongoBackend;
let platform: MongoPlatform;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'evenground-mongod-'));
  cluster = await startCluster({ brokers: 0, mongods: 1, directory, testCommands: true, prefer: 'processes' });
  admin = await new mongoose.mongo.MongoClient(cluster.mongoUrl ?? '').connect();
}, 60_000);
afterAll(async () => {
  await admin.close();
  await cluster.stop({ discard: true });
  await rm(directory, { recursive: true, force: true });
}, 60_000);
beforeEach(async () => {
  backend = await mongoBackend(cluster.mongoUrl);
  platform = await backend.open();
});
afterEach(async () => {
  await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
  await platform.close();
  await backend.dispose();
}, 30_000);

async function failNext(times: number, data: mongo.Document): Promise<void> {
  await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: { times }, data });
}

async function logged(): Promise<readonly number[]> {
  const sequences: number[] = [];
  for await (const page of platform.log.replay(STREAM.topic)) {
    sequences.push(...page.map(({ event }) => event.envelope.sequence));
  }
  return sequences;
}

/** The commit after a fault: each exactly once, and the log whole. */
async function expectCommits(count: number): Promise<void> {
  const store = await platform.stores.open('ingestion', [NOTES]);
  expect(await store.load(NOTES, ['a'])).toMatchObject([{ version: count, body: { n: count } }]);
  await until('the log has every event', async () => new Set(await logged()).size === count);
  expect([...new Set(await logged())]).toEqual(Array.from({ length: count }, (_, at) => at + 1));
}

describe('MongoDB: a fault of the server', () => {
  it.each([
    [
      'TransientTransactionError in the middle, twice',
      2,
      { failCommands: ['insert'], errorCode: 112, errorLabels: ['TransientTransactionError'] },
    ],
    [
      'TransientTransactionError at the commit, twice',
      2,
      { failCommands: ['commitTransaction'], errorCode: 251, errorLabels: ['TransientTransactionError'] },
    ],
    ['a connection cut in the middle', 2, { failCommands: ['update'], closeConnection: true }],
    ['a connection cut at the commit', 3, { failCommands: ['commitTransaction'], closeConnection: true }],
    [
      'a change of the primary at the commit',
      3,
      { failCommands: ['commitTransaction'], errorCode: 189, errorLabels: ['RetryableWriteError'] },
    ],
    [
      'UnknownTransactionCommitResult, though it happened',
      4,
      {
        failCommands: ['commitTransaction'],
        writeConcernError: { code: 91, errmsg: 'shutting down', errorLabels: ['RetryableWriteError'] },
      },
    ],
  ])(
    '%s: the commit happens once',
    async (_, times, data) => {
      const store = await platform.stores.open('ingestion', [NOTES]);
      await store.commit(commitOf(1));
      await failNext(times, data);
      const { published } = await store.commit(commitOf(2, 1));
      expect(published).toMatchObject([{ sequence: 2 }]);
      await store.commit(commitOf(3, 2));
      await expectCommits(3);
    },
    30_000,
  );

  it('an answer that stays unknown is decided by reading what the commit wrote', async () => {
    const store = await platform.stores.open('ingestion', [NOTES]);
    await store.commit(commitOf(1));
    await failNext(10_000, { failCommands: ['commitTransaction'], writeConcernError: { code: 64, errmsg: 'waiting' } });
    const { published } = await store.commit(commitOf(2, 1));
    expect(published).toMatchObject([{ sequence: 2 }]);
    await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
    await expectCommits(2);
  }, 60_000);

  it('an answer that stays unknown and left nothing to read is told as that, and a later commit goes through', async () => {
    const store = await platform.stores.open('ingestion', [NOTES]);
    await store.commit(commitOf(1));
    await failNext(10_000, { failCommands: ['commitTransaction'], closeConnection: true });
    await expect(store.commit(commitOf(2, 1))).rejects.toMatchObject({ code: 'store-unavailable', retriable: true });
    await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
    await store.commit(commitOf(2, 1));
    await expectCommits(2);
  }, 90_000);

  it('a full disk is told as what it is', async () => {
    const store = await platform.stores.open('ingestion', [NOTES]);
    await failNext(1, { failCommands: ['insert'], errorCode: 14_031 });
    await expect(store.commit(commitOf(1))).rejects.toMatchObject({ code: 'disk-full', retriable: true });
    await store.commit(commitOf(1));
    await expectCommits(1);
  });
});

describe('MongoDB: several at once', () => {
  it('eight who put the same new document: all of them go through, one after the other', async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => openBeside()));
    const stores = await Promise.all(others.map(({ stores }) => stores.open('ingestion', [NOTES])));
    await Promise.all([...stores, ...stores].map((store, at) => store.commit(commitOf(at))));
    const [found] = await stores[0]!.load(NOTES, ['a']);
    expect(found?.version).toBe(8);
    expect([...(await stores[0]!.heads([STREAM])).values()]).toEqual([8]);
    await Promise.all(others.map(({ close }) => close()));
  });

  it('eight who make the same document: one does, the others are refused', async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => openBeside()));
    const stores = await Promise.all(others.map(({ stores }) => stores.open('ingestion', [NOTES])));
    const tries = await Promise.allSettled([...stores, ...stores].map((store, at) => store.commit(commitOf(at, 0))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'version-conflict', retriable: true });
    }
    expect([...(await stores[0]!.heads([STREAM])).values()]).toEqual([1]);
    await Promise.all(others.map(({ close }) => close()));
  });

  it('of two that expect the same mark one is fenced, though neither moves it', async () => {
    const others = await Promise.all([1, 2].map(() => openBeside()));
    const [one, two] = await Promise.all(others.map(({ stores }) => stores.open('ingestion', [NOTES])));
    const handled = (expected: number, sequence: number) => [
      { group: 'ingestion.suite', topic: 'ingestion.reference', stream: 'd', expected, sequence },
    ];
    await one!.commit({ handled: handled(0, 4) });
    await two!.commit({ handled: handled(4, 4), writes: commitOf(1).writes ?? [] });
    await one!.commit({ handled: handled(4, 9) });
    await expect(two!.commit({ handled: handled(4, 4), writes: commitOf(2).writes ?? [] })).rejects.toMatchObject({
      code: 'version-conflict',
    });
    expect(await one!.load(NOTES, ['a'])).toMatchObject([{ body: { n: 1 } }]);
    await Promise.all(others.map(({ close }) => close()));
  });
});

/** Another copy on the same database; its log is the same embedded one, opened by the first. */
async function openBeside() {
  const { settings } = backend;
  const stores = await openMongoStores({
    settings,
    log: platform.log,
    clock: systemClock,
    random: systemRandom,
    instance: 'beside',
    sweepTimes: SOON,
  });
  return { stores, close: () => stores.close() };
}
