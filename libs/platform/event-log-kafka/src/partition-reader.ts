import { type Clock, type Random, randomId } from '@evenground/config';
import { isPlatformError } from '@evenground/contracts';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { AdminSeat } from './admin-seat.js';
import type { ConnectionOptions } from './connection.js';
import { PartitionOrder } from './partition-order.js';
import { slices } from './message-batches.js';
import { KAFKA_SIZES } from './kafka-times.js';
import { SupervisedConsumer } from './supervised-consumer.js';

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5_000;

export interface PartitionReaderOptions extends ConnectionOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly admin: AdminSeat;
  /** For messages and the name of its group, e.g. `watch`. */
  readonly purpose: string;
  /** In Kafka, before the name of its group. */
  readonly prefix: string;
  /** In Kafka. */
  readonly topics: readonly string[];
  /** Where to begin, by `topic/partition`; one that is not named (it was added later) from its oldest. */
  readonly from: ReadonlyMap<string, number>;
  /** Where to end, by `topic/partition`; absent: never. */
  readonly until?: ReadonlyMap<string, number>;
  /** Whether what retention removed in between is no fault. */
  readonly mayJump?: boolean;
  /** Repeated with the same messages while it rejects, unless `log-corrupt`. */
  readonly handle: (place: MessagePlace, messages: readonly KafkaMessage[]) => Promise<void> | void;
  readonly onFault: (error: unknown) => void;
}

export interface MessagePlace {
  /** In Kafka. */
  readonly topic: string;
  readonly partition: number;
}

/**
 * Reads all partitions of some topics from positions of its own, in a group of its own that records nothing. Kafka's
 * groups are the only way into a partition that kafkajs has; here a group has one member, which thus gets everything.
 */
export class PartitionReader {
  private readonly consumer: SupervisedConsumer;
  private readonly order: PartitionOrder;
  private readonly group: string;
  private isStopped = false;
  private endBackOff = (): void => undefined;

  constructor(private readonly options: PartitionReaderOptions) {
    const { prefix, purpose, clientId, random, admin } = options;
    this.group = `${prefix}${clientId}.${purpose}-${randomId(random)}`;
    this.order = new PartitionOrder(purpose, (topic) => admin.ranges(topic));
    for (const [name, offset] of options.from) {
      const at = name.lastIndexOf('/');
      this.order.reached(name.slice(0, at), Number(name.slice(at + 1)), offset);
    }
    this.consumer = new SupervisedConsumer({
      ...options,
      group: this.group,
      partitionsAtOnce: 1,
      joined: (assigned, consumer) => this.seek(assigned, consumer),
      batch: (payload) => this.take(payload),
      fault: (error) => options.onFault(error),
    });
  }

  start(): Promise<void> {
    return this.consumer.start();
  }

  /** After the messages in hand. */
  async close(): Promise<void> {
    this.isStopped = true;
    this.endBackOff();
    await this.consumer.close();
    // Kafka forgets a group that recorded nothing by itself, only later.
    const { admin, times } = this.options;
    await admin
      .ask('removing a group', (asked) => asked.deleteGroups([this.group]), times.pingMs)
      .catch(() => undefined);
  }

  /** Before anything is fetched, each time that the group was joined: what broke off goes on where it was. */
  private seek(assigned: ReadonlyMap<string, readonly number[]>, consumer: Consumer): void {
    for (const [topic, partitions] of assigned) {
      for (const partition of partitions) {
        const offset = this.order.expected(topic, partition) ?? 0;
        consumer.seek({ topic, partition, offset: String(offset) });
      }
    }
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    try {
      const next = await this.order.continue(topic, partition, messages);
      if ('seek' in next) return payload.resolveOffset(String(next.seek - 1));
      await this.hand(next.goOn, payload);
    } catch (error) {
      const isOvertaken = isPlatformError(error, 'retention-passed');
      if (isOvertaken && this.options.mayJump === true) {
        this.order.reached(topic, partition, Number(messages[0]?.offset));
        return this.take(payload);
      }
      if (!isPlatformError(error)) throw error;
      this.stopFor(error);
    }
  }

  private async hand(messages: readonly KafkaMessage[], payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const end = this.options.until === undefined ? Infinity : (this.options.until.get(`${topic}/${partition}`) ?? 0);
    const wanted = messages.filter(({ offset }) => Number(offset) < end);
    const limits = { events: KAFKA_SIZES.batchEvents, bytes: KAFKA_SIZES.batchBytes };
    for (const slice of slices(wanted, limits)) {
      if (!(await this.handle({ topic, partition }, slice, payload))) return;
      const next = Number(slice.at(-1)?.offset) + 1;
      this.order.reached(topic, partition, next);
      payload.resolveOffset(String(next - 1));
    }
    if (wanted.length < messages.length || (this.order.expected(topic, partition) ?? 0) >= end) payload.pause();
  }

  /** `false` when it ended before it was handled. */
  private async handle(
    place: MessagePlace,
    slice: readonly KafkaMessage[],
    payload: EachBatchPayload,
  ): Promise<boolean> {
    for (let failures = 0; !this.isStopped; failures += 1) {
      try {
        await this.options.handle(place, slice);
        await payload.heartbeat().catch(() => undefined);
        return true;
      } catch (error) {
        if (isPlatformError(error, 'log-corrupt')) throw error;
        if (!this.isStopped) this.options.onFault(error);
        await this.backOff(Math.min(FIRST_BACK_OFF_MS * 2 ** failures, LONGEST_BACK_OFF_MS));
        await payload.heartbeat().catch(() => undefined);
      }
    }
    return false;
  }

  private backOff(delayMs: number): Promise<void> {
    if (this.isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.options.clock.after(delayMs, resolve);
      this.endBackOff = () => {
        cancel();
        resolve();
      };
    });
  }

  private stopFor(error: unknown): void {
    if (this.isStopped || this.consumer.isClosing) return; // what ended it was told already
    if (isPlatformError(error) && error.retriable) return this.consumer.renew(error);
    this.isStopped = true;
    this.options.onFault(error);
    void this.consumer.close();
  }
}
