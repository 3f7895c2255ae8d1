import { PlatformError } from '@evenground/contracts';
import type { KafkaMessage } from 'kafkajs';
import type { PartitionRange } from './admin-seat.js';

/** What to do with a batch of which the next expected offset is known. */
export type Continuation =
  | { readonly goOn: readonly KafkaMessage[] }
  /** kafkajs jumped: it is to fetch from the expected offset again. */
  | { readonly seek: number };

/**
 * Own positions: which offset of a partition comes next. kafkajs moves a reader that retention has overtaken to the
 * oldest kept event and goes on without a word; here every batch must continue the one before.
 */
export class PartitionOrder {
  private readonly next = new Map<string, number>();
  /** The jump that is being asked about again: a gap that stays is one that Kafka made (a removed marker). */
  private readonly doubted = new Map<string, number>();

  constructor(
    private readonly who: string,
    private readonly rangesOf: (topic: string) => Promise<readonly PartitionRange[]>,
  ) {}

  expected(topic: string, partition: number): number | undefined {
    return this.next.get(`${topic}/${partition}`);
  }

  reached(topic: string, partition: number, next: number): void {
    this.next.set(`${topic}/${partition}`, next);
  }

  /** How many events lie ahead in these partitions. What is no longer there is behind nobody. */
  async behind(): Promise<number> {
    const topics = new Set([...this.next.keys()].map((name) => name.slice(0, name.lastIndexOf('/'))));
    const counts = await Promise.all(
      [...topics].map(async (topic) =>
        (await this.rangesOf(topic)).map(({ partition, low, high }) =>
          Math.max(0, high - Math.max(low, this.expected(topic, partition) ?? high)),
        ),
      ),
    );
    return counts.flat().reduce((sum, events) => sum + events, 0);
  }

  /** @throws PlatformError `retention-passed` when what is expected was removed */
  async continue(topic: string, partition: number, messages: readonly KafkaMessage[]): Promise<Continuation> {
    const name = `${topic}/${partition}`;
    const expected = this.next.get(name) ?? 0;
    const kept = messages.filter(({ offset }) => Number(offset) >= expected);
    const first = Number(kept[0]?.offset ?? expected);
    if (first === expected) {
      this.doubted.delete(name);
      return { goOn: kept };
    }
    const low = (await this.rangesOf(topic)).find((range) => range.partition === partition)?.low ?? 0;
    if (low > expected) throw retentionPassed(this.who, topic, partition, expected, low);
    if (this.doubted.get(name) === expected) return { goOn: kept };
    this.doubted.set(name, expected);
    return { seek: expected };
  }
}

export function retentionPassed(
  who: string,
  topic: string,
  partition: number,
  next: number,
  low: number,
): PlatformError {
  const read = next < 0 ? 'a position that the client gave up' : `offset ${next}`;
  return new PlatformError(
    'retention-passed',
    `${who} has read ${topic}/${partition} up to ${read}, but retention removed everything before ${low}`,
  );
}
