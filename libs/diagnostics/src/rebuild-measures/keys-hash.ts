import { createHash } from 'node:crypto';

/** SHA-256 over the sorted keys, each followed by a line feed; hex. What the end marker of a restatement carries. */
export function keysHash(keys: readonly string[]): string {
  const hash = createHash('sha256');
  for (const key of [...keys].sort()) hash.update(`${key}\n`);
  return hash.digest('hex');
}
