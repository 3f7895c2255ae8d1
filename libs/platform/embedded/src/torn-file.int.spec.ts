import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock as clock, systemRandom as random } from '@evenground/config';
import { collection } from '@evenground/document-store';
import { embeddedBackend } from '@evenground/testing';
import { DATABASE_FILE } from './data-directory.js';
import { openEmbedded } from './open-embedded.js';

const NOTES = collection<{ n: number }>('notes');
const WAL = `${DATABASE_FILE}-wal`;
const COMMITS = 6;
const FRAME_BYTES = 24 + 4_096;

interface Torn {
  readonly database: Buffer;
  readonly wal: Buffer;
  /** The length of the write-ahead log after each commit. */
  readonly ends: readonly number[];
  /** Opens a directory with this write-ahead log; gives how many commits it holds. */
  commitsWith(wal: Buffer): Promise<number>;
}

/** The files as a kill after six commits leaves them. */
async function withTorn(test: (torn: Torn) => Promise<void>): Promise<void> {
  const backend = await embeddedBackend();
  const platform = await backend.open();
  const store = await platform.stores.open('ingestion', [NOTES]);
  const ends: number[] = [];
  for (let n = 1; n <= COMMITS; n += 1) {
    await store.commit({ writes: [{ collection: NOTES, id: 'a', expected: 'any', body: { n } }] });
    ends.push((await stat(join(backend.directory, WAL))).size);
  }
  const database = await readFile(join(backend.directory, DATABASE_FILE));
  const wal = await readFile(join(backend.directory, WAL));
  await platform.close();
  const directory = join(backend.directory, 'torn');
  await test({ database, wal, ends, commitsWith: (changed) => commitsIn(directory, database, changed) });
  await backend.dispose();
}

async function commitsIn(directory: string, database: Buffer, wal: Buffer): Promise<number> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  await writeFile(join(directory, DATABASE_FILE), database);
  await writeFile(join(directory, WAL), wal);
  const platform = await openEmbedded({ directory, clock, random });
  try {
    const store = await platform.stores.open('ingestion', [NOTES]);
    await platform.log.verify();
    return (await store.load(NOTES, ['a']))[0]?.body.n ?? 0;
  } finally {
    await platform.close();
  }
}

describe('embedded: a write-ahead log that is not whole', () => {
  it(
    'cut within the last commit, is taken up to the commit before it',
    () =>
      withTorn(async ({ wal, ends, commitsWith }) => {
        const from = ends.at(-2) ?? 0;
        expect(await commitsWith(wal)).toBe(COMMITS);
        for (let end = from; end < wal.length; end += end - from < 64 ? 1 : 131) {
          expect(await commitsWith(wal.subarray(0, end))).toBe(COMMITS - 1);
        }
      }),
    60_000,
  );

  it(
    'with a bit turned before the last two commits, is refused and says where',
    () =>
      withTorn(async ({ wal, ends, commitsWith }) => {
        const to = ends.at(-3) ?? 0;
        for (let at = 0, bit = 0; at < to; at += at < 64 ? 1 : 1_009, bit = (bit + 1) % 8) {
          const changed = Buffer.from(wal);
          changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
          const offset = at < 32 ? 0 : 32 + Math.floor((at - 32) / FRAME_BYTES) * FRAME_BYTES;
          await expect(commitsWith(changed)).rejects.toMatchObject({
            code: 'log-corrupt',
            message: expect.stringContaining(`${WAL} is damaged at byte ${offset}:`) as string,
          });
        }
      }),
    60_000,
  );
});
