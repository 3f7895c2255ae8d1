import type { Clock, KafkaSettings } from '@evenground/config';
import { AdminSeat } from './admin-seat.js';
import { KAFKA_TIMES } from './kafka-times.js';
import { TopicNames, catalogueTopics } from './topic-names.js';

export interface LogInUse {
  /** Topics, by their names in Kafka, that hold or ever held a message. */
  readonly usedTopics: readonly string[];
  /** Work groups, by their names in Kafka, that a running process is a member of. */
  readonly livingGroups: readonly string[];
}

/** What is in the topics of this prefix and who reads them: whether a place is new, and whether its services are stopped. */
export async function logInUse(settings: KafkaSettings, clock: Clock, services: readonly string[]): Promise<LogInUse> {
  const seat = new AdminSeat({ settings, clientId: 'evenground-archive', times: KAFKA_TIMES }, clock);
  const names = new TopicNames(settings.topicPrefix);
  try {
    const present = new Set(await seat.ask('reading which topics there are', (admin) => admin.listTopics()));
    const usedTopics: string[] = [];
    for (const topic of catalogueTopics().map(({ name }) => names.inKafka(name))) {
      if (!present.has(topic)) continue;
      const ranges = await seat.ranges(topic);
      if (ranges.some(({ high }) => high > 0)) usedTopics.push(topic);
    }
    const ours = services.map((service) => names.groupInKafka(`${service}.`));
    const livingGroups = await seat.ask('reading who listens', async (admin) => {
      const { groups } = await admin.listGroups();
      const asked = groups.map(({ groupId }) => groupId).filter((id) => ours.some((prefix) => id.startsWith(prefix)));
      if (asked.length === 0) return [];
      const described = await admin.describeGroups(asked);
      return described.groups.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId);
    });
    return { usedTopics, livingGroups };
  } finally {
    await seat.close();
  }
}
