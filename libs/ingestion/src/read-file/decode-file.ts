import { isUtf8 } from 'node:buffer';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { Refusal, UploadQuality } from '@evenground/contracts';

export type Encoding = NonNullable<UploadQuality['encoding']>;
export type Bytes = AsyncIterable<Uint8Array>;

const MAX_RATIO = 100; // gzip of zeros reaches 1000; rows of a real file 30 at most
const RATIO_SLACK_BYTES = 1_000_000;

/** A file that cannot be read at all; said to its sender as a failed upload. */
export class FileRefused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.refused);
  }
}

export function refuseFile(refused: string, detail: string, more: Partial<Refusal> = {}): never {
  throw new FileRefused({ ...more, refused, detail });
}

/** The file's own bytes: a gzip envelope (recognised by its first bytes) is opened, in bounded proportion. */
export async function* unpacked(bytes: Bytes): Bytes {
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return;
  const all = startingWith(first.value, source);
  if (!(first.value[0] === 0x1f && first.value[1] === 0x8b)) {
    yield* all;
    return;
  }
  let packedBytes = 0;
  const counted = counting(all, (length) => (packedBytes += length));
  let plainBytes = 0;
  const gunzip = createGunzip();
  const input = Readable.from(counted);
  input.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of input.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      plainBytes += chunk.length;
      if (plainBytes > RATIO_SLACK_BYTES + MAX_RATIO * packedBytes) {
        refuseFile('upload/compressed-too-much', `The file unpacks to more than ${MAX_RATIO} times its size.`);
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    if ((error as { code?: string }).code?.startsWith('Z_') === true)
      refuseFile('upload/gzip-broken', 'The gzip envelope is broken or cut off.');
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

async function* startingWith(first: Uint8Array, rest: AsyncIterator<Uint8Array>): Bytes {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* counting(bytes: Bytes, count: (length: number) => void): Bytes {
  for await (const chunk of bytes) {
    count(chunk.length);
    yield chunk;
  }
}

/**
 * How the file's text is written: by its byte order mark or the zero bytes of UTF-16, else UTF-8 if all of it is, else
 * Windows-1252.
 * Reads the whole file; refuses an empty one, and one that is a zip archive.
 */
export async function encodingOf(bytes: Bytes): Promise<Encoding> {
  let marked: Encoding | undefined;
  let isValid = true;
  let carried = Buffer.alloc(0);
  let total = 0;
  for await (const chunk of bytes) {
    const block =
      carried.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([carried, chunk]);
    if (total === 0) {
      if (block.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1')))
        refuseFile('upload/format-unknown', 'The file is a zip archive; format csv takes the table itself.');
      marked = markOf(block);
    }
    total += chunk.length;
    if (marked !== undefined || !isValid) continue;
    const whole = block.length - unfinishedBytes(block);
    isValid = isUtf8(block.subarray(0, whole));
    carried = Buffer.from(block.subarray(whole));
  }
  const markBytes = marked === undefined ? 0 : marked === 'utf-8' ? 3 : 2;
  if (total <= markBytes)
    refuseFile('upload/empty', 'The file is empty.', { wouldBeRight: 'a header and at least one row' });
  if (marked !== undefined) return marked;
  return isValid && carried.length === 0 ? 'utf-8' : 'windows-1252';
}

function markOf(bytes: Uint8Array): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without a mark: every name of a column begins with a letter of ASCII, which UTF-16 writes beside a zero byte.
  if (bytes.length < 4 || (bytes[0] === 0) === (bytes[1] === 0)) return undefined;
  if (bytes[1] === 0 && bytes[3] === 0 && bytes[2] !== 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[2] === 0 && bytes[3] !== 0 ? 'utf-16be' : undefined;
}

/** Bytes at the end that begin a character whose other bytes have not come. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? back : 0;
  }
  return 0;
}

/** The file's text in pieces, without a byte order mark. */
export async function* decoded(bytes: Bytes, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
