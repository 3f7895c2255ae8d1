import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock, systemRandom, type KafkaSettings, type MongoSettings } from '@evenground/config';
import { SERVICES } from '@evenground/contracts';
import {
  openMongoStores,
  removeDatabases,
  type MongoStores,
  type MongoStoresOptions,
} from '@evenground/document-store-mongo';
import { openEmbedded } from '@evenground/embedded';
import { openKafkaEventLog, type KafkaTopic } from '@evenground/event-log-kafka';
import type { Backend, OpenPlatform } from '../suites/platform-under-test.js';
import { RECORDS } from '../suites/sequenced-events.js';
import { runChild, type ChildRun } from './child-run.js';
import { SUITE_TOPICS, kafkaPlace } from './kafka-backend.js';
import type { MongoProgram } from './mongo-child.js';
import type { VolumeProgram } from './mongo-volume-child.js';

const CHILD = fileURLToPath(new URL('../../dist/faults/mongo-child.js', import.meta.url));
const VOLUME_CHILD = fileURLToPath(new URL('../../dist/faults/mongo-volume-child.js', import.meta.url));

const TOPICS: readonly KafkaTopic[] = [
  ...SUITE_TOPICS,
  { name: `${RECORDS}.requests`, partitions: 1, retentionDays: 30 },
];

/** Soon, so that what a killed process has left is taken over within a test's patience. */
export const SOON = { sweepMs: 150, dueMs: 300, leaseMs: 600 } as const;

export interface MongoPlace {
  readonly settings: MongoSettings;
  /** Of the log: an embedded one in this directory, or the one in Kafka. */
  readonly log: { readonly directory: string } | { readonly kafka: KafkaSettings };
}

export interface MongoPlatform extends OpenPlatform {
  readonly stores: MongoStores;
}

export interface MongoBackend extends Backend, MongoPlace {
  open(options?: Partial<MongoStoresOptions>): Promise<MongoPlatform>;
  child(program: Omit<MongoProgram, keyof MongoPlace>): ChildRun;
  /** Commits and reads so much in a process that has only so much memory; see `VolumeReport`. */
  volume(program: Omit<VolumeProgram, keyof MongoPlace>, limits: { readonly heapMb: number }): ChildRun;
}

/** Fresh databases on the given MongoDB, over an embedded log. */
export async function mongoBackend(url = mongoUrl()): Promise<MongoBackend> {
  const directory = await mkdtemp(join(tmpdir(), 'evenground-'));
  return backendOf({ settings: freshDatabases(url), log: { directory } }, () =>
    rm(directory, { recursive: true, force: true }),
  );
}

/** Fresh databases and fresh topics, on the MongoDB and the Kafka that `MONGO_URL` and `KAFKA_BROKERS` name. */
export async function kafkaMongoBackend(): Promise<MongoBackend> {
  const kafka = await kafkaPlace(TOPICS);
  return backendOf({ settings: freshDatabases(mongoUrl()), log: { kafka: kafka.settings } }, () => kafka.dispose());
}

function backendOf(place: MongoPlace, removeLog: () => Promise<void>): MongoBackend {
  return {
    ...place,
    open: (options) => openMongoPlatform(place, options),
    child: (program) => runChild(CHILD, { ...place, ...program }),
    volume: (program, limits) => runChild(VOLUME_CHILD, { ...place, ...program }, limits),
    dispose: async () => {
      await removeDatabases(place.settings, SERVICES);
      await removeLog();
    },
  };
}

function mongoUrl(): string {
  const url = process.env['MONGO_URL'];
  if (url === undefined || url === '') throw new Error('MONGO_URL must say where a replica set is');
  return url;
}

function freshDatabases(url: string): MongoSettings {
  return { url, databasePrefix: `t${randomBytes(6).toString('hex')}` };
}

export async function openMongoPlatform(
  { settings, log: place }: MongoPlace,
  options: Partial<MongoStoresOptions> = {},
): Promise<MongoPlatform> {
  const { log, close } = await openLog(place);
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

async function openLog(place: MongoPlace['log']): Promise<Pick<OpenPlatform, 'log' | 'close'>> {
  if ('directory' in place) return openEmbedded({ ...place, clock: systemClock, random: systemRandom });
  const log = await openKafkaEventLog({
    settings: place.kafka,
    instance: 'test',
    clock: systemClock,
    random: systemRandom,
    topics: TOPICS,
    times: { idleFetchMs: 100 }, // a close waits for it
  });
  return { log, close: () => log.close() };
}
