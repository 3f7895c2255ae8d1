import {
  DEAD_LETTERS_SUFFIX,
  type LogEvent,
  PlatformError,
  type StreamPosition,
  type StreamRequested,
  eventDeclared,
  streamId,
  topicNamed,
} from '@evenground/contracts';
import type { Clock, Random } from '@evenground/config';
import { type CheckedEvent, type DeclarationOf, type EventFault, checkEvent, isFault } from './check-event.js';
import type { ConsumerObserver } from './consumer-observer.js';
import type { EventLog, Membership } from './event-log.js';
import { type FeatureStore, requestFor, serviceOf } from './feature-store.js';
import { GAP_TIMES, type Gap, GapWatch } from './gap-watch.js';
import { HeadWatch } from './head-watch.js';
import { LoopProgress, type LoopState } from './loop-progress.js';
import type { StreamOrder } from './order.js';
import { RETRY_POLICY, type RetryPolicy } from './retry.js';
import { type Feature, type Lane, type LoopContext, Settling } from './settle.js';
import { StoppableWaits } from './stoppable-waits.js';
import { StreamOrders } from './stream-orders.js';
import { StreamLocks, allEnded, inParallel } from './stream-locks.js';

export interface ConsumerLoopOptions {
  readonly log: EventLog;
  /** The store of the feature's own service. */
  readonly store: FeatureStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer?: ConsumerObserver;
  readonly retry?: Partial<RetryPolicy>;
  /** How many events ahead of their turn are kept. */
  readonly parking?: { readonly events?: number; readonly bytes?: number };
  /** Where publishers say how far their streams reach (such as `DocumentStore.heads`), so that a lost last event is missed too. */
  readonly heads?: (topics: readonly string[]) => Promise<readonly StreamPosition[]>;
  /** The catalogue, unless a test has its own. */
  readonly declarationOf?: DeclarationOf;
}

export interface LoopHealth {
  readonly healthy: boolean;
  readonly reason?: string;
}

const MAX_BATCH = 500;
const STREAMS_AT_ONCE = 8; // of a feature that takes events one by one
const NO_PROGRESS = (): Promise<void> => Promise.resolve();

/**
 * Brings one feature every event of its topics: once, in order per stream, checked, whatever the log does.
 *
 * - What decides is the last handled sequence in the feature's store. At or below it an event is dropped.
 * - An event ahead of its turn is parked in memory, and acknowledged to the log like a handled one: the log must go on,
 *   since what closes the gap lies behind it. Losing a parked event (a restart, more than the parking holds) is
 *   harmless, because the stream's next event, or its head, then shows the gap again. After 5 s the stream is asked for
 *   again (`stream.requested`), and its answer, `restatement.begun {reset: true}`, makes everything before it needless.
 *   A topic that cannot be said again goes on after 60 s without what is missing, with an alarm.
 * - Invalid or unknown events are dead-lettered at once. A handler that throws is tried again; what only time can mend
 *   (`isRetriable`) for ever, anything else a few times, and then the event or fact at fault is found and dead-lettered.
 * - Streams do not wait for each other, save within one batch of the log.
 */
export class ConsumerLoop {
  private readonly orders: StreamOrders;
  private readonly headWatch: HeadWatch | undefined;
  private readonly locks = new StreamLocks();
  private readonly waits: StoppableWaits;
  private readonly gaps: GapWatch;
  private readonly progress: LoopProgress;
  private readonly context: LoopContext;
  private readonly settling: Settling;
  private membership: Membership | undefined;
  private logFault: unknown;

  constructor(
    private readonly feature: Feature,
    private readonly options: ConsumerLoopOptions,
  ) {
    assertFeature(feature);
    const { clock, random, store } = options;
    this.waits = new StoppableWaits(clock);
    this.gaps = new GapWatch(clock, random, (gap) => this.mend(gap));
    this.progress = new LoopProgress(feature.group, clock, options.observer ?? {});
    this.context = {
      feature,
      store,
      clock,
      random,
      observer: this.progress,
      retry: { ...RETRY_POLICY, ...options.retry },
      declarationOf: options.declarationOf ?? eventDeclared,
      waits: this.waits,
      troubles: new Set(),
    };
    this.settling = new Settling(this.context);
    this.orders = new StreamOrders({ ...options.parking, isRestatable, skip: (order) => this.skip(order) });
    this.headWatch = this.watchHeads();
  }

  get group(): string {
    return this.feature.group;
  }

  /** Begins to handle. A second call is a mistake of the caller. */
  async start(): Promise<void> {
    const { group, topics } = this.feature;
    this.membership = await this.options.log.work({
      group,
      topics,
      maxBatch: this.feature.maxBatch ?? MAX_BATCH,
      handle: (events, progress) => this.take(events, progress),
      onFault: (error) => this.faulted(error),
    });
    this.headWatch?.start();
  }

  state(): LoopState {
    return { ...this.progress.state(), parked: this.orders.parked() };
  }

  /**
   * Unhealthy when the log reported a fault, when something fails again and again, or when there is work for this copy
   * and it stands still. What other copies have to do is theirs to tell.
   */
  async health(): Promise<LoopHealth> {
    if (this.logFault !== undefined) return { healthy: false, reason: `${this.group}: the log reported a fault` };
    if (this.context.troubles.size > 0) return { healthy: false, reason: `${this.group}: goes on failing` };
    const behind = (await this.membership?.behind()) ?? 0;
    return this.progress.isStalled(behind)
      ? { healthy: false, reason: `${this.group}: ${behind} events behind and no progress` }
      : { healthy: true };
  }

  /** How many events lie ahead of the group in the log, whichever copy they are for. */
  async lag(): Promise<number> {
    const lags = await this.options.log.lag(this.group);
    return [...lags.values()].reduce((sum, lag) => sum + lag, 0);
  }

  /** Ends after the delivery in hand; what is not handled then is handed back to the log. A second call does nothing. */
  async close(): Promise<void> {
    this.waits.stop();
    await this.membership?.close();
    await this.gaps.stop();
    await this.headWatch?.stop();
    await this.locks.idle();
  }

  /** A fault that the log gets over is forgotten when it hands over events again. */
  private faulted(error: unknown): void {
    if (this.waits.isStopped) return;
    this.logFault = error;
    this.progress.fault(this.group, error);
  }

  private take(events: readonly LogEvent[], progress: () => Promise<void>): Promise<void> {
    const orders = this.orders.ofEvents(events);
    return this.locks.run([...orders.keys()], async () => {
      this.waits.assertGoing();
      this.logFault = undefined;
      await this.enter(orders, events, progress);
      try {
        await this.work([...orders.values()], progress);
      } finally {
        this.park([...orders.values()]);
      }
    });
  }

  /** Puts the events in their order. Only a missing turn makes the store be asked again: another copy may have been here. */
  private async enter(
    orders: ReadonlyMap<string, StreamOrder>,
    events: readonly LogEvent[],
    progress: () => Promise<void>,
  ): Promise<void> {
    const ask = async (unsure: readonly StreamOrder[]): Promise<void> => {
      if (unsure.length > 0) await this.settling.untilDone(progress, () => this.settling.refresh(unsure));
    };
    await ask([...orders.values()].filter((order) => !order.isLoaded));
    const kept = events.filter((event) => orders.get(streamId(event.envelope))?.add(event));
    if (kept.length < events.length) this.progress.dropped(this.group, events.length - kept.length);
    await ask([...orders.values()].filter((order) => order.isGapped()));
  }

  /** Settles everything that is in turn. */
  private async work(orders: readonly StreamOrder[], progress: () => Promise<void>): Promise<void> {
    if (this.feature.batch === true) return this.rounds(orders, this.feature.maxBatch ?? MAX_BATCH, progress);
    return inParallel(orders, STREAMS_AT_ONCE, (order) => this.rounds([order], 1, progress));
  }

  private async rounds(orders: readonly StreamOrder[], limit: number, progress: () => Promise<void>): Promise<void> {
    for (;;) {
      this.waits.assertGoing();
      const steps = this.steps(orders, limit);
      if (steps.lanes.length + steps.faults.length === 0) return;
      await allEnded([
        ...steps.faults.map(({ order, event, fault }) =>
          this.settling.buryEvent(order, event, { ...fault, attempts: 1 }, progress),
        ),
        this.settling.settle(steps.lanes, progress),
      ]);
    }
  }

  /** What each stream needs next, at most `limit` events together: valid ones for the feature, or one to dead-letter. */
  private steps(orders: readonly StreamOrder[], limit: number): Steps {
    const lanes: Lane[] = [];
    const faults: Steps['faults'][number][] = [];
    let room = limit;
    for (const order of orders) {
      if (room === 0) break;
      const valid: CheckedEvent[] = [];
      for (const event of order.ready(room)) {
        const checked = checkEvent(event, this.context.declarationOf);
        if (!isFault(checked)) valid.push(checked);
        else if (valid.length === 0) faults.push({ order, event, fault: checked });
        if (isFault(checked)) break;
      }
      if (valid.length > 0) lanes.push({ order, events: valid });
      room -= valid.length;
    }
    return { lanes, faults };
  }

  /** After the work: watches over what waits, and bounds it. */
  private park(orders: readonly StreamOrder[]): void {
    for (const order of orders) this.gaps.look(order);
    this.orders.settle(orders);
    this.progress.parked(this.group, this.orders.parked());
  }

  /** A gap has lasted: whatever came meanwhile is settled, else the stream is asked for again. */
  private async mend(gap: Gap): Promise<void> {
    try {
      await this.locks.run([streamId(gap.name)], async () => {
        const order = this.orders.of(gap.name);
        try {
          await this.settling.refresh([order]);
          await this.work([order], NO_PROGRESS);
          if (order.isGapped() && order.last + 1 === gap.missingFrom) await this.askAgain(gap, order);
        } finally {
          this.park([order]);
        }
      });
    } catch (error) {
      if (!this.waits.isStopped) this.progress.retried(this.group, gap.asked + 1, error);
    }
  }

  private async askAgain(gap: Gap, order: StreamOrder): Promise<void> {
    if (!isRestatable(gap.name.topic)) {
      if (this.options.clock.nowMs() - gap.sinceMs < GAP_TIMES.skipAfterMs) return;
      this.skip(order);
      return this.work([order], NO_PROGRESS);
    }
    const { restatementId, missingFrom, name } = gap;
    const correlationId = order.sample()?.envelope.correlationId ?? restatementId;
    const asked: StreamRequested = { ...name, requestedBy: this.group, reason: 'gap', restatementId, missingFrom };
    await this.options.store.commit({ publish: [requestFor(asked, serviceOf(this.group), correlationId)] });
    this.gaps.asked(gap);
    this.progress.gapRequested(this.group, gap.name, gap.missingFrom);
  }

  private skip(order: StreamOrder): void {
    this.progress.gapSkipped(this.group, order.name, order.last + 1);
    order.skipGap();
  }

  private watchHeads(): HeadWatch | undefined {
    const { heads, clock, store } = this.options;
    if (heads === undefined) return undefined;
    return new HeadWatch({
      ...{ group: this.group, clock, store },
      heads: () => heads(this.feature.topics),
      lag: () => this.lag(),
      missed: ({ topic, stream, sequence }) => {
        const order = this.orders.of({ topic, stream });
        order.reachesTo(sequence);
        this.gaps.look(order);
      },
      failed: (error) => this.progress.retried(this.group, 1, error),
    });
  }
}

interface Steps {
  readonly lanes: readonly Lane[];
  readonly faults: readonly { readonly order: StreamOrder; readonly event: LogEvent; readonly fault: EventFault }[];
}

/** Whether the publisher says a stream of the topic again on request. */
function isRestatable(topic: string): boolean {
  return topicNamed(topic)?.restatable === true && topicNamed(topic)?.name === topic;
}

function assertFeature({ group, topics }: Feature): void {
  const unknown = topics.find((topic) => topicNamed(topic) === undefined);
  if (unknown !== undefined)
    throw new PlatformError('unknown-topic', `${group} subscribes to ${unknown}, which the catalogue does not have`);
  const letters = topics.find((topic) => topic.endsWith(DEAD_LETTERS_SUFFIX));
  if (letters !== undefined)
    throw new PlatformError(
      'configuration-invalid',
      `${group} subscribes to ${letters}; dead letters are listed, not worked`,
    );
  if (topics.length === 0) throw new PlatformError('configuration-invalid', `${group} subscribes to no topic`);
  if (!/^[a-z-]+\.[a-z-]+$/.test(group))
    throw new PlatformError('configuration-invalid', `'${group}' is not <service>.<feature>`);
}
