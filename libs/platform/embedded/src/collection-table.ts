import {
  fieldsOf,
  indexableValue,
  refuseOtherShape,
  requireNames,
  storedBody,
  type Collection,
  type Indexes,
  type OpenedCollection,
} from '@evenground/document-store';
import type { FaultInjector } from './crash-points.js';
import type { Bindable, Database } from './database.js';

const ROWS_PER_STEP = 500;

/** The table of one collection of one service: a column per indexed field, then the body as JSON text. */
export interface CollectionTable extends OpenedCollection {
  /** Quoted, for SQL. */
  readonly table: string;
  /** Every field that has a column, those of an index that only another version of the program declares included. */
  readonly columns: { fields: readonly string[] };
}

/**
 * Makes the table and the indexes that are missing and fills them. An index that is no longer declared stays and is kept
 * right, so that an older version of the program finds it. `columns` is shared by all who opened this table.
 * @throws PlatformError `configuration-invalid` when a declared index exists over other fields, or a name is not allowed
 */
export function openCollection(
  db: Database,
  service: string,
  collection: Collection,
  columns: CollectionTable['columns'],
  faults: FaultInjector | undefined,
): CollectionTable {
  const declared = collection.indexes ?? {};
  requireNames(service, collection);
  const table = tableNamed(service, collection.name);
  const opened = { service, name: collection.name, table, declared, columns };
  const fields = db.transaction(() => {
    const stored = storedIndexes(db, service, collection.name);
    if (stored === undefined) createTable(db, table);
    const indexes = { ...stored, ...declared };
    refuseOtherShape(`${service}/${collection.name}`, stored ?? {}, declared);
    const before = fieldsOf(stored ?? {});
    const added = fieldsOf(indexes).filter((field) => !before.includes(field));
    addColumns(db, opened, added);
    faults?.at('collection/mid-index');
    for (const [name, of] of Object.entries(indexes)) createIndex(db, opened, name, of);
    db.run(
      'INSERT INTO collections VALUES (?, ?, ?) ON CONFLICT (service, name) DO UPDATE SET indexes = excluded.indexes',
      service,
      collection.name,
      JSON.stringify(indexes),
    );
    return [...before, ...added];
  });
  columns.fields = fields;
  return opened;
}

/** The values of the table's index columns for a body; `null` where the field is lacking. */
export function indexedValues(table: CollectionTable, body: unknown, what: string): readonly Bindable[] {
  return valuesOf(table, table.columns.fields, body, what);
}

function valuesOf(table: CollectionTable, fields: readonly string[], body: unknown, what: string): readonly Bindable[] {
  return fields.map((field) => indexableValue(table, field, body, what));
}

/** The table of a collection, quoted, for SQL. */
export function tableNamed(service: string, name: string): string {
  return quoted(`${service}/${name}`);
}

export function columnOf(field: string): string {
  return quoted(`field ${field}`);
}

export function indexOf(table: CollectionTable, index: string): string {
  return quoted(`${table.service}/${table.name}/${index}`);
}

function createTable(db: Database, table: string): void {
  // With row ids: bodies are large, and SQLite keeps large rows well only in such tables.
  db.exec(`CREATE TABLE ${table} (
    id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, checksum INTEGER NOT NULL, body TEXT NOT NULL)`);
}

function addColumns(db: Database, opened: CollectionTable, added: readonly string[]): void {
  if (added.length === 0) return;
  for (const field of added) db.exec(`ALTER TABLE ${opened.table} ADD COLUMN ${columnOf(field)}`);
  const set = added.map((field) => `${columnOf(field)} = ?`).join(', ');
  for (let last = 0; ;) {
    const rows = db.rows(
      `SELECT rowid, id, checksum, body FROM ${opened.table} WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS_PER_STEP}`,
      last,
    ) as readonly (readonly [number, string, number, string])[];
    for (const [row, id, sum, text] of rows) {
      const values = valuesOf(
        opened,
        added,
        storedBody(opened, id, text, sum),
        `${opened.service}/${opened.name} ${id}`,
      );
      db.run(`UPDATE ${opened.table} SET ${set} WHERE rowid = ?`, ...values, row);
      last = row;
    }
    if (rows.length < ROWS_PER_STEP) return;
  }
}

function createIndex(db: Database, opened: CollectionTable, name: string, of: readonly string[]): void {
  const columns = of.map(columnOf);
  db.exec(
    `CREATE INDEX IF NOT EXISTS ${indexOf(opened, name)} ON ${opened.table} (${[...columns, 'id'].join(', ')})
     WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')}`,
  );
}

function storedIndexes(db: Database, service: string, name: string): Indexes | undefined {
  const row = db.row('SELECT indexes FROM collections WHERE service = ? AND name = ?', service, name);
  return row === undefined ? undefined : (JSON.parse(row[0] as string) as Indexes);
}

function quoted(name: string): string {
  return `"${name}"`;
}
