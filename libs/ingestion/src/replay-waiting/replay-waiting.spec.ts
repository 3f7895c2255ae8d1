import { openEmbedded } from '@evenground/embedded';
import { DISTRICT, IngestionBench } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
beforeEach(async () => {
  bench = await IngestionBench.open();
});
afterEach(() => bench.close());

const observations = (values: readonly string[]) =>
  [
    'studentId,indicator,period,value',
    ...values.map((value, index) => `ST${index},belonging,2025-26/T1,${value}`),
  ].join('\n');

describe('rows that name an indicator', () => {
  it('wait until it is declared, then are judged by themselves', async () => {
    const { uploadId, upload } = await bench.upload(observations(['3.5', '4', '99', '2.25']), { type: 'observations' });
    expect(upload).toMatchObject({ status: 'completed', counts: { waiting: 4, accepted: 0 } });
    expect((await bench.published()).size).toBe(0);
    await bench.define({ id: 'belonging', validRange: { min: 1, max: 5 } });
    expect(await bench.view(uploadId)).toMatchObject({
      rows: 4,
      waiting: 0,
      accepted: 3,
      quarantined: 1,
      visible: false,
    });
    expect([...(await bench.published()).values()].map(({ value }) => value).sort()).toEqual(['2.25', '3.5', '4']);
    const { items } = await bench.service.quarantineItems.list(uploadId, '*', { limit: 10 });
    expect(items).toEqual([
      expect.objectContaining({
        line: 4,
        field: 'value',
        code: 'value/out-of-range',
        row: expect.objectContaining({ value: '99' }) as unknown,
      }),
    ]);
    await bench.diagnosticsHandled();
    expect((await bench.view(uploadId)).visible).toBe(true);
  });

  it('are judged at once when it is known, each kind by its own rules', async () => {
    await bench.define({ id: 'belonging', kind: 'rate' });
    const { upload } = await bench.upload(observations(['1', '0', '0.5']), { type: 'observations' });
    expect(upload.counts).toMatchObject({ accepted: 2, quarantined: 1, waiting: 0 });
    await bench.define({ id: 'sessions', source: 'counts', kind: 'rate' });
    const other = await bench.upload('studentId,indicator,period,value\nA,sessions,2025-26,1\n', {
      type: 'observations',
    });
    expect(other.upload.counts).toMatchObject({ quarantined: 1, waiting: 0 });
  });

  it('do not wait for one that the product computes from other records, they are refused', async () => {
    const { uploadId, upload } = await bench.upload(
      ['studentId,indicator,period,value', 'A,chronic-absence,2025-26,1', 'A,proficient-math,2025-26,1'].join('\n'),
      { type: 'observations' },
    );
    expect(upload.counts).toMatchObject({ quarantined: 2, waiting: 0, accepted: 0 });
    const { items } = await bench.service.quarantineItems.list(uploadId, '*', { limit: 10 });
    expect(items.map(({ line, field, code, message }) => [line, field, code, message])).toEqual([
      [2, 'indicator', 'indicator/not-observed', expect.stringContaining('send attendance')],
      [3, 'indicator', 'indicator/not-observed', expect.stringContaining('send assessments')],
    ]);
    const counted = await bench.upload('schoolId,indicator,period,gender,n,events\nS1,oss-any,2025-26,F,100,5\n', {
      type: 'counts',
    });
    expect(counted.upload.counts).toMatchObject({ quarantined: 1, waiting: 0, accepted: 0 });
  });

  it('of counts keep what their source hides as hidden', async () => {
    await bench.define({ id: 'suspended', source: 'counts', kind: 'rate' });
    const csv =
      'schoolId,indicator,period,raceEthnicity,n,events\nS1,suspended,2025-26,White,100,5\nS1,suspended,2025-26,asian,<10,*\nS1,suspended,2025-26,*,120,\n*,suspended,2025-26,Asian,9,12\n';
    const { upload } = await bench.upload(csv, { type: 'counts' });
    expect(upload.counts).toMatchObject({ accepted: 2, suppressed: 1, quarantined: 2 });
    const [block] = (await bench.events('ingestion.reference')).filter(
      ({ envelope }) => envelope.type === 'reference.accepted',
    );
    expect(block?.data).toMatchObject({ type: 'counts', table: ['raceEthnicity'], suppressedRows: [1] });
  });
});

describe('assessments with nothing but a performance level', () => {
  it('wait for what the level means', async () => {
    const csv =
      'studentId,assessment,subject,date,score,performanceLevel\nA,state,reading,2026-04-01,,Met\nB,state,reading,2026-04-01,300,\nC,state,reading,2026-04-01,,Unheard\n';
    const { uploadId, upload } = await bench.upload(csv, { type: 'assessments' });
    expect(upload.counts).toMatchObject({ waiting: 2, accepted: 1 });
    await bench.service.defineAssessment.define(DISTRICT, 'state', { levels: ['Below', 'Met'], proficientFrom: 'Met' });
    await bench.service.idle();
    expect(await bench.view(uploadId)).toMatchObject({ rows: 3, waiting: 0, accepted: 2, quarantined: 1 });
  });
});
