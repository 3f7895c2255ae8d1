import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilePiece, KeepItem } from '@evenground/archive';
import { PlatformError } from '@evenground/contracts';
import { spoolFileOf } from '@evenground/ingestion';

const PIECE_BYTES = 196_608;
const FOLDER = 'spool';

/** The sealed bodies of unfinished uploads that rest in a data directory, held open from before the cut. */
export class SpoolFiles {
  readonly #held = new Map<string, FileHandle>();
  readonly #needed = new Set<string>();

  constructor(private readonly dataDir: string) {}

  /** Holds what is there; called before and after the cut, so that what ends meanwhile can still be read. */
  async hold(): Promise<void> {
    for (const name of await spoolsIn(this.dataDir)) {
      if (this.#held.has(name)) continue;
      const file = await open(join(this.dataDir, FOLDER, name), 'r').catch(gone);
      if (file !== undefined) this.#held.set(name, file);
    }
  }

  /** Passes the items on, and learns from them which uploads are unfinished. */
  async *learnFrom(items: AsyncIterable<readonly KeepItem[]>): AsyncGenerator<readonly KeepItem[]> {
    for await (const batch of items) {
      for (const item of batch) {
        if (item.kind !== 'document' || item.service !== 'ingestion') continue;
        const name = spoolFileOf(item.collection, item.id, item.text);
        if (name !== undefined) this.#needed.add(name);
      }
      yield batch;
    }
  }

  get needed(): readonly string[] {
    return [...this.#needed].sort();
  }

  /** Unfinished uploads whose body does not rest here: in a cluster it may lie with another copy of ingestion. */
  get absent(): readonly string[] {
    return this.needed.filter((name) => !this.#held.has(name));
  }

  /** The bodies of the unfinished uploads, after all items were passed on. */
  async *pieces(): AsyncGenerator<FilePiece> {
    for (const name of this.needed) {
      const file = this.#held.get(name);
      if (file === undefined) continue;
      for (let piece = 0, at = 0; ; piece += 1) {
        const buffer = Buffer.alloc(PIECE_BYTES);
        const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, at);
        if (bytesRead === 0 && piece > 0) break;
        at += bytesRead;
        yield {
          kind: 'file',
          name: `${FOLDER}/${name}`,
          piece,
          base64: buffer.subarray(0, bytesRead).toString('base64'),
        };
        if (bytesRead < PIECE_BYTES) break;
      }
    }
  }

  async close(): Promise<void> {
    for (const file of this.#held.values()) await file.close();
    this.#held.clear();
  }
}

/** Writes bodies into the spool of a data directory; durable when `close` resolves. */
export class SpoolWriter {
  #file: FileHandle | undefined;

  constructor(private readonly dataDir: string) {}

  async put({ name, piece, base64 }: FilePiece): Promise<void> {
    if (!name.startsWith(`${FOLDER}/`)) throw new PlatformError('archive-invalid', `there is no place for ${name}`);
    if (piece === 0) {
      await this.close();
      await mkdir(join(this.dataDir, FOLDER), { recursive: true, mode: 0o700 });
      this.#file = await open(join(this.dataDir, name), 'w', 0o600);
    }
    await this.#file?.write(Buffer.from(base64, 'base64'));
  }

  async close(): Promise<void> {
    await this.#file?.sync();
    await this.#file?.close();
    this.#file = undefined;
  }
}

async function spoolsIn(dataDir: string): Promise<readonly string[]> {
  const names = await readdir(join(dataDir, FOLDER)).catch(gone);
  return (names ?? []).filter((name) => name.endsWith('.spool'));
}

function gone(error: unknown): undefined {
  if ((error as { code?: string }).code === 'ENOENT') return undefined;
  throw error;
}
