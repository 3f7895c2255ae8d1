import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import { openEmbedded } from '@evenground/embedded';
import { lookUps, uploads } from './collections.js';
import { erasedListFile } from './erase-student/erased-list.js';
import { DISTRICT, IngestionBench, piecesOf, studentsCsv } from './ingestion.double.js';
import { Ingestion } from './ingestion.js';
import { newUpload } from './receive-upload/new-upload.js';
import { readKeyFile } from './pseudonym-keys.js';

IngestionBench.openPlatform = openEmbedded;

/** Two copies of the service on one store, each with a directory of its own. */
describe('two copies of ingestion', () => {
  let bench: IngestionBench;
  let folder: string;
  const others: Ingestion[] = [];
  const keys = readKeyFile(Buffer.alloc(32, 7));
  const beside = async (instance: string, store: DocumentStore = bench.store): Promise<Ingestion> => {
    const copy = new Ingestion({
      ...{ store, clock: systemClock, random: systemRandom, keys, instance, batchRows: 50 },
      spoolDirectory: join(folder, instance, 'spool'),
      erasedList: erasedListFile(join(folder, instance, 'erased')),
    });
    await copy.start();
    others.push(copy);
    return copy;
  };
  beforeEach(async () => {
    bench = await IngestionBench.open();
    folder = mkdtempSync(join(tmpdir(), 'ingestion-copies-'));
  });
  afterEach(async () => {
    for (const copy of others.splice(0)) await copy.stop();
    await bench.close();
    rmSync(folder, { recursive: true });
  });
  const receive = (copy: Ingestion, csv: string, type = 'students') =>
    copy.receiveUpload.receive({
      district: DISTRICT,
      query: { format: 'csv', mode: 'upsert', confirm: 'false', source: 'default', countDate: '10-01', type },
      body: piecesOf(Buffer.from(csv)),
      principalId: 'steward',
    });

  it('take each row once, though another writes to the upload between two of its batches', async () => {
    let isDisturbed = false;
    const { store } = bench;
    const disturbed: DocumentStore = {
      ...{ service: store.service, handled: store.handled.bind(store), load: store.load.bind(store) },
      ...{ find: store.find.bind(store), list: store.list.bind(store), heads: store.heads.bind(store) },
      ping: () => store.ping(),
      commit: async (commit) => {
        const write = commit.writes?.find(({ collection }) => collection.name === uploads.name);
        const { progress } = (write?.body ?? {}) as { progress?: { rows: number } };
        // The first commit of the second batch: until now only this copy knows that the first one is through.
        if (!isDisturbed && write !== undefined && progress?.rows === 50) {
          isDisturbed = true;
          const [stored] = await bench.store.load(uploads, [write.id]);
          const body = { ...stored!.body, notices: ['somebody else was here'] };
          await bench.store.commit({
            writes: [{ collection: uploads, id: write.id, expected: stored!.version, body }],
          });
        }
        return bench.store.commit(commit);
      },
    };
    const copy = await beside('b', disturbed);
    const { uploadId } = (await receive(copy, studentsCsv(140))) as { uploadId: string };
    await copy.idle();
    expect(isDisturbed).toBe(true);
    expect(await bench.document(uploadId)).toMatchObject({
      status: 'completed',
      counts: { accepted: 140 },
      notices: ['somebody else was here'],
      quality: { encoding: 'utf-8', delimiter: ',' },
    });
    expect((await bench.published()).size).toBe(140);
  });

  it('leave alone what the other is receiving; what a copy was receiving when it ended has failed', async () => {
    const document = (holder: string, startedAtMs: number) => ({
      ...newUpload(
        { clock: systemClock, keys, instance: holder },
        {
          ...{ district: DISTRICT, status: 'receiving', phase: 'receiving', format: 'csv', mode: 'upsert' },
          ...{ source: 'default', countDate: '10-01', isConfirmed: false, batchRows: 50, sender: 'steward' },
        },
      ),
      startedAtMs,
    });
    const now = systemClock.nowMs();
    const writes = Object.entries({
      theirs: document('a', now - 3_700_000),
      own: document('b', now),
      forgotten: document('gone', now - 7_300_000),
    }).map(([id, body]) => ({ collection: uploads, id, expected: 0, body }));
    await bench.store.commit({ writes });
    const copy = await beside('b');
    await copy.idle();
    expect(await bench.document('theirs')).toMatchObject({ status: 'receiving' });
    expect(await bench.document('own')).toMatchObject({ status: 'failed', problem: { code: 'upload/truncated' } });
    expect(await bench.document('forgotten')).toMatchObject({ status: 'failed' });
  });

  it('answer the same receipt for the same file, and each can tell what became of it', async () => {
    const [one, two] = [await beside('b'), await beside('c')];
    const ids = await Promise.all([one, two, one, two].map((copy) => receive(copy, studentsCsv(60))));
    await Promise.all([one.idle(), two.idle()]);
    expect(new Set(ids.map((received) => JSON.stringify(received))).size).toBe(1);
    const { uploadId } = ids[0] as { uploadId: string };
    for (const copy of [one, two])
      expect((await copy.showUploads.show(uploadId))?.view).toMatchObject({ status: 'completed', accepted: 60 });
  });

  it('judge the same bucket at once, and every row counts once', async () => {
    const [one, two] = [await beside('b'), await beside('c')];
    const half = (from: number) => studentsCsv(150, { from, school: () => 'S1' });
    const ids = await Promise.all([receive(one, half(0)), receive(two, half(100))]);
    await Promise.all([one.idle(), two.idle()]);
    const counts = await Promise.all(
      ids.map(async (received) => (await bench.document((received as { uploadId: string }).uploadId)).counts),
    );
    expect(counts.map(({ accepted, unchanged }) => accepted + unchanged)).toEqual([150, 150]);
    expect((await bench.published()).size).toBe(250);
  });

  it('remember together whom one of them erased, and forget them again together', async () => {
    await bench.upload(studentsCsv(3), { type: 'students' });
    await bench.diagnosticsHandled();
    const [one, two] = [await beside('b'), await beside('c')];
    const before = await bench.store.load(lookUps, one.lookUp.idsOf(DISTRICT, 'ST1'));
    const asked = (await one.eraseStudent.ask(DISTRICT, 'ST1', 'schedule', 'one')) as { erasureId: string };
    await two.eraseStudent.confirm(asked.erasureId, 'two');
    await Promise.all([one.eraseStudent.run(), two.eraseStudent.run()]);
    await bench.diagnosticsHandled();
    await Promise.all([one.eraseStudent.run(), two.eraseStudent.run()]);
    expect((await one.eraseStudent.show(asked.erasureId))?.view.status).toBe('completed');
    await one.eraseStudent.share();
    await two.eraseStudent.share();
    const [lists, id] = [['b', 'c'].map((name) => erasedListFile(join(folder, name, 'erased'))), before[0]!.id];
    for (const list of lists) expect([...(await list.all())]).toEqual([id]);
    // As a restored backup has it.
    await bench.store.commit({ writes: [{ collection: lookUps, id, expected: 'any', body: before[0]!.body }] });
    await Promise.all([one.eraseStudent.reapply(), two.eraseStudent.reapply()]);
    expect((await bench.store.load(lookUps, [id]))[0]?.body).toMatchObject({ erased: true });
  });
});
