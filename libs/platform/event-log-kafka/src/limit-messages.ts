import type { KafkaSettings } from '@evenground/config';
import kafkajs from 'kafkajs';
import { AdminSeat } from './admin-seat.js';
import type { CreateTopicsOptions } from './create-topics.js';
import { KAFKA_TIMES } from './kafka-times.js';

/** Has these topics refuse larger messages, whatever the catalogue needs: a mistake of operators, for tests to make. */
export async function limitMessages(
  settings: KafkaSettings,
  topics: readonly string[],
  largestBytes: number,
  { clock }: Pick<CreateTopicsOptions, 'clock'>,
): Promise<void> {
  const seat = new AdminSeat({ settings, clientId: 'evenground-topics', times: KAFKA_TIMES }, clock);
  try {
    await seat.ask('configuring topics', (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: topics.map((topic) => ({
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: settings.topicPrefix + topic,
          configEntries: [{ name: 'max.message.bytes', value: String(largestBytes) }],
        })),
      }),
    );
  } finally {
    await seat.close();
  }
}
