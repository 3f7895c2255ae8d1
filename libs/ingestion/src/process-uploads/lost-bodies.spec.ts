import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock, systemRandom } from '@evenground/config';
import { openEmbedded } from '@evenground/embedded';
import { DISTRICT, IngestionBench, piecesOf, studentsCsv } from '../ingestion.double.js';
import { Ingestion } from '../ingestion.js';
import { readKeyFile } from '../pseudonym-keys.js';

IngestionBench.openPlatform = openEmbedded;

const ROWS = 500; // ten turns, of which an orderly end does one
const WEEK_MS = 7 * 86_400_000;
const LOST = { status: 'failed', problem: { code: 'upload/body-lost' } };
const students = { type: 'students' } as const;

describe('an upload whose body is gone', () => {
  let bench: IngestionBench;
  afterEach(() => bench.close());

  it('fails when the one copy that there is starts without it, and the file can be sent again under its key', async () => {
    bench = await IngestionBench.open({ more: { isSoleCopy: true, instance: 'old name' } });
    const idempotencyKey = 'k-1';
    const uploadId = await bench.send(studentsCsv(ROWS), students, { idempotencyKey });
    await bench.stop();
    rmSync(join(bench.directory, 'spool'), { recursive: true });
    bench = await IngestionBench.open({ more: { isSoleCopy: true, instance: 'new name' } }, bench.directory);
    expect(await bench.view(uploadId)).toMatchObject(LOST);
    expect((await bench.view(uploadId)).problem?.detail).toContain('Send the file again.');
    const again = await bench.upload(studentsCsv(ROWS), students, { idempotencyKey });
    expect(again.uploadId).not.toBe(uploadId);
    expect(again.upload).toMatchObject({ status: 'completed' });
    expect(again.upload.counts.accepted + again.upload.counts.unchanged).toBe(ROWS);
    expect((await bench.published()).size).toBe(ROWS);
    // From here on the key stands for what came of it.
    expect(await bench.send(studentsCsv(ROWS), students, { idempotencyKey })).toBe(again.uploadId);
  });

  it('goes on where the body is still there', async () => {
    bench = await IngestionBench.open({ more: { isSoleCopy: true } });
    const uploadId = await bench.send(studentsCsv(ROWS), students);
    bench = await bench.reopen();
    await bench.service.idle();
    expect(await bench.view(uploadId)).toMatchObject({ status: 'completed', rows: ROWS });
  });

  describe('with a copy that had it among others', () => {
    let folder: string;
    const copies: Ingestion[] = [];
    let nowMs = systemClock.nowMs();
    const clock: Clock = { ...systemClock, nowMs: () => nowMs, after: systemClock.after.bind(systemClock) };
    const copy = async (instance: string, { clock: by = systemClock }: { clock?: Clock } = {}): Promise<Ingestion> => {
      mkdirSync(join(folder, instance), { recursive: true });
      const made = new Ingestion({
        ...{ store: bench.store, clock: by, random: systemRandom, keys: readKeyFile(Buffer.alloc(32, 7)), instance },
        ...{ batchRows: 50, spoolDirectory: join(folder, instance, 'spool') },
      });
      await made.start();
      copies.push(made);
      return made;
    };
    const leftBy = async (instance: string): Promise<string> => {
      const holder = await copy(instance);
      const received = await holder.receiveUpload.receive({
        district: DISTRICT,
        query: { format: 'csv', mode: 'upsert', confirm: 'false', source: 'default', countDate: '10-01', ...students },
        body: piecesOf(Buffer.from(studentsCsv(ROWS))),
        principalId: 'steward',
      });
      await holder.stop();
      if ('refused' in received) throw new Error(received.refused);
      rmSync(join(folder, instance), { recursive: true });
      return received.uploadId;
    };
    beforeEach(async () => {
      nowMs = systemClock.nowMs();
      folder = mkdtempSync(join(tmpdir(), 'ingestion-lost-'));
      bench = await IngestionBench.open();
    });
    afterEach(async () => {
      for (const one of copies.splice(0)) await one.stop();
      rmSync(folder, { recursive: true });
    });

    it('fails as soon as that copy is back, on an empty disk; not by the word of another', async () => {
      const uploadId = await leftBy('b');
      await copy('c');
      expect(await bench.view(uploadId)).toMatchObject({ status: 'processing' });
      await copy('b');
      expect(await bench.view(uploadId)).toMatchObject(LOST);
    });

    it('fails when that copy stays away for a week', async () => {
      const uploadId = await leftBy('b');
      const other = await copy('c', { clock });
      nowMs += WEEK_MS - 60_000;
      await other.processor.endAbandoned();
      expect(await bench.view(uploadId)).toMatchObject({ status: 'processing' });
      nowMs += 120_000;
      await other.processor.endAbandoned();
      expect(await bench.view(uploadId)).toMatchObject(LOST);
    });
  });
});
