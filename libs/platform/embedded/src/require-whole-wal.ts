import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { PlatformError } from '@evenground/contracts';

/** Layout of a write-ahead log: sqlite.org/fileformat2.html#walformat. */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const LITTLE_ENDIAN_MAGIC = 0x377f0682;

interface Frame {
  readonly bytes: Buffer;
  readonly offset: number;
}

type Sums = readonly [number, number];

/**
 * Refuses a write-ahead log that is damaged before its end. SQLite itself would take the good part before the damage and
 * silently drop the commits after it. What a power cut leaves is no damage: at most one commit that was never
 * acknowledged lies behind the first bad frame, since each one is durable before the next begins.
 * Damage in the very last commit cannot be told from such a cut.
 *
 * @throws PlatformError `log-corrupt`, naming the file and the offset (bytes)
 */
export function requireWholeWriteAheadLog(file: string): void {
  if (!existsSync(file)) return;
  const descriptor = openSync(file, 'r');
  try {
    inspect(file, descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function inspect(file: string, descriptor: number): void {
  const header = readAt(descriptor, 0, HEADER_BYTES);
  // Absent, cut or never written: nothing behind it was acknowledged, because the header is synced first.
  if (header === undefined || header.every((byte) => byte === 0)) return;
  const isLittleEndian = header.readUInt32BE(0) === LITTLE_ENDIAN_MAGIC;
  let sums = summed([0, 0], header.subarray(0, 24), isLittleEndian);
  if (!agrees(sums, header, 24)) throw damaged(file, 0);
  const salts = header.subarray(16, 24);
  let firstBad: number | undefined;
  let commitsFromBad = 0;
  for (const { bytes, offset } of frames(descriptor, header.readUInt32BE(8))) {
    const isOfThisLog = bytes.subarray(8, 16).equals(salts);
    if (firstBad === undefined) {
      sums = summed(
        summed(sums, bytes.subarray(0, 8), isLittleEndian),
        bytes.subarray(FRAME_HEADER_BYTES),
        isLittleEndian,
      );
      if (isOfThisLog && agrees(sums, bytes, 16)) continue;
      firstBad = offset;
    }
    // A frame that ends a commit says how large the database then is.
    if (isOfThisLog && bytes.readUInt32BE(4) !== 0) commitsFromBad += 1;
    if (commitsFromBad > 1) throw damaged(file, firstBad);
  }
}

function* frames(descriptor: number, pageBytes: number): Generator<Frame> {
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let offset = HEADER_BYTES; ; offset += frameBytes) {
    const bytes = readAt(descriptor, offset, frameBytes);
    if (bytes === undefined) return;
    yield { bytes, offset };
  }
}

/** `undefined` when the file ends before. */
function readAt(descriptor: number, offset: number, length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  return readSync(descriptor, bytes, 0, length, offset) === length ? bytes : undefined;
}

/** SQLite's running checksum over pairs of 32-bit words. */
function summed([first, second]: Sums, bytes: Buffer, isLittleEndian: boolean): Sums {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let s0 = first;
  let s1 = second;
  for (let at = 0; at + 8 <= bytes.byteLength; at += 8) {
    s0 = (s0 + words.getUint32(at, isLittleEndian) + s1) >>> 0;
    s1 = (s1 + words.getUint32(at + 4, isLittleEndian) + s0) >>> 0;
  }
  return [s0, s1];
}

function agrees([first, second]: Sums, bytes: Buffer, at: number): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}

function damaged(file: string, offset: number): PlatformError {
  return new PlatformError('log-corrupt', `${file} is damaged at byte ${offset}: restore a backup`);
}
