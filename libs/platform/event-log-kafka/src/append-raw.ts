import type { Clock, KafkaSettings, Random } from '@evenground/config';
import { AdminSeat } from './admin-seat.js';
import { Appender } from './appender.js';
import { KAFKA_TIMES } from './kafka-times.js';

/** Puts bytes that are no event into a topic, one message per key, as a stranger would: for tests of what then happens. */
export async function appendRaw(
  settings: KafkaSettings,
  parts: { readonly clock: Clock; readonly random: Random },
  topic: string,
  values: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const connection = { settings, clientId: 'evenground-stranger', times: KAFKA_TIMES };
  const admin = new AdminSeat(connection, parts.clock);
  const appender = new Appender({ ...connection, ...parts, admin });
  try {
    const inKafka = settings.topicPrefix + topic;
    await appender.append([...values].map(([key, value]) => ({ topic: inKafka, key, value, bytes: value.length })));
  } finally {
    await appender.close();
    await admin.close();
  }
}
