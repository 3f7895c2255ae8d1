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

/** The value itself where JSON can say it as it is (so that most bodies are not copied), else a tagged copy. */
function checked(value: unknown, place: Place): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return checkedNumber(value, place);
    case 'bigint':
      return taggedBigint(value, place);
    case 'object':
      if (value === null) return null;
      if (place.path.length >= DEEPEST) refuse('not-json', `is nested deeper than ${DEEPEST} levels or holds itself`, place);
      return Array.isArray(value) ? checkedArray(value, place) : checkedObject(value, place);
    default:
      return refuse('not-json', `is ${value === undefined ? 'undefined' : `a ${typeof value}`}`, place);
  }
}

function checkedNumber(value: number, place: Place): number {
  if (!Number.isFinite(value)) refuse('not-json', `is ${value}`, place);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    refuse('integer-out-of-range', `is the whole number ${value}, beyond 2^53: use a bigint`, place);
  }
  return value;
}

function taggedBigint(value: bigint, place: Place): unknown {
  if (!place.options.tagged) refuse('not-json', 'is a bigint: events carry such numbers as strings', place);
  if (value < SMALLEST || value > LARGEST) refuse('integer-out-of-range', 'is beyond signed 64 bits', place);
  return { [BIGINT_TAG]: value.toString() };
}

function checkedArray(values: readonly unknown[], place: Place): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let at = 0; at < values.length; at += 1) {
    place.path.push(at);
    const value = values[at];
    const kept = checked(value, place);
    place.path.pop();
    if (kept !== value && copy === undefined) copy = values.slice();
    if (copy !== undefined) copy[at] = kept;
  }
  return copy ?? values;
}

function checkedObject(value: object, place: Place): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An Object.prototype, of whichever realm, is the prototype that has none itself.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    refuse('not-json', `is a ${value.constructor.name}`, place);
  }
  let copied = false;
  const entries: [string, unknown][] = [];
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    place.path.push(key);
    const kept = checked(field, place);
    place.path.pop();
    const keptKey = place.options.tagged && key.startsWith('$') ? `$${key}` : key;
    if (kept !== field || keptKey !== key) copied = true;
    entries.push([keptKey, kept]);
  }
  return copied ? Object.fromEntries(entries) : value;
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
