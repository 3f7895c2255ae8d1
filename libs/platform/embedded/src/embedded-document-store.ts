import { PlatformError, streamId, type EventEnvelope, type StreamName } from '@evenground/contracts';
import { instant, randomId, type Clock, type Random } from '@evenground/config';
import {
  bodyChecksum,
  envelopeOf,
  newestPerStream,
  openedCollection,
  prepareCommit,
  storedBody,
  type Collection,
  type Commit,
  type Committed,
  type DocumentStore,
  type IndexRange,
  type Page,
  type PageRequest,
  type PreparedEvent,
  type PreparedWrite,
  type Stored,
} from '@evenground/document-store';
import type { HandledMark } from '@evenground/event-log';
import { columnOf, indexedValues, type CollectionTable } from './collection-table.js';
import type { FaultInjector } from './crash-points.js';
import type { Bindable, Database } from './database.js';
import type { EventRows } from './event-rows.js';
import { indexQuery, pageThrough, prefixQuery } from './page-through.js';
import { isUniqueViolation } from './sqlite-faults.js';
import type { StreamHeads } from './stream-heads.js';

type TableWrite = PreparedWrite<CollectionTable, readonly Bindable[]>;

export interface EmbeddedDocumentStoreOptions {
  readonly service: string;
  readonly tables: ReadonlyMap<string, CollectionTable>;
  readonly db: Database;
  readonly events: EventRows;
  readonly heads: StreamHeads;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: FaultInjector | undefined;
  /** Told after a commit which topics have new events. */
  readonly appended: (topics: readonly string[]) => void;
  /** Throws `closed` once the stores are closed. */
  readonly requireOpen: () => void;
}

/** The documents of one service in the shared file. */
export class EmbeddedDocumentStore implements DocumentStore {
  readonly service: string;

  constructor(private readonly options: EmbeddedDocumentStoreOptions) {
    this.service = options.service;
  }

  async load<Body>(
    collection: Collection<Body>,
    ids: readonly string[],
  ): Promise<readonly (Stored<Body> | undefined)[]> {
    const table = this.#table(collection);
    return ids.map((id) => {
      const row = this.options.db.row(`SELECT version, checksum, body FROM ${table.table} WHERE id = ?`, id);
      if (row === undefined) return undefined;
      const [version, checksum, text] = row as readonly [number, number, string];
      return { id, version, body: storedBody(table, id, text, checksum) as Body };
    });
  }

  async find<Body>(
    collection: Collection<Body>,
    index: string,
    range: IndexRange,
    page: PageRequest,
  ): Promise<Page<Body>> {
    const table = this.#table(collection);
    return pageThrough(this.options.db, table, indexQuery(table, index, range), page);
  }

  async list<Body>(collection: Collection<Body>, prefix: string, page: PageRequest): Promise<Page<Body>> {
    const table = this.#table(collection);
    return pageThrough(this.options.db, table, prefixQuery(table, prefix), page);
  }

  async commit(commit: Commit): Promise<Committed> {
    this.options.requireOpen();
    const { db, faults, tables } = this.options;
    const prepared = prepareCommit(commit, { service: this.service, opened: tables, indexed: indexedValues });
    const published = db.transaction(() => {
      faults?.at('commit/after-begin');
      prepared.writes.forEach((write, at) => {
        if (at > 0) faults?.at('commit/between-documents');
        this.#write(write);
        if (at === 0) faults?.at('commit/after-first-document');
      });
      faults?.at('commit/before-events');
      const envelopes = this.#publish(prepared.events);
      faults?.at('commit/before-handled');
      for (const mark of prepared.handled) this.#mark(mark);
      faults?.at('commit/before-commit');
      return envelopes;
    });
    try {
      faults?.at('commit/after-commit');
    } finally {
      if (published.length > 0) this.options.appended([...new Set(published.map((envelope) => envelope.topic))]);
    }
    return { published, positions: newestPerStream(published) };
  }

  async heads(streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    this.options.requireOpen();
    return new Map(streams.map((name) => [streamId(name), this.options.heads.newest(name)]));
  }

  async handled(group: string, streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    this.options.requireOpen();
    return new Map(streams.map((name) => [streamId(name), this.#lastHandled(group, name)]));
  }

  async ping(): Promise<void> {
    this.options.requireOpen();
    this.options.db.row('SELECT 1');
  }

  #table(collection: Collection): CollectionTable {
    this.options.requireOpen();
    return openedCollection(this.options.tables, this.service, collection.name);
  }

  #write(write: TableWrite): void {
    const { collection, id, expected } = write;
    const isWritten = write.content === null ? this.#remove(write) : this.#put(write, write.content);
    if (isWritten) return;
    throw new PlatformError(
      'version-conflict',
      `${collection.service}/${collection.name} ${id} is not at version ${expected}`,
      {
        retriable: true,
      },
    );
  }

  #remove({ collection: { table }, id, expected }: TableWrite): boolean {
    const { db } = this.options;
    if (expected === 0) return db.row(`SELECT 1 FROM ${table} WHERE id = ?`, id) === undefined;
    if (expected === 'any') {
      db.run(`DELETE FROM ${table} WHERE id = ?`, id);
      return true;
    }
    return db.run(`DELETE FROM ${table} WHERE id = ? AND version = ?`, id, expected).changes === 1;
  }

  #put({ collection, id, expected }: TableWrite, content: NonNullable<TableWrite['content']>): boolean {
    const { db } = this.options;
    const { table } = collection;
    const columns = ['checksum', 'body', ...collection.columns.fields.map(columnOf)];
    const values = [bodyChecksum(content.text), content.text, ...content.indexed];
    const set = `version = ${table}.version + 1, ${columns.map((column) => `${column} = ?`).join(', ')}`;
    if (typeof expected === 'number' && expected !== 0) {
      return db.run(`UPDATE ${table} SET ${set} WHERE id = ? AND version = ?`, ...values, id, expected).changes === 1;
    }
    const insert = `INSERT INTO ${table} (id, version, ${columns.join(', ')}) VALUES (?, 1, ${columns.map(() => '?').join(', ')})`;
    if (expected === 'any') {
      db.run(`${insert} ON CONFLICT (id) DO UPDATE SET ${set}`, id, ...values, ...values);
      return true;
    }
    return inserted(() => db.run(insert, id, ...values));
  }

  #publish(events: readonly PreparedEvent[]): readonly EventEnvelope[] {
    const { clock, random, faults, heads } = this.options;
    const time = instant(clock);
    return events.map((prepared, at) => {
      if (at > 0) faults?.at('commit/between-events');
      const given = { service: this.service, id: randomId(random), time, sequence: heads.advance(prepared.event) };
      const envelope = envelopeOf(prepared, given);
      this.options.events.insert(envelope, prepared.text);
      return envelope;
    });
  }

  #mark(mark: HandledMark): void {
    const found = this.#lastHandled(mark.group, mark);
    if (found !== mark.expected) {
      const detail = `${mark.group} has handled ${streamId(mark)} up to ${found}, not ${mark.expected}`;
      throw new PlatformError('version-conflict', detail, { retriable: true });
    }
    this.options.db.run(
      `INSERT INTO handled VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (service, work_group, topic, stream) DO UPDATE SET sequence = excluded.sequence`,
      this.service,
      mark.group,
      mark.topic,
      mark.stream,
      mark.sequence,
    );
  }

  #lastHandled(group: string, { topic, stream }: StreamName): number {
    const row = this.options.db.row(
      'SELECT sequence FROM handled WHERE service = ? AND work_group = ? AND topic = ? AND stream = ?',
      this.service,
      group,
      topic,
      stream,
    );
    return Number(row?.[0] ?? 0);
  }
}

/** Whether the id was free. */
function inserted(insert: () => void): boolean {
  try {
    insert();
    return true;
  } catch (error) {
    if (error instanceof Error && isUniqueViolation(error.cause)) return false;
    throw error;
  }
}
