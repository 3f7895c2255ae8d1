import { KAFKA_SIZES } from './kafka-times.js';
import type { KafkaTopic } from './topic-names.js';

const DAY_MS = 86_400_000;

/** What the log's promises rest on, as configuration of a topic. */
export function configOf(topic: KafkaTopic, replicationFactor: number): Readonly<Record<string, string>> {
  return {
    ...(topic.retentionDays === undefined
      ? { 'cleanup.policy': 'compact' }
      : {
          'cleanup.policy': 'delete',
          'retention.ms': String(topic.retentionDays * DAY_MS),
          'retention.bytes': '-1',
          // Only whole segments are removed, so this is how much later than its retention an event may go.
          'segment.ms': String(DAY_MS),
        }),
    // The broker's clock: one that is skewed elsewhere removes nothing early and keeps nothing longer.
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': String(KAFKA_SIZES.maxMessageBytes),
    // An acknowledged event is on two brokers where there are three; with fewer nothing would be left to lose one.
    'min.insync.replicas': String(leastReplicas(replicationFactor)),
    'unclean.leader.election.enable': 'false',
  };
}

/** How long the topics that forget at all may keep an event: whole segments go, so one longer than their retention. */
export function longestRetentionMs(found: readonly ReadonlyMap<string, string>[]): number {
  const forgetting = found.filter((config) => config.get('cleanup.policy') === 'delete');
  return Math.max(
    0,
    ...forgetting.map((config) => {
      const [retention, segment] = [Number(config.get('retention.ms')), Number(config.get('segment.ms'))];
      return retention < 0 ? Infinity : retention + segment;
    }),
  );
}

export function leastReplicas(replicationFactor: number): number {
  return Math.max(1, replicationFactor - 1);
}

/** What of a topic's configuration breaks a promise; empty when nothing does. */
export function brokenPromises(
  topic: KafkaTopic,
  replicationFactor: number,
  found: ReadonlyMap<string, string>,
): readonly string[] {
  const expected = configOf(topic, replicationFactor);
  const value = (name: string): string => found.get(name) ?? '';
  const broken: string[] = [];
  const must = (name: string, holds: (is: string) => boolean, because: string): void => {
    if (found.has(name) && !holds(value(name))) {
      broken.push(`${name} is ${value(name)} and must be ${expected[name]}: ${because}`);
    }
  };
  if (topic.retentionDays === undefined) {
    must('cleanup.policy', (is) => is === 'compact', 'else the oldest words are forgotten');
  } else {
    must('cleanup.policy', (is) => is === 'delete', 'compaction would remove events that a reader still needs');
    const days = topic.retentionDays * DAY_MS;
    must('retention.ms', (is) => Number(is) === -1 || Number(is) >= days, 'a shorter one removes unread events');
    must('retention.bytes', (is) => is === '-1', 'a full topic would remove unread events');
  }
  must(
    'min.insync.replicas',
    (is) => Number(is) >= leastReplicas(replicationFactor),
    'else a dead broker may take acknowledged events with it',
  );
  must('unclean.leader.election.enable', (is) => is === 'false', 'else a broker that was behind may become the truth');
  must(
    'max.message.bytes',
    (is) => Number(is) >= KAFKA_SIZES.maxMessageBytes,
    'else an event that a commit took could never be sent',
  );
  if (!['', 'producer', 'uncompressed', 'gzip'].includes(value('compression.type'))) {
    broken.push(
      `compression.type is ${value('compression.type')} and must be producer: this client reads gzip and nothing else`,
    );
  }
  return broken;
}
