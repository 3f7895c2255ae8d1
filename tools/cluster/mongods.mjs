// A replica set of one or three mongods on loopback; transactions need a replica set, a single node included.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { eventually } from './eventually.mjs';
import { mongodBinary } from './mongod-binary.mjs';
import { ownedProcess } from './owned-process.mjs';

export const REPLICA_SET = 'rs0';
const ALREADY_INITIALIZED = 23;

export function mongoUrlOf(ports) {
  return `mongodb://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/?replicaSet=${REPLICA_SET}`;
}

export function mongodsOf({ directory, ports, cacheGb, testCommands, electionTimeoutMs }) {
  const folder = (at) => join(directory, `mongod-${at + 1}`);
  const mongods = ports.map((port, at) => {
    return ownedProcess({
      name: `mongod-${at + 1}`,
      directory,
      port,
      command: async () => [
        await mongodBinary(),
        ...['--dbpath', folder(at), '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', REPLICA_SET],
        ...['--wiredTigerCacheSizeGB', String(cacheGb), '--oplogSize', '512', '--nounixsocket'],
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
        // The rows of a transaction whose process was killed are locked until then; 60 s unless said otherwise.
        ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
        ...(testCommands ? ['--setParameter', 'enableTestCommands=1'] : []),
      ],
    });
  });
  return {
    mongods,
    url: mongoUrlOf(ports),
    async start() {
      ports.forEach((_, at) => mkdirSync(folder(at), { recursive: true }));
      for (const mongod of mongods) await mongod.start();
      await Promise.all(mongods.map((mongod) => mongod.listening()));
      await initiated(ports, electionTimeoutMs);
    },
  };
}

/** Makes the set if it is not made yet, and waits for a primary and for every member to have caught up. */
export async function initiated(ports, electionTimeoutMs) {
  await withClient(ports[0], async (admin) => {
    const config = {
      _id: REPLICA_SET,
      members: ports.map((port, at) => ({ _id: at, host: `127.0.0.1:${port}` })),
      ...(electionTimeoutMs !== undefined && { settings: { electionTimeoutMillis: electionTimeoutMs } }),
    };
    try {
      await admin.command({ replSetInitiate: config });
    } catch (error) {
      if (error.code !== ALREADY_INITIALIZED) throw error;
    }
    await eventually(
      async () => {
        const { members } = await admin.command({ replSetGetStatus: 1 });
        return (
          members.filter(({ stateStr }) => stateStr === 'PRIMARY').length === 1 &&
          members.every(({ stateStr }) => stateStr === 'PRIMARY' || stateStr === 'SECONDARY')
        );
      },
      { says: () => `the replica set on ${ports.join(', ')} has no primary, or a member that has not caught up` },
    );
  });
  // Elected is not yet writable: the new primary first finishes what the old one began.
  await eventually(
    async () => {
      for (const port of ports)
        if (await withClient(port, async (admin) => (await admin.command({ hello: 1 })).isWritablePrimary)) return true;
      return false;
    },
    { says: () => `no member of the replica set on ${ports.join(', ')} takes writes` },
  );
}

/** The port of the member that takes writes, or undefined while there is none. */
export async function primaryPort(ports) {
  for (const port of ports) {
    const hello = await withClient(port, (admin) => admin.command({ hello: 1 }), 3_000).catch(() => undefined);
    if (hello?.isWritablePrimary) return port;
  }
  return undefined;
}

/** Makes a primary give its office to another member, for at least so long. */
export async function stepDown(port, forSeconds = 10) {
  await withClient(port, (admin) => admin.command({ replSetStepDown: forSeconds, secondaryCatchUpPeriodSecs: 5 }));
}

async function withClient(port, work, serverSelectionTimeoutMS = 10_000) {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS,
    connectTimeoutMS: 3_000,
  });
  try {
    await client.connect();
    return await work(client.db('admin'));
  } finally {
    await client.close();
  }
}
