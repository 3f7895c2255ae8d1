import type { Clock, KafkaSettings, Random } from '@evenground/config';
import { type LogEvent, PlatformError, type StreamPosition } from '@evenground/contracts';
import type {
  Consumption,
  EventLog,
  LogPosition,
  Membership,
  PositionedEvent,
  WatchSubscription,
  WorkSubscription,
} from '@evenground/event-log';
import type { AdminSeat, PartitionRange } from './admin-seat.js';
import type { Appender } from './appender.js';
import type { ConnectionOptions } from './connection.js';
import type { FaultInjector } from './crash-points.js';
import type { KnownHeads } from './known-heads.js';
import { decodePosition, encodePosition } from './log-position.js';
import { eventsOf } from './message-batches.js';
import { PartitionReader } from './partition-reader.js';
import { readToHead } from './read-to-head.js';
import type { KafkaTopic, TopicNames } from './topic-names.js';
import { decodeMessage, encodeEvent } from './wire.js';
import { WorkConsumption } from './work-consumption.js';

export interface KafkaEventLogOptions extends ConnectionOptions {
  readonly settings: KafkaSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly admin: AdminSeat;
  readonly appender: Appender;
  readonly heads: KnownHeads;
  readonly names: TopicNames;
  readonly topics: readonly KafkaTopic[];
  readonly longestRetentionMs: number;
  readonly partitionsAtOnce?: number;
  readonly faults?: FaultInjector;
}

/** The event log in Apache Kafka. */
export class KafkaEventLog implements EventLog {
  private readonly consumptions = new Set<Consumption>();
  /** Ends that are being looked up: an append waits for them, so that they are those of the call. */
  private readonly lookingUp = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(private readonly options: KafkaEventLogOptions) {}

  /** See `CheckedTopics`. */
  get longestRetentionMs(): number {
    return this.options.longestRetentionMs;
  }

  async append(events: readonly LogEvent[]): Promise<void> {
    this.requireOpen();
    const { names, appender, faults } = this.options;
    for (const { envelope } of events) names.require(envelope.topic);
    const outgoing = events.map((event) => {
      const { topic, ...encoded } = encodeEvent(event);
      return { ...encoded, topic: names.inKafka(topic) };
    });
    await Promise.all(this.lookingUp);
    faults?.at('append/before-send');
    await appender.append(outgoing);
    faults?.at('append/after-send');
  }

  async work(subscription: WorkSubscription): Promise<Membership> {
    this.requireOpen();
    subscription.topics.forEach((topic) => this.options.names.require(topic));
    const member = new WorkConsumption(subscription, { ...this.options, seat: this.freeSeat(subscription.group) });
    return { ...(await this.begin(member)), behind: () => member.behind() };
  }

  async watch(subscription: WatchSubscription): Promise<Consumption> {
    this.requireOpen();
    const { names, settings, onWarning } = this.options;
    subscription.topics.forEach((topic) => names.require(topic));
    const topics = [...new Set(subscription.topics)].map((topic) => names.inKafka(topic));
    const reader = new PartitionReader({
      ...this.options,
      purpose: 'watch',
      prefix: settings.topicPrefix,
      topics,
      from: positionsOf(await this.rangesOf(topics), ({ high }) => high),
      handle: async ({ topic, partition }, messages) => {
        const place = { topic: names.inCatalogue(topic), partition };
        const events = eventsOf(place, messages, (found) => {
          onWarning?.('a message is no event of ours', { ...found });
          return undefined;
        });
        if (events.length > 0) await subscription.handle(events);
      },
      onFault: (error) => subscription.onFault?.(error),
    });
    return this.begin(reader);
  }

  replay(topic: string, from?: LogPosition): AsyncIterable<readonly PositionedEvent[]> {
    this.requireOpen();
    const { names } = this.options;
    names.require(topic);
    const begin = from === undefined ? new Map<number, number>() : decodePosition(from);
    const ranges = this.rangesOf([names.inKafka(topic)]);
    this.lookingUp.add(ranges);
    ranges.catch(() => undefined).finally(() => this.lookingUp.delete(ranges));
    return this.pages(topic, begin, ranges);
  }

  async lag(group: string): Promise<ReadonlyMap<string, number>> {
    this.requireOpen();
    const { admin, names } = this.options;
    const recorded = await admin.recorded(names.groupInKafka(group));
    const lags = new Map<string, number>();
    for (const [topic, offsets] of recorded) {
      const next = new Map(offsets.map(({ partition, offset }) => [partition, offset]));
      if (offsets.every(({ offset }) => offset === -1)) continue;
      // What is no longer there is behind nobody; `retention-passed` tells of it.
      const behind = (await admin.ranges(topic)).map(({ partition, low, high }) =>
        Math.max(0, high - Math.max(low, next.get(partition) ?? low)),
      );
      lags.set(
        names.inCatalogue(topic),
        behind.reduce((sum, events) => sum + events, 0),
      );
    }
    return lags;
  }

  async publishHeads(positions: readonly StreamPosition[]): Promise<void> {
    this.requireOpen();
    positions.forEach(({ topic }) => this.options.names.require(topic));
    await this.options.heads.publish(positions);
  }

  async heads(topics: readonly string[]): Promise<readonly StreamPosition[]> {
    this.requireOpen();
    topics.forEach((topic) => this.options.names.require(topic));
    return this.options.heads.of(topics);
  }

  /** The brokers do it. */
  async enforceRetention(): Promise<void> {
    this.requireOpen();
  }

  async verify(): Promise<void> {
    this.requireOpen();
    const { names, topics, settings } = this.options;
    const events = topics
      .filter(({ retentionDays }) => retentionDays !== undefined)
      .map(({ name }) => names.inKafka(name));
    const ranges = await this.rangesOf(events);
    for await (const { topic, partition, messages } of readToHead({
      ...this.options,
      prefix: settings.topicPrefix,
      purpose: 'verify',
      ranges,
    })) {
      this.requireOpen();
      for (const message of messages) {
        const decoded = decodeMessage(topic, message);
        if (decoded.kind === 'event') continue;
        throw new PlatformError(
          'log-corrupt',
          `${names.inCatalogue(topic)}: partition ${partition}, offset ${message.offset} is ${decoded.kind === 'foreign' ? 'no event' : 'damaged'}: ${decoded.why}`,
        );
      }
    }
  }

  async ping(): Promise<void> {
    this.requireOpen();
    const { admin, times } = this.options;
    await admin.ask('asking whether Kafka answers', (asked) => asked.describeCluster(), times.pingMs);
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const { heads, appender, admin } = this.options;
    await Promise.all([...this.consumptions].map((consumption) => consumption.close()));
    await heads.close();
    await appender.close();
    await admin.close();
  }

  private freeSeat(group: string): number {
    const taken = [...this.consumptions].map((one) => (one instanceof WorkConsumption ? one.seatIn(group) : undefined));
    for (let seat = 0; ; seat += 1) if (!taken.includes(seat)) return seat;
  }

  private async begin(consumption: Consumption & { start(): Promise<void> }): Promise<Consumption> {
    this.requireOpen();
    this.consumptions.add(consumption);
    try {
      await consumption.start();
    } catch (error) {
      this.consumptions.delete(consumption);
      await consumption.close();
      throw error;
    }
    return {
      close: async () => {
        await consumption.close();
        this.consumptions.delete(consumption);
      },
    };
  }

  private async *pages(
    topic: string,
    begin: ReadonlyMap<number, number>,
    ends: Promise<ReadonlyMap<string, readonly PartitionRange[]>>,
  ): AsyncGenerator<readonly PositionedEvent[]> {
    const { names, settings, onWarning } = this.options;
    const inKafka = names.inKafka(topic);
    const ranges = await ends;
    const next = new Map(begin);
    const from = new Map([...begin].map(([partition, offset]) => [`${inKafka}/${partition}`, offset]));
    const read = readToHead({ ...this.options, prefix: settings.topicPrefix, purpose: 'replay', ranges, from });
    for await (const { partition, messages } of read) {
      this.requireOpen();
      const page = messages.flatMap((message): PositionedEvent[] => {
        const [event] = eventsOf({ topic, partition }, [message], (found) => {
          onWarning?.('a message is no event of ours', { ...found });
          return undefined;
        });
        next.set(partition, Number(message.offset) + 1);
        return event === undefined ? [] : [{ event, next: encodePosition(next) }];
      });
      if (page.length > 0) yield page;
    }
  }

  private async rangesOf(topics: readonly string[]): Promise<ReadonlyMap<string, readonly PartitionRange[]>> {
    const found = await Promise.all(
      topics.map(async (topic) => [topic, await this.options.admin.ranges(topic)] as const),
    );
    return new Map(found);
  }

  private requireOpen(): void {
    if (this.closing !== undefined) throw new PlatformError('closed', 'the event log is closed');
  }
}

function positionsOf(
  ranges: ReadonlyMap<string, readonly PartitionRange[]>,
  at: (range: PartitionRange) => number,
): ReadonlyMap<string, number> {
  return new Map(
    [...ranges].flatMap(([topic, found]) => found.map((range) => [`${topic}/${range.partition}`, at(range)] as const)),
  );
}
