import { collection } from '@evenground/document-store';
import { InjectedFault, embeddedBackend, throwAt, type EmbeddedBackend } from '@evenground/testing';
import { join } from 'node:path';
import { EMBEDDED_CRASH_POINTS, type FaultInjector } from './crash-points.js';
import { Database } from './database.js';

const NOTES = collection<{ n: number }>('notes', { 'by-n': ['n'] });

let backend: EmbeddedBackend;
beforeEach(async () => {
  backend = await embeddedBackend();
});
afterEach(() => backend.dispose());

/** Lets a test choose, while the platform is open, which fault its next statement meets. */
class NextFault implements FaultInjector {
  armed: unknown;

  at(point: string): void {
    if (point !== 'sqlite/statement' || this.armed === undefined) return;
    const fault = this.armed;
    this.armed = undefined;
    throw fault;
  }
}

/** An error as libsql throws it. */
function sqliteFault(code: string, rawCode: number): Error {
  return Object.assign(new Error('injected'), { code, rawCode });
}

const write = (n: number) => ({
  writes: [{ collection: NOTES, id: 'a', expected: 'any' as const, body: { n } }],
  publish: [
    {
      topic: 'ingestion.records',
      stream: 's',
      type: 'restatement.begun',
      data: { restatementId: 'r', reset: false },
      correlationId: 'c',
    },
  ],
});

describe('a fault of the disk', () => {
  it.each([
    ['SQLITE_FULL', 13, 'disk-full', true],
    ['SQLITE_IOERR_WRITE', 778, 'store-unavailable', true],
    ['SQLITE_BUSY', 5, 'store-unavailable', true],
    ['SQLITE_CORRUPT', 11, 'log-corrupt', false],
    ['SQLITE_ERROR', 1, 'store-unavailable', false],
  ])('%s is told as what it is, and the next commit goes through', async (name, rawCode, code, retriable) => {
    const faults = new NextFault();
    const platform = await backend.open({ faults });
    const store = await platform.stores.open('ingestion', [NOTES]);
    await store.commit(write(1));
    faults.armed = sqliteFault(name, rawCode);
    await expect(store.commit(write(2))).rejects.toMatchObject({ code, retriable });
    expect(await store.load(NOTES, ['a'])).toMatchObject([{ version: 1, body: { n: 1 } }]);
    await store.commit(write(3));
    expect(await store.load(NOTES, ['a'])).toMatchObject([{ version: 2, body: { n: 3 } }]);
    await platform.close();
  });

  it.each([
    ['fsync', 1034],
    ['fsync of the directory', 1290],
  ])('a failed %s is believed by nobody: everything is refused until opened again', async (_, rawCode) => {
    const faults = new NextFault();
    const platform = await backend.open({ faults });
    const store = await platform.stores.open('ingestion', [NOTES]);
    await store.commit(write(1));
    faults.armed = sqliteFault('SQLITE_IOERR_FSYNC', rawCode);
    const refusal = { code: 'store-unavailable' };
    await expect(store.commit(write(2))).rejects.toMatchObject(refusal);
    await expect(store.load(NOTES, ['a'])).rejects.toMatchObject(refusal);
    await expect(platform.log.ping()).rejects.toMatchObject(refusal);
    await platform.close();
    const again = await backend.open();
    expect(await (await again.stores.open('ingestion', [NOTES])).load(NOTES, ['a'])).toMatchObject([
      { body: { n: 1 } },
    ]);
    await again.close();
  });

  it('a full disk takes back the whole transaction, lets reads go on, and is over when there is room', () => {
    const db = new Database(join(backend.directory, 'small.db'));
    db.exec('CREATE TABLE notes (body TEXT)');
    db.run('INSERT INTO notes VALUES (?)', 'first');
    db.rows('PRAGMA max_page_count = 20');
    const fill = (rows: number): void =>
      db.transaction(() => {
        for (let row = 0; row < rows; row += 1) db.run('INSERT INTO notes VALUES (?)', 'x'.repeat(5_000));
      });
    expect(() => fill(100)).toThrow(expect.objectContaining({ code: 'disk-full', retriable: true }) as Error);
    expect(db.rows('SELECT body FROM notes')).toEqual([['first']]);
    db.rows('PRAGMA max_page_count = 1000');
    fill(100);
    expect(db.row('SELECT count(*) FROM notes')).toEqual([101]);
    db.close();
  });
});

describe('a throw at a crash point', () => {
  const points = EMBEDDED_CRASH_POINTS.filter((point) => point.startsWith('commit/'));
  it.each(points)('%s: all of the commit or nothing, and the platform goes on', async (point) => {
    const platform = await backend.open({ faults: throwAt(point, 2) });
    const store = await platform.stores.open('ingestion', [NOTES]);
    const commit = (n: number) =>
      store.commit({
        ...write(n),
        writes: ['a', 'b'].map((id) => ({ collection: NOTES, id, expected: 'any' as const, body: { n } })),
        publish: [...write(n).publish, ...write(n).publish],
      });
    await commit(1);
    await expect(commit(2)).rejects.toThrow(InjectedFault);
    const whole = point === 'commit/after-commit' ? 2 : 1;
    expect((await store.load(NOTES, ['a', 'b'])).map((found) => found?.body.n)).toEqual([whole, whole]);
    await commit(3);
    const heads = await store.heads([{ topic: 'ingestion.records', stream: 's' }]);
    expect([...heads.values()]).toEqual([(whole + 1) * 2]);
    await platform.close();
  });
});
