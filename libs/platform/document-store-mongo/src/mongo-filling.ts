import { type KeepFilling, type KeepItem, type KnownServices } from '@evenground/archive';
import { PlatformError, SERVICES, streamId } from '@evenground/contracts';
import { bodyChecksum } from '@evenground/document-store';
import { decodeTagged, publisherOf, storableText } from '@evenground/event-log';
import type { Connection, mongo } from 'mongoose';
import { markId } from './commit-transaction.js';
import { itemsIn } from './items-in.js';
import { topLevelFields } from './mongo-document-store.js';
import { withPlatformFaults } from './mongo-faults.js';
import { outboxRow } from './outbox-rows.js';
import { FILLING, openServiceDatabase, type MetaRow, type ServiceDatabase } from './service-database.js';

export interface MongoFillingOptions {
  readonly connection: Connection;
  readonly databasePrefix: string;
  readonly services: KnownServices;
  databaseOf(service: string): mongo.Db;
}

/** Databases that are filled; each says so until all of them are whole. */
export class MongoFilling implements KeepFilling {
  private constructor(
    private readonly options: MongoFillingOptions,
    private readonly databases: ReadonlyMap<string, ServiceDatabase>,
  ) {}

  static async begin(options: MongoFillingOptions): Promise<MongoFilling> {
    const { connection, databasePrefix, services, databaseOf } = options;
    return withPlatformFaults('opening the databases', async () => {
      for (const service of SERVICES) {
        await databaseOf(service)
          .collection<MetaRow>('platform_meta')
          .updateOne({ _id: FILLING }, { $set: { version: 1 } }, { upsert: true });
      }
      const databases = new Map<string, ServiceDatabase>();
      for (const { service, collections } of services) {
        const database = { connection, databasePrefix, service, collections, isToBeFilled: true };
        databases.set(service, await openServiceDatabase(database));
      }
      return new MongoFilling(options, databases);
    });
  }

  async put(items: readonly KeepItem[]): Promise<void> {
    const inserts = new Map<mongo.Collection<mongo.Document>, mongo.Document[]>();
    for (const item of items) {
      const { rows, row } = this.#rowOf(item);
      const known = inserts.get(rows);
      if (known === undefined) inserts.set(rows, [row]);
      else known.push(row);
    }
    for (const [rows, documents] of inserts) {
      const { insertedCount } = await withPlatformFaults(`filling ${rows.namespace}`, () =>
        rows.insertMany(documents as mongo.OptionalUnlessRequiredId<mongo.Document>[], { ordered: false }),
      );
      if (insertedCount === documents.length) continue;
      throw new PlatformError('store-unavailable', `${rows.namespace} took ${insertedCount} of ${documents.length}`);
    }
  }

  readBack(): AsyncIterable<readonly KeepItem[]> {
    return itemsIn({ databaseOf: (service) => this.options.databaseOf(service) });
  }

  async complete(): Promise<void> {
    await withPlatformFaults('finishing the databases', async () => {
      for (const service of SERVICES) {
        await this.options.databaseOf(service).collection<MetaRow>('platform_meta').deleteOne({ _id: FILLING });
      }
    });
  }

  async close(): Promise<void> {
    // The connection belongs to the keep.
  }

  #rowOf(item: KeepItem): { rows: mongo.Collection<mongo.Document>; row: mongo.Document } {
    switch (item.kind) {
      case 'document': {
        const { service, collection, id, version, text } = item;
        const opened = this.#database(service).collections.get(collection);
        if (opened === undefined) throw new PlatformError('unknown-collection', `${service}/${collection}`);
        storableText(id, `an id of ${service}/${collection}`);
        const fields = topLevelFields(opened, decodeTagged(text), `${service}/${collection} ${id}`);
        return into(opened.rows, {
          _id: id,
          version,
          body: text,
          checksum: bodyChecksum(text),
          fields,
          commit: FILLING,
        });
      }
      case 'head': {
        const { service, topic, stream, sequence } = item;
        return into(this.#database(service).heads, { _id: streamId(item), topic, stream, sequence });
      }
      case 'handled': {
        const { service, group, topic, stream, sequence } = item;
        const row = { _id: markId(item), group, topic, stream, sequence, commits: 0 };
        return into(this.#database(service).handled, row);
      }
      case 'event':
        // Unsent, so that the relay says it again into topics that are new.
        return into(this.#database(publisherOf(item.envelope) ?? '').outbox, outboxRow(item.envelope, item.text));
    }
  }

  #database(service: string): ServiceDatabase {
    const found = this.databases.get(service);
    if (found === undefined) throw new PlatformError('archive-invalid', `there is no database for ${service}`);
    return found;
  }
}

function into<Row extends mongo.Document>(
  rows: mongo.Collection<Row>,
  row: Row,
): { rows: mongo.Collection<mongo.Document>; row: mongo.Document } {
  return { rows: rows as unknown as mongo.Collection<mongo.Document>, row };
}
