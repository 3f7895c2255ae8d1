import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock, systemRandom, type MongoSettings } from '@evenground/config';
import { SERVICES } from '@evenground/contracts';
import {
  openMongoStores,
  removeDatabases,
  type MongoStores,
  type MongoStoresOptions,
} from '@evenground/document-store-mongo';
import { openEmbedded } from '@evenground/embedded';
import type { Backend, OpenPlatform } from '../suites/platform-under-test.js';
import { runChild, type ChildRun } from './child-run.js';
import type { MongoProgram } from './mongo-child.js';

const CHILD = fileURLToPath(new URL('../../dist/faults/mongo-child.js', import.meta.url));

/** Soon, so that what a killed process has left is taken over within a test's patience. */
export const SOON = { sweepMs: 150, dueMs: 300, leaseMs: 600 } as const;

export interface MongoPlace {
  readonly settings: MongoSettings;
  /** Of the log. */
  readonly directory: string;
}

export interface MongoPlatform extends OpenPlatform {
  readonly stores: MongoStores;
}

export interface MongoBackend extends Backend, MongoPlace {
  open(options?: Partial<MongoStoresOptions>): Promise<MongoPlatform>;
  child(program: Omit<MongoProgram, keyof MongoPlace>): ChildRun;
}

/** Fresh databases on the MongoDB that `MONGO_URL` names, over an embedded log. */
export async function mongoBackend(): Promise<MongoBackend> {
  const url = process.env['MONGO_URL'];
  if (url === undefined) throw new Error('MONGO_URL must say where a replica set is');
  const settings = { url, databasePrefix: `t${randomBytes(6).toString('hex')}` };
  const directory = await mkdtemp(join(tmpdir(), 'evenground-'));
  return {
    settings,
    directory,
    open: (options) => openMongoPlatform({ settings, directory }, options),
    child: (program) => runChild(CHILD, { settings, directory, ...program }),
    dispose: async () => {
      await removeDatabases(settings, SERVICES);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function openMongoPlatform(
  { settings, directory }: MongoPlace,
  options: Partial<MongoStoresOptions> = {},
): Promise<MongoPlatform> {
  const { log, close } = await openEmbedded({ directory, clock: systemClock, random: systemRandom });
  try {
    const stores = await openMongoStores({
      settings,
      log,
      clock: systemClock,
      random: systemRandom,
      instance: 'test',
      sweepTimes: SOON,
      ...options,
    });
    return { log, stores, bringsLater: true, close: () => stores.close().finally(close) };
  } catch (error) {
    await close();
    throw error;
  }
}
