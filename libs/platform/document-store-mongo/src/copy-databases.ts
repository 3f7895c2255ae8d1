import type { MongoSettings } from '@evenground/config';
import { connect } from './connect.js';
import { withPlatformFaults } from './mongo-faults.js';
import { databaseName } from './service-database.js';

/**
 * Copies the documents of these services to where another prefix has them, in the place of what is there; nobody may write
 * meanwhile. Indexes are made when the copy is opened. For development and tests.
 */
export async function copyDatabases(
  settings: MongoSettings,
  services: readonly string[],
  from: string,
  to: string,
): Promise<void> {
  const connection = await connect(settings, { instance: 'copy-databases' });
  try {
    const client = connection.getClient();
    for (const service of services) {
      const [source, target] = [client.db(databaseName(from, service)), client.db(databaseName(to, service))];
      await withPlatformFaults(`copying the documents of ${service}`, async () => {
        await target.dropDatabase();
        for (const { name } of await source.listCollections({ type: 'collection' }).toArray())
          await source
            .collection(name)
            .aggregate([{ $out: { db: target.databaseName, coll: name } }])
            .toArray();
      });
    }
  } finally {
    await connection.close();
  }
}
