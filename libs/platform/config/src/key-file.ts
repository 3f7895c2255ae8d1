import { createHmac, hkdfSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PlatformError } from '@evenground/contracts';
import type { Random } from './runtime.js';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
const VERSIONED = /^[A-Za-z0-9._-]{1,16}:([A-Za-z0-9+/=_-]+)$/;

export interface KeyFileOptions {
  /** One secret a line, newest first: `<version>:<base64 of at least 32 bytes>`; readable by its owner only. */
  readonly file: string;
  /** What each store remembers of the secrets that its data was made with (`KeyFile.checks`); empty before the first start. */
  readonly known: readonly (readonly string[])[];
  /** Whether a first start may make the file. */
  readonly mayCreate: boolean;
  readonly random: Random;
}

/** The content of a key file that was found to be right. */
export interface KeyFile {
  /** The whole file, for those who read its versions. */
  readonly bytes: Uint8Array;
  /** Stays the same while newer secrets are put before it. */
  readonly oldestSecret: Uint8Array;
  /** One for each secret, for the stores to remember; they reveal nothing of it. */
  readonly checks: readonly string[];
}

/**
 * Opens the file of secrets that pseudonyms are made with, making it on the very first start if allowed.
 *
 * @throws PlatformError `key-invalid` when the file is missing although data exists, can be read by others, is
 *   malformed, or holds none of the secrets that the data was made with
 */
export function openKeyFile(options: KeyFileOptions): KeyFile {
  const { file, known } = options;
  if (!existsSync(file)) createKey(options);
  const mode = statSync(file).mode & 0o777;
  if (mode !== OWNER_ONLY) throw keyInvalid(`the file has mode ${mode.toString(8)}; it must be 600`);
  const bytes = readFileSync(file);
  const secrets = secretsIn(bytes);
  const checks = secrets.map(checkOf);
  if (known.some((ofStore) => ofStore.length > 0 && !checks.some((check) => ofStore.includes(check)))) {
    throw keyInvalid('the secrets in the file are not those that this data was made with');
  }
  return { bytes, oldestSecret: secrets.at(-1)!, checks };
}

function secretsIn(bytes: Buffer): readonly Buffer[] {
  const lines = bytes
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const secrets = lines.map((line) => Buffer.from(VERSIONED.exec(line.trim())?.[1] ?? '', 'base64'));
  if (secrets.length === 0 || secrets.some((secret) => secret.length < KEY_BYTES)) {
    throw keyInvalid(`each line must be <version>:<base64 of at least ${KEY_BYTES} bytes>`);
  }
  return secrets;
}

function checkOf(secret: Buffer): string {
  return createHmac('sha256', secret).update('evenground/pseudonym-key/check').digest('base64url');
}

/** A key for one purpose, so that no two purposes ever share one. HKDF-SHA-256 (RFC 5869), 32 bytes. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), purpose, KEY_BYTES));
}

/** Writes a file that only its owner may read; its folder is made if need be. Without `replace` it must be new. */
export function writeOwnerOnly(file: string, text: string, options: { readonly replace?: boolean } = {}): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Written beside and renamed, so that a crash leaves the old content or the new, never half.
  const draft = `${file}.new`;
  writeFileSync(draft, `${text}\n`, { mode: OWNER_ONLY, flush: true });
  chmodSync(draft, OWNER_ONLY);
  if (options.replace === true) renameSync(draft, file);
  else {
    linkSync(draft, file);
    unlinkSync(draft);
  }
}

function createKey({ file, known, mayCreate, random }: KeyFileOptions): void {
  if (!mayCreate) throw keyInvalid('the file is missing; make it first, or say where it is');
  if (known.some((ofStore) => ofStore.length > 0)) {
    throw keyInvalid('the file is missing, but there is data made with it');
  }
  writeOwnerOnly(file, `1:${Buffer.from(random.bytes(KEY_BYTES)).toString('base64')}`);
}

function keyInvalid(detail: string): PlatformError {
  return new PlatformError('key-invalid', `EVENGROUND_PSEUDONYM_KEY_FILE: ${detail}`);
}
