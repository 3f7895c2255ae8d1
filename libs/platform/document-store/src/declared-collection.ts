import { crc32 } from 'node:zlib';
import { PlatformError } from '@evenground/contracts';
import { decodeTagged, isStorableText, storableText } from '@evenground/event-log';
import { COMMIT_LIMITS, type Collection } from './document-store.js';

const NAME = /^[a-z][a-z0-9-]*$/;
const FIELD = /^[A-Za-z][A-Za-z0-9_]*$/;

export type Indexes = Readonly<Record<string, readonly string[]>>;

/** A collection that a service has opened; what an adapter adds to it is its own. */
export interface OpenedCollection {
  readonly service: string;
  readonly name: string;
  /** As this program declares them: what may be asked. */
  readonly declared: Indexes;
}

/** @throws PlatformError `configuration-invalid` when a name is not allowed */
export function requireNames(service: string, { name, indexes = {} }: Collection): void {
  const wrong = [service, name, ...Object.keys(indexes)].find((given) => !NAME.test(given));
  if (wrong !== undefined) throw new PlatformError('configuration-invalid', `${wrong} is not a kebab-case name`);
  for (const [index, fields] of Object.entries(indexes)) {
    const bad = fields.find((field) => !FIELD.test(field));
    if (bad !== undefined || fields.length === 0) {
      throw new PlatformError(
        'configuration-invalid',
        `index ${index} of ${service}/${name} has no usable field ${bad ?? ''}`,
      );
    }
  }
  const lower = fieldsOf(indexes).map((field) => field.toLowerCase());
  if (new Set(lower).size !== lower.length) {
    throw new PlatformError('configuration-invalid', `${service}/${name} has indexed fields that differ only in case`);
  }
}

/** @throws PlatformError `configuration-invalid` when a declared index exists over other fields */
export function refuseOtherShape(what: string, existing: Indexes, declared: Indexes): void {
  for (const [name, fields] of Object.entries(declared)) {
    const found = existing[name];
    if (found !== undefined && found.join() !== fields.join()) {
      throw new PlatformError(
        'configuration-invalid',
        `index ${name} of ${what} exists over (${found.join()}) but is declared over (${fields.join()}): give it another name`,
      );
    }
  }
}

/** Every field that one of the indexes is over. */
export function fieldsOf(indexes: Indexes): readonly string[] {
  return [...new Set(Object.values(indexes).flat())];
}

/**
 * The value of a top-level field as an index keeps it; `null` where it is lacking. Of a field that this program does not
 * index, what no index could keep counts as lacking.
 * @throws PlatformError `not-json` when a declared index cannot keep it
 */
export function indexableValue(
  collection: OpenedCollection,
  field: string,
  body: unknown,
  what: string,
): string | number | null {
  const value = fieldOf(body, field);
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return value;
  const isDeclared = Object.values(collection.declared).some((fields) => fields.includes(field));
  if (typeof value === 'string') {
    if (isShort(value) && isStorableText(value)) return value;
    if (!isDeclared) return null;
    storableText(value, `${what}: /${field}`);
    throw new PlatformError(
      'not-json',
      `${what}: /${field} is indexed, so it has at most ${COMMIT_LIMITS.indexedBytes} bytes`,
    );
  }
  if (!isDeclared) return null;
  throw new PlatformError('not-json', `${what}: /${field} is indexed, so it must be a string or a number`);
}

/** Reads a body back and checks it against the checksum that was written with it. */
export function storedBody(of: OpenedCollection, id: string, text: string, checksum: number): unknown {
  requireIntact(of, id, text, checksum);
  return decodeTagged(text);
}

/** @throws PlatformError `log-corrupt`, naming the document */
export function requireIntact(
  { service, name }: Pick<OpenedCollection, 'service' | 'name'>,
  id: string,
  text: string,
  checksum: number,
): void {
  if (bodyChecksum(text) === checksum) return;
  throw new PlatformError('log-corrupt', `the document ${id} of ${service}/${name} does not match its checksum`);
}

/** CRC-32 of a body's JSON text. */
export function bodyChecksum(text: string): number {
  return crc32(text);
}

/** @throws PlatformError `unknown-collection` */
export function openedCollection<Opened extends OpenedCollection>(
  opened: ReadonlyMap<string, Opened>,
  service: string,
  name: string,
): Opened {
  const found = opened.get(name);
  if (found === undefined)
    throw new PlatformError('unknown-collection', `${service} has not opened a collection ${name}`);
  return found;
}

function isShort(text: string): boolean {
  return text.length * 3 <= COMMIT_LIMITS.indexedBytes || Buffer.byteLength(text) <= COMMIT_LIMITS.indexedBytes;
}

function fieldOf(body: unknown, field: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, field)) return undefined;
  return (body as Record<string, unknown>)[field];
}
