import { type EventDeadLettered, type StreamName, streamId } from '@evenground/contracts';
import type { Clock, Random } from '@evenground/config';
import type { CheckedEvent, DeclarationOf } from './check-event.js';
import type { ConsumerObserver } from './consumer-observer.js';
import { deadLetter, handlerFailed } from './dead-letter.js';
import type { Delivery, HandledMark, ReceivedEvent } from './delivery.js';
import type { EventToPublish, FeatureStore } from './feature-store.js';
import type { StreamOrder } from './order.js';
import { type RetryPolicy, delayMs, isRetriable } from './retry.js';
import type { StoppableWaits } from './stoppable-waits.js';
import { allEnded } from './stream-locks.js';

/** What one feature does with what it subscribed to. */
export interface Feature {
  /** `<service>.<feature>`. */
  readonly group: string;
  readonly topics: readonly string[];
  /** With `true` a delivery holds events of many streams; otherwise one event. */
  readonly batch?: boolean;
  /** The largest number of events a delivery may hold; 500 unless told. */
  readonly maxBatch?: number;
  handle(delivery: Delivery): Promise<void>;
}

/** What the parts of one consumer loop share. */
export interface LoopContext {
  readonly feature: Feature;
  readonly store: FeatureStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: ConsumerObserver;
  readonly retry: RetryPolicy;
  readonly declarationOf: DeclarationOf;
  readonly waits: StoppableWaits;
  /** What goes on failing now, longer than the policy's alarm. */
  readonly troubles: Set<object>;
}

/** The next events of one stream, in turn and checked; never empty. */
export interface Lane {
  readonly order: StreamOrder;
  readonly events: readonly CheckedEvent[];
}

type Progress = () => Promise<void>;

interface Failure {
  readonly error: unknown;
}

/** How often one thing failed in a row: for reasons that only time can mend, and for others. */
interface Streak {
  faults: number;
  failures: number;
}

const LANES_PART_AFTER = 3; // failures that only time can mend, before the streams go on apart

/**
 * Brings deliveries to their end: handled by the feature, or dead-lettered. It ends in no other way, save that the loop
 * closes or the log takes the events back (`progress` rejects): then it rejects, and nothing was counted as handled.
 */
export class Settling {
  constructor(private readonly context: LoopContext) {}

  /** Hands the lanes to the feature in one delivery, and looks for the event at fault when that goes on failing. */
  async settle(
    lanes: readonly Lane[],
    progress: Progress,
    tries = this.context.retry.attempts,
    triedBefore = 0,
  ): Promise<void> {
    const streak: Streak = { faults: 0, failures: 0 };
    try {
      for (let left = stillToDo(lanes); left.length > 0; left = stillToDo(left)) {
        const failure = await this.attempt(left, progress);
        if (failure === undefined) return;
        await this.learn(left, progress);
        left = stillToDo(left);
        if (left.length === 0) return;
        this.count(streak, failure);
        const tried = triedBefore + streak.failures;
        if (streak.failures >= tries) return await this.isolate(left, failure.error, tried, progress);
        if (streak.faults >= LANES_PART_AFTER && left.length > 1) {
          return await this.apart(left, (part) => this.settle(part, progress, tries - streak.failures, tried));
        }
        await this.pause(streak, progress);
      }
    } finally {
      this.context.troubles.delete(streak);
    }
  }

  /** Counts the event as handled, with what it says about its failure, in one commit. Repeats until that is durable. */
  async bury(
    lane: Lane | { readonly order: StreamOrder },
    letters: readonly EventToPublish[],
    sequence: number,
    progress: Progress,
  ): Promise<void> {
    const { order } = lane;
    await this.untilDone(progress, async () => {
      await this.refresh([order]);
      if (order.last >= sequence) return;
      const handled = [this.mark(order, sequence)];
      await this.context.store.commit({ publish: letters, handled });
      order.settled(sequence);
      this.context.observer.handled?.(this.context.feature.group, handled, []);
    });
  }

  /** Dead-letters a whole event. */
  async buryEvent(
    order: StreamOrder,
    event: Pick<ReceivedEvent, 'envelope' | 'data'>,
    cause: EventDeadLettered['cause'],
    progress: Progress,
  ): Promise<void> {
    const { group } = this.context.feature;
    await this.bury(
      { order },
      [deadLetter(group, event.envelope, event.data, cause)],
      event.envelope.sequence,
      progress,
    );
    this.context.observer.deadLettered?.(group, event.envelope, cause);
  }

  /** Asks the store how far the streams are handled. */
  async refresh(orders: readonly StreamOrder[]): Promise<void> {
    const handled = await this.handled(orders.map((order) => order.name));
    for (const order of orders) order.loaded(handled.get(streamId(order.name)) ?? 0);
  }

  /** Repeats until it succeeds, since only time can mend what fails here. */
  async untilDone(progress: Progress, work: () => Promise<void>): Promise<void> {
    const streak: Streak = { faults: 0, failures: 0 };
    try {
      for (;;) {
        const failure = await failureOf(work);
        if (failure === undefined) return;
        this.count(streak, failure, true);
        await this.pause(streak, progress);
      }
    } finally {
      this.context.troubles.delete(streak);
    }
  }

  private handled(streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    return this.context.store.handled(this.context.feature.group, streams);
  }

  /** One call of the feature's handler; it counts only when the marks are found committed. */
  private async attempt(lanes: readonly Lane[], progress: Progress): Promise<Failure | undefined> {
    this.context.waits.assertGoing();
    const events = lanes.flatMap((lane) => lane.events.map((event) => event.received));
    const handled = lanes.map((lane) => this.mark(lane.order, lastSequence(lane)));
    const failure = await failureOf(async () => {
      await this.context.feature.handle({ events, handled, progress });
      await this.assertCommitted(handled);
    });
    if (failure !== undefined) return failure;
    for (const lane of lanes) lane.order.settled(lastSequence(lane));
    this.context.observer.handled?.(this.context.feature.group, handled, this.agesOf(events));
    return undefined;
  }

  private async assertCommitted(marks: readonly HandledMark[]): Promise<void> {
    const handled = await this.handled(marks);
    const missing = marks.find((mark) => (handled.get(streamId(mark)) ?? 0) < mark.sequence);
    if (missing !== undefined) {
      throw new Error(`the handler did not commit the mark of ${missing.topic}, sequence ${missing.sequence}`);
    }
  }

  /** What turns out to be handled, by a commit that answered with an error or by another copy, is not done again. */
  private learn(lanes: readonly Lane[], progress: Progress): Promise<void> {
    return this.untilDone(progress, () => this.refresh(lanes.map((lane) => lane.order)));
  }

  /** Halves by stream, then by event, so that only what is bad is dead-lettered. */
  private async isolate(lanes: readonly Lane[], error: unknown, tried: number, progress: Progress): Promise<void> {
    const again = (part: readonly Lane[]): Promise<void> => {
      const alone = part.length === 1 && part[0]?.events.length === 1;
      return this.settle(part, progress, alone ? this.context.retry.attemptsAlone : 1, tried);
    };
    if (lanes.length > 1) return this.apart(lanes, again);
    const lane = lanes[0];
    if (lane === undefined) return;
    if (lane.events.length === 1) return this.giveUp(lane, error, tried, progress);
    const half = Math.ceil(lane.events.length / 2);
    await again([{ order: lane.order, events: lane.events.slice(0, half) }]);
    await again([{ order: lane.order, events: lane.events.slice(half) }]);
  }

  private apart(lanes: readonly Lane[], run: (part: readonly Lane[]) => Promise<void>): Promise<void> {
    const half = Math.ceil(lanes.length / 2);
    return allEnded([run(lanes.slice(0, half)), run(lanes.slice(half))]);
  }

  /** The event is at fault: its bad facts are dead-lettered, the others handled. */
  private async giveUp(lane: Lane, error: unknown, tried: number, progress: Progress): Promise<void> {
    const [event] = lane.events;
    if (event === undefined) return;
    const { received, declared } = event;
    const facts = declared.split?.(received.data) ?? [];
    if (facts.length < 2) return this.buryEvent(lane.order, received, handlerFailed(error, tried), progress);
    const bad = await this.badFacts(lane, received, facts, progress);
    if (bad === undefined) return; // another copy handled it meanwhile
    const { group } = this.context.feature;
    const causes = bad.map((fact) => handlerFailed(fact.error, tried + 1));
    if (bad.length === facts.length && new Set(causes.map((cause) => cause.message)).size === 1) {
      return this.buryEvent(lane.order, received, handlerFailed(error, tried), progress);
    }
    const letters = bad.map((fact, at) =>
      deadLetter(group, received.envelope, fact.data, causes[at] ?? handlerFailed(fact.error, tried)),
    );
    await this.bury(lane, letters, received.envelope.sequence, progress);
    for (const cause of causes) this.context.observer.deadLettered?.(group, received.envelope, cause);
  }

  /** Hands over the facts one by one, fenced but without moving the mark, and returns those that fail. */
  private async badFacts(lane: Lane, event: ReceivedEvent, facts: readonly unknown[], progress: Progress) {
    const bad: { readonly data: unknown; readonly error: unknown }[] = [];
    for (const data of facts) {
      let failure: Failure | undefined;
      await this.untilDone(progress, async () => {
        await this.refresh([lane.order]);
        if (lane.order.last >= event.envelope.sequence) return;
        const handled = [this.mark(lane.order, lane.order.last)];
        failure = await failureOf(() =>
          this.context.feature.handle({ events: [{ envelope: event.envelope, data }], handled, progress }),
        );
        if (failure !== undefined && isRetriable(failure.error)) throw failure.error;
      });
      if (lane.order.last >= event.envelope.sequence) return undefined;
      if (failure !== undefined) bad.push({ data, error: failure.error });
      await progress();
    }
    return bad;
  }

  private mark(order: StreamOrder, sequence: number): HandledMark {
    return { group: this.context.feature.group, ...order.name, expected: order.last, sequence };
  }

  private agesOf(events: readonly ReceivedEvent[]): readonly number[] {
    const now = this.context.clock.nowMs();
    return events.map((event) => Math.max(0, now - Date.parse(event.envelope.time)));
  }

  private count(streak: Streak, failure: Failure, onlyTimeMends = isRetriable(failure.error)): void {
    const { observer, feature, retry, troubles } = this.context;
    if (onlyTimeMends) streak.faults += 1;
    else streak.failures += 1;
    observer.retried?.(feature.group, streak.faults + streak.failures, failure.error);
    if (streak.faults < retry.alarmAfter || troubles.has(streak)) return;
    troubles.add(streak);
    observer.fault?.(feature.group, failure.error);
  }

  private pause(streak: Streak, progress: Progress): Promise<void> {
    const { retry, random, waits } = this.context;
    return waits.wait(delayMs(retry, streak.faults + streak.failures, random), progress);
  }
}

function stillToDo(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.flatMap(({ order, events }) => {
    const left = events.filter((event) => event.received.envelope.sequence > order.last);
    return left.length > 0 ? [{ order, events: left }] : [];
  });
}

function lastSequence(lane: Lane): number {
  return lane.events.at(-1)?.received.envelope.sequence ?? lane.order.last;
}

async function failureOf(work: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}
