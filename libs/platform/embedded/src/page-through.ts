import { PlatformError } from '@evenground/contracts';
import type { IndexRange, Page, PageRequest, Stored } from '@evenground/document-store';
import { columnOf, indexOf, storableText, storedBody, type CollectionTable } from './collection-table.js';
import type { Bindable, Database, Row } from './database.js';

const LARGEST_PAGE = 1_000;

interface Query {
  readonly from: string;
  readonly conditions: readonly string[];
  readonly values: readonly Bindable[];
  /** The columns that order the page; the last one is the id. */
  readonly order: readonly string[];
}

/** Pages by the last key seen, never by a count, so that what is written meanwhile shifts nothing. */
export function pageThrough<Body>(db: Database, table: CollectionTable, query: Query, page: PageRequest): Page<Body> {
  if (!Number.isInteger(page.limit) || page.limit < 1 || page.limit > LARGEST_PAGE) {
    throw new RangeError(`a page has 1 to ${LARGEST_PAGE} documents, not ${page.limit}`);
  }
  const seen = page.after === undefined ? undefined : keyOf(page.after, query.order.length);
  const key = `(${query.order.join(', ')})`;
  const conditions =
    seen === undefined ? query.conditions : [...query.conditions, `${key} > (${seen.map(() => '?').join(', ')})`];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = db.rows(
    `SELECT version, checksum, body, ${query.order.join(', ')} FROM ${query.from} ${where} ORDER BY ${query.order.join(', ')} LIMIT ?`,
    ...query.values,
    ...(seen ?? []),
    page.limit + 1,
  );
  const items = rows.slice(0, page.limit).map((row) => stored<Body>(table, row));
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return last === undefined ? { items } : { items, next: position(last.slice(3)) };
}

/** @throws PlatformError `unknown-index` */
export function indexQuery(table: CollectionTable, index: string, range: IndexRange): Query {
  const fields = table.declared[index];
  if (fields === undefined) {
    throw new PlatformError('unknown-index', `${table.service}/${table.name} declares no index ${index}`);
  }
  const bounded = range.from !== undefined || range.below !== undefined;
  if (range.equals.length + (bounded ? 1 : 0) > fields.length) {
    throw new PlatformError(
      'unknown-index',
      `index ${index} of ${table.service}/${table.name} has only ${fields.length} fields`,
    );
  }
  const columns = fields.map(columnOf);
  const next = columns[range.equals.length] ?? '';
  const conditions = [
    ...range.equals.map((_, at) => `${columns[at]} = ?`),
    ...(range.from === undefined ? [] : [`${next} >= ?`]),
    ...(range.below === undefined ? [] : [`${next} < ?`]),
    ...columns.map((column) => `${column} IS NOT NULL`),
  ];
  const values = [...range.equals, range.from, range.below].filter((value) => value !== undefined);
  return {
    from: `${table.table} INDEXED BY ${indexOf(table, index)}`,
    conditions,
    values: values.map((value) =>
      typeof value === 'string' ? storableText(value, `a bound of index ${index}`) : value,
    ),
    order: [...columns, 'id'],
  };
}

export function prefixQuery(table: CollectionTable, prefix: string): Query {
  storableText(prefix, `a prefix of ids of ${table.service}/${table.name}`);
  const above = firstAfterPrefix(prefix);
  return {
    from: table.table,
    conditions: ['id >= ?', ...(above === undefined ? [] : ['id < ?'])],
    values: [prefix, ...(above === undefined ? [] : [above])],
    order: ['id'],
  };
}

function stored<Body>(table: CollectionTable, row: Row): Stored<Body> {
  const [version, checksum, text] = row as readonly [number, number, string];
  const id = row[row.length - 1] as string;
  return { id, version, body: storedBody(table, id, text, checksum) as Body };
}

/** The least text above everything that begins with the prefix; `undefined` when nothing is. Order: by code point. */
function firstAfterPrefix(prefix: string): string | undefined {
  const points = [...prefix];
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

function position(key: Row): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function keyOf(after: string, length: number): readonly Bindable[] {
  const key = parsed(Buffer.from(after, 'base64url').toString());
  const isKey =
    Array.isArray(key) &&
    key.length === length &&
    key.every((part) => typeof part === 'string' || typeof part === 'number');
  if (!isKey) throw new PlatformError('cursor-invalid', 'the given `after` is no `next` of such a page');
  return key as Bindable[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
