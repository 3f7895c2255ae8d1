import { createHmac, hkdfSync } from 'node:crypto';
import { PlatformError } from '@evenground/contracts';

/** What a derived key is for; a key of one purpose says nothing about another's. */
export type KeyPurpose = 'student' | 'staff' | 'spool' | 'quarantine' | 'check' | 'principal';

/** Key material, given by composition; the secret itself never leaves it. */
export interface PseudonymKeys {
  /** Newest first; older ones are tried until they are retired. */
  readonly versions: readonly [string, ...string[]];
  /** 32 bytes, by HKDF of the secret of that version, the district and the purpose. */
  derive(version: string, district: string, purpose: KeyPurpose): Uint8Array;
}

const MINIMUM_BYTES = 32;

/**
 * Reads a key file: one secret a line as `<version>:<base64 of at least 32 bytes>`, newest first; or the secret alone,
 * as any bytes, which is version `1`.
 * @throws PlatformError `key-invalid`
 */
export function readKeyFile(bytes: Uint8Array): PseudonymKeys {
  const secrets = secretsIn(bytes);
  const [newest, ...older] = secrets.keys();
  if (newest === undefined) throw new PlatformError('key-invalid', 'the key file is empty');
  const derived = new Map<string, Uint8Array>();
  return {
    versions: [newest, ...older],
    derive: (version, district, purpose) => {
      const name = `${version}\n${district}\n${purpose}`;
      let key = derived.get(name);
      if (key === undefined) {
        const secret = secrets.get(version);
        if (secret === undefined) throw new PlatformError('key-invalid', `the key file has no version ${version}`);
        key = new Uint8Array(
          hkdfSync('sha256', secret, Buffer.from(`evenground/${version}`), Buffer.from(`${purpose}\n${district}`), 32),
        );
        derived.set(name, key);
      }
      return key;
    },
  };
}

function secretsIn(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const versioned = lines.map((line) => /^([A-Za-z0-9._-]{1,16}):([A-Za-z0-9+/=_-]+)$/.exec(line));
  const secrets = new Map<string, Uint8Array>();
  if (lines.length > 0 && versioned.every((match) => match !== null)) {
    for (const match of versioned) secrets.set(match![1]!, checked(Buffer.from(match![2]!, 'base64')));
    if (secrets.size < lines.length) throw new PlatformError('key-invalid', 'the key file names a version twice');
    return secrets;
  }
  return new Map([['1', checked(bytes)]]);
}

function checked(secret: Uint8Array): Uint8Array {
  if (secret.length < MINIMUM_BYTES)
    throw new PlatformError('key-invalid', `a secret has at least ${MINIMUM_BYTES} bytes`);
  return secret;
}

/** HMAC-SHA-256 as base64url: 43 characters. */
export function keyedHash(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}
