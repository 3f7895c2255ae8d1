import type { Clock, Random } from '@evenground/config';
import { STREAM_HEADS, type StreamPosition, streamId } from '@evenground/contracts';
import type { KafkaMessage } from 'kafkajs';
import type { AdminSeat } from './admin-seat.js';
import type { Appender } from './appender.js';
import type { ConnectionOptions } from './connection.js';
import { within } from './deadline.js';
import { PartitionReader } from './partition-reader.js';
import type { TopicNames } from './topic-names.js';

export interface KnownHeadsOptions extends ConnectionOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly admin: AdminSeat;
  readonly appender: Appender;
  readonly names: TopicNames;
  readonly prefix: string;
}

/**
 * How far publishers said that their streams reach: a compacted topic, followed by one reader per process from the first
 * question on. Compaction keeps the last word, not the highest, so a lower one than is known is not written at all; one
 * that slips through beside another process is put right when the publisher says its heads again.
 */
export class KnownHeads {
  private readonly heads = new Map<string, StreamPosition>();
  private readonly reached = new Map<number, number>();
  private readonly waiting = new Set<() => void>();
  private following: Promise<PartitionReader> | undefined;

  constructor(private readonly options: KnownHeadsOptions) {}

  async publish(positions: readonly StreamPosition[]): Promise<void> {
    await this.follow();
    const newest = new Map<string, StreamPosition>();
    for (const position of positions) {
      const id = streamId(position);
      const known = Math.max(this.heads.get(id)?.sequence ?? 0, newest.get(id)?.sequence ?? 0);
      if (position.sequence > known) newest.set(id, position);
    }
    await this.options.appender.append(
      [...newest].map(([key, { sequence }]) => {
        const value = JSON.stringify({ sequence });
        return { topic: this.topic, key, value, bytes: key.length + value.length + 20 };
      }),
    );
    newest.forEach((position) => this.learn(position));
  }

  async of(topics: readonly string[]): Promise<readonly StreamPosition[]> {
    await this.follow();
    const asked = new Set(topics);
    return [...this.heads.values()].filter(({ topic }) => asked.has(topic));
  }

  async close(): Promise<void> {
    const reader = await this.following?.catch(() => undefined);
    await reader?.close();
  }

  private get topic(): string {
    return this.options.names.inKafka(STREAM_HEADS.name);
  }

  /** Begins to follow, once, and resolves when all is known that had been said when it began. */
  private async follow(): Promise<void> {
    this.following ??= this.begin();
    try {
      await this.following;
    } catch (error) {
      this.following = undefined; // the next question tries again
      throw error;
    }
  }

  private async begin(): Promise<PartitionReader> {
    const { clock, times, admin, onWarning } = this.options;
    const ranges = await admin.ranges(this.topic);
    const reader = new PartitionReader({
      ...this.options,
      purpose: 'heads',
      topics: [this.topic],
      from: new Map(ranges.map(({ partition, low }) => [`${this.topic}/${partition}`, low])),
      mayJump: true,
      handle: ({ partition }, messages) => this.read(partition, messages),
      onFault: (error) => onWarning?.('heads cannot be followed', { error: String(error) }),
    });
    await reader.start();
    const isRead = (): boolean =>
      ranges.every(({ partition, low, high }) => low >= high || (this.reached.get(partition) ?? 0) >= high);
    try {
      await within(clock, times.startMs, 'reading the heads of streams', this.until(isRead));
    } catch (error) {
      await reader.close();
      throw error;
    }
    return reader;
  }

  private async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
      });
    }
  }

  private read(partition: number, messages: readonly KafkaMessage[]): void {
    for (const { key, value } of messages) {
      const id = key?.toString() ?? '';
      const at = id.indexOf('|');
      const sequence = sequenceOf(value);
      if (at > 0 && sequence !== undefined) {
        this.learn({ topic: id.slice(0, at), stream: id.slice(at + 1), sequence });
      }
    }
    this.reached.set(partition, Number(messages.at(-1)?.offset) + 1);
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  private learn(position: StreamPosition): void {
    const id = streamId(position);
    if (position.sequence > (this.heads.get(id)?.sequence ?? 0)) this.heads.set(id, position);
  }
}

/** A word that somebody else wrote says nothing. */
function sequenceOf(value: Buffer | null): number | undefined {
  try {
    const { sequence } = JSON.parse(value?.toString() ?? 'null') as { sequence?: unknown };
    return Number.isSafeInteger(sequence) ? (sequence as number) : undefined;
  } catch {
    return undefined;
  }
}
