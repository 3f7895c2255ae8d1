import {
  firstAfterPrefix,
  indexedFields,
  keyOfMark,
  pageMark,
  requirePageLimit,
  storedBody,
  type IndexRange,
  type Page,
  type PageKey,
  type PageRequest,
  type Stored,
} from '@evenground/document-store';
import { storableText } from '@evenground/event-log';
import { mongo } from 'mongoose';
import { pathOf, type DocumentRow, type MongoCollection } from './service-database.js';

const { MinKey, MaxKey } = mongo;
type Bound = string | number | InstanceType<typeof MinKey> | InstanceType<typeof MaxKey>;

/**
 * Pages by the last key seen, never by a count, so that what is written meanwhile shifts nothing. The range is the
 * bounds of the index itself (`min`, `max`), since comparisons in a filter never reach across numbers and texts.
 */
export async function findPage<Body>(
  collection: MongoCollection,
  index: string,
  range: IndexRange,
  page: PageRequest,
): Promise<Page<Body>> {
  requirePageLimit(page);
  const fields = indexedFields(collection, index, range);
  const seen = page.after === undefined ? undefined : keyOfMark(page.after, fields.length + 1);
  const paths = [...fields.map(pathOf), '_id'];
  const first = filled([...range.equals, ...(range.from === undefined ? [] : [range.from])], new MinKey());
  const above =
    range.below === undefined
      ? filled(range.equals, new MaxKey())
      : filled([...range.equals, range.below], new MinKey());
  const lower = seen === undefined ? first : later(first, justAfter(seen));
  if (compare(lower, above) >= 0) return { items: [] };
  const rows = await collection.rows
    .find({})
    .hint(index)
    .min(boundsOf(lower))
    .max(boundsOf(above))
    .sort(Object.fromEntries(paths.map((path) => [path, 1])))
    .limit(page.limit + 1)
    .toArray();
  return pageOf(collection, rows, page, (row) => [...fields.map((field) => row.fields[field] ?? 0), row._id]);

  function filled(known: readonly (string | number)[], rest: Bound): readonly Bound[] {
    return paths.map((_, at) => known[at] ?? rest);
  }

  function boundsOf(key: readonly Bound[]): mongo.Document {
    return Object.fromEntries(paths.map((path, at) => [path, key[at]]));
  }
}

/** Pages through the ids that begin with the prefix. */
export async function listPage<Body>(
  collection: MongoCollection,
  prefix: string,
  page: PageRequest,
): Promise<Page<Body>> {
  requirePageLimit(page);
  storableText(prefix, `a prefix of ids of ${collection.service}/${collection.name}`);
  const seen = page.after === undefined ? undefined : String(keyOfMark(page.after, 1)[0]);
  const above = firstAfterPrefix(prefix);
  const rows = await collection.rows
    .find({
      _id: {
        $gte: prefix,
        ...(seen === undefined ? {} : { $gt: seen }),
        ...(above === undefined ? {} : { $lt: above }),
      },
    })
    .sort({ _id: 1 })
    .limit(page.limit + 1)
    .toArray();
  return pageOf(collection, rows, page, ({ _id }) => [_id]);
}

export function storedDocument<Body>(collection: MongoCollection, row: DocumentRow): Stored<Body> {
  const { _id: id, version, body, checksum } = row;
  return { id, version, body: storedBody(collection, id, body, checksum) as Body };
}

function pageOf<Body>(
  collection: MongoCollection,
  rows: readonly DocumentRow[],
  { limit }: PageRequest,
  keyOf: (row: DocumentRow) => PageKey,
): Page<Body> {
  const items = rows.slice(0, limit).map((row) => storedDocument<Body>(collection, row));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last === undefined ? { items } : { items, next: pageMark(keyOf(last)) };
}

/** The least key above: ids hold no NUL. */
function justAfter(seen: PageKey): readonly Bound[] {
  return [...seen.slice(0, -1), `${seen.at(-1)}\0`];
}

function later(left: readonly Bound[], right: readonly Bound[]): readonly Bound[] {
  return compare(left, right) >= 0 ? left : right;
}

/** As the server orders keys: numbers before texts, texts by their UTF-8 bytes. */
function compare(left: readonly Bound[], right: readonly Bound[]): number {
  for (const [at, one] of left.entries()) {
    const other = right[at] ?? one;
    const order = rank(one) - rank(other) || compareAlike(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function rank(bound: Bound): number {
  if (bound instanceof MinKey) return 0;
  if (bound instanceof MaxKey) return 3;
  return typeof bound === 'number' ? 1 : 2;
}

function compareAlike(left: Bound, right: Bound): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return 0;
}
