import { type Clock, wait } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import type { Admin } from 'kafkajs';
import { kafkaClient, type ConnectionOptions } from './connection.js';
import { within } from './deadline.js';
import { isRefusal, logFault } from './kafka-faults.js';

const PAUSE_MS = 200;

/** Where each partition begins and ends. */
export interface PartitionRange {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** The offset that a group recorded for a partition; negative: none. */
export interface RecordedOffset {
  readonly partition: number;
  readonly offset: number;
}

/**
 * The one admin connection of a log. A broken one is thrown away and made anew, since kafkajs does not get over every
 * fault; look-ups are repeated until a limit.
 */
export class AdminSeat {
  private admin: Promise<Admin> | undefined;
  private isClosed = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly clock: Clock,
  ) {}

  /** @throws PlatformError `log-unavailable` after `limitMs`; at once what no repetition mends */
  async ask<Result>(
    doing: string,
    work: (admin: Admin) => Promise<Result>,
    limitMs = this.options.times.startMs,
  ): Promise<Result> {
    const endAt = this.clock.nowMs() + limitMs;
    for (;;) {
      const left = Math.max(1, endAt - this.clock.nowMs());
      try {
        return await within(this.clock, left, doing, this.connected().then(work));
      } catch (error) {
        this.dropConnection();
        if (this.isClosed) throw new PlatformError('closed', 'the event log is closed');
        if (isRefusal(error)) throw logFault(doing, error, 'configuration-invalid');
        if (this.clock.nowMs() + PAUSE_MS >= endAt || isNotRepeatable(error)) throw logFault(doing, error);
        await wait(this.clock, PAUSE_MS);
      }
    }
  }

  /** By Kafka's name of the topic. */
  ranges(topic: string, limitMs?: number): Promise<readonly PartitionRange[]> {
    return this.ask(
      `reading the ends of ${topic}`,
      async (admin) =>
        (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
          partition,
          low: Number(low),
          high: Number(high),
        })),
      limitMs,
    );
  }

  /** What a group recorded: of these topics, or (none given) of all that it ever recorded. */
  recorded(group: string, topics: readonly string[] = []): Promise<ReadonlyMap<string, readonly RecordedOffset[]>> {
    return this.ask(`reading the position of ${group}`, async (admin) => {
      const found = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
      return new Map(
        found.map(({ topic, partitions }) => [
          topic,
          partitions.map(({ partition, offset }) => ({ partition, offset: Number(offset) })),
        ]),
      );
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const admin = await this.admin?.catch(() => undefined);
    this.admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }

  private connected(): Promise<Admin> {
    if (this.isClosed) return Promise.reject(new PlatformError('closed', 'the event log is closed'));
    this.admin ??= (async () => {
      const admin = kafkaClient(this.options).admin();
      await admin.connect();
      return admin;
    })();
    return this.admin;
  }

  private dropConnection(): void {
    const broken = this.admin;
    this.admin = undefined;
    broken?.then((admin) => admin.disconnect()).catch(() => undefined);
  }
}

/** An answer that Kafka would give again. */
function isNotRepeatable(error: unknown): boolean {
  return error instanceof PlatformError && !error.retriable;
}
