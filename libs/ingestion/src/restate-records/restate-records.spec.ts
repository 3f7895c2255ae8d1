import { openEmbedded } from '@evenground/embedded';
import { createHash } from 'node:crypto';
import { recordKeyText, type RecordBlock, type StreamRequested } from '@evenground/contracts';
import { DISTRICT, IngestionBench, studentsCsv } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
beforeEach(async () => {
  bench = await IngestionBench.open();
});
afterEach(() => bench.close());

async function request(more: Partial<StreamRequested> & { topic: string; stream: string }): Promise<void> {
  const data = { requestedBy: 'diagnostics.measure-students', reason: 'rebuild', restatementId: 'r1', ...more };
  const about = {
    topic: `${more.topic}.requests`,
    stream: `${more.stream}@diagnostics`,
    type: 'stream.requested',
    group: 'ingestion.restate-records',
  };
  await bench.deliver((delivery) => bench.service.restateRecords.answer(delivery as never), about, data);
}

describe('saying a stream again', () => {
  it('says every live record once between its markers, with count and hash of the keys', async () => {
    await bench.upload(studentsCsv(700, { school: () => 'S1' }), { type: 'students' });
    await bench.upload('studentId,date,status,schoolId\nST1,2025-09-01,present,S1\nST2,2025-09-01,excused,S1\n', {
      type: 'attendance',
    });
    await bench.upload(studentsCsv(690, { school: () => 'S1' }), { type: 'students', mode: 'replace' });
    const known = await bench.published();
    const events = await bench.events('ingestion.records');
    const stream = events[0]!.envelope.stream;
    await request({ topic: 'ingestion.records', stream });
    const said = (await bench.events('ingestion.records')).slice(events.length);
    expect(said.map(({ envelope }) => envelope.type)).toEqual([
      'restatement.begun',
      ...said.slice(2).map(() => 'records.accepted'),
      'restatement.ended',
    ]);
    const keys = said.slice(1, -1).flatMap(({ data }) => {
      const block = data as RecordBlock;
      return block.rows.map((row) => {
        const at = (name: string) => String(row.values[block.columns.indexOf(name)]);
        return recordKeyText(row.student, block.type, block.type === 'students' ? [at('schoolYear')] : [at('date')]);
      });
    });
    expect(keys).toHaveLength(known.size);
    const keysHash = createHash('sha256')
      .update(
        [...keys]
          .sort()
          .map((key) => `${key}\n`)
          .join(''),
      )
      .digest('hex');
    expect(said.at(-1)?.data).toEqual({ restatementId: 'r1', count: 692, keysHash });
    expect(await bench.published()).toEqual(known);
  });

  it('says nothing more for the same request, and only some students for some keys', async () => {
    await bench.upload(studentsCsv(40, { school: () => 'S1' }), { type: 'students' });
    await bench.upload(studentsCsv(38, { school: () => 'S1' }), { type: 'students', mode: 'replace' });
    const stream = (await bench.events('ingestion.records'))[0]!.envelope.stream;
    await request({ topic: 'ingestion.records', stream });
    const once = (await bench.events('ingestion.records')).length;
    await request({ topic: 'ingestion.records', stream });
    expect(await bench.events('ingestion.records')).toHaveLength(once);
    const wanted = await Promise.all(
      ['ST1', 'ST39'].map(async (identifier) =>
        (await bench.service.lookUp.find(DISTRICT, [identifier])).get(identifier),
      ),
    );
    const keys = wanted.map((found) => (found as { student: string }).student);
    await request({ topic: 'ingestion.records', stream, restatementId: 'r2', reason: 'dead-letter-replay', keys });
    const said = (await bench.events('ingestion.records')).slice(once);
    expect(said).toHaveLength(1);
    const rows = said.flatMap(({ data }) =>
      (data as RecordBlock).rows.map(({ student, outcome }) => [student, outcome]),
    );
    expect(rows.sort()).toEqual(
      [
        [keys[0], 'accepted'],
        [keys[1], 'withdrawn'],
      ].sort(),
    );
  });

  it('says reference data with what was stated beside it, and deliveries of one intervention', async () => {
    await bench.upload('schoolId,name\nS1,One\nS2,Two\n', { type: 'schools' });
    await bench.service.declareCompleteness.declare(DISTRICT, {
      type: 'discipline',
      schoolId: 'S1',
      schoolYear: '2025-26',
      complete: true,
    });
    await bench.upload('studentId,schoolYear,courseCode,schoolId\nA,2025-26,M1,S1\n', { type: 'courses' });
    await bench.service.defineAssessment.define(DISTRICT, 'state', { levels: ['a', 'b'], proficientFrom: 'b' });
    const before = (await bench.events('ingestion.reference')).length;
    await request({ topic: 'ingestion.reference', stream: DISTRICT });
    const said = (await bench.events('ingestion.reference')).slice(before);
    expect(said.map(({ envelope }) => envelope.type)).toEqual([
      'restatement.begun',
      'reference.accepted',
      'assessment.defined',
      'completeness.stated',
      'completeness.stated',
      'restatement.ended',
    ]);
    await bench.upload('deliveryId,interventionId,schoolId,date\nD1,t,S1,2025-10-01\nD2,u,S1,2025-10-01\n', {
      type: 'deliveries',
    });
    await request({ topic: 'ingestion.deliveries', stream: `${DISTRICT}/t`, restatementId: 'r3' });
    const deliveries = (await bench.events('ingestion.deliveries'))
      .filter(({ envelope }) => envelope.stream === `${DISTRICT}/t`)
      .map(({ envelope }) => envelope.type);
    expect(deliveries).toEqual([
      'deliveries.accepted',
      'restatement.begun',
      'deliveries.accepted',
      'restatement.ended',
    ]);
  });
});
