import type { Clock, KafkaSettings } from '@evenground/config';
import { AdminSeat } from './admin-seat.js';
import { KAFKA_TIMES } from './kafka-times.js';

export interface PartitionState {
  readonly partition: number;
  /** The port that its leader listens on; `undefined` while it has none. */
  readonly leaderPort: number | undefined;
  readonly inSync: number;
}

/** Who leads each partition of a topic, for tests and tools that choose whom to kill. */
export async function partitionStates(
  settings: KafkaSettings,
  clock: Clock,
  topic: string,
): Promise<readonly PartitionState[]> {
  const seat = new AdminSeat({ settings, clientId: 'evenground-partitions', times: KAFKA_TIMES }, clock);
  try {
    return await seat.ask('reading who leads', async (admin) => {
      const { brokers } = await admin.describeCluster();
      const { topics } = await admin.fetchTopicMetadata({ topics: [settings.topicPrefix + topic] });
      return (topics[0]?.partitions ?? []).map(({ partitionId, leader, isr }) => ({
        partition: partitionId,
        leaderPort: brokers.find(({ nodeId }) => nodeId === leader)?.port,
        inSync: isr.length,
      }));
    });
  } finally {
    await seat.close();
  }
}
