import { PlatformError } from '@evenground/contracts';
import { storableText } from '@evenground/event-log';
import type { OpenedCollection } from './declared-collection.js';
import type { IndexRange, PageRequest } from './document-store.js';

/** The key that orders a page: the values of the index's fields, then the id. */
export type PageKey = readonly (string | number)[];

const LARGEST_PAGE = 1_000;

/** @throws RangeError when the limit is out of bounds */
export function requirePageLimit({ limit }: PageRequest): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw new RangeError(`a page has 1 to ${LARGEST_PAGE} documents, not ${limit}`);
  }
}

/** The fields of a declared index whose range is asked. @throws PlatformError `unknown-index`, `not-json` */
export function indexedFields(collection: OpenedCollection, index: string, range: IndexRange): readonly string[] {
  const fields = collection.declared[index];
  if (fields === undefined) {
    throw new PlatformError('unknown-index', `${collection.service}/${collection.name} declares no index ${index}`);
  }
  const bounded = range.from !== undefined || range.below !== undefined;
  if (range.equals.length + (bounded ? 1 : 0) > fields.length) {
    throw new PlatformError(
      'unknown-index',
      `index ${index} of ${collection.service}/${collection.name} has only ${fields.length} fields`,
    );
  }
  for (const value of [...range.equals, range.from, range.below]) {
    if (typeof value === 'string') storableText(value, `a bound of index ${index}`);
  }
  return fields;
}

/** The least text above everything that begins with the prefix; `undefined` when nothing is. Order: by code point. */
export function firstAfterPrefix(prefix: string): string | undefined {
  const points = [...prefix];
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

/** The `next` of a page that ends with this key. */
export function pageMark(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a `next`. @throws PlatformError `cursor-invalid` when it is none of such a page */
export function keyOfMark(mark: string, length: number): PageKey {
  const key = parsed(Buffer.from(mark, 'base64url').toString());
  const isKey =
    Array.isArray(key) &&
    key.length === length &&
    key.every((part) => typeof part === 'string' || typeof part === 'number');
  if (!isKey) throw new PlatformError('cursor-invalid', 'the given `after` is no `next` of such a page');
  return key as PageKey;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
