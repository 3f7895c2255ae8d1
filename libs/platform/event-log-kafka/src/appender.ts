import { type Clock, type Random, wait } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import { StreamLocks } from '@evenground/event-log';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import type { AdminSeat } from './admin-seat.js';
import { kafkaClient, type ConnectionOptions } from './connection.js';
import { within } from './deadline.js';
import { isOfType, isRefusal, logFault } from './kafka-faults.js';
import { KAFKA_SIZES } from './kafka-times.js';
import { type Block, type SendBlocks, sendEachPartition } from './send-blocks.js';

const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 2_000;

/** A message and where its key belongs. */
export interface Outgoing {
  /** In Kafka. */
  readonly topic: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value: Buffer | string;
  readonly bytes: number;
}

export interface AppenderOptions extends ConnectionOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly admin: AdminSeat;
  /** Only in tests: the guard is taken out. */
  readonly send?: SendBlocks;
}

/**
 * Makes messages durable: in order per partition, one request of a partition under way at a time, repeated until it is
 * acknowledged or the time is over. The producer is not idempotent: one that is stops for ever after some faults, and
 * what it would save, a duplicate, is dropped by sequence anyway.
 */
export class Appender {
  private readonly locks = new StreamLocks();
  private readonly partitions: PartitionCounts;
  private producer: Promise<Producer> | undefined;
  private isClosed = false;

  constructor(private readonly options: AppenderOptions) {
    this.partitions = new PartitionCounts(options);
  }

  async append(outgoing: readonly Outgoing[]): Promise<void> {
    if (outgoing.length === 0) return;
    const endAt = this.options.clock.nowMs() + this.options.times.appendMs;
    const queues = await this.queues(outgoing);
    await this.locks.run([...queues.keys()], async () => this.sendAll([...queues.values()], endAt));
  }

  /** After what is under way has ended. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.locks.idle();
    const producer = await this.producer?.catch(() => undefined);
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  /** By partition, the blocks that go there, in order. */
  private async queues(outgoing: readonly Outgoing[]): Promise<Map<string, Block[]>> {
    await this.partitions.know(new Set(outgoing.map(({ topic }) => topic)));
    const queues = new Map<string, OpenBlock[]>();
    for (const { topic, key, headers, value, bytes } of outgoing) {
      const partition = this.partitions.of(topic, key);
      const name = `${topic}/${partition}`;
      let blocks = queues.get(name);
      if (blocks === undefined) queues.set(name, (blocks = []));
      let block = blocks.at(-1);
      const isFull =
        block === undefined ||
        block.messages.length >= KAFKA_SIZES.blockMessages ||
        block.bytes + bytes > KAFKA_SIZES.blockBytes;
      if (block === undefined || isFull) blocks.push((block = { topic, partition, messages: [], bytes: 0 }));
      block.messages.push({ key, value, headers: headers === undefined ? undefined : { ...headers } });
      block.bytes += bytes;
    }
    return queues;
  }

  /** In rounds: of each partition the block whose turn it is. */
  private async sendAll(queues: readonly Block[][], endAt: number): Promise<void> {
    const { send = sendEachPartition, times, clock } = this.options;
    let failures = 0;
    for (;;) {
      const round = queues.flatMap((queue) => queue.slice(0, 1));
      if (round.length === 0) return;
      const failed = await this.sendRound((producer) => send(producer, round, times.replicasMs), round, endAt);
      const left = new Set(failed.map(({ block }) => block));
      for (const queue of queues) if (queue[0] !== undefined && !left.has(queue[0])) queue.shift();
      const first = failed[0];
      if (first === undefined) {
        failures = 0;
        continue;
      }
      failures += 1;
      this.requireHope(first.block, first.error, endAt);
      this.dropProducer();
      await wait(clock, this.backOffMs(failures));
    }
  }

  private async sendRound(
    send: (producer: Producer) => ReturnType<SendBlocks>,
    round: readonly Block[],
    endAt: number,
  ): ReturnType<SendBlocks> {
    const { clock } = this.options;
    try {
      const left = Math.max(1, endAt - clock.nowMs());
      return await within(clock, left, 'appending', this.connected().then(send));
    } catch (error) {
      return round.map((block) => ({ block, error }));
    }
  }

  private requireHope({ topic, partition }: Block, error: unknown, endAt: number): void {
    const doing = `appending to ${topic}/${partition}`;
    if (this.isClosed) throw new PlatformError('closed', 'the event log is closed');
    if (isRefusal(error)) throw logFault(doing, error, 'configuration-invalid');
    if (isOfType(error, 'MESSAGE_TOO_LARGE')) {
      throw logFault(
        `${doing}: max.message.bytes must be ${KAFKA_SIZES.maxMessageBytes}`,
        error,
        'configuration-invalid',
      );
    }
    if (this.options.clock.nowMs() >= endAt) throw logFault(doing, error);
  }

  private backOffMs(failures: number): number {
    const ceiling = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
    return ceiling * (0.5 + this.options.random.fraction() / 2);
  }

  private connected(): Promise<Producer> {
    this.producer ??= (async () => {
      const producer = kafkaClient(this.options).producer({
        // Each message says its partition itself.
        createPartitioner:
          () =>
          ({ message }) =>
            message.partition ?? 0,
        allowAutoTopicCreation: false,
        idempotent: false,
        metadataMaxAge: this.options.times.metadataMs,
        retry: { initialRetryTime: 100, multiplier: 2, factor: 0.2, maxRetryTime: 1_000, retries: 5 },
      });
      await producer.connect();
      return producer;
    })();
    return this.producer;
  }

  /** What failed may stay broken in kafkajs (a dead connection, an old leader): the next try has a new one. */
  private dropProducer(): void {
    const broken = this.producer;
    this.producer = undefined;
    broken?.then((producer) => producer.disconnect()).catch(() => undefined);
  }
}

interface OpenBlock extends Block {
  readonly messages: Message[];
  bytes: number;
}

/** Where keys belong: murmur2 of the key, like every Kafka client, over the partitions that the topic has by now. */
class PartitionCounts {
  private readonly counts = new Map<string, number>();
  private readonly hash = kafkajs.Partitioners.DefaultPartitioner();
  /** The hashing of kafkajs is slow and streams are few. */
  private readonly found = new Map<string, number>();
  private readAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: Pick<AppenderOptions, 'admin' | 'clock' | 'times'>) {}

  async know(topics: ReadonlySet<string>): Promise<void> {
    const { admin, clock, times } = this.options;
    const unknown = [...topics].filter((topic) => !this.counts.has(topic));
    const isOld = clock.nowMs() - this.readAtMs > times.metadataMs;
    if (unknown.length === 0 && !isOld) return;
    const names = isOld ? [...new Set([...this.counts.keys(), ...unknown])] : unknown;
    const { topics: read } = await admin.ask('reading the partitions of topics', (asked) =>
      asked.fetchTopicMetadata({ topics: names }),
    );
    for (const { name, partitions } of read) this.counts.set(name, partitions.length);
    if (isOld) this.readAtMs = clock.nowMs();
    this.found.clear();
  }

  of(topic: string, key: string): number {
    const name = `${topic}|${key}`;
    const known = this.found.get(name);
    if (known !== undefined) return known;
    const partitionMetadata = Array.from({ length: this.counts.get(topic) ?? 1 }, (_, partitionId) => ({
      partitionId,
      leader: 0,
      partitionErrorCode: 0,
      replicas: [],
      isr: [],
    }));
    const partition = this.hash({ topic, partitionMetadata, message: { key, value: null } });
    if (this.found.size >= 100_000) this.found.clear();
    this.found.set(name, partition);
    return partition;
  }
}
