import { PlatformError } from '@evenground/contracts';

const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;
const DEEPEST = 200; // levels; far beyond any document, and it ends a cycle

/** A whole number beyond 2^53 is `{"$bigint":"…"}`; a key that begins with `$` gets another `$` before it. */
const BIGINT_TAG = '$bigint';

export interface EncodingOptions {
  /** Names the value in a refusal, e.g. `ingestion/packs p1`. */
  readonly what: string;
  /** Whether bigints are allowed and tagged (documents) or refused (events: their JSON is read by others). */
  readonly tagged: boolean;
}

/**
 * The value as JSON text.
 * @throws PlatformError `not-json` or `integer-out-of-range`, naming the JSON pointer of what cannot be kept
 */
export function encodeJson(value: unknown, options: EncodingOptions): string {
  return JSON.stringify(checked(value, { options, path: [] }));
}

/** The inverse of `encodeJson` with `tagged`. */
export function decodeTagged(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes('"$') ? untagged(value) : value;
}

interface Place {
  readonly options: EncodingOptions;
  readonly path: (string | number)[];
}

/** What JSON says as it is; asked first, since most of a document is of this kind. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
    default:
      return value === null;
  }
}

/** The value itself where JSON can say it as it is (so that most bodies are not copied), else a tagged copy. */
function checked(value: unknown, place: Place): unknown {
  if (isPlain(value)) return value;
  switch (typeof value) {
    case 'number':
      return refuseNumber(value, place);
    case 'bigint':
      return taggedBigint(value, place);
    case 'object':
      if (place.path.length >= DEEPEST)
        refuse('not-json', `is nested deeper than ${DEEPEST} levels or holds itself`, place);
      return Array.isArray(value) ? checkedArray(value, place) : checkedObject(value as object, place);
    default:
      return refuse('not-json', `is ${value === undefined ? 'undefined' : `a ${typeof value}`}`, place);
  }
}

function checkedAt(step: string | number, value: unknown, place: Place): unknown {
  place.path.push(step);
  const kept = checked(value, place);
  place.path.pop();
  return kept;
}

function refuseNumber(value: number, place: Place): never {
  if (!Number.isFinite(value)) return refuse('not-json', `is ${value}`, place);
  return refuse('integer-out-of-range', `is the whole number ${value}, beyond 2^53: use a bigint`, place);
}

function taggedBigint(value: bigint, place: Place): unknown {
  if (!place.options.tagged) refuse('not-json', 'is a bigint: events carry such numbers as strings', place);
  if (value < SMALLEST || value > LARGEST) refuse('integer-out-of-range', 'is beyond signed 64 bits', place);
  return { [BIGINT_TAG]: value.toString() };
}

function checkedArray(values: readonly unknown[], place: Place): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (isPlain(value)) continue;
    const kept = checkedAt(at, value, place);
    if (kept === value) continue;
    copy ??= values.slice();
    copy[at] = kept;
  }
  return copy ?? values;
}

function checkedObject(value: object, place: Place): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An Object.prototype, of whichever realm, is the prototype that has none itself.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    refuse('not-json', `is a ${value.constructor.name}`, place);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  let changed: Map<string, unknown> | undefined;
  let hasEscapedKey = false;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (place.options.tagged && key.startsWith('$')) hasEscapedKey = true;
    if (field === undefined || isPlain(field)) continue;
    const kept = checkedAt(key, field, place);
    if (kept !== field) changed = (changed ?? new Map<string, unknown>()).set(key, kept);
  }
  if (changed === undefined && !hasEscapedKey) return value;
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [
      place.options.tagged && key.startsWith('$') ? `$${key}` : key,
      changed?.has(key) ? changed.get(key) : field,
    ]),
  );
}

function refuse(code: 'not-json' | 'integer-out-of-range', says: string, place: Place): never {
  const pointer = place.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  throw new PlatformError(code, `${place.options.what}: ${pointer === '' ? 'the value' : pointer} ${says}`);
}

function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(untagged);
  const tag = (value as Record<string, unknown>)[BIGINT_TAG];
  if (typeof tag === 'string') return BigInt(tag);
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.startsWith('$') ? key.slice(1) : key, untagged(field)]),
  );
}
