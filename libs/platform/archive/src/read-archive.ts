import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PlatformError, isPlatformError } from '@evenground/contracts';
import { ARCHIVE_FORMAT, ArchiveFooter, ArchiveHeader, FilePiece } from './archive-form.js';
import { itemOf, requireKnown } from './item-line.js';
import { KeepDigest } from './keep-digest.js';
import type { KeepItem, KnownServices } from './keep.js';

const LONGEST_LINE = 32_000_000; // bytes; an event has at most 4 MB, escaped at most six times as much
const LINE_FEED = 0x0a;

/** What lies between the first line and the last. */
export type ArchiveEntry = KeepItem | FilePiece;

export interface ArchiveRead {
  readonly header: ArchiveHeader;
  readonly footer: ArchiveFooter;
}

/**
 * Reads an archive from its first to its last line and gives what lies between, in batches. What it gives is known to be
 * whole and unchanged only when it ends; the result says what the first and the last line said.
 * @throws PlatformError `archive-invalid`, naming the file, the line and what is wrong with it
 */
export async function* readArchive(
  file: string,
  services: KnownServices,
): AsyncGenerator<readonly ArchiveEntry[], ArchiveRead> {
  const reading = new ArchiveReading(services);
  try {
    for await (const lines of linesOf(file)) {
      const entries = lines.map((line) => reading.take(line)).filter((entry) => entry !== undefined);
      if (entries.length > 0) yield entries;
    }
    return reading.end();
  } catch (error) {
    throw named(error, file, reading.line);
  }
}

/** Reads an archive to its end and keeps nothing. @throws PlatformError `archive-invalid` */
export async function verifyArchive(file: string, services: KnownServices): Promise<ArchiveRead> {
  const reading = readArchive(file, services);
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return next.value;
  }
}

class ArchiveReading {
  line = 0;
  readonly #hash = createHash('sha256');
  readonly #digest = new KeepDigest();
  #header: ArchiveHeader | undefined;
  #footer: ArchiveFooter | undefined;
  #files = 0;
  #piece: FilePiece | undefined;

  constructor(private readonly services: KnownServices) {}

  take(bytes: Buffer): ArchiveEntry | undefined {
    this.line += 1;
    if (this.#footer !== undefined) throw invalid('there is more after the end');
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    if (this.#header === undefined) {
      this.#header = headerOf(parsed);
      this.#hashed(bytes);
      return undefined;
    }
    const kind = (parsed as { kind?: unknown } | null)?.kind;
    if (kind === 'end') {
      this.#footer = this.#agreeing(parsed);
      return undefined;
    }
    this.#hashed(bytes);
    return kind === 'file' ? this.#filePiece(parsed) : this.#item(parsed);
  }

  end(): ArchiveRead {
    if (this.#header === undefined) throw invalid('it is empty');
    if (this.#footer === undefined) throw invalid('it is cut off before its end');
    return { header: this.#header, footer: this.#footer };
  }

  #hashed(bytes: Buffer): void {
    this.#hash.update(bytes).update('\n');
  }

  #item(parsed: unknown): KeepItem {
    const item = itemOf(parsed);
    if (this.#files > 0) throw invalid('an item lies behind the files');
    requireKnown(this.services, item);
    this.#digest.add(item);
    return item;
  }

  #filePiece(parsed: unknown): FilePiece {
    const piece = FilePiece.safeParse(parsed);
    if (!piece.success) throw invalid('a piece of a file is malformed');
    const { name, piece: at } = piece.data;
    const expected = this.#piece?.name === name ? this.#piece.piece + 1 : 0;
    if (at !== expected) throw invalid(`of ${name} piece ${at} comes where ${expected} should`);
    if (at === 0) this.#files += 1;
    this.#piece = piece.data;
    return piece.data;
  }

  #agreeing(parsed: unknown): ArchiveFooter {
    const footer = ArchiveFooter.safeParse(parsed);
    if (!footer.success) throw invalid('the last line is malformed');
    const { sha256: itemsSha256, ...counts } = this.#digest.summary();
    const found = {
      kind: 'end',
      ...counts,
      files: this.#files,
      itemsSha256,
      sha256: this.#hash.digest('hex'),
    } as const;
    if (JSON.stringify(found) !== JSON.stringify(inOrder(footer.data))) {
      throw invalid('it does not match its own counts and SHA-256');
    }
    return footer.data;
  }
}

function inOrder({
  kind,
  documents,
  heads,
  handled,
  events,
  files,
  itemsSha256,
  sha256,
}: ArchiveFooter): ArchiveFooter {
  return { kind, documents, heads, handled, events, files, itemsSha256, sha256 };
}

function headerOf(parsed: unknown): ArchiveHeader {
  const { kind, format } = (parsed ?? {}) as { kind?: unknown; format?: unknown };
  if (kind !== 'archive') throw invalid('it is no archive of Evenground');
  if (typeof format === 'number' && format > ARCHIVE_FORMAT) {
    throw invalid(
      `it has format ${format}, written by a newer version; this one reads up to ${ARCHIVE_FORMAT}: use the version that wrote it`,
    );
  }
  const header = ArchiveHeader.safeParse(parsed);
  if (!header.success) throw invalid('its first line is malformed');
  return header.data;
}

/** Batches of lines, without their ends. */
async function* linesOf(file: string): AsyncGenerator<readonly Buffer[]> {
  const gunzip = createGunzip({ chunkSize: 262_144 });
  // Its error, if any, is met where the lines are read.
  pipeline(createReadStream(file, { highWaterMark: 262_144 }), gunzip, () => undefined);
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    const lines: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      const end = chunk.subarray(from, at);
      lines.push(rest.length === 0 ? end : Buffer.concat([...rest, end]));
      rest = [];
      restBytes = 0;
      from = at + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > LONGEST_LINE) throw invalid('a line is too long');
    }
    if (lines.length > 0) yield lines;
  }
  if (restBytes > 0) throw invalid('it is cut off in the middle of a line');
}

function named(error: unknown, file: string, line: number): unknown {
  if (isPlatformError(error) && error.code !== 'archive-invalid') return error;
  const { code } = error as { code?: string };
  if (code === 'ENOENT') return new PlatformError('archive-invalid', `${file} does not exist`);
  if (code === 'EACCES') return new PlatformError('archive-invalid', `${file} may not be read by this user`);
  const says = isPlatformError(error) ? error.message.slice('archive-invalid: '.length) : 'it is damaged';
  return new PlatformError('archive-invalid', `${file}, line ${line}: ${says}`, { cause: error });
}

function invalid(says: string): PlatformError {
  return new PlatformError('archive-invalid', says);
}
