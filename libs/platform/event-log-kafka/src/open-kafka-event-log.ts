import type { Clock, KafkaSettings, Random } from '@evenground/config';
import type { EventLog } from '@evenground/event-log';
import { AdminSeat } from './admin-seat.js';
import { Appender } from './appender.js';
import type { ConnectionOptions, OnWarning } from './connection.js';
import type { FaultInjector } from './crash-points.js';
import { type CheckedTopics, checkTopics, createMissing } from './create-topics.js';
import { KafkaEventLog } from './kafka-event-log.js';
import { KAFKA_TIMES, type KafkaTimes } from './kafka-times.js';
import { KnownHeads } from './known-heads.js';
import type { SendBlocks } from './send-blocks.js';
import { type KafkaTopic, TopicNames, catalogueTopics } from './topic-names.js';

export interface KafkaLogOptions {
  readonly settings: KafkaSettings;
  /** Names this copy, the same over restarts. */
  readonly instance: string;
  /** Which service it is of, for whoever looks at the cluster; absent: all of them. */
  readonly service?: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly onWarning?: OnWarning;
  /** Partitions of one consumption that are handled side by side; each of them in order. */
  readonly partitionsAtOnce?: number;
  readonly times?: Partial<KafkaTimes>;
  /** The catalogue, unless a test needs fewer. */
  readonly topics?: readonly KafkaTopic[];
  /** Only in tests. */
  readonly faults?: FaultInjector;
  /** Only in tests: the guard of `sendEachPartition` is taken out. */
  readonly send?: SendBlocks;
}

/** The event log, and what only this one tells. */
export type KafkaLog = EventLog & CheckedTopics;

/**
 * Opens the event log in Kafka.
 *
 * Topics are not its own to make: it refuses to start where one is missing or configured so that a promise would break,
 * unless the settings say `createTopics` (development, and installations whose operators leave topics to the product).
 *
 * @throws PlatformError `configuration-invalid` naming what would be right; `log-unavailable` when no broker answers
 */
export async function openKafkaEventLog(options: KafkaLogOptions): Promise<KafkaLog> {
  const { settings, instance, service = 'all', clock, random, onWarning } = options;
  const times = { ...KAFKA_TIMES, ...options.times };
  const topics = options.topics ?? catalogueTopics();
  const connection: ConnectionOptions = { settings, clientId: `evenground.${service}.${instance}`, times, onWarning };
  const admin = new AdminSeat(connection, clock);
  let checked: CheckedTopics;
  try {
    if (settings.createTopics === true) await createMissing(admin, settings, topics);
    checked = await checkTopics(admin, settings, topics, clock);
  } catch (error) {
    await admin.close();
    throw error;
  }
  const names = new TopicNames(settings.topicPrefix, topics);
  const parts = { ...connection, clock, random, admin, names };
  const appender = new Appender({ ...parts, send: options.send });
  const heads = new KnownHeads({ ...parts, appender, prefix: settings.topicPrefix });
  const { faults, partitionsAtOnce } = options;
  return new KafkaEventLog({ ...parts, ...checked, appender, heads, topics, faults, partitionsAtOnce });
}
