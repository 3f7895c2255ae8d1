import type { Clock } from '@evenground/config';
import { PlatformError } from '@evenground/contracts';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { kafkaClient, type ConnectionOptions } from './connection.js';
import { within } from './deadline.js';
import { isFenced, isRefusal, isUnreadableCodec, logFault } from './kafka-faults.js';
import { KAFKA_SIZES } from './kafka-times.js';
import { namedMember } from './named-member.js';

const FIRST_BACK_OFF_MS = 200;
const LONGEST_BACK_OFF_MS = 2_000;
const LONGEST_LEAVE_MS = 10_000;

export interface SupervisedConsumerOptions extends ConnectionOptions {
  readonly clock: Clock;
  /** In Kafka. */
  readonly group: string;
  /** In Kafka. */
  readonly topics: readonly string[];
  /** What this member is called in its group, over restarts; absent: it joins as a stranger each time. */
  readonly memberName?: string;
  readonly partitionsAtOnce: number;
  /** The group gave these partitions to this consumer; called at once, before anything of them is fetched. */
  readonly joined: (assigned: ReadonlyMap<string, readonly number[]>, consumer: Consumer) => void;
  readonly batch: (payload: EachBatchPayload) => Promise<void>;
  /** The consumption cannot go on, or has been down for long. */
  readonly fault: (error: unknown) => void;
}

/**
 * A kafkajs consumer that is made anew whenever it crashed. kafkajs by itself starts some of them again for ever on the
 * same connections and lets others lie dead, while the process looks well; here each crash, of either kind, ends in a
 * fresh client, and one that does not come up again is told.
 */
export class SupervisedConsumer {
  private consumer: Consumer | undefined;
  private rebuilding: Promise<void> | undefined;
  private building: Promise<void> | undefined;
  private downSinceMs: number | undefined;
  private memberName: string | undefined;
  private isTold = false;
  private closing: Promise<void> | undefined;
  private stopWaiting = (): void => undefined;

  constructor(private readonly options: SupervisedConsumerOptions) {
    this.memberName = options.memberName;
  }

  /** @throws PlatformError when the group cannot be joined in time */
  async start(): Promise<void> {
    const { clock, times, group } = this.options;
    const endAt = clock.nowMs() + times.startMs;
    for (let failures = 1; ; failures += 1) {
      this.requireOpen();
      try {
        return await this.attempt(Math.max(1, endAt - clock.nowMs()));
      } catch (error) {
        this.requireOpen();
        if (isRefusal(error)) throw logFault(`joining ${group}`, error, 'configuration-invalid');
        if (clock.nowMs() >= endAt) throw logFault(`joining ${group}`, error);
        await this.pause(backOffMs(failures));
      }
    }
  }

  /** Whether no more is to be begun. */
  get isClosing(): boolean {
    return this.closing !== undefined;
  }

  /** Ends after the batches in hand. From inside of a batch: not to be awaited. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Throws the present member away and joins as another one. */
  renew(error: unknown): void {
    const { consumer } = this;
    if (this.isClosing || consumer === undefined) return;
    this.consumer = undefined;
    void this.leave(consumer);
    this.beginRebuild(error);
  }

  private async end(): Promise<void> {
    this.stopWaiting();
    await this.rebuilding;
    await this.building?.catch(() => undefined);
    await this.leave(this.consumer);
  }

  private requireOpen(): void {
    if (this.isClosing) throw new PlatformError('closed', `${this.options.group} is closing`);
  }

  /** A batch in hand may take its time; only what kafkajs does after it is bounded. */
  private async leave(consumer: Consumer | undefined): Promise<void> {
    if (consumer === undefined) return;
    await consumer.stop().catch(() => undefined);
    await within(this.options.clock, LONGEST_LEAVE_MS, 'leaving', consumer.disconnect()).catch(() => undefined);
  }

  private async attempt(limitMs: number): Promise<void> {
    const build: Build = { isGivenUp: false };
    this.building = this.build(build);
    try {
      await within(this.options.clock, limitMs, `joining ${this.options.group}`, this.building);
    } catch (error) {
      build.isGivenUp = true;
      throw error;
    }
  }

  /** Resolves when the group was joined. */
  private async build(build: Build): Promise<void> {
    const { options, memberName } = this;
    const { times, group, topics } = options;
    const consumer = kafkaClient(options).consumer({
      ...(memberName !== undefined && { partitionAssigners: [namedMember({ name: memberName, topics })] }),
      groupId: group,
      sessionTimeout: times.sessionMs,
      heartbeatInterval: times.heartbeatMs,
      rebalanceTimeout: times.rebalanceMs,
      maxWaitTimeInMs: times.idleFetchMs,
      metadataMaxAge: times.metadataMs,
      maxBytes: KAFKA_SIZES.fetchBytes,
      maxBytesPerPartition: KAFKA_SIZES.fetchBytesPerPartition,
      allowAutoTopicCreation: false,
      retry: {
        ...{ initialRetryTime: 100, multiplier: 2, factor: 0.2, maxRetryTime: 1_000, retries: 4 },
        restartOnFailure: async () => false,
      },
    });
    let crash: unknown;
    let isUp = false;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const assigned = Object.entries(payload.memberAssignment as Record<string, number[]>);
      options.joined(new Map(assigned), consumer);
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      crash = payload.error;
      if (isUp) this.crashed(consumer, payload.error);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: options.partitionsAtOnce,
        eachBatch: options.batch,
      });
      // A join that failed does not reject `run`.
      if (crash !== undefined) throw crash;
      // kafkajs goes on joining after it was told to stop, so that only now it can be.
      if (build.isGivenUp)
        throw new PlatformError('log-unavailable', `${group} was joined too late`, { retriable: true });
      isUp = true;
      this.consumer = consumer;
    } catch (error) {
      void consumer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  private crashed(consumer: Consumer, error: unknown): void {
    const { options } = this;
    if (this.isClosing || this.consumer !== consumer) return;
    this.consumer = undefined;
    options.onWarning?.(`the consumer of ${options.group} crashed and is made anew`, { error: String(error) });
    if (isFenced(error)) this.forgetName();
    if (isUnreadableCodec(error)) {
      options.fault(
        new PlatformError(
          'log-corrupt',
          `${options.group}: events are compressed with a codec that cannot be read; the log takes gzip or none`,
          { cause: error },
        ),
      );
      void this.close();
      return;
    }
    this.beginRebuild(error);
  }

  /** Another process has taken the seat: to insist would drive it out in its turn, and so on for ever. */
  private forgetName(): void {
    const { group, onWarning } = this.options;
    onWarning?.(
      `another process joined ${group} under the name of this one, which goes on without; give each copy an EVENGROUND_INSTANCE of its own`,
      { name: this.memberName },
    );
    this.memberName = undefined;
  }

  private beginRebuild(error: unknown): void {
    this.downSinceMs ??= this.options.clock.nowMs();
    this.rebuilding ??= this.rebuild(error).finally(() => {
      this.rebuilding = undefined;
    });
  }

  private async rebuild(first: unknown): Promise<void> {
    let error = first;
    for (let failures = 1; !this.isClosing; failures += 1) {
      this.tellOutage(error);
      await this.pause(backOffMs(failures));
      if (this.isClosing) return;
      try {
        await this.attempt(this.options.times.startMs);
        this.downSinceMs = undefined;
        this.isTold = false;
        return;
      } catch (again) {
        error = again;
      }
    }
  }

  private tellOutage(error: unknown): void {
    const { clock, times, fault, group } = this.options;
    const downMs = clock.nowMs() - (this.downSinceMs ?? clock.nowMs());
    if (this.isTold || (downMs < times.tellOutageMs && !isRefusal(error))) return;
    this.isTold = true;
    fault(logFault(`${group} has read nothing for ${downMs} ms`, error));
  }

  private async pause(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.options.clock.after(delayMs, resolve);
      this.stopWaiting = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** One try to join. */
interface Build {
  isGivenUp: boolean;
}

function backOffMs(failures: number): number {
  return Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
}
