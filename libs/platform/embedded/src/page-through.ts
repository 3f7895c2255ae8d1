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
import { columnOf, indexOf, type CollectionTable } from './collection-table.js';
import type { Bindable, Database, Row } from './database.js';

interface Query {
  readonly from: string;
  readonly conditions: readonly string[];
  readonly values: readonly Bindable[];
  /** The columns that order the page; the last one is the id. */
  readonly order: readonly string[];
}

/** Pages by the last key seen, never by a count, so that what is written meanwhile shifts nothing. */
export function pageThrough<Body>(db: Database, table: CollectionTable, query: Query, page: PageRequest): Page<Body> {
  requirePageLimit(page);
  const seen = page.after === undefined ? undefined : keyOfMark(page.after, query.order.length);
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
  return last === undefined ? { items } : { items, next: pageMark(last.slice(3) as PageKey) };
}

/** @throws PlatformError `unknown-index`, `not-json` */
export function indexQuery(table: CollectionTable, index: string, range: IndexRange): Query {
  const fields = indexedFields(table, index, range);
  const columns = fields.map(columnOf);
  const next = columns[range.equals.length] ?? '';
  const conditions = [
    ...range.equals.map((_, at) => `${columns[at]} = ?`),
    ...(range.from === undefined ? [] : [`${next} >= ?`]),
    ...(range.below === undefined ? [] : [`${next} < ?`]),
    ...columns.map((column) => `${column} IS NOT NULL`),
  ];
  return {
    from: `${table.table} INDEXED BY ${indexOf(table, index)}`,
    conditions,
    values: [...range.equals, range.from, range.below].filter((value) => value !== undefined),
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
