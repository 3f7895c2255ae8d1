import { PlatformError } from '@evenground/contracts';

/** Text that every store gives back as it was: libsql cuts text at a NUL, and half a surrogate pair has no UTF-8. */
export function storableText(text: string, what: string): string {
  if (!isStorableText(text)) throw new PlatformError('not-json', `${what} holds a NUL or half a character`);
  return text;
}

export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
