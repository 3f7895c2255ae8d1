import {
  type EventDeclaration,
  type LogEvent,
  PlatformError,
  RestatementBegun,
  type StreamName,
  type StreamPosition,
  declareEvent,
  streamId,
} from '@evenground/contracts';
import type { Clock, Random } from '@evenground/config';
import { z } from 'zod';
import type { Delivery, HandledMark } from './delivery.js';
import type {
  Consumption,
  EventLog,
  Membership,
  PositionedEvent,
  WatchSubscription,
  WorkSubscription,
} from './event-log.js';
import type { EventToPublish, FeatureStore } from './feature-store.js';

export const RECORDS = 'ingestion.records';
export const REFERENCE = 'ingestion.reference';
export const TOUCHED = 'diagnostics.touched';
export const GROUP = 'diagnostics.measure-students';
export const STARTED_MS = Date.UTC(2026, 0, 5);

/** Time that moves only when a spec says so. */
export class VirtualClock implements Clock {
  private now = STARTED_MS;
  private timers: { readonly atMs: number; readonly run: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.now + delayMs, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  get pending(): number {
    return this.timers.length;
  }

  advance(ms: number): void {
    const until = this.now + ms;
    while (this.timers.some((timer) => timer.atMs <= until)) this.toNextTimer();
    this.now = until;
  }

  toNextTimer(): void {
    const [next] = this.timers.toSorted((a, b) => a.atMs - b.atMs);
    if (next === undefined) return;
    this.timers = this.timers.filter((timer) => timer !== next);
    this.now = Math.max(this.now, next.atMs);
    next.run();
  }
}

export const halfRandom: Random = { bytes: (length) => new Uint8Array(length).fill(7), fraction: () => 0.5 };

export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until the claim holds, letting time pass when nothing else moves. */
export async function until(
  clock: VirtualClock,
  holds: () => boolean | Promise<boolean>,
  what = 'the condition',
): Promise<void> {
  for (let round = 0; round < 3_000; round += 1) {
    await turns(6);
    if (await holds()) return;
    clock.toNextTimer();
  }
  throw new Error(`${what} never came true`);
}

/** A store with marks, fencing and an outbox, whose commits can be made to fail. */
export class MemoryStore implements FeatureStore {
  readonly marks = new Map<string, number>();
  readonly published: EventToPublish[] = [];
  readonly values = new Map<string, unknown>();
  commits = 0;
  asked = 0;
  /** Called before a commit; what it throws, the commit throws. */
  beforeCommit: (commit: {
    readonly publish?: readonly EventToPublish[];
    readonly handled?: readonly HandledMark[];
  }) => void = () => undefined;
  afterCommit: () => void = () => undefined;

  async handled(group: string, streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    this.asked += 1;
    return new Map(streams.map((name) => [streamId(name), this.marks.get(`${group}|${streamId(name)}`) ?? 0]));
  }

  async commit(commit: {
    readonly publish?: readonly EventToPublish[];
    readonly handled?: readonly HandledMark[];
    readonly values?: ReadonlyMap<string, unknown>;
  }): Promise<void> {
    this.beforeCommit(commit);
    for (const mark of commit.handled ?? []) {
      const found = this.marks.get(`${mark.group}|${streamId(mark)}`) ?? 0;
      if (found !== mark.expected || mark.sequence < mark.expected) {
        throw new PlatformError('version-conflict', `${streamId(mark)} is at ${found}, not ${mark.expected}`);
      }
    }
    for (const mark of commit.handled ?? []) this.marks.set(`${mark.group}|${streamId(mark)}`, mark.sequence);
    for (const [key, value] of commit.values ?? []) this.values.set(key, value);
    this.published.push(...(commit.publish ?? []));
    this.commits += 1;
    this.afterCommit();
  }

  at(stream: string, topic = RECORDS, group = GROUP): number {
    return this.marks.get(`${group}|${streamId({ topic, stream })}`) ?? 0;
  }
}

/** A log in memory that keeps the port's promises, and may deliver any batch again. */
export class MemoryLog implements EventLog {
  readonly events: LogEvent[] = [];
  private readonly said = new Map<string, StreamPosition>();
  private readonly members = new Map<
    string,
    { readonly subscription: WorkSubscription; cursor: number; running: Promise<void>; closed: boolean }
  >();
  batchSizes: readonly number[] = [];
  /** Everything lies with another copy, which does nothing. */
  isElsewhere = false;
  /** How often each batch is delivered once more although it was handled (an owner that died before recording it). */
  repeats: readonly number[] = [];
  handovers = 0;

  async append(events: readonly LogEvent[]): Promise<void> {
    this.events.push(...events);
    for (const group of this.members.keys()) this.pump(group);
  }

  async work(subscription: WorkSubscription): Promise<Membership> {
    const cursor = this.members.get(subscription.group)?.cursor ?? 0;
    const member = { subscription, cursor, running: Promise.resolve(), closed: false };
    this.members.set(subscription.group, member);
    this.pump(subscription.group);
    return {
      close: async () => {
        member.closed = true;
        await member.running;
      },
      behind: async () => {
        if (this.isElsewhere) return 0;
        return [...(await this.lag(subscription.group)).values()].reduce((sum, events) => sum + events, 0);
      },
    };
  }

  fault(group: string, error: unknown): void {
    this.members.get(group)?.subscription.onFault?.(error);
  }

  async *replay(topic: string, from?: string): AsyncIterable<readonly PositionedEvent[]> {
    for (let at = Number(from ?? 0); at < this.events.length; at += 1) {
      const event = this.events[at];
      if (event?.envelope.topic === topic) yield [{ event, next: String(at + 1) as PositionedEvent['next'] }];
    }
  }

  async lag(group: string): Promise<ReadonlyMap<string, number>> {
    const member = this.members.get(group);
    const left = this.events
      .slice(member?.cursor ?? 0)
      .filter((event) => member?.subscription.topics.includes(event.envelope.topic) ?? false);
    return new Map(
      [...new Set(left.map((event) => event.envelope.topic))].map((topic) => [
        topic,
        left.filter((e) => e.envelope.topic === topic).length,
      ]),
    );
  }

  async watch(_subscription: WatchSubscription): Promise<Consumption> {
    throw new Error('this double only works');
  }

  async publishHeads(positions: readonly StreamPosition[]): Promise<void> {
    for (const position of positions) {
      const id = streamId(position);
      if (position.sequence > (this.said.get(id)?.sequence ?? 0)) this.said.set(id, position);
    }
  }

  async heads(topics: readonly string[]): Promise<readonly StreamPosition[]> {
    return [...this.said.values()].filter(({ topic }) => topics.includes(topic));
  }

  async enforceRetention(): Promise<void> {}
  async verify(): Promise<void> {}
  async ping(): Promise<void> {}

  async close(): Promise<void> {
    for (const member of this.members.values()) member.closed = true;
    await Promise.all([...this.members.values()].map((member) => member.running));
  }

  private pump(group: string): void {
    const member = this.members.get(group);
    if (member === undefined) return;
    member.running = member.running.then(async () => {
      while (!member.closed && member.cursor < this.events.length) {
        const size = Math.min(
          this.batchSizes[this.handovers % this.batchSizes.length] ?? 500,
          member.subscription.maxBatch ?? 500,
        );
        const repeat = this.repeats[this.handovers % this.repeats.length] ?? 0;
        const slice = this.events.slice(member.cursor, member.cursor + size);
        const batch = slice.filter((event) => member.subscription.topics.includes(event.envelope.topic));
        this.handovers += 1;
        try {
          if (batch.length > 0)
            for (let time = 0; time <= repeat; time += 1) await member.subscription.handle(batch, turnOnce);
          member.cursor += slice.length;
        } catch (error) {
          member.subscription.onFault?.(error);
          await turnOnce();
        }
      }
    });
  }
}

const turnOnce = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const Fact = z.strictObject({ key: z.string(), value: z.number() });
export const FactsSaid = z.strictObject({ facts: z.array(Fact) });
export type FactsSaid = z.infer<typeof FactsSaid>;

/** `facts.said`: version 1 held one fact. */
const factsSaid = (topic: string): EventDeclaration =>
  declareEvent<FactsSaid>({
    type: 'facts.said',
    topic,
    version: 2,
    schema: FactsSaid,
    says: 'what is so',
    consumers: [GROUP],
    upcast: { 1: (older) => ({ facts: [older] }) },
    split: (data) => data.facts.map((fact) => ({ facts: [fact] })),
  }) as EventDeclaration;

export function testDeclarationOf(topic: string, type: string): EventDeclaration | undefined {
  if (type === 'facts.said') return factsSaid(topic);
  if (type === 'plain.said') return { ...factsSaid(topic), type, split: undefined };
  if (type === 'restatement.begun')
    return { type, topic, version: 1, schema: RestatementBegun, says: 'again', consumers: [] };
  return undefined;
}

export function said(
  stream: string,
  sequence: number,
  facts: Record<string, number> = { [`k${sequence}`]: sequence },
  topic = RECORDS,
): LogEvent {
  const data = { facts: Object.entries(facts).map(([key, value]) => ({ key, value })) };
  return event(stream, sequence, 'facts.said', data, topic, 2);
}

export function event(
  stream: string,
  sequence: number,
  type: string,
  data: unknown,
  topic = RECORDS,
  version = 1,
): LogEvent {
  return {
    envelope: {
      id: `${topic}/${stream}/${sequence}`,
      type,
      source: '/ingestion',
      time: new Date(STARTED_MS).toISOString(),
      version,
      topic,
      stream,
      sequence,
      correlationId: `upload-${stream}`,
    },
    data,
  };
}

export function reset(stream: string, sequence: number): LogEvent {
  return event(stream, sequence, 'restatement.begun', { restatementId: 'again', reset: true });
}

/** A feature that keeps the value of each key and the order of what it was handed, in one commit a delivery. */
export class FactKeeper {
  readonly applied: string[] = [];
  /** Called with each fact before the commit; what it throws, the handler throws. */
  refuse: (fact: { readonly key: string; readonly value: number }) => void = () => undefined;

  constructor(private readonly store: MemoryStore) {}

  readonly handle = async (delivery: Delivery): Promise<void> => {
    const values = new Map<string, unknown>();
    const names: string[] = [];
    for (const { envelope, data } of delivery.events) {
      const facts = envelope.type === 'restatement.begun' ? [] : (data as FactsSaid).facts;
      for (const fact of facts) {
        this.refuse(fact);
        values.set(`${envelope.stream}/${fact.key}`, fact.value);
      }
      names.push(`${envelope.stream}:${envelope.sequence}`);
    }
    await this.store.commit({ handled: delivery.handled, values });
    this.applied.push(...names);
  };
}
