import { openEmbedded } from '@evenground/embedded';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusal } from '@evenground/contracts';
import { lookUps } from '../collections.js';
import { DISTRICT, IngestionBench, studentsCsv } from '../ingestion.double.js';

IngestionBench.openPlatform = openEmbedded;

let bench: IngestionBench;
beforeEach(async () => {
  bench = await IngestionBench.open();
});
afterEach(() => bench.close());

async function keyOf(identifier: string): Promise<string> {
  const found = (await bench.service.lookUp.find(DISTRICT, [identifier])).get(identifier);
  if (found === undefined || 'erased' in found) throw new Error('no key');
  return found.student;
}

async function ask(identifier = 'ST3'): Promise<string> {
  const asked = await bench.service.eraseStudent.ask(DISTRICT, identifier, 'district-directive', 'administrator');
  if (isRefusal(asked)) throw new Error(asked.refused);
  return asked.erasureId;
}

describe('erasing a student', () => {
  it('leaves nothing of them, and refuses their rows from then on', async () => {
    await bench.upload(studentsCsv(12), { type: 'students' });
    await bench.upload(
      'deliveryId,interventionId,schoolId,studentId,date\nD1,tutoring,S1,ST3,2025-10-01\nD2,tutoring,S1,ST4,2025-10-01\n',
      { type: 'deliveries' },
    );
    await bench.upload('studentId,indicator,period,value\nST3,belonging,2025-26,1\nST4,belonging,2025-26,1\n', {
      type: 'observations',
    });
    const { uploadId: refusing } = await bench.upload(
      'studentId,date,status\nST3,2025-02-30,present\nST4,2025-02-30,present\n',
      { type: 'attendance' },
    );
    const student = await keyOf('ST3');
    const erasureId = await ask();
    expect(await bench.service.eraseStudent.confirm(erasureId, 'administrator')).toMatchObject({
      refused: 'erasure/needs-second-person',
    });
    expect(await bench.service.eraseStudent.confirm(erasureId, 'steward')).toMatchObject({ status: 'erasing' });
    await bench.service.idle();
    expect((await bench.service.eraseStudent.show(erasureId))?.view.status).toBe('erasing'); // diagnostics has not forgotten yet
    const erased = (await bench.events('ingestion.records')).filter(
      ({ envelope }) => envelope.type === 'student.erased',
    );
    expect(erased.map(({ data }) => data)).toEqual([{ district: DISTRICT, erasureId, student }]);
    await bench.diagnosticsHandled();
    expect((await bench.service.eraseStudent.show(erasureId))?.view.status).toBe('completed');
    const { items } = await bench.service.quarantineItems.list(refusing, '*', { limit: 10 });
    expect(items.map(({ row }) => row === null)).toEqual([true, false]);
    const deliveries = (await bench.events('ingestion.deliveries')).map(({ envelope }) => envelope.type);
    expect(deliveries).toContain('delivery-student.erased');
    const bytes = Buffer.concat(filesIn(join(bench.directory, 'data')).map((file) => readFileSync(file)));
    expect(bytes.includes(student)).toBe(false);

    const again = await bench.upload(studentsCsv(12), { type: 'students' });
    expect(again.upload.counts).toMatchObject({ unchanged: 11, quarantined: 1 });
    const refused = await bench.service.quarantineItems.list(again.uploadId, '*', { limit: 10 });
    expect(refused.items[0]).toMatchObject({ code: 'student/erased', field: 'studentId' });
    expect(await bench.service.eraseStudent.ask(DISTRICT, 'ST3', 'schedule', 'administrator')).toMatchObject({
      refused: 'student/erased',
    });
  });

  it('waits for a parent who inspects, and refuses whom it does not know', async () => {
    await bench.upload(studentsCsv(5), { type: 'students' });
    await bench.service.eraseStudent.inspect(DISTRICT, 'ST3', true);
    expect(await bench.service.eraseStudent.ask(DISTRICT, 'ST3', 'schedule', 'a')).toMatchObject({
      refused: 'erasure/inspection-open',
    });
    expect(await bench.service.eraseStudent.ask(DISTRICT, 'ST99', 'schedule', 'a')).toMatchObject({
      refused: 'student/unknown',
    });
    await bench.service.eraseStudent.inspect(DISTRICT, 'ST3', false);
    expect(await ask()).toEqual(expect.any(String));
  });

  it('is done again when a backup of before is restored, before the service is ready', async () => {
    await bench.upload(studentsCsv(5), { type: 'students' });
    const student = await keyOf('ST3');
    const erasureId = await ask();
    await bench.service.eraseStudent.confirm(erasureId, 'steward');
    await bench.service.idle();
    const id = bench.service.lookUp.idOf(DISTRICT, 'ST3');
    await bench.store.commit({
      writes: [{ collection: lookUps, id, expected: 'any', body: { student, version: '1' } }],
    });
    bench = await bench.reopen();
    expect((await bench.service.lookUp.find(DISTRICT, ['ST3'])).get('ST3')).toEqual({ erased: true });
  });
});

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

describe('what is told of the log', () => {
  const told = async (logForgetsAfterMs?: number) => {
    await bench.close();
    bench = await IngestionBench.open({ more: { ...(logForgetsAfterMs !== undefined && { logForgetsAfterMs }) } });
    await bench.upload(studentsCsv(4), { type: 'students' });
    const erasureId = await ask();
    const erasing = await bench.service.eraseStudent.confirm(erasureId, 'steward');
    if (isRefusal(erasing)) throw new Error(erasing.refused);
    await bench.service.idle();
    await bench.diagnosticsHandled();
    const { view } = (await bench.service.eraseStudent.show(erasureId))!;
    expect(view.status).toBe('completed');
    return { erasing: erasing.logForgets, completed: view.logForgets, completedAt: view.completedAt! };
  };

  it('a log that can be rewritten has forgotten with the completion', async () => {
    const { erasing, completed, completedAt } = await told();
    expect(erasing).toEqual({ afterDays: 0 });
    expect(completed).toEqual({ afterDays: 0, by: completedAt });
  });

  it('topics have forgotten when their retention has passed', async () => {
    const { erasing, completed, completedAt } = await told(31 * 86_400_000);
    expect(erasing).toEqual({ afterDays: 31 });
    const days = (Date.parse(completed.by!) - Date.parse(completedAt)) / 86_400_000;
    expect([completed.afterDays, days]).toEqual([31, 31]);
  });

  it('topics that keep everything never forget by themselves', async () => {
    const { completed } = await told(Infinity);
    expect(completed).toEqual({ afterDays: null });
  });
});
