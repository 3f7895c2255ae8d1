import type { MongoSettings } from '@evenground/config';
import type { Collection } from '@evenground/document-store';
import { connect } from './connect.js';
import { withPlatformFaults } from './mongo-faults.js';
import { openServiceDatabase } from './service-database.js';

export interface PrepareOptions {
  readonly settings: MongoSettings;
  readonly instance: string;
  readonly services: readonly { readonly service: string; readonly collections: readonly Collection[] }[];
}

/**
 * Makes the collections and indexes that services need, ahead of a roll-out, without a limit of time: the copies then find
 * them made. Running it again changes nothing.
 * @throws PlatformError as opening does
 */
export async function prepareDatabases({ settings, instance, services }: PrepareOptions): Promise<void> {
  const { databasePrefix } = settings;
  const connection = await connect(settings, { instance, isForIndexes: true });
  try {
    for (const { service, collections } of services) {
      await withPlatformFaults(`preparing the documents of ${service}`, () =>
        openServiceDatabase({ connection, databasePrefix, service, collections }),
      );
    }
  } finally {
    await connection.close();
  }
}
