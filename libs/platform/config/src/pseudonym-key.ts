import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlatformError } from '@evenground/contracts';
import type { Random } from './runtime.js';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

export interface KeyFileOptions {
  /** Holds 32 random bytes as base64url in one line; readable by its owner only. */
  readonly file: string;
  /** Remembers, beside the data, which key the data was made with; reveals nothing of the key. */
  readonly checkFile: string;
  /** Whether a first start may make the key. */
  readonly mayCreate: boolean;
  readonly random: Random;
}

/**
 * Opens the key that pseudonyms are made with, making it on the very first start if allowed.
 *
 * @returns 32 bytes
 * @throws PlatformError `key-invalid` when the file is missing although data exists, can be read by others, is
 *   malformed, or is not the key that the data was made with
 */
export function openPseudonymKey(options: KeyFileOptions): Uint8Array {
  const { file, checkFile } = options;
  if (!existsSync(file)) createKey(options);
  const mode = statSync(file).mode & 0o777;
  if (mode !== OWNER_ONLY) throw keyInvalid(`the pseudonym key file has mode ${mode.toString(8)}; it must be 600`);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw keyInvalid(`the pseudonym key file must hold ${KEY_BYTES} bytes in base64url`);
  const check = createHmac('sha256', key).update('evenground/pseudonym-key/check').digest();
  if (!existsSync(checkFile)) writeOwnerOnly(checkFile, check.toString('base64url'));
  const stored = Buffer.from(readFileSync(checkFile, 'utf8').trim(), 'base64url');
  if (stored.length !== check.length || !timingSafeEqual(stored, check)) {
    throw keyInvalid('the pseudonym key is not the one that this data was made with');
  }
  return key;
}

/** A key for one purpose, so that no two purposes ever share one. HKDF-SHA-256 (RFC 5869), 32 bytes. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), purpose, KEY_BYTES));
}

/** Writes a new file that only its owner may read; its folder is made if need be. */
export function writeOwnerOnly(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${text}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  chmodSync(file, OWNER_ONLY);
}

function createKey({ file, checkFile, mayCreate, random }: KeyFileOptions): void {
  if (!mayCreate) throw keyInvalid('the pseudonym key file is missing; make it first, or say where it is');
  if (existsSync(checkFile)) throw keyInvalid('the pseudonym key file is missing, but there is data made with it');
  writeOwnerOnly(file, Buffer.from(random.bytes(KEY_BYTES)).toString('base64url'));
}

function keyInvalid(detail: string): PlatformError {
  return new PlatformError('key-invalid', `EVENGROUND_PSEUDONYM_KEY_FILE: ${detail}`);
}
