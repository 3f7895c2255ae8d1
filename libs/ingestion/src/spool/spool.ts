import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';

const FRAME_BYTES = 65_536;
const TAG_BYTES = 16;
const HEAD_BYTES = 8; // random: makes the nonces of a file its own
const SUFFIX = '.spool';

export interface Spooled {
  readonly bytes: number;
  /** SHA-256 of the body, hex. */
  readonly sha256: string;
}

/**
 * Bodies of uploads at rest until they are taken in: AES-256-GCM in frames of 64 KB, bound to the upload and to their
 * place, the last one marked, so that nothing can be cut, moved or read without the key. Only the owner may read the files.
 */
export class Spool {
  constructor(
    private readonly directory: string,
    private readonly random: Random,
  ) {}

  /** Writes a whole body; when the promise resolves it is durable. A body that breaks off leaves no file. */
  async write(uploadId: string, key: Uint8Array, body: AsyncIterable<Uint8Array>): Promise<Spooled> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const file = await open(this.path(uploadId), 'wx', 0o600);
    try {
      const spooled = await this.writeFrames(file, uploadId, key, body);
      await file.sync();
      await file.close();
      return spooled;
    } catch (error) {
      await file.close().catch(() => undefined);
      await this.erase(uploadId);
      throw error;
    }
  }

  private async writeFrames(
    file: FileHandle,
    uploadId: string,
    key: Uint8Array,
    body: AsyncIterable<Uint8Array>,
  ): Promise<Spooled> {
    const head = Buffer.from(this.random.bytes(HEAD_BYTES));
    await file.write(head);
    const hash = createHash('sha256');
    let pending: Buffer = Buffer.alloc(0);
    let bytes = 0;
    let frame = 0;
    const seal = async (plain: Uint8Array, isLast: boolean): Promise<void> => {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(head, frame)).setAAD(
        Buffer.from(aboutFrame(uploadId, frame, isLast)),
      );
      await file.write(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
      frame += 1;
    };
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      pending = Buffer.concat([pending, chunk]);
      let at = 0;
      for (; pending.length - at > FRAME_BYTES; at += FRAME_BYTES)
        await seal(pending.subarray(at, at + FRAME_BYTES), false);
      pending = pending.subarray(at);
    }
    await seal(pending, true);
    return { bytes, sha256: hash.digest('hex') };
  }

  /** Reads a body back. @throws PlatformError `key-invalid` when it was changed, cut or sealed by another key */
  async *read(uploadId: string, key: Uint8Array): AsyncIterable<Uint8Array> {
    const sealedBytes = FRAME_BYTES + TAG_BYTES;
    let pending: Buffer = Buffer.alloc(0);
    let head: Buffer | undefined;
    let frame = 0;
    for await (const chunk of createReadStream(this.path(uploadId), {
      highWaterMark: sealedBytes * 4,
    }) as AsyncIterable<Buffer>) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      if (head === undefined) {
        if (pending.length < HEAD_BYTES) continue;
        head = Buffer.from(pending.subarray(0, HEAD_BYTES));
        pending = pending.subarray(HEAD_BYTES);
      }
      let at = 0;
      for (; pending.length - at > sealedBytes; at += sealedBytes) {
        yield openFrame(pending.subarray(at, at + sealedBytes), { key, head, uploadId, frame: frame++, isLast: false });
      }
      pending = pending.subarray(at);
    }
    if (head === undefined || pending.length < TAG_BYTES)
      throw new PlatformError('key-invalid', `the spool of ${uploadId} is cut off`);
    yield openFrame(pending, { key, head, uploadId, frame, isLast: true });
  }

  async erase(uploadId: string): Promise<void> {
    await rm(this.path(uploadId), { force: true });
  }

  /** The uploads whose bodies rest here. */
  async list(): Promise<ReadonlySet<string>> {
    const names = await readdir(this.directory).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'ENOENT') return [] as string[];
      throw error;
    });
    return new Set(names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length)));
  }

  private path(uploadId: string): string {
    return join(this.directory, uploadId + SUFFIX);
  }
}

interface Frame {
  readonly key: Uint8Array;
  readonly head: Uint8Array;
  readonly uploadId: string;
  readonly frame: number;
  readonly isLast: boolean;
}

function openFrame(sealed: Uint8Array, { key, head, uploadId, frame, isLast }: Frame): Uint8Array {
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(head, frame))
    .setAAD(Buffer.from(aboutFrame(uploadId, frame, isLast)))
    .setAuthTag(tag);
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new PlatformError('key-invalid', `frame ${frame} of the spool of ${uploadId} does not open`, { cause });
  }
}

function nonceOf(head: Uint8Array, frame: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.set(head);
  nonce.writeUInt32BE(frame, 8);
  return nonce;
}

function aboutFrame(uploadId: string, frame: number, isLast: boolean): string {
  return `${uploadId}/${frame}/${isLast ? 'last' : 'more'}`;
}
