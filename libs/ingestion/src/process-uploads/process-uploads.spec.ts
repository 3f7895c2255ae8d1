import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type FaultInjector, openEmbedded } from '@evenground/embedded';
import { rowsOf } from '../domain/upload-state.js';
import { DISTRICT, IngestionBench, studentsCsv, type BenchOptions } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
const open = async (options?: BenchOptions) => (bench = await IngestionBench.open(options));
afterEach(() => bench.close());

describe('an upload', () => {
  it('takes every row in, once, and says so in blocks and a receipt', async () => {
    await open();
    const { uploadId, upload } = await bench.upload(studentsCsv(320), { type: 'students' });
    expect(upload).toMatchObject({
      status: 'completed',
      counts: { accepted: 320, unchanged: 0, quarantined: 0, waiting: 0 },
      uploadSequence: 1,
    });
    const published = await bench.published();
    expect(published.size).toBe(320);
    expect([...published.values()].filter(({ schoolId }) => schoolId === 'S1')).toHaveLength(107);
    const [receipt] = (await bench.events('ingestion.reference')).filter(
      ({ envelope }) => envelope.type === 'receipt.issued',
    );
    expect(receipt?.data).toMatchObject({ district: DISTRICT, receiptId: uploadId });
    expect((receipt?.data as { positions: unknown[] }).positions.length).toBeGreaterThan(0);
    expect(readdirSync(join(bench.directory, 'spool'))).toEqual([]);
  });

  it('has one effect when the same file comes again: same receipt, no event', async () => {
    await open();
    const first = await bench.upload(studentsCsv(60), { type: 'students' });
    const before =
      (await bench.events('ingestion.records')).length + (await bench.events('ingestion.reference')).length;
    const again = await Promise.all(Array.from({ length: 8 }, () => bench.send(studentsCsv(60), { type: 'students' })));
    await bench.service.processor.idle();
    expect(new Set([...again, first.uploadId]).size).toBe(1);
    expect((await bench.events('ingestion.records')).length + (await bench.events('ingestion.reference')).length).toBe(
      before,
    );
  });

  it('has one effect when eight copies of a file come at once', async () => {
    await open();
    const ids = await Promise.all(Array.from({ length: 8 }, () => bench.send(studentsCsv(60), { type: 'students' })));
    await bench.service.processor.idle();
    expect(new Set(ids).size).toBe(1);
    expect((await bench.document(ids[0]!)).counts.accepted).toBe(60);
  });

  it.each([
    ['CRLF', (csv: string) => Buffer.from(csv.replaceAll('\n', '\r\n')), 'utf-8'],
    ['CR', (csv: string) => Buffer.from(csv.replaceAll('\n', '\r')), 'utf-8'],
    ['a byte order mark', (csv: string) => Buffer.from(`\ufeff${csv}`), 'utf-8'],
    ['UTF-16 LE', (csv: string) => Buffer.from(`\ufeff${csv}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE', (csv: string) => Buffer.from(`\ufeff${csv}`, 'utf16le').swap16(), 'utf-16be'],
    ['semicolons', (csv: string) => Buffer.from(csv.replaceAll(',', ';')), 'utf-8'],
    ['gzip', (csv: string) => gzipSync(csv), 'utf-8'],
    [
      'rows in another order',
      (csv: string) =>
        Buffer.from([...csv.split('\n').slice(0, 1), ...csv.trimEnd().split('\n').slice(1).reverse()].join('\n')),
      'utf-8',
    ],
  ])('changes nothing when the same rows come with %s', async (_name, variant, encoding) => {
    await open();
    await bench.upload(studentsCsv(70), { type: 'students' });
    const blocks = (await bench.events('ingestion.records')).length;
    const { upload } = await bench.upload(variant(studentsCsv(70)), { type: 'students' });
    expect(upload).toMatchObject({
      status: 'completed',
      counts: { accepted: 0, unchanged: 70 },
      quality: { encoding },
    });
    expect(await bench.events('ingestion.records')).toHaveLength(blocks);
  });

  it('reads Windows-1252 and says so', async () => {
    await open();
    const { upload } = await bench.upload(Buffer.from('schoolId,name\nS1,Escuela Ni\xf1os\n', 'latin1'), {
      type: 'schools',
    });
    expect(upload).toMatchObject({
      status: 'completed',
      counts: { accepted: 1 },
      quality: { encoding: 'windows-1252', delimiter: ',' },
    });
    const [block] = await bench.events('ingestion.reference');
    expect(JSON.stringify(block?.data)).toContain('Niños');
  });

  it('explains each refused row and takes in the others', async () => {
    await open();
    const csv =
      'studentId,date,status,flavour\nA,2025-09-01,present,x\nB,2025-02-30,present,x\nC,2025-09-01,,x\n"D,2025-09-01,present,x\nE,2025-09-01,excused,x\n';
    const { upload } = await bench.upload(csv, { type: 'attendance' });
    expect(upload).toMatchObject({
      status: 'completed',
      counts: { accepted: 2, quarantined: 3 },
      quality: { ignoredColumns: ['flavour'] },
    });
  });

  it.each([
    ['upload/empty', '', 'students'],
    ['upload/empty', 'studentId,schoolYear\n', 'students'],
    ['upload/columns-missing', 'student,year\nA,2025-26\n', 'students'],
    ['upload/columns-missing', 'studentId,schoolId\nA,S1\n', 'attendance'],
    ['upload/columns-duplicate', 'studentId,schoolYear,StudentID\nA,2025-26,A\n', 'students'],
    ['upload/json-broken', '[{"studentId":"A","schoolYear":"2025-26"}', 'students'],
  ])('fails as %s with nothing taken in', async (code, csv, type) => {
    await open();
    const { upload } = await bench.upload(csv, { type });
    expect(upload).toMatchObject({ status: 'failed', problem: { code } });
    expect(await bench.events('ingestion.records')).toEqual([]);
    expect(readdirSync(join(bench.directory, 'spool'))).toEqual([]);
  });

  it('takes nothing in of JSON that breaks off after many rows', async () => {
    await open({ batchRows: 10 });
    const records = Array.from({ length: 95 }, (_, at) => ({ studentId: `s${at}`, schoolYear: '2025-26' }));
    const asLines = records.map((record) => JSON.stringify(record)).join('\n');
    for (const whole of [JSON.stringify(records), asLines]) {
      const { upload } = await bench.upload(whole.slice(0, -9), { type: 'students' });
      expect(upload).toMatchObject({ status: 'failed', problem: { code: 'upload/json-broken' } });
      expect(rowsOf(upload.counts)).toBe(0);
      expect(await bench.events('ingestion.records')).toEqual([]);
    }
    const { upload } = await bench.upload(asLines, { type: 'students' });
    expect(upload).toMatchObject({ status: 'completed', counts: { accepted: 95 } });
  });

  it('fails when its body is cut off or is not as long as declared, with nothing taken in', async () => {
    await open();
    await expect(bench.send(studentsCsv(9), { type: 'students' }, { contentLength: 9999 })).rejects.toThrow(
      'upload/truncated',
    );
    const page = await bench.store.list((await import('../collections.js')).uploads, '', { limit: 10 });
    expect(page.items.map(({ body }) => body)).toEqual([
      expect.objectContaining({
        status: 'failed',
        problem: expect.objectContaining({ code: 'upload/truncated' }) as unknown,
      }),
    ]);
    expect(readdirSync(join(bench.directory, 'spool'))).toEqual([]);
  });

  it('refuses a gzip that unpacks without bound', async () => {
    await open();
    const { upload } = await bench.upload(gzipSync(Buffer.alloc(30_000_000, 48)), { type: 'students' });
    expect(upload).toMatchObject({ status: 'failed', problem: { code: 'upload/compressed-too-much' } });
  });

  it('reads JSON arrays and lines of JSON as it reads CSV', async () => {
    await open();
    const records = [
      { studentId: 'A', schoolYear: '2025-26', hispanicLatino: false, races: ['White', 'Asian'] },
      { studentId: 'B', schoolYear: '2025-26', hispanicLatino: 'yes', odd: 1 },
      { studentId: 'C', schoolYear: { nested: true } },
    ];
    const asArray = await bench.upload(JSON.stringify(records, null, 1), { type: 'students' });
    expect(asArray.upload).toMatchObject({ status: 'completed', counts: { accepted: 2, quarantined: 1 } });
    const asLines = await bench.upload(records.map((record) => JSON.stringify(record)).join('\n'), {
      type: 'students',
    });
    expect(asLines.upload).toMatchObject({ status: 'completed', counts: { unchanged: 2, quarantined: 1 } });
    expect([...(await bench.published()).values()].map(({ raceEthnicity }) => raceEthnicity).sort()).toEqual([
      'Hispanic or Latino',
      'Two or More Races',
    ]);
  });

  it('keeps the newest row by order, whichever upload ends first', async () => {
    await open({ batchRows: 7 });
    const large = studentsCsv(200);
    const first = await bench.send(large, { type: 'students' });
    const second = await bench.send(studentsCsv(20).replaceAll('White', 'Asian'), { type: 'students' });
    await bench.service.processor.idle();
    const races = [...(await bench.published()).values()].map(({ raceEthnicity }) => raceEthnicity);
    expect(races.filter((race) => race === 'Asian')).toHaveLength(20);
    expect(races).toHaveLength(200);
    const [one, two] = [await bench.document(first), await bench.document(second)];
    expect([rowsOf(one.counts), rowsOf(two.counts)]).toEqual([200, 20]);
  });

  it('loses and doubles nothing when the process dies at any commit', async () => {
    for (let dieAt = 3; dieAt < 40; dieAt += 3) {
      let commits = 0;
      let isDead = false;
      const faults: FaultInjector = {
        at: (point) => {
          if (point === 'commit/before-commit' && (commits += 1) === dieAt) isDead = true;
          if (isDead) throw new Error('the process is dead');
        },
      };
      const csv = `${studentsCsv(90)}BAD,2025-27,S1,01,White\n`;
      const first = await IngestionBench.open({ faults, batchRows: 20 });
      const sending = first.send(csv, { type: 'students' });
      const sent = await sending.then(
        (id) => id,
        () => undefined,
      );
      await first.service.stop();
      await first.platform.close().catch(() => undefined);
      bench = await IngestionBench.open({ batchRows: 20 }, first.directory);
      await bench.service.processor.idle();
      const uploadId = sent ?? (await bench.send(csv, { type: 'students' }));
      await bench.service.processor.idle();
      const upload = await bench.document(uploadId);
      expect(upload).toMatchObject({ status: 'completed', counts: { accepted: 90, quarantined: 1, unchanged: 0 } });
      const keys = new Set<string>();
      for (const { data, envelope } of await bench.events('ingestion.records')) {
        if (envelope.type !== 'records.accepted') continue;
        for (const row of (data as { rows: { student: string }[] }).rows) {
          expect(keys.has(row.student)).toBe(false);
          keys.add(row.student);
        }
      }
      expect(keys.size).toBe(90);
      if (dieAt + 3 < 40) await bench.close();
    }
  }, 60_000);

  it('lets no identifier rest in the clear', async () => {
    await open();
    const csv = 'studentId,schoolYear,birthDate\nCANARY-7781,2025-26,2012-03-04\nCANARY-7782,2025-2,2012-03-05\n';
    await bench.upload(csv, { type: 'students' });
    await bench.upload('staffId,studentId,schoolYear,courseCode\nTEACHER-99,CANARY-7781,2025-26,M1\n', {
      type: 'rosters',
    });
    const bytes = Buffer.concat(filesIn(bench.directory).map((file) => readFileSync(file)));
    for (const canary of ['CANARY-7781', 'CANARY-7782', 'TEACHER-99', '2012-03-04', '2012-03-05']) {
      expect(bytes.includes(canary)).toBe(false);
      expect(bytes.includes(Buffer.from(canary).toString('base64').slice(0, 12))).toBe(false);
    }
  });
});

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
