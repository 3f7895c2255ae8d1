import { type Clock, instant } from '@evenground/config';
import { type LogEvent, PlatformError, isPlatformError } from '@evenground/contracts';
import { type Membership, StreamLocks, type WorkSubscription } from '@evenground/event-log';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { AdminSeat } from './admin-seat.js';
import type { ConnectionOptions } from './connection.js';
import type { FaultInjector } from './crash-points.js';
import { beginPositions, requireKept } from './group-positions.js';
import { isLostMembership } from './kafka-faults.js';
import { KAFKA_SIZES } from './kafka-times.js';
import { type Place, eventsOf, foreignEvent, slices } from './message-batches.js';
import { PartitionOrder } from './partition-order.js';
import { SupervisedConsumer } from './supervised-consumer.js';
import type { TopicNames } from './topic-names.js';

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5_000;
const COMMIT_EVERY_MS = 1_000; // offsets only say where to begin; what comes again is dropped by sequence

/** Faults that coming back later does not mend: the consumption stops, loudly. */
const FATAL: readonly string[] = ['log-corrupt', 'retention-passed', 'closed'];

export interface WorkConsumptionOptions extends ConnectionOptions {
  readonly clock: Clock;
  readonly admin: AdminSeat;
  readonly names: TopicNames;
  /** From 0: its number among the members of the group in this process. */
  readonly seat: number;
  readonly partitionsAtOnce?: number;
  readonly faults?: FaultInjector;
}

/** What this member holds from one sharing-out of the group to the next. */
interface Tenure {
  readonly order: PartitionOrder;
  /** Its positions are known and none was removed; rejects when the consumption must stop. */
  readonly begun: Promise<void>;
  /** The group is being shared out anew: nothing more is begun, what is in hand is handed back. */
  isOver: boolean;
}

/** A member of a work group: hands over what lies in its partitions, and records only what was handled. */
export class WorkConsumption implements Membership {
  private readonly consumer: SupervisedConsumer;
  private readonly locks = new StreamLocks();
  private readonly kafkaGroup: string;
  private tenure: Tenure | undefined;
  private isStopped = false;
  private readonly wakes = new Set<() => void>();

  constructor(
    private readonly subscription: WorkSubscription,
    private readonly options: WorkConsumptionOptions,
  ) {
    const { names } = options;
    this.kafkaGroup = names.groupInKafka(subscription.group);
    this.consumer = new SupervisedConsumer({
      ...options,
      group: this.kafkaGroup,
      topics: [...new Set(subscription.topics)].map((topic) => names.inKafka(topic)),
      memberName: options.seat === 0 ? options.clientId : `${options.clientId}.${options.seat}`,
      partitionsAtOnce: options.partitionsAtOnce ?? KAFKA_SIZES.partitionsAtOnce,
      joined: (assigned, consumer) => this.joined(assigned, consumer),
      batch: (payload) => this.take(payload),
      fault: (error) => this.subscription.onFault?.(error),
    });
  }

  /** Resolves when the group is joined and its positions are recorded. A removed position is told to the subscriber. */
  async start(): Promise<void> {
    const { admin, names } = this.options;
    const topics = this.subscription.topics.map((topic) => names.inKafka(topic));
    try {
      // Before it joins, since a joined kafkajs moves a removed position by itself.
      await requireKept(admin, this.kafkaGroup, topics);
    } catch (error) {
      if (!isPlatformError(error, 'retention-passed')) throw error;
      return this.stopFor(error);
    }
    await this.consumer.start();
    await this.tenure?.begun.catch(() => undefined);
  }

  seatIn(group: string): number | undefined {
    return group === this.subscription.group ? this.options.seat : undefined;
  }

  async behind(): Promise<number> {
    return (await this.tenure?.order.behind()) ?? 0;
  }

  async close(): Promise<void> {
    this.isStopped = true;
    for (const wake of this.wakes) wake();
    await this.consumer.close();
  }

  private joined(assigned: ReadonlyMap<string, readonly number[]>, consumer: Consumer): void {
    if (this.tenure !== undefined) this.tenure.isOver = true;
    const { admin, times } = this.options;
    const order = new PartitionOrder(this.subscription.group, (topic) => admin.ranges(topic, times.startMs));
    const begun = beginPositions({ ...this.options, group: this.kafkaGroup, assigned, order, consumer });
    this.tenure = { order, begun, isOver: false };
    begun.catch((error: unknown) => this.stopFor(error));
  }

  /** What kafkajs fetched of one partition. Returning without having resolved it makes it come again. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    await this.locks.run([`${topic}/${partition}`], async () => {
      const { tenure } = this;
      if (tenure === undefined) return;
      try {
        await tenure.begun;
        this.options.faults?.at('work/after-fetch');
        const { messages } = payload.batch;
        if (tenure.order.expected(topic, partition) === undefined) return;
        const next = await tenure.order.continue(topic, partition, messages);
        if ('seek' in next) return payload.resolveOffset(String(next.seek - 1));
        await this.hand(next.goOn, payload, tenure);
      } catch (error) {
        if (!isPlatformError(error)) throw error; // of kafkajs: it joins again
        const lost = tenure.order.expected(topic, partition);
        // kafkajs has recorded its own idea of where to go on; what was true is said again, for the next start.
        if (error.code === 'retention-passed' && lost !== undefined) await record(payload, lost).catch(() => undefined);
        this.stopFor(error);
      }
    });
  }

  private async hand(messages: readonly KafkaMessage[], payload: EachBatchPayload, tenure: Tenure): Promise<void> {
    const { topic, partition } = payload.batch;
    const place: Place = { topic: this.options.names.inCatalogue(topic), partition };
    const { clock, faults } = this.options;
    const limits = { events: this.subscription.maxBatch ?? KAFKA_SIZES.batchEvents, bytes: KAFKA_SIZES.batchBytes };
    let recordedAtMs = clock.nowMs();
    let unrecorded: number | undefined;
    for (const slice of slices(messages, limits)) {
      if (!this.goesOn(payload, tenure)) break;
      const events = eventsOf(place, slice, (found) => this.foreign(found));
      if (!(await this.handle(events, payload, tenure))) break;
      faults?.at('work/after-handler');
      if (tenure !== this.tenure) return; // others may hold the partition by now
      unrecorded = Number(slice.at(-1)?.offset) + 1;
      tenure.order.reached(topic, partition, unrecorded);
      payload.resolveOffset(String(unrecorded - 1));
      if (clock.nowMs() - recordedAtMs < COMMIT_EVERY_MS) continue;
      await record(payload, unrecorded);
      recordedAtMs = clock.nowMs();
      unrecorded = undefined;
    }
    if (unrecorded === undefined) return;
    await record(payload, unrecorded);
    faults?.at('work/after-record');
  }

  /** Until it is handled; `false` when it must be handed back. */
  private async handle(events: readonly LogEvent[], payload: EachBatchPayload, tenure: Tenure): Promise<boolean> {
    const progress = (): Promise<void> => this.progress(payload, tenure);
    for (let failures = 0; ; failures += 1) {
      try {
        this.options.faults?.at('work/before-handler');
        if (events.length > 0) await this.subscription.handle(events, progress);
        return true;
      } catch (error) {
        if (tenure.isOver) return false;
        if (!this.isStopped) this.subscription.onFault?.(error);
        if (!(await this.backOff(failures, progress)) || !this.goesOn(payload, tenure)) return false;
      }
    }
  }

  private goesOn(payload: EachBatchPayload, tenure: Tenure): boolean {
    return !this.isStopped && !tenure.isOver && payload.isRunning();
  }

  /** Keeps the partitions; rejects when they are being taken away, so that the handler hands back what it has. */
  private async progress({ heartbeat }: EachBatchPayload, tenure: Tenure): Promise<void> {
    if (!tenure.isOver) {
      try {
        return await heartbeat();
      } catch (error) {
        // A broker that is away is no reason to stop: the session tells when it is too late.
        if (!isLostMembership(error)) return;
        tenure.isOver = true;
      }
    }
    throw new PlatformError('log-unavailable', `${this.subscription.group} is being shared out anew`, {
      retriable: true,
    });
  }

  /** `false` when it was cut short. */
  private async backOff(failures: number, progress: () => Promise<void>): Promise<boolean> {
    const delayMs = Math.min(FIRST_BACK_OFF_MS * 2 ** failures, LONGEST_BACK_OFF_MS);
    for (let left = delayMs; left > 0 && !this.isStopped; left -= COMMIT_EVERY_MS) {
      await this.breath(Math.min(left, COMMIT_EVERY_MS));
      try {
        await progress();
      } catch {
        return false;
      }
    }
    return !this.isStopped;
  }

  private breath(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.wakes.delete(end);
        resolve();
      };
      const cancel = this.options.clock.after(delayMs, end);
      this.wakes.add(end);
    });
  }

  private foreign(found: Parameters<typeof foreignEvent>[0]): LogEvent {
    const { topic, partition, offset, why } = found;
    this.options.onWarning?.('a message is no event of ours', { topic, partition, offset, why });
    return foreignEvent(found, instant(this.options.clock));
  }

  private stopFor(error: unknown): void {
    if (this.isStopped || this.consumer.isClosing) return; // what ended it was told already
    if (!isPlatformError(error) || !FATAL.includes(error.code)) {
      // Positions could not be read in time: a fresh member reads them again.
      this.subscription.onFault?.(error);
      this.consumer.renew(error);
      return;
    }
    this.isStopped = true;
    this.subscription.onFault?.(error);
    void this.consumer.close();
  }
}

async function record({ batch, commitOffsetsIfNecessary }: EachBatchPayload, next: number): Promise<void> {
  const { topic, partition } = batch;
  await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] });
}
