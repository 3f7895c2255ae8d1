import { PlatformError, type LogEvent, type StreamPosition } from '@evenground/contracts';
import type { Clock } from '@evenground/config';
import type {
  Consumption,
  EventLog,
  LogPosition,
  Membership,
  PositionedEvent,
  WatchSubscription,
  WorkSubscription,
} from '@evenground/event-log';
import { appendSequenced } from './append-sequenced.js';
import type { FaultInjector } from './crash-points.js';
import type { Database } from './database.js';
import { DeliveryLoop, turnOfEventLoop } from './delivery-loop.js';
import { requireTopic, type EventRows } from './event-rows.js';
import { removeExpired } from './remove-expired.js';
import type { StreamHeads } from './stream-heads.js';
import type { WorkCursors } from './work-cursors.js';

export const PAGE = { events: 500, bytes: 4_000_000 } as const;

export interface EmbeddedEventLogOptions {
  readonly db: Database;
  readonly rows: EventRows;
  readonly heads: StreamHeads;
  readonly cursors: WorkCursors;
  readonly clock: Clock;
  readonly faults: FaultInjector | undefined;
}

/** The event log in the shared file: events are rows, commits append to it themselves. */
export class EmbeddedEventLog implements EventLog {
  readonly #groups = new Map<string, DeliveryLoop>();
  readonly #watchers = new Set<DeliveryLoop>();
  #closing: Promise<void> | undefined;

  constructor(private readonly options: EmbeddedEventLogOptions) {}

  async append(events: readonly LogEvent[]): Promise<void> {
    this.#requireOpen();
    await appendSequenced(events, { ...this.options, appended: () => this.wake() });
  }

  async work(subscription: WorkSubscription): Promise<Membership> {
    this.#requireOpen();
    subscription.topics.forEach(requireTopic);
    const { cursors } = this.options;
    const recorded = cursors.begin(subscription.group, subscription.topics);
    const known = this.#groups.get(subscription.group);
    if (known !== undefined) return this.#member(known, subscription);
    const loop = new DeliveryLoop({
      ...this.options,
      name: subscription.group,
      cursors: recorded,
      move: (moved) => cursors.move(subscription.group, moved),
      flush: () => cursors.flush(),
    });
    this.#groups.set(subscription.group, loop);
    return this.#member(loop, subscription);
  }

  #member(loop: DeliveryLoop, subscription: WorkSubscription): Membership {
    const { close } = loop.join(subscription);
    // One process has all of the group's work.
    const behind = async (): Promise<number> =>
      [...(await this.lag(subscription.group)).values()].reduce((sum, events) => sum + events, 0);
    return { close, behind };
  }

  async watch(subscription: WatchSubscription): Promise<Consumption> {
    this.#requireOpen();
    subscription.topics.forEach(requireTopic);
    const { rows, clock } = this.options;
    const head = rows.head();
    const cursors = new Map(subscription.topics.map((topic) => [topic, head]));
    const move = (moved: ReadonlyMap<string, number>): void =>
      moved.forEach((position, topic) => cursors.set(topic, position));
    const loop = new DeliveryLoop({ rows, clock, cursors, move, name: 'a watcher' });
    const consumption = loop.join(subscription);
    this.#watchers.add(loop);
    return {
      close: async () => {
        await consumption.close();
        this.#watchers.delete(loop);
      },
    };
  }

  replay(topic: string, from?: LogPosition): AsyncIterable<readonly PositionedEvent[]> {
    this.#requireOpen();
    requireTopic(topic);
    return this.#pages(topic, from === undefined ? 0 : positionOf(from), this.options.rows.head());
  }

  async lag(group: string): Promise<ReadonlyMap<string, number>> {
    this.#requireOpen();
    const recorded = this.options.cursors.of(group);
    return new Map([...recorded].map(([topic, position]) => [topic, this.options.rows.countAfter(topic, position)]));
  }

  async publishHeads(positions: readonly StreamPosition[]): Promise<void> {
    this.#requireOpen();
    positions.forEach(({ topic }) => requireTopic(topic));
    const { db, heads } = this.options;
    db.transaction(() => positions.forEach((position) => heads.reach(position, position.sequence)));
  }

  async heads(topics: readonly string[]): Promise<readonly StreamPosition[]> {
    this.#requireOpen();
    topics.forEach(requireTopic);
    return topics.flatMap((topic) => this.options.heads.ofTopic(topic));
  }

  async enforceRetention(nowMs: number): Promise<void> {
    this.#requireOpen();
    // First, so that no group that has read everything is found behind the removal after a kill.
    this.options.cursors.flush();
    await removeExpired(this.options.rows, nowMs, this.options.faults);
    this.wake();
  }

  async verify(): Promise<void> {
    this.#requireOpen();
    const { db, rows } = this.options;
    const found = String(db.row('PRAGMA quick_check(1)')?.[0]);
    const head = rows.head();
    for (let after = 0; ;) {
      const page = rows.between(after, head, PAGE);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.position;
      await turnOfEventLoop();
    }
    if (found !== 'ok') throw new PlatformError('log-corrupt', `the file is damaged: ${found}`);
  }

  async ping(): Promise<void> {
    this.#requireOpen();
    this.options.db.row('SELECT 1');
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** Events of these topics (absent: of any) were appended: whoever waits for them goes on. */
  wake(topics?: readonly string[]): void {
    for (const loop of [...this.#groups.values(), ...this.#watchers]) loop.wake(topics);
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#groups.values(), ...this.#watchers].map((loop) => loop.close()));
  }

  async *#pages(topic: string, from: number, head: number): AsyncGenerator<readonly PositionedEvent[]> {
    for (let after = from; ;) {
      this.#requireOpen();
      const page = this.options.rows.ofTopic(topic, after, head, PAGE);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.position;
      yield page.map(({ position, event }) => ({ event, next: String(position) as LogPosition }));
      await turnOfEventLoop();
    }
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw new PlatformError('closed', 'the event log is closed');
  }
}

function positionOf(from: LogPosition): number {
  const position = Number(from);
  if (!/^\d+$/.test(from) || !Number.isSafeInteger(position)) {
    throw new PlatformError('log-unavailable', 'the given position was not made by this log');
  }
  return position;
}
