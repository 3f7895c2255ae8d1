import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '@evenground/config';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a short text (AES-256-GCM); `about` is bound to it, so that it opens nowhere else. Base64. */
export function sealText(key: Uint8Array, text: string, about: string, random: Random): string {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
}

/** Opens what `sealText` made; throws when it was changed or belongs elsewhere. */
export function openText(key: Uint8Array, sealed: string, about: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(bytes.length - TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag);
  return Buffer.concat([
    decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)),
    decipher.final(),
  ]).toString('utf8');
}
