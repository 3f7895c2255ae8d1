import { type Clock, type KafkaSettings, wait } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import kafkajs, { type Admin } from 'kafkajs';
import { AdminSeat } from './admin-seat.js';
import type { OnWarning } from './connection.js';
import { KAFKA_TIMES, type KafkaTimes } from './kafka-times.js';
import { brokenPromises, configOf, longestRetentionMs } from './topic-configs.js';
import { type KafkaTopic, catalogueTopics } from './topic-names.js';

const LOOK_AGAIN_MS = 500;
const LOOKS = 6; // a broker that has just started hears of new topics some seconds later than the others

export interface CreateTopicsOptions {
  readonly clock: Clock;
  readonly onWarning?: OnWarning;
  readonly times?: Partial<KafkaTimes>;
  /** Every topic of the catalogue, unless a test needs fewer. */
  readonly topics?: readonly KafkaTopic[];
}

export interface CreatedTopics {
  /** Names in Kafka. */
  readonly created: readonly string[];
  /** Topics that got more partitions. */
  readonly extended: readonly string[];
}

/**
 * Creates what is missing of the catalogue's topics and adds partitions where the catalogue has more. What is there
 * already keeps its configuration: it is the operator's, and `checkTopics` says where it breaks a promise. May be run
 * again at any time, by several processes at once.
 *
 * @throws PlatformError `configuration-invalid` when the cluster cannot have such topics, `log-unavailable`
 */
export async function createTopics(settings: KafkaSettings, options: CreateTopicsOptions): Promise<CreatedTopics> {
  const { clock, onWarning, topics = catalogueTopics() } = options;
  const times = { ...KAFKA_TIMES, ...options.times };
  const seat = new AdminSeat({ settings, clientId: 'evenground-topics', times, onWarning }, clock);
  try {
    return await createMissing(seat, settings, topics);
  } finally {
    await seat.close();
  }
}

/** Removes the topics, and so what lies in them: for places that were made for a test. */
export async function removeTopics(settings: KafkaSettings, options: CreateTopicsOptions): Promise<void> {
  const { clock, topics = catalogueTopics() } = options;
  const times = { ...KAFKA_TIMES, ...options.times };
  const seat = new AdminSeat({ settings, clientId: 'evenground-topics', times }, clock);
  try {
    const names = topics.map(({ name }) => settings.topicPrefix + name);
    const present = [...(await partitionsOf(seat, names)).keys()];
    if (present.length > 0) await seat.ask('removing topics', (admin) => admin.deleteTopics({ topics: present }));
  } finally {
    await seat.close();
  }
}

export async function createMissing(
  seat: AdminSeat,
  settings: KafkaSettings,
  topics: readonly KafkaTopic[],
): Promise<CreatedTopics> {
  const inKafka = (topic: KafkaTopic): string => settings.topicPrefix + topic.name;
  const present = await partitionsOf(seat, topics.map(inKafka));
  const missing = topics.filter((topic) => !present.has(inKafka(topic)));
  if (missing.length > 0) {
    await requireBrokers(seat, settings.replicationFactor);
    await seat.ask('creating topics', (admin) => create(admin, missing, settings));
    await listed(seat, missing.map(inKafka));
  }
  const short = topics.filter((topic) => (present.get(inKafka(topic)) ?? Infinity) < topic.partitions);
  if (short.length > 0) {
    const topicPartitions = short.map((topic) => ({ topic: inKafka(topic), count: topic.partitions }));
    await seat.ask('adding partitions', (admin) => admin.createPartitions({ topicPartitions }));
  }
  return { created: missing.map(inKafka), extended: short.map(inKafka) };
}

export interface CheckedTopics {
  /** After so long every event that lies in a topic now is gone; infinite where one keeps events without limit. */
  readonly longestRetentionMs: number;
}

/**
 * @throws PlatformError `configuration-invalid` naming each topic that is missing or is configured so that a promise of
 * the log would break, and what would be right
 */
export async function checkTopics(
  seat: AdminSeat,
  settings: KafkaSettings,
  topics: readonly KafkaTopic[],
  clock: Clock,
): Promise<CheckedTopics> {
  const inKafka = (topic: KafkaTopic): string => settings.topicPrefix + topic.name;
  const missing = await missingOf(seat, topics.map(inKafka), clock);
  if (missing.length > 0) {
    throw new PlatformError(
      'configuration-invalid',
      `Kafka has no ${missing.length === 1 ? 'topic' : 'topics'} ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}; create them first (the job that creates topics does, or KAFKA_CREATE_TOPICS=true lets the process do it)`,
    );
  }
  const configs = await seat.ask('reading the configuration of topics', (admin) =>
    admin.describeConfigs({
      resources: topics.map((topic) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name: inKafka(topic) })),
      includeSynonyms: false,
    }),
  );
  const found = new Map(
    configs.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
  const broken = topics.flatMap((topic) =>
    brokenPromises(topic, settings.replicationFactor, found.get(inKafka(topic)) ?? new Map()).map(
      (says) => `topic ${inKafka(topic)}: ${says}`,
    ),
  );
  if (broken.length > 0) throw new PlatformError('configuration-invalid', broken.join('; '));
  return { longestRetentionMs: longestRetentionMs(topics.map((topic) => found.get(inKafka(topic)) ?? new Map())) };
}

async function missingOf(seat: AdminSeat, names: readonly string[], clock: Clock): Promise<readonly string[]> {
  for (let looks = 1; ; looks += 1) {
    const present = await partitionsOf(seat, names);
    const missing = names.filter((name) => !present.has(name));
    if (missing.length === 0 || looks === LOOKS) return missing;
    await wait(clock, LOOK_AGAIN_MS);
  }
}

/**
 * Waits until a broker, asked over a new connection each time, tells of these topics: the controller has made them, but a
 * broker hears of it a moment later, and whoever opens the log right away would be refused.
 */
async function listed(seat: AdminSeat, names: readonly string[]): Promise<void> {
  await seat.ask('waiting until the new topics are told of', async (admin) => {
    const present = new Set(await admin.listTopics());
    const absent = names.filter((name) => !present.has(name));
    if (absent.length === 0) return;
    throw new PlatformError('log-unavailable', `Kafka does not tell of ${absent[0]} yet`, { retriable: true });
  });
}

async function create(admin: Admin, missing: readonly KafkaTopic[], settings: KafkaSettings): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map((topic) => ({
      topic: settings.topicPrefix + topic.name,
      numPartitions: topic.partitions,
      replicationFactor: settings.replicationFactor,
      configEntries: Object.entries(configOf(topic, settings.replicationFactor)).map(([name, value]) => ({
        name,
        value,
      })),
    })),
  });
}

/** The number of partitions of each of these topics that exists. */
async function partitionsOf(seat: AdminSeat, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return seat.ask('reading which topics there are', async (admin) => {
    const all = new Set(await admin.listTopics());
    const present = names.filter((name) => all.has(name));
    if (present.length === 0) return new Map();
    const { topics } = await admin.fetchTopicMetadata({ topics: present });
    return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  });
}

async function requireBrokers(seat: AdminSeat, replicationFactor: number): Promise<void> {
  const { brokers } = await seat.ask('reading which brokers there are', (admin) => admin.describeCluster());
  if (brokers.length >= replicationFactor) return;
  throw new PlatformError(
    'configuration-invalid',
    `KAFKA_REPLICATION_FACTOR is ${replicationFactor}, but the cluster has ${brokers.length} ${brokers.length === 1 ? 'broker' : 'brokers'}: set it to ${brokers.length} or add brokers`,
  );
}
