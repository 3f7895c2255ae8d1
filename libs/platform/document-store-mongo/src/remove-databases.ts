import type { MongoSettings } from '@evenground/config';
import { connect } from './connect.js';
import { withPlatformFaults } from './mongo-faults.js';
import { databaseName } from './service-database.js';

/** Removes everything of these services. For development and tests. */
export async function removeDatabases(settings: MongoSettings, services: readonly string[]): Promise<void> {
  const connection = await connect(settings, { instance: 'remove-databases' });
  try {
    for (const service of services) {
      const name = databaseName(settings.databasePrefix, service);
      await withPlatformFaults(`removing ${name}`, () => connection.getClient().db(name).dropDatabase());
    }
  } finally {
    await connection.close();
  }
}
