import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { PlatformError } from '@evenground/contracts';
import { ARCHIVE_FORMAT, type ArchiveFooter, type ArchiveHeader, type FilePiece } from './archive-form.js';
import { KeepDigest } from './keep-digest.js';
import type { KeepItem } from './keep.js';

const OWNER_ONLY = 0o600;

export interface ArchiveContent {
  readonly header: Omit<ArchiveHeader, 'kind' | 'format'>;
  readonly items: AsyncIterable<readonly KeepItem[]>;
  /** Asked for after all items were read; each file's pieces lie together. */
  readonly files: () => AsyncIterable<FilePiece>;
}

export interface WrittenArchive {
  readonly footer: ArchiveFooter;
  /** Before compression. */
  readonly characters: number;
}

/**
 * Writes an archive that only its owner may read. It appears under its name when it is whole and durable, never before.
 * @throws PlatformError `place-not-empty` when there is a file of that name
 */
export async function writeArchive(file: string, content: ArchiveContent): Promise<WrittenArchive> {
  if (existsSync(file)) throw new PlatformError('place-not-empty', `${file} exists: name a file that does not`);
  const part = `${file}.part`;
  await rm(part, { force: true });
  const lines = new ArchiveLines(content);
  try {
    const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 262_144 });
    await pipeline(lines.all(), gzip, createWriteStream(part, { flags: 'wx', mode: OWNER_ONLY, flush: true }));
    await rename(part, file);
    await syncDirectory(dirname(resolve(file)));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return lines.written();
}

class ArchiveLines {
  readonly #digest = new KeepDigest();
  readonly #hash = createHash('sha256');
  #files = 0;
  #footer: ArchiveFooter | undefined;

  constructor(private readonly content: ArchiveContent) {}

  async *all(): AsyncGenerator<string> {
    const { header, items, files } = this.content;
    yield this.#hashed(lineOf({ kind: 'archive', format: ARCHIVE_FORMAT, ...header } satisfies ArchiveHeader));
    for await (const batch of items) {
      if (batch.length > 0) yield this.#hashed(batch.map((item) => this.#digest.add(item)).join(''));
    }
    for await (const { kind, name, piece, base64 } of files()) {
      if (piece === 0) this.#files += 1;
      yield this.#hashed(lineOf({ kind, name, piece, base64 }));
    }
    const { sha256: itemsSha256, ...counts } = this.#digest.summary();
    this.#footer = { kind: 'end', ...counts, files: this.#files, itemsSha256, sha256: this.#hash.digest('hex') };
    yield lineOf(this.#footer);
  }

  written(): WrittenArchive {
    if (this.#footer === undefined) throw new PlatformError('archive-invalid', 'the archive is not at its end');
    return { footer: this.#footer, characters: this.#digest.characters };
  }

  #hashed(text: string): string {
    this.#hash.update(text);
    return text;
  }
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
