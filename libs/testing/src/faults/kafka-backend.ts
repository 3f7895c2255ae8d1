import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type KafkaSettings, systemClock, systemRandom } from '@evenground/config';
import type { EventLog } from '@evenground/event-log';
import {
  type KafkaLogOptions,
  type KafkaTopic,
  createTopics,
  openKafkaEventLog,
  removeTopics,
} from '@evenground/event-log-kafka';
import type { Backend } from '../suites/platform-under-test.js';
import { RECORDS, REFERENCE, TOUCHED } from '../suites/sequenced-events.js';
import { runChild, type ChildRun } from './child-run.js';
import { embeddedBackend } from './embedded-backend.js';
import type { KafkaProgram } from './kafka-child.js';

const CHILD = fileURLToPath(new URL('../../dist/faults/kafka-child.js', import.meta.url));

/** The topics of the suites, with few partitions, since each test has its own. */
export const SUITE_TOPICS: readonly KafkaTopic[] = [
  { name: RECORDS, partitions: 2, retentionDays: 30 },
  { name: REFERENCE, partitions: 1, retentionDays: 30 },
  { name: TOUCHED, partitions: 1, retentionDays: 30 },
  { name: 'platform.stream-heads', partitions: 1, retentionDays: undefined },
];

/** A fresh place for a log in a real Kafka, and a way to open it. */
export interface KafkaPlace {
  readonly settings: KafkaSettings;
  open(options?: Partial<KafkaLogOptions>): Promise<EventLog>;
  dispose(): Promise<void>;
}

/** Where the cluster specs find Kafka. */
export function kafkaBrokers(): readonly string[] {
  const brokers = process.env['KAFKA_BROKERS'];
  if (brokers === undefined || brokers === '') throw new Error('KAFKA_BROKERS must say where Kafka is: host:port,…');
  return brokers.split(',');
}

export async function kafkaPlace(
  topics: readonly KafkaTopic[] = SUITE_TOPICS,
  told: Partial<KafkaSettings> = {},
): Promise<KafkaPlace> {
  const settings: KafkaSettings = {
    brokers: told.brokers ?? kafkaBrokers(),
    topicPrefix: `t${randomBytes(6).toString('hex')}-`,
    replicationFactor: 1,
    ...told,
  };
  await createTopics(settings, { clock: systemClock, topics });
  let opened = 0;
  return {
    settings,
    open: (options) =>
      openKafkaEventLog({
        settings,
        instance: `suite-${(opened += 1)}`, // as copies are: no two that run have one name
        clock: systemClock,
        random: systemRandom,
        topics,
        times: { idleFetchMs: 100 }, // a close waits for it
        ...options,
      }),
    dispose: () => removeTopics(settings, { clock: systemClock, topics }),
  };
}

export interface KafkaBackend extends Backend {
  readonly place: KafkaPlace;
  child(program: Omit<KafkaProgram, 'settings' | 'directory'>): ChildRun;
}

/** The log in Kafka, beside documents in an embedded store. */
export async function kafkaBackend(): Promise<KafkaBackend> {
  const place = await kafkaPlace();
  const { settings } = place;
  const embedded = await embeddedBackend();
  const { directory } = embedded;
  return {
    place,
    open: async () => {
      const { stores, close } = await embedded.open();
      const log = await place.open();
      return {
        log,
        stores,
        close: async () => {
          await log.close();
          await close();
        },
      };
    },
    child: (program) => runChild(CHILD, { settings, directory, ...program }),
    dispose: async () => {
      await embedded.dispose();
      await place.dispose();
    },
  };
}
