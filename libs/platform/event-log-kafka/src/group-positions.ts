import { type Clock, wait } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import type { Consumer } from 'kafkajs';
import type { AdminSeat } from './admin-seat.js';
import { type PartitionOrder, retentionPassed } from './partition-order.js';

const LOOK_AGAIN_MS = 1_000;
const LOOKS = 10; // a new leader may know less than the old one for some seconds

export interface BeginOptions {
  readonly clock: Clock;
  readonly admin: AdminSeat;
  /** In Kafka. */
  readonly group: string;
  /** By topic in Kafka. */
  readonly assigned: ReadonlyMap<string, readonly number[]>;
  readonly order: PartitionOrder;
  readonly consumer: Pick<Consumer, 'commitOffsets'>;
}

/**
 * Finds where the group goes on in each of these partitions, and records the oldest kept offset where it never was.
 *
 * @throws PlatformError `retention-passed` when a recorded position was removed, `log-corrupt` when it lies beyond the
 * end, which a log that lost nothing cannot have
 */
export async function beginPositions(options: BeginOptions): Promise<void> {
  const { assigned, admin, group, order, consumer } = options;
  if (assigned.size === 0) return;
  const recorded = await admin.recorded(group, [...assigned.keys()]);
  const first: { topic: string; partition: number; offset: string }[] = [];
  for (const [topic, partitions] of assigned) {
    const ranges = new Map((await admin.ranges(topic)).map((range) => [range.partition, range]));
    const offsets = new Map((recorded.get(topic) ?? []).map(({ partition, offset }) => [partition, offset]));
    for (const partition of partitions) {
      const low = ranges.get(partition)?.low ?? 0;
      const offset = offsets.get(partition) ?? -1;
      // kafkajs writes -2 where it moved a reader to the oldest event: what stood there before is lost, and so told.
      if (offset < -1 || (offset >= 0 && offset < low)) throw retentionPassed(group, topic, partition, offset, low);
      if (offset > (ranges.get(partition)?.high ?? 0)) await requireEnd(options, topic, partition, offset);
      if (offset === -1) first.push({ topic, partition, offset: String(low) });
      order.reached(topic, partition, offset === -1 ? low : offset);
    }
  }
  if (first.length > 0) await consumer.commitOffsets(first);
}

/** @throws PlatformError `retention-passed` when a position that the group recorded was removed */
export async function requireKept(admin: AdminSeat, group: string, topics: readonly string[]): Promise<void> {
  for (const [topic, offsets] of await admin.recorded(group, topics)) {
    if (offsets.every(({ offset }) => offset === -1)) continue;
    const lows = new Map((await admin.ranges(topic)).map(({ partition, low }) => [partition, low]));
    for (const { partition, offset } of offsets) {
      const low = lows.get(partition) ?? 0;
      if (offset < -1 || (offset >= 0 && offset < low)) throw retentionPassed(group, topic, partition, offset, low);
    }
  }
}

async function requireEnd(
  { admin, clock, group }: BeginOptions,
  topic: string,
  partition: number,
  offset: number,
): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const range = (await admin.ranges(topic)).find((found) => found.partition === partition);
    if (range !== undefined && range.high >= offset) return;
    await wait(clock, LOOK_AGAIN_MS);
  }
  throw new PlatformError(
    'log-corrupt',
    `${group} has read ${topic}/${partition} up to offset ${offset}, which lies beyond its end: the topic was made anew or lost events`,
  );
}
