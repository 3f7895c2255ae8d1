import type { Keep, KeepCut, KeepFilling, KnownServices } from '@evenground/archive';
import { PlatformError, SERVICES } from '@evenground/contracts';
import type { MongoSettings } from '@evenground/config';
import type { Connection, mongo } from 'mongoose';
import { connect } from './connect.js';
import { itemsIn, ofInstant } from './items-in.js';
import { MongoFilling } from './mongo-filling.js';
import { withPlatformFaults } from './mongo-faults.js';
import { FILLING, databaseName, requireNoFilling, type MetaRow } from './service-database.js';

export interface MongoKeepOptions {
  readonly settings: MongoSettings;
  /** Shown in the server's log. */
  readonly instance: string;
}

/** Everything that the databases of a prefix hold, to be carried elsewhere, or empty ones to be filled. */
export function openMongoKeep(options: MongoKeepOptions): Keep {
  return new MongoKeep(options);
}

class MongoKeep implements Keep {
  readonly name: string;
  #connection: Promise<Connection> | undefined;

  constructor(private readonly options: MongoKeepOptions) {
    this.name = `the databases ${databaseName(options.settings.databasePrefix, '*')}`;
  }

  /**
   * Of all databases at one time of the cluster, while the services go on. Must be read within the time that MongoDB keeps
   * its history (`minSnapshotHistoryWindowInSeconds`, 300 unless it was set).
   */
  async cut(): Promise<KeepCut> {
    const client = (await this.#connected()).getClient();
    await withPlatformFaults('looking at the databases', async () => {
      for (const service of SERVICES)
        await requireNoFilling(this.#database(client, service).collection('platform_meta'), service);
    });
    const session = client.startSession({ snapshot: true });
    // The first reading is what fixes the instant.
    await withPlatformFaults('fixing the instant', () =>
      this.#database(client, SERVICES[0]!)
        .collection<MetaRow>('platform_meta')
        .findOne({ _id: 'format' }, ofInstant(session)),
    );
    return {
      items: () => itemsIn({ databaseOf: (service) => this.#database(client, service), session }),
      close: () => session.endSession(),
    };
  }

  async fill(services: KnownServices): Promise<KeepFilling> {
    const connection = await this.#connected();
    const client = connection.getClient();
    await withPlatformFaults('looking at the databases', () => this.#makeEmpty(client));
    const databaseOf = (service: string): mongo.Db => this.#database(client, service);
    return MongoFilling.begin({
      connection,
      databasePrefix: this.options.settings.databasePrefix,
      services,
      databaseOf,
    });
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    await connection?.close();
  }

  /** Only what a filling that was cut off has left, and says so in every database that holds anything, is removed. */
  async #makeEmpty(client: mongo.MongoClient): Promise<void> {
    const left: mongo.Db[] = [];
    for (const service of SERVICES) {
      const database = this.#database(client, service);
      if ((await database.collection<MetaRow>('platform_meta').findOne({ _id: FILLING })) !== null) {
        left.push(database);
        continue;
      }
      const held = await collectionWithRows(database);
      if (held === undefined) continue;
      throw new PlatformError(
        'place-not-empty',
        `the database ${database.databaseName} holds ${held}: set MONGO_DATABASE_PREFIX to one that is new`,
      );
    }
    for (const database of left) await database.dropDatabase();
  }

  #database(client: mongo.MongoClient, service: string): mongo.Db {
    return client.db(databaseName(this.options.settings.databasePrefix, service));
  }

  #connected(): Promise<Connection> {
    const { settings, instance } = this.options;
    return (this.#connection ??= connect(settings, { instance, isForIndexes: true }));
  }
}

/** What `--prepare` makes is empty, but for the format. */
async function collectionWithRows(database: mongo.Db): Promise<string | undefined> {
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    if (name === 'platform_meta') continue;
    if ((await database.collection(name).findOne({}, { projection: { _id: 1 } })) !== null) return name;
  }
  return undefined;
}
