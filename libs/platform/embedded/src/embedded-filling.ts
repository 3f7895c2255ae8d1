import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeepFilling, KeepItem, KeptDocument, KeptMark, KnownServices } from '@evenground/archive';
import { PlatformError } from '@evenground/contracts';
import { bodyChecksum } from '@evenground/document-store';
import { decodeTagged, storableText } from '@evenground/event-log';
import { syncToDisk } from './back-up.js';
import { columnOf, indexedValues, openCollection, type CollectionTable } from './collection-table.js';
import type { FaultInjector } from './crash-points.js';
import { DATABASE_FILE, FILLING_FILE, besides } from './data-directory.js';
import { Database } from './database.js';
import { turnOfEventLoop } from './delivery-loop.js';
import { truncateWriteAheadLog } from './erase-from-log.js';
import { EventRows } from './event-rows.js';
import { itemsIn } from './items-in.js';
import { migrate } from './schema.js';
import { StreamHeads } from './stream-heads.js';

export interface EmbeddedFillingOptions {
  readonly directory: string;
  readonly services: KnownServices;
  readonly unlock: () => void;
  readonly faults: FaultInjector | undefined;
}

/** A database that is filled under another name, and gets its own when it is whole and durable. */
export class EmbeddedFilling implements KeepFilling {
  readonly #file: string;
  readonly #db: Database;
  readonly #tables: ReadonlyMap<string, CollectionTable>;
  readonly #events: EventRows;
  readonly #heads: StreamHeads;

  constructor(private readonly options: EmbeddedFillingOptions) {
    const { directory, services, faults } = options;
    this.#file = join(directory, FILLING_FILE);
    this.#db = new Database(this.#file, faults);
    try {
      // Nothing of a file that is not whole is ever read again, so the disk is waited for only once, at the end.
      this.#db.exec('PRAGMA synchronous = OFF');
      migrate(this.#db, faults);
      this.#tables = openTables(this.#db, services, faults);
      this.#events = new EventRows(this.#db);
      this.#heads = new StreamHeads(this.#db);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  async put(items: readonly KeepItem[]): Promise<void> {
    this.#db.transaction(() => items.forEach((item) => this.#put(item)));
    this.options.faults?.at('fill/after-put');
    await turnOfEventLoop();
  }

  readBack(): AsyncIterable<readonly KeepItem[]> {
    return itemsIn(this.#db);
  }

  async complete(): Promise<void> {
    const { directory, faults } = this.options;
    this.#db.exec('PRAGMA synchronous = FULL');
    truncateWriteAheadLog(this.#db);
    this.#db.close();
    syncToDisk(this.#file);
    faults?.at('fill/before-rename');
    for (const left of besides(this.#file)) rmSync(left, { force: true });
    renameSync(this.#file, join(directory, DATABASE_FILE));
    syncToDisk(directory);
    faults?.at('fill/after-rename');
  }

  async close(): Promise<void> {
    this.#db.close();
    this.options.unlock();
  }

  #put(item: KeepItem): void {
    switch (item.kind) {
      case 'document':
        return this.#putDocument(item);
      case 'head':
        return this.#heads.reach(named(item, 'a head'), item.sequence);
      case 'handled':
        return this.#putMark(named(item, 'a mark'));
      case 'event':
        return this.#events.insert(named(item.envelope, 'an event'), item.text);
    }
  }

  #putDocument({ service, collection, id, version, text }: KeptDocument): void {
    const table = this.#tables.get(`${service}/${collection}`);
    if (table === undefined) throw new PlatformError('unknown-collection', `${service}/${collection}`);
    const { fields } = table.columns;
    const what = `${service}/${collection} ${id}`;
    const columns = ['id', 'version', 'checksum', 'body', ...fields.map(columnOf)];
    this.#db.run(
      `INSERT INTO ${table.table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      storableText(id, `an id of ${service}/${collection}`),
      version,
      bodyChecksum(text),
      text,
      ...(fields.length === 0 ? [] : indexedValues(table, decodeTagged(text), what)),
    );
  }

  #putMark({ service, group, topic, stream, sequence }: KeptMark): void {
    this.#db.run('INSERT INTO handled VALUES (?, ?, ?, ?, ?)', service, group, topic, stream, sequence);
  }
}

function named<Item extends { readonly topic: string; readonly stream: string }>(item: Item, what: string): Item {
  storableText(item.stream, `${what} of ${item.topic}`);
  return item;
}

function openTables(
  db: Database,
  services: KnownServices,
  faults: FaultInjector | undefined,
): ReadonlyMap<string, CollectionTable> {
  const opened = services.flatMap(({ service, collections }) =>
    collections.map((collection) => openCollection(db, service, collection, { fields: [] }, faults)),
  );
  return new Map(opened.map((table) => [`${table.service}/${table.name}`, table]));
}
