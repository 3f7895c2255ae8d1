import { PlatformError } from '@evenground/contracts';
import type { MongoSettings } from '@evenground/config';
import { createConnection, type Connection, type mongo } from 'mongoose';
import { withPlatformFaults } from './mongo-faults.js';
import { MONGO_TIMES } from './times.js';

const OLDEST_WIRE_VERSION = 17; // MongoDB 6.0

/** Said on the client, on every database and on every transaction, whatever the URL says. */
export const DURABLE: mongo.WriteConcernSettings = {
  w: 'majority',
  journal: true,
  wtimeoutMS: MONGO_TIMES.writeConcernMs,
};

export const TRANSACTION: mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: DURABLE,
  readPreference: 'primary',
};

export interface ConnectOptions {
  /** Shown in the server's log and `currentOp`. */
  readonly instance: string;
  /** Index builds last as long as the collection is large. */
  readonly isForIndexes?: boolean;
}

/**
 * Connects to a replica set or a sharded cluster.
 * @throws PlatformError `configuration-invalid` for a server that has no transactions or is too old; `store-unavailable`
 */
export async function connect(settings: MongoSettings, options: ConnectOptions): Promise<Connection> {
  if (settings.url === undefined) throw new PlatformError('configuration-invalid', 'MONGO_URL: needed for mongo');
  const connection = createConnection(settings.url, {
    appName: `evenground ${options.instance}`.slice(0, 128),
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
    writeConcern: DURABLE,
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    retryReads: true,
    retryWrites: true,
    serverSelectionTimeoutMS: MONGO_TIMES.serverSelectionMs,
    connectTimeoutMS: MONGO_TIMES.connectMs,
    heartbeatFrequencyMS: MONGO_TIMES.heartbeatMs,
    socketTimeoutMS: options.isForIndexes === true ? 0 : MONGO_TIMES.socketMs,
  });
  try {
    await withPlatformFaults('connecting to MongoDB', async () => {
      await connection.asPromise();
      requireTransactions(await connection.getClient().db('admin').command({ hello: 1 }));
    });
    requireConcerns(connection.getClient());
    return connection;
  } catch (error) {
    await connection.close(true);
    throw error;
  }
}

function requireTransactions(hello: mongo.Document): void {
  const isCluster = typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid';
  if (!isCluster) {
    throw new PlatformError(
      'configuration-invalid',
      'MONGO_URL: this is a standalone mongod, which has no transactions: start it with --replSet rs0 and run rs.initiate() once (one node is enough)',
    );
  }
  if (Number(hello['maxWireVersion']) < OLDEST_WIRE_VERSION) {
    throw new PlatformError('configuration-invalid', 'MONGO_URL: the server is older than MongoDB 6.0');
  }
}

/** A weaker concern would acknowledge what a new primary rolls back. */
function requireConcerns({ options }: mongo.MongoClient): void {
  const isDurable = options.writeConcern?.w === 'majority' && options.writeConcern.journal === true;
  if (!isDurable || options.readConcern?.level !== 'majority' || options.readPreference.mode !== 'primary') {
    throw new PlatformError(
      'configuration-invalid',
      'MONGO_URL: the connection must write with w=majority and journal=true and read with majority from the primary',
    );
  }
}
