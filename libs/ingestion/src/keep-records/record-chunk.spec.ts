import { openEmbedded } from '@evenground/embedded';
import { COMMIT_LIMITS } from '@evenground/document-store';
import { currentRecords } from '../collections.js';
import { newBucketHeader, placeStudent } from '../domain/bucket-header.js';
import { IngestionBench } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

const month = (status: string) => {
  const rows = Array.from(
    { length: 250 * 28 },
    (_, index) =>
      `STUDENT-${index % 250},2025-09-${String(1 + Math.floor(index / 250)).padStart(2, '0')},SCHOOL-1,${status},0.${index}`,
  );
  return ['studentId,date,schoolId,status,absentFraction', ...rows].join('\n');
};

describe('records of a pack', () => {
  it('are split before a document grows too large, and found in whatever part they lie', async () => {
    const bench = await IngestionBench.open({ batchRows: 2000 });
    const { upload } = await bench.upload(month('excused'), { type: 'attendance' });
    expect(upload.counts).toMatchObject({ accepted: 7000 });
    const { items } = await bench.store.list(currentRecords, '', { limit: 1000 });
    expect(items.length).toBeGreaterThan(1);
    expect(new Set(items.map(({ body }) => body.parts))).toEqual(new Set([items.length]));
    for (const { body } of items)
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(COMMIT_LIMITS.documentBytes / 2);
    expect((await bench.upload(`${month('excused')}\n`, { type: 'attendance' })).upload.counts).toMatchObject({
      unchanged: 7000,
    });
    expect((await bench.upload(month('unexcused'), { type: 'attendance' })).upload.counts).toMatchObject({
      accepted: 7000,
      unchanged: 0,
    });
    expect(
      (
        await bench.upload('studentId,date,schoolId,status\nSTUDENT-7,2025-09-05,SCHOOL-1,present\n', {
          type: 'attendance',
          mode: 'replace',
          confirm: 'true',
        })
      ).upload.counts,
    ).toMatchObject({ accepted: 1, withdrawn: 6999 });
    expect((await bench.published()).size).toBe(1);
    await bench.close();
  }, 60_000);
});

describe('a new student', () => {
  it('goes to the open pack of the school, and to a new one when it is full', () => {
    let header = newBucketHeader('d');
    const packs = new Map<string, number>();
    for (let index = 0; index < 600; index += 1) {
      const placed = placeStudent(header, 5, index % 2 === 0 ? 'S1' : 'S2', `r${index}`);
      header = placed.header;
      const pack = placed.student.split('.').slice(0, 2).join('.');
      packs.set(pack, (packs.get(pack) ?? 0) + 1);
    }
    expect([...packs]).toEqual([
      ['5.0', 256],
      ['5.1', 256],
      ['5.2', 44],
      ['5.3', 44],
    ]);
  });

  it('never makes the header grow without bound', () => {
    let header = newBucketHeader('d');
    for (let index = 0; index < 3000; index += 1) header = placeStudent(header, 0, `S${index}`, 'r').header;
    expect(JSON.stringify(header).length).toBeLessThan(COMMIT_LIMITS.documentBytes / 2);
  });
});
