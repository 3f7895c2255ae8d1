import { PlatformError } from '@evenground/contracts';
import {
  refuseOtherShape,
  requireNames,
  type Collection,
  type Indexes,
  type OpenedCollection,
} from '@evenground/document-store';
import { Schema, type Connection, type mongo } from 'mongoose';
import type { FaultInjector } from './crash-points.js';
import { isDuplicateKey, isNamespaceExists } from './mongo-faults.js';
import { MONGO_TIMES } from './times.js';

const FORMAT = 1;

/** In `platform_meta` while the database is being filled from elsewhere. */
export const FILLING = 'restoring';

/** A document of a service. */
export interface DocumentRow {
  readonly _id: string;
  readonly version: number;
  /** JSON text, bigints tagged. */
  readonly body: string;
  /** CRC-32 of `body`. */
  readonly checksum: number;
  /**
   * Every top-level text and number of the body, so that an index that a later version declares is right at once, also
   * for what an older copy writes during the roll-out.
   */
  readonly fields: Readonly<Record<string, string | number>>;
  /** The commit that wrote it: what tells whether a commit whose answer was lost has happened. */
  readonly commit: string;
}

/** An event between its commit and the log. */
export interface OutboxRow {
  /** topic | stream | sequence, padded. */
  readonly _id: string;
  readonly topic: string;
  readonly stream: string;
  readonly sequence: number;
  /** When it was committed, by the clock of the process. */
  readonly at: Date;
  /** JSON text. */
  readonly envelope: string;
  readonly data: string;
  /** CRC-32 of envelope and data. */
  readonly checksum: number;
  /** Only until it was appended to the log. */
  readonly unsent?: true;
  readonly sentAt?: Date;
}

export interface StreamHeadRow {
  /** topic | stream */
  readonly _id: string;
  readonly topic: string;
  readonly stream: string;
  readonly sequence: number;
}

export interface HandledRow {
  /** group | topic | stream */
  readonly _id: string;
  readonly group: string;
  readonly topic: string;
  readonly stream: string;
  readonly sequence: number;
  /** Counts the commits that relied on the mark, so that one that only fences is a write, too, and conflicts are seen. */
  readonly commits: number;
}

export interface MetaRow {
  readonly _id: string;
  readonly version?: number;
  readonly holder?: string;
  readonly until?: Date;
}

export interface MongoCollection extends OpenedCollection {
  readonly rows: mongo.Collection<DocumentRow>;
}

export interface ServiceDatabase {
  readonly service: string;
  readonly collections: ReadonlyMap<string, MongoCollection>;
  readonly outbox: mongo.Collection<OutboxRow>;
  readonly heads: mongo.Collection<StreamHeadRow>;
  readonly handled: mongo.Collection<HandledRow>;
  readonly meta: mongo.Collection<MetaRow>;
}

/** Rows that wait for the log, in the order in which they must go there. */
export const UNSENT_INDEX = 'unsent-by-stream';

const OPTIONS = { autoCreate: false, autoIndex: false, strict: 'throw', versionKey: false, _id: false } as const;
const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

const documentSchema = new Schema<DocumentRow>(
  { _id: text, version: number, body: text, checksum: number, fields: { type: Object, required: true }, commit: text },
  OPTIONS,
);

const outboxSchema = new Schema<OutboxRow>(
  {
    _id: text,
    topic: text,
    stream: text,
    sequence: number,
    at: { type: Date, required: true },
    envelope: text,
    data: text,
    checksum: number,
    unsent: Boolean,
    sentAt: Date,
  },
  OPTIONS,
)
  .index({ topic: 1, stream: 1, sequence: 1 }, { name: UNSENT_INDEX, partialFilterExpression: { unsent: true } })
  .index({ sentAt: 1 }, { name: 'sent-rows-expire', expireAfterSeconds: MONGO_TIMES.sentRowsKeptSeconds });

const headSchema = new Schema<StreamHeadRow>({ _id: text, topic: text, stream: text, sequence: number }, OPTIONS);

const handledSchema = new Schema<HandledRow>(
  { _id: text, group: text, topic: text, stream: text, sequence: number, commits: number },
  OPTIONS,
);

const metaSchema = new Schema<MetaRow>({ _id: text, version: Number, holder: String, until: Date }, OPTIONS);

/** The machinery's own; no collection of a service has such a name, since those have no underscore. */
const SYSTEM: Readonly<Record<string, Schema>> = {
  platform_outbox: outboxSchema as Schema,
  platform_stream_heads: headSchema as Schema,
  platform_handled: handledSchema as Schema,
  platform_meta: metaSchema as Schema,
};

export interface OpenDatabaseOptions {
  readonly connection: Connection;
  readonly databasePrefix: string;
  readonly service: string;
  readonly collections: readonly Collection[];
  readonly faults?: FaultInjector | undefined;
  /** Whether it is opened to be filled from elsewhere, which nobody else may do with it meanwhile. */
  readonly isToBeFilled?: boolean;
}

/**
 * Makes the collections and indexes of a service that are missing; writers go on meanwhile, and so do readers of other
 * indexes. An index that is no longer declared stays and is kept right, so that an older copy finds it.
 *
 * @throws PlatformError `configuration-invalid` when a declared index exists over other fields, a name is not allowed, or
 *   the database was written by a newer version or is half restored
 */
export async function openServiceDatabase(options: OpenDatabaseOptions): Promise<ServiceDatabase> {
  const { service, collections, faults } = options;
  for (const collection of collections) requireNames(service, collection);
  const connection = options.connection.useDb(databaseName(options.databasePrefix, service), { useCache: true });
  const existing = new Set(
    (await databaseOfConnection(connection).listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  );
  for (const [name, schema] of Object.entries(SYSTEM)) await prepare(connection, name, schema, existing);
  const meta = rowsOf<MetaRow>(connection, 'platform_meta');
  await requireKnownFormat(meta, service);
  if (options.isToBeFilled !== true) await requireNoFilling(meta, service);
  const opened = new Map<string, MongoCollection>();
  for (const { name, indexes: declared = {} } of collections) {
    await prepare(connection, name, documentSchema as Schema, existing);
    const rows = rowsOf<DocumentRow>(connection, name);
    await makeIndexes(rows, `${service}/${name}`, declared, faults);
    opened.set(name, { service, name, declared, rows });
  }
  return {
    service,
    collections: opened,
    outbox: rowsOf<OutboxRow>(connection, 'platform_outbox'),
    heads: rowsOf<StreamHeadRow>(connection, 'platform_stream_heads'),
    handled: rowsOf<HandledRow>(connection, 'platform_handled'),
    meta,
  };
}

/** The path of an indexed field in a row. */
export function pathOf(field: string): string {
  return `fields.${field}`;
}

/** The name of a service's database. */
export function databaseName(databasePrefix: string, service: string): string {
  return databasePrefix === '' ? service : `${databasePrefix}_${service}`;
}

function databaseOfConnection(connection: Connection): mongo.Db {
  if (connection.db === undefined) throw new PlatformError('store-unavailable', 'not connected', { retriable: true });
  return connection.db;
}

function rowsOf<Row extends mongo.Document>(connection: Connection, name: string): mongo.Collection<Row> {
  return databaseOfConnection(connection).collection<Row>(name);
}

async function prepare(
  connection: Connection,
  name: string,
  schema: Schema,
  existing: ReadonlySet<string>,
): Promise<void> {
  const model = connection.models[name] ?? connection.model(name, schema, name);
  if (!existing.has(name)) {
    await model.createCollection().catch((error: unknown) => {
      if (!isNamespaceExists(error)) throw error; // another copy was first
    });
  }
  const indexes = model.schema.indexes().map(([key, rest]) => ({ ...rest, key }) as unknown as mongo.IndexDescription);
  const rows = rowsOf(connection, name);
  const known = new Set((await rows.listIndexes().toArray()).map((index: mongo.Document) => index['name'] as string));
  const missing = indexes.filter((index) => !known.has(index.name ?? ''));
  if (missing.length > 0) await rows.createIndexes(missing);
}

async function makeIndexes(
  rows: mongo.Collection<DocumentRow>,
  what: string,
  declared: Indexes,
  faults: FaultInjector | undefined,
): Promise<void> {
  const existing = await storedIndexes(rows);
  refuseOtherShape(what, existing, declared);
  for (const [name, fields] of Object.entries(declared)) {
    faults?.at('open/mid-indexes');
    if (existing[name] !== undefined) continue;
    const paths = fields.map(pathOf);
    await rows.createIndex(Object.fromEntries([...paths, '_id'].map((path) => [path, 1])), {
      name,
      partialFilterExpression: Object.fromEntries(paths.map((path) => [path, { $exists: true }])),
    });
  }
}

async function storedIndexes(rows: mongo.Collection<DocumentRow>): Promise<Indexes> {
  const found = await rows.listIndexes().toArray();
  return Object.fromEntries(
    found.map(({ name, key }: mongo.Document) => [
      name as string,
      Object.keys(key as object)
        .filter((path) => path !== '_id')
        .map((path) => path.replace(/^fields\./, '')),
    ]),
  );
}

async function requireKnownFormat(meta: mongo.Collection<MetaRow>, service: string): Promise<void> {
  try {
    await meta.updateOne({ _id: 'format' }, { $setOnInsert: { version: FORMAT } }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error; // another copy was first
  }
  const version = (await meta.findOne({ _id: 'format' }))?.version ?? FORMAT;
  if (version > FORMAT) {
    throw new PlatformError(
      'configuration-invalid',
      `the database of ${service} has format ${version}, made by a newer version; this program knows ${FORMAT}`,
    );
  }
}

/** @throws PlatformError `configuration-invalid` when the database was filled only half */
export async function requireNoFilling(meta: mongo.Collection<MetaRow>, service: string): Promise<void> {
  if ((await meta.findOne({ _id: FILLING })) === null) return;
  throw new PlatformError(
    'configuration-invalid',
    `the database of ${service} is half restored: begin the restore or the move again`,
  );
}
