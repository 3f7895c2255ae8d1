import { openEmbedded } from '@evenground/embedded';
import { IngestionBench, studentsCsv } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
beforeEach(async () => {
  bench = await IngestionBench.open();
});
afterEach(() => bench.close());

describe('a replace', () => {
  it('withdraws what its file no longer has, of its years and source only', async () => {
    await bench.upload(studentsCsv(200), { type: 'students' });
    await bench.upload(studentsCsv(10, { from: 1000, schoolYear: '2024-25' }), { type: 'students' });
    await bench.upload(studentsCsv(10, { from: 2000 }), { type: 'students', source: 'charter' });
    const { upload } = await bench.upload(studentsCsv(185), { type: 'students', mode: 'replace' });
    expect(upload).toMatchObject({ status: 'completed', counts: { unchanged: 185, withdrawn: 15 } });
    expect((await bench.published()).size).toBe(205);
  });

  it('stops before anything is applied when too much would go, until it is confirmed', async () => {
    await bench.upload(studentsCsv(200), { type: 'students' });
    const before = (await bench.events('ingestion.records')).length;
    const smaller = studentsCsv(90).replaceAll('White', 'Asian');
    const stopped = await bench.upload(smaller, { type: 'students', mode: 'replace' });
    expect(await bench.view(stopped.uploadId)).toMatchObject({
      status: 'needs-confirmation',
      rows: 0,
      wouldWithdraw: { records: 110, of: 200 },
    });
    expect(await bench.events('ingestion.records')).toHaveLength(before);
    const confirmed = await bench.upload(smaller, { type: 'students', mode: 'replace', confirm: 'true' });
    expect(confirmed.uploadId).toBe(stopped.uploadId);
    expect(confirmed.upload).toMatchObject({ status: 'completed', counts: { accepted: 90, withdrawn: 110 } });
    expect((await bench.published()).size).toBe(90);
  });

  it('does not withdraw a record because of a bad cell in its row', async () => {
    await bench.upload(studentsCsv(30), { type: 'students' });
    const { upload } = await bench.upload(
      studentsCsv(30).replace('ST7,2025-26,S1,08,White', 'ST7,2025-26,S1,08,Klingon'),
      { type: 'students', mode: 'replace' },
    );
    expect(upload.counts).toMatchObject({ unchanged: 29, quarantined: 1, withdrawn: 0 });
    expect((await bench.published()).size).toBe(30);
  });

  it('leaves a floor: an upload of before that ends later revives nothing', async () => {
    bench = await bench.reopen({ batchRows: 10 });
    await bench.upload(studentsCsv(100), { type: 'students' });
    const late = await bench.send(studentsCsv(100).replaceAll('White', 'Asian'), { type: 'students' });
    const replacing = await bench.send(studentsCsv(85), { type: 'students', mode: 'replace' });
    await bench.service.idle();
    expect((await bench.document(replacing)).status).toBe('completed');
    const lateDocument = await bench.document(late);
    expect(lateDocument.status).toBe('completed');
    const published = await bench.published();
    expect(published.size).toBe(85);
    expect([...published.values()].every(({ raceEthnicity }) => raceEthnicity === 'White')).toBe(true);
  });

  it('goes on after the process died while it withdrew', async () => {
    const first = await IngestionBench.open({ batchRows: 40 });
    await first.upload(studentsCsv(120), { type: 'students' });
    await first.stop();
    let isDead = false;
    const dying = await IngestionBench.open(
      {
        batchRows: 40,
        wrapStore: (store) =>
          new Proxy(store, {
            get: (target, name) =>
              name === 'commit'
                ? async (commit: Parameters<typeof store.commit>[0]) => {
                    isDead ||= JSON.stringify(
                      commit.writes?.map(
                        ({ body }) => (body as { withdrawing?: { shelf: number } } | null)?.withdrawing ?? 0,
                      ),
                    ).includes('"shelf":30');
                    if (isDead) throw new Error('dead');
                    return target.commit(commit);
                  }
                : (Reflect.get(target, name) as (...args: unknown[]) => unknown).bind(target),
          }),
      },
      first.directory,
    );
    const uploadId = await dying.send(studentsCsv(110), { type: 'students', mode: 'replace' });
    while (!isDead) await new Promise((resolve) => setImmediate(resolve));
    const resumed = await dying.reopen({ batchRows: 40 });
    await resumed.service.idle();
    expect(await resumed.document(uploadId)).toMatchObject({
      status: 'completed',
      counts: { unchanged: 110, withdrawn: 10 },
    });
    expect((await resumed.published()).size).toBe(110);
    await resumed.close();
  });
});
