import { PlatformError } from '@evenground/contracts';
import type { KafkaMessage } from 'kafkajs';
import type { PartitionRange } from './admin-seat.js';
import { type MessagePlace, PartitionReader, type PartitionReaderOptions } from './partition-reader.js';

/** Messages of one partition, in order. */
export interface ReadPage extends MessagePlace {
  readonly messages: readonly KafkaMessage[];
}

export interface ReadToHeadOptions extends Omit<
  PartitionReaderOptions,
  'from' | 'until' | 'handle' | 'onFault' | 'mayJump' | 'topics'
> {
  /** By topic in Kafka: where its partitions begin and end. */
  readonly ranges: ReadonlyMap<string, readonly PartitionRange[]>;
  /** By `topic/partition`, where it is later than the beginning. */
  readonly from?: ReadonlyMap<string, number>;
}

/**
 * Pages of all partitions up to the ends given, as fast as they are taken: what is not taken yet is not fetched.
 * @throws PlatformError what the reader reported as a fault
 */
export async function* readToHead(options: ReadToHeadOptions): AsyncGenerator<ReadPage> {
  const from = new Map<string, number>();
  const until = new Map<string, number>();
  for (const [topic, ranges] of options.ranges) {
    for (const { partition, low, high } of ranges) {
      const name = `${topic}/${partition}`;
      from.set(name, Math.max(low, options.from?.get(name) ?? 0));
      until.set(name, high);
    }
  }
  const open = new Set([...until].filter(([name, high]) => (from.get(name) ?? 0) < high).map(([name]) => name));
  if (open.size === 0) return;
  const hand = new Handover<ReadPage>();
  const reader = new PartitionReader({
    ...options,
    topics: [...options.ranges.keys()].filter((topic) => [...open].some((name) => name.startsWith(`${topic}/`))),
    from,
    until,
    mayJump: true,
    handle: (place, messages) => hand.give({ ...place, messages }),
    onFault: (error) => hand.fail(error),
  });
  try {
    await reader.start();
    while (open.size > 0) {
      const page = await hand.take();
      const name = `${page.topic}/${page.partition}`;
      if (Number(page.messages.at(-1)?.offset) + 1 >= (until.get(name) ?? 0)) open.delete(name);
      yield page;
    }
  } finally {
    hand.fail(new PlatformError('closed', 'the reading has ended'));
    await reader.close();
  }
}

/** One item from one hand to the other: who gives waits until it was taken. */
class Handover<Item> {
  private item: { readonly value: Item; readonly taken: () => void } | undefined;
  private failure: { readonly error: unknown } | undefined;
  private wake = (): void => undefined;
  private release = (): void => undefined;

  async give(value: Item): Promise<void> {
    if (this.failure !== undefined) return;
    await new Promise<void>((resolve) => {
      this.item = { value, taken: resolve };
      this.release = resolve;
      this.wake();
    });
  }

  async take(): Promise<Item> {
    while (this.item === undefined) {
      if (this.failure !== undefined) throw this.failure.error;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const { value, taken } = this.item;
    this.item = undefined;
    taken();
    return value;
  }

  fail(error: unknown): void {
    this.failure ??= { error };
    this.release();
    this.wake();
  }
}
