import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@evenground/config';
import type { ConsumerObserver } from '@evenground/event-log';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { routePattern } from './route-pattern.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const VISIBLE_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BATCH_EVENTS = [1, 2, 5, 10, 25, 50, 100, 250, 500];

/**
 * The metrics of one process. Label values are groups, services, route patterns and other closed lists: never anything
 * that came in with data or a request.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly lags = new Map<string, () => Promise<number>>();
  private readonly handled = this.counter('feature_handled_total', 'Events that a feature has handled', ['group']);
  private readonly retried = this.counter('feature_retried_total', 'Attempts that failed and were repeated', ['group']);
  private readonly deadLettered = this.counter('feature_dead_lettered_total', 'Events or facts given up', [
    'group',
    'kind',
  ]);
  private readonly dropped = this.counter('feature_dropped_total', 'Events that came again after they were handled', [
    'group',
  ]);
  private readonly gaps = this.counter('feature_gaps_total', 'Missing events: stream asked for again, or skipped', [
    'group',
    'outcome',
  ]);
  private readonly faults = this.counter('feature_faults_total', 'What a consumer loop could not mend by itself', [
    'group',
  ]);
  private readonly parked = this.gauge('feature_parked_events', 'Events that wait ahead of their turn', ['group']);
  private readonly batchSize = this.histogram('feature_batch_size', 'Events of one delivery', ['group'], BATCH_EVENTS);
  private readonly visible = this.histogram(
    'feature_event_to_visible_seconds',
    'From the commit that published an event to the one that handled it',
    ['group'],
    VISIBLE_SECONDS,
  );
  private readonly unsent = this.gauge('outbox_unsent_events', 'Committed events that wait for the log', ['service']);
  private readonly oldestUnsent = this.gauge(
    'outbox_oldest_unsent_seconds',
    'Since when the oldest committed event waits for the log',
    ['service'],
  );
  private readonly appended = this.counter('outbox_appended_total', 'Events that the outbox brought to the log', [
    'service',
    'by',
  ]);
  private readonly left = this.counter('outbox_left_total', 'Events too many for the memory, left to the sweep', [
    'service',
  ]);
  private readonly outboxFaults = this.counter('outbox_faults_total', 'Attempts to empty the outbox that failed', [
    'service',
  ]);
  private readonly requests = this.histogram(
    'http_request_duration_seconds',
    'Time to answer, by route pattern',
    ['service', 'method', 'route', 'status'],
    REQUEST_SECONDS,
  );

  /** `ofProcess`: also memory, event loop, garbage collection. */
  constructor(options: { readonly ofProcess?: boolean } = {}) {
    if (options.ofProcess === true) collectDefaultMetrics({ register: this.registry });
    const { lags } = this;
    new Gauge({
      name: 'feature_lag_events',
      help: 'Events in the log that a feature has not read yet',
      labelNames: ['group'],
      registers: [this.registry],
      async collect() {
        this.reset();
        const known = await Promise.allSettled([...lags].map(async ([group, lag]) => ({ group, events: await lag() })));
        for (const one of known) if (one.status === 'fulfilled') this.set({ group: one.value.group }, one.value.events);
      },
    });
  }

  /** Prometheus text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Asked at each scrape; a lag that cannot be told is left out. */
  followLag(group: string, lag: () => Promise<number>): void {
    this.lags.set(group, lag);
  }

  /** What consumer loops tell, as metrics. */
  consumerObserver(): Required<ConsumerObserver> {
    return {
      handled: (group, _marks, visibleAfterMs) => {
        if (visibleAfterMs.length === 0) return;
        this.handled.inc({ group }, visibleAfterMs.length);
        this.batchSize.observe({ group }, visibleAfterMs.length);
        for (const ms of visibleAfterMs) this.visible.observe({ group }, ms / 1_000);
      },
      retried: (group) => this.retried.inc({ group }),
      deadLettered: (group, _event, cause) => this.deadLettered.inc({ group, kind: cause.kind }),
      dropped: (group, events) => this.dropped.inc({ group }, events),
      parked: (group, events) => this.parked.set({ group }, events),
      gapRequested: (group) => this.gaps.inc({ group, outcome: 'requested' }),
      gapSkipped: (group) => this.gaps.inc({ group, outcome: 'skipped' }),
      fault: (group) => this.faults.inc({ group }),
    };
  }

  /** What the outbox between documents and log tells, as metrics. */
  outboxObserver() {
    return {
      waiting: (service: string, events: number, oldestAgeMs: number): void => {
        this.unsent.set({ service }, events);
        this.oldestUnsent.set({ service }, oldestAgeMs / 1_000);
      },
      notSweeping: (service: string): void => {
        this.unsent.remove({ service });
        this.oldestUnsent.remove({ service });
      },
      appended: (service: string, events: number, by: 'relay' | 'sweep'): void => {
        this.appended.inc({ service, by }, events);
      },
      left: (service: string, events: number): void => this.left.inc({ service }, events),
      fault: (service: string): void => this.outboxFaults.inc({ service }),
    };
  }

  /** Middleware that times the requests of one service. */
  timeRequests(service: string, clock: Clock) {
    return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
      const startedMs = clock.nowMs();
      response.once('close', () => {
        const method = METHODS.has(request.method ?? '') ? (request.method ?? '') : 'other';
        const labels = { service, method, route: routePattern(request), status: `${response.statusCode}` };
        this.requests.observe(labels, Math.max(0, clock.nowMs() - startedMs) / 1_000);
      });
      next();
    };
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}
