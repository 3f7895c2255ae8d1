import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { collection } from '@evenground/document-store';
import type { FilePiece } from './archive-form.js';
import { byPlace, type KeepItem, type KnownServices } from './keep.js';
import { readArchive, verifyArchive, type ArchiveEntry } from './read-archive.js';
import { writeArchive } from './write-archive.js';

const SERVICES: KnownServices = [{ service: 'ingestion', collections: [collection('districts')] }];
const HEADER = { program: '0.1.0', takenAt: '2026-11-28T02:00:00.000Z', from: 'a spec' };
const ITEMS: readonly KeepItem[] = [
  { kind: 'document', service: 'ingestion', collection: 'districts', id: 'a', version: 3, text: '{"says":"\\u0000"}' },
  { kind: 'head', service: 'ingestion', topic: 'ingestion.records', stream: 's', sequence: 2 },
  { kind: 'handled', service: 'ingestion', group: 'ingestion.x', topic: 'ingestion.records', stream: 's', sequence: 1 },
  event(1),
  event(2),
];
const PIECES: readonly FilePiece[] = [0, 1].map((piece) => {
  return { kind: 'file', name: 'spool/u1.spool', piece, base64: Buffer.from(`piece ${piece}`).toString('base64') };
});

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenground-archive-'));
  file = join(folder, 'backup.gz');
});
afterEach(() => rm(folder, { recursive: true }));

function event(sequence: number): KeepItem {
  return {
    kind: 'event',
    envelope: {
      ...{ id: `e${sequence}`, type: 'records.accepted', source: '/ingestion', time: HEADER.takenAt, version: 1 },
      ...{ topic: 'ingestion.records', stream: 's', sequence, correlationId: 'spec' },
    },
    text: '{"n":1}',
  };
}

async function* given<Value>(...values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}

async function write(items: readonly KeepItem[] = ITEMS): Promise<void> {
  await writeArchive(file, { header: HEADER, items: given(items), files: () => given(...PIECES) });
}

async function read(): Promise<readonly ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const batch of readArchive(file, SERVICES)) entries.push(...batch);
  return entries;
}

function rewritten(change: (lines: string[]) => readonly string[]): void {
  const lines = gunzipSync(readFileSync(file)).toString().split('\n').slice(0, -1);
  writeFileSync(
    file,
    gzipSync(
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
}

const refusal = (says: string) => ({ code: 'archive-invalid', message: expect.stringContaining(says) as string });

describe('an archive', () => {
  it('gives back what was written, line by line readable, to its owner only', async () => {
    await write();
    expect(await read()).toEqual([...ITEMS, ...PIECES]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      ...['archive', 'document', 'head', 'handled', 'event', 'event', 'file', 'file', 'end'],
    ]);
    const { footer } = await verifyArchive(file, SERVICES);
    expect(footer).toMatchObject({ documents: 1, heads: 1, handled: 1, events: 2, files: 1 });
  });

  it('does not take the place of another, and a writing that breaks off leaves nothing', async () => {
    await write();
    await expect(write()).rejects.toMatchObject({ code: 'place-not-empty' });
    await rm(file);
    async function* broken(): AsyncGenerator<readonly KeepItem[]> {
      yield ITEMS;
      throw new Error('the disk is gone');
    }
    const writing = writeArchive(file, { header: HEADER, items: broken(), files: () => given() });
    await expect(writing).rejects.toThrow('the disk is gone');
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  });

  it('whose bits were turned is refused, or says the same as before', async () => {
    await write();
    const sound = readFileSync(file);
    for (let at = 0; at < sound.length; at += 1) {
      const damaged = Buffer.from(sound);
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 8)), at);
      writeFileSync(file, damaged);
      // Some bits of a gzip header mean nothing.
      const found = await read().catch((error: unknown) => error);
      if (Array.isArray(found)) expect(found).toEqual([...ITEMS, ...PIECES]);
      else expect(found).toMatchObject(refusal(file));
    }
  });

  it('cut off anywhere is refused', async () => {
    await write();
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(read()).rejects.toMatchObject(refusal(file));
    }
  });

  it.each([
    ['a line is gone', (lines: string[]) => lines.filter((_, at) => at !== 2), 'counts and SHA-256'],
    ['the end is gone', (lines: string[]) => lines.slice(0, -1), 'cut off before its end'],
    ['there is more after the end', (lines: string[]) => [...lines, lines[1]!], 'line 10: there is more after the end'],
    ['a line is there twice', (lines: string[]) => [...lines.slice(0, 2), ...lines.slice(1)], 'out of its order'],
    ['text was changed', (lines: string[]) => lines.map((line) => line.replace('says', 'said')), 'counts and SHA-256'],
    ['it is of a later form', (lines: string[]) => [lines[0]!.replace('"format":1', '"format":2')], 'a newer version'],
    ['it is something else', () => ['{"hello":"world"}'], 'no archive of Evenground'],
    ['a kind is unknown', (lines: string[]) => lines.map((line) => line.replace('"head"', '"tail"')), 'line 3'],
    [
      'a service is unknown',
      (lines: string[]) => lines.map((line) => line.replace('"service":"ingestion"', '"service":"payroll"')),
      'the service payroll',
    ],
    [
      'a topic is unknown',
      (lines: string[]) => lines.map((line) => line.replaceAll('ingestion.records', 'ingestion.gossip')),
      'the topic ingestion.gossip',
    ],
    [
      'a file would lie elsewhere',
      (lines: string[]) => lines.map((line) => line.replace('spool/', '../keys/')),
      'a piece of a file is malformed',
    ],
  ])('in which %s is refused', async (_what, change, says) => {
    await write();
    rewritten(change);
    await expect(read()).rejects.toMatchObject(refusal(says));
  });

  it('that is not there is named', async () => {
    await expect(read()).rejects.toMatchObject(refusal('does not exist'));
  });
});

describe('the order of items', () => {
  it('is that of their bytes in UTF-8', () => {
    const document = (id: string): KeepItem => ({ ...ITEMS[0]!, id }) as KeepItem;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        const found = byPlace(document(left), document(right));
        expect(Math.sign(found)).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
      { numRuns: 2_000 },
    );
  });
});
