import { openEmbedded } from '@evenground/embedded';
import { isRefusal } from '@evenground/contracts';
import { quarantine } from '../collections.js';
import { dueOn } from '../retain-quarantine/retain-quarantine.js';
import { DISTRICT, IngestionBench } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
beforeEach(async () => {
  bench = await IngestionBench.open();
});
afterEach(() => bench.close());

const DAY_MS = 86_400_000;
const badRows = (count: number) =>
  [
    'studentId,date,status,schoolId',
    ...Array.from({ length: count }, (_, index) => `ST${index},2025-09-31,present,S${index % 2}`),
    'OK,2025-09-30,present,S0',
  ].join('\n');

describe('the quarantine', () => {
  it('shows each refused row as it came, page by page, and only those of the schools asked about', async () => {
    const { uploadId } = await bench.upload(badRows(130), { type: 'attendance' });
    const lines: number[] = [];
    let after: string | undefined;
    do {
      const page = await bench.service.quarantineItems.list(uploadId, '*', {
        limit: 40,
        ...(after !== undefined && { after }),
      });
      lines.push(...page.items.map(({ line }) => line));
      after = page.next;
    } while (after !== undefined);
    expect(lines).toEqual(Array.from({ length: 130 }, (_, index) => index + 2));
    const ofSchool = await bench.service.quarantineItems.list(uploadId, ['S1'], { limit: 200 });
    expect(ofSchool.items).toHaveLength(65);
    expect(ofSchool.items[0]).toMatchObject({
      field: 'date',
      code: 'date/invalid',
      row: { studentId: 'ST1', date: '2025-09-31', status: 'present', schoolId: 'S1' },
    });
  });

  it('gives a corrected row back to its upload, newer than all before', async () => {
    const { uploadId } = await bench.upload(badRows(2), { type: 'attendance' });
    const { items } = await bench.service.quarantineItems.list(uploadId, '*', { limit: 10 });
    const [first] = items;
    const stillWrong = await bench.service.quarantineItems.replay(first!.id, {
      row: { studentId: 'ST0', date: '2025-09-32', status: 'present' },
    });
    expect(stillWrong).toMatchObject({ refused: 'date/invalid', field: 'row.date' });
    const replayed = await bench.service.quarantineItems.replay(first!.id, {
      row: { studentId: 'ST0', date: '2025-09-30', status: 'present', schoolId: 'S0' },
    });
    expect(isRefusal(replayed)).toBe(false);
    expect(await bench.view(uploadId)).toMatchObject({ rows: 3, accepted: 2, quarantined: 1 });
    expect((await bench.service.quarantineItems.list(uploadId, '*', { limit: 10 })).items).toHaveLength(1);
    expect(await bench.service.quarantineItems.replay(first!.id, { row: {} })).toMatchObject({
      refused: 'quarantine/replayed',
    });
  });

  it('gets deliveries that their cycle refuses, and asks again when they come again', async () => {
    const csv =
      'deliveryId,interventionId,schoolId,date,minutes\nD1,tutoring,S1,2025-10-01,30\nD2,tutoring,S9,2025-10-01,30\n';
    const { uploadId, upload } = await bench.upload(csv, { type: 'deliveries' });
    expect(upload.counts.accepted).toBe(2);
    expect((await bench.view(uploadId)).visible).toBe(true);
    const rejected = {
      district: DISTRICT,
      interventionId: 'tutoring',
      uploadId,
      rejections: [
        {
          deliveryId: 'D2',
          line: 3,
          code: 'delivery/school-outside',
          field: 'schoolId',
          message: 'a school of the plan',
        },
      ],
    };
    const about = {
      topic: 'interventions.rejections',
      stream: DISTRICT,
      type: 'delivery.rejected',
      group: 'ingestion.quarantine-rejections',
    };
    await bench.deliver((delivery) => bench.service.quarantineRejections.handle(delivery), about, rejected, rejected);
    expect(await bench.view(uploadId)).toMatchObject({ rows: 2, accepted: 1, quarantined: 1 });
    const { items } = await bench.service.quarantineItems.list(uploadId, '*', { limit: 10 });
    expect(items).toEqual([
      expect.objectContaining({
        code: 'delivery/school-outside',
        row: expect.objectContaining({ deliveryId: 'D2', minutes: '30' }) as unknown,
      }),
    ]);
    const again = await bench.upload(`${csv}D3,tutoring,S1,2025-10-02,30\n`, { type: 'deliveries' });
    expect(again.upload.counts).toMatchObject({ accepted: 2, unchanged: 1 });
  });

  it('reminds on days 7 and 23, and erases the raw row 30 days later', () => {
    const since = 1_000;
    expect(dueOn({ since, notices: [] }, since + 7 * DAY_MS - 1)).toBeUndefined();
    expect(dueOn({ since, notices: [] }, since + 7 * DAY_MS)).toBe('notice');
    expect(dueOn({ since, notices: [since + 7 * DAY_MS] }, since + 23 * DAY_MS)).toBe('notice');
    expect(dueOn({ since, notices: [since, since + 23 * DAY_MS] }, since + 53 * DAY_MS - 1)).toBeUndefined();
    expect(dueOn({ since, notices: [since, since + 23 * DAY_MS] }, since + 53 * DAY_MS)).toBe('erase');
  });

  it('keeps count, reason and line of an erased row', async () => {
    let nowMs = Date.UTC(2025, 9, 1);
    const clock = {
      nowMs: () => nowMs,
      after: (delayMs: number, run: () => void) =>
        delayMs > 1000 ? () => undefined : (setTimeout(run, 0), () => undefined),
    };
    bench = await bench.reopen({ clock });
    const { uploadId } = await bench.upload(badRows(1), { type: 'attendance' });
    for (const days of [7, 16, 30]) {
      nowMs += days * DAY_MS;
      await bench.service.retainQuarantine.run();
    }
    expect((await bench.view(uploadId)).notices).toHaveLength(2);
    const { items } = await bench.service.quarantineItems.list(uploadId, '*', { limit: 10 });
    expect(items).toEqual([expect.objectContaining({ line: 2, code: 'date/invalid', row: null })]);
    const page = await bench.store.list(quarantine, uploadId, { limit: 10 });
    expect(JSON.stringify(page.items)).not.toContain('sealed');
  });
});
