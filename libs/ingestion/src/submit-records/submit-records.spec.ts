import { openEmbedded } from '@evenground/embedded';
import type { RecordsBody } from '@evenground/contracts';
import { DISTRICT, IngestionBench, studentsCsv } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
beforeEach(async () => {
  bench = await IngestionBench.open();
});
afterEach(() => bench.close());

const submit = (records: RecordsBody['records']) =>
  bench.service.submitRecords.submit({ district: DISTRICT, body: { source: 'default', records }, principalId: 'p' });

describe('records of a call', () => {
  it('are judged one by one, each with its own answer', async () => {
    const records: RecordsBody['records'] = [
      { type: 'students', studentId: 'A', schoolYear: '2025-26', grade: '05', homeless: true },
      { type: 'attendance', studentId: 'A', date: '2025-09-01', status: 'present', absentFraction: 0.5 },
      { type: 'attendance', studentId: 'A', date: '2025-09-31', status: 'present' },
      { type: 'students', studentId: 'A', schoolYear: '2025-26', grade: '05', district: 'other' },
      { type: 'teachers', staffId: 'T' },
      { type: 'observations', studentId: 'A', indicator: 'belonging', period: '2025-26', value: 3 },
      { type: 'students', studentId: 'A' },
    ];
    const { results, receiptId, positions } = await submit(records);
    expect(results.map(({ status, code, field }) => [status, code, field])).toEqual([
      ['accepted', undefined, undefined],
      ['accepted', undefined, undefined],
      ['refused', 'date/invalid', 'date'],
      ['refused', 'field/unknown', 'district'],
      ['refused', 'record/type-unknown', 'type'],
      ['waiting', undefined, undefined],
      ['refused', 'cell/missing', 'schoolYear'],
    ]);
    expect(await bench.view(receiptId)).toMatchObject({
      status: 'completed',
      format: 'records',
      rows: 3,
      accepted: 2,
      waiting: 1,
    });
    expect(positions.map(({ topic }) => topic).sort()).toEqual(['ingestion.records', 'ingestion.reference']);
    const again = await submit(records.slice(0, 2));
    expect(again.results.map(({ status }) => status)).toEqual(['unchanged', 'unchanged']);
    await bench.define({ id: 'belonging' });
    expect(await bench.view(receiptId)).toMatchObject({ rows: 3, accepted: 3, waiting: 0 });
  });

  it('make the newest file no longer the newest word: the same file again is judged again', async () => {
    const first = await bench.upload(studentsCsv(3), { type: 'students' });
    await submit([{ type: 'students', studentId: 'ST1', schoolYear: '2025-26', schoolId: 'S1', grade: '12' }]);
    const again = await bench.upload(studentsCsv(3), { type: 'students' });
    expect(again.uploadId).not.toBe(first.uploadId);
    expect(again.upload.counts).toMatchObject({ unchanged: 2, accepted: 1 });
  });
});

describe('completeness', () => {
  const courses = (school: string) => `studentId,schoolYear,courseCode,schoolId\nA,2025-26,M1,${school}\n`;
  const stated = async () =>
    (await bench.events('ingestion.reference'))
      .filter(({ envelope }) => envelope.type === 'completeness.stated')
      .map(({ data }) => data);

  it('follows from a completed upload as long as the district has declared nothing for the type', async () => {
    await bench.upload(courses('S1'), { type: 'courses' });
    expect(await stated()).toEqual([
      {
        district: DISTRICT,
        type: 'courses',
        basis: 'upload',
        entries: [{ schoolId: 'S1', schoolYear: '2025-26', complete: true }],
      },
    ]);
    await bench.service.declareCompleteness.declare(DISTRICT, {
      type: 'courses',
      schoolId: 'S2',
      schoolYear: '2025-26',
      complete: false,
    });
    await bench.upload(courses('S3'), { type: 'courses' });
    expect((await stated()).map((each) => (each as { basis: string }).basis)).toEqual(['upload', 'declared']);
    await bench.upload('schoolId,incidentId,studentId,actionId,date\nS4,I,A,,2025-10-01\n', { type: 'discipline' });
    expect((await stated()).at(-1)).toMatchObject({
      type: 'discipline',
      basis: 'upload',
      entries: [{ schoolId: 'S4', schoolYear: '2025-26' }],
    });
  });
});

describe('a mapped upload', () => {
  it('reads the columns of another system', async () => {
    const columns = {
      studentId: 'ID',
      schoolYear: { constant: '2025-26' },
      raceEthnicity: { column: 'Eth', values: { '4': 'White', '1': 'Asian' } },
    };
    expect(await bench.service.mapColumns.map(DISTRICT, 'sis', { type: 'students', columns })).toBeUndefined();
    const { upload } = await bench.upload('ID;Eth;Name\n7;4;Ann\n8;1;Bo\n9;5;Cy\n', {
      format: 'mapped',
      mapping: 'sis',
    });
    expect(upload).toMatchObject({
      type: 'students',
      counts: { accepted: 2, quarantined: 1 },
      quality: { delimiter: ';', ignoredColumns: ['Name'] },
    });
    expect(
      await bench.service.mapColumns.map(DISTRICT, 'bad', {
        type: 'students',
        columns: { studentId: 'ID', shoeSize: 'x' },
      }),
    ).toMatchObject({ refused: 'mapping/field-unknown', field: 'columns.shoeSize' });
  });
});

describe('keys', () => {
  it('rotate without losing anybody, and a wrong key file refuses to start', async () => {
    const { readKeyFile } = await import('../pseudonym-keys.js');
    const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    bench = await bench.reopen({ keys: readKeyFile(Buffer.from(`a:${secret(1)}\n`)) });
    await bench.upload(studentsCsv(5), { type: 'students' });
    const before = await bench.service.lookUp.find(DISTRICT, ['ST1']);
    bench = await bench.reopen({ keys: readKeyFile(Buffer.from(`b:${secret(2)}\na:${secret(1)}\n`)) });
    const { upload } = await bench.upload(`${studentsCsv(6)}`, { type: 'students' });
    expect(upload.counts).toMatchObject({ accepted: 1, unchanged: 5 });
    bench = await bench.reopen({ keys: readKeyFile(Buffer.from(`b:${secret(2)}\n`)) });
    expect(await bench.service.lookUp.find(DISTRICT, ['ST1'])).toEqual(before);
    await bench.stop();
    await expect(
      IngestionBench.open({ keys: readKeyFile(Buffer.from(`b:${secret(3)}\n`)) }, bench.directory),
    ).rejects.toThrow('key-invalid');
    expect(() => readKeyFile(Buffer.from('short'))).toThrow('key-invalid');
    bench = await IngestionBench.open();
  });
});
