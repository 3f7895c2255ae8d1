import { streamId, type StreamPosition } from '@evenground/contracts';
import { wait, type Clock, type Random } from '@evenground/config';
import type { EventLog } from '@evenground/event-log';
import type { FaultInjector } from './crash-points.js';
import type { OutboxObserver } from './outbox-observer.js';
import { bytesOf, eventOf, markSent, unsentBelow } from './outbox-rows.js';
import type { OutboxRow, ServiceDatabase } from './service-database.js';
import { MONGO_TIMES } from './times.js';

export interface RelayOptions {
  readonly database: ServiceDatabase;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: FaultInjector | undefined;
  readonly observer: OutboxObserver;
  /** Told of streams whose events the log has up to here. */
  readonly reached: (positions: readonly StreamPosition[]) => void;
}

/**
 * Of what waits in memory; the rest waits in the database, where all of it is anyway. Four batches keep the log busy; more
 * would only be held through an outage, by each of the services of a process.
 */
export const RELAY_LIMITS = { rows: 20_000, bytes: 16_000_000, batchRows: 1_000, batchBytes: 4_000_000 } as const;

const MOST_KNOWN = 100_000; // streams
const MOST_BEFORE = 500; // rows of one stream; a longer backlog is the sweeper's

/**
 * Brings the rows of this process's own commits to the log, right after they were committed: everything that waits goes
 * with the next append. Rows are marked only after the log has acknowledged them; what is lost with the process, or is
 * too much for its memory, stays in the outbox for the sweeper.
 *
 * Within a stream the log gets the events in order, whichever process committed them: a row whose predecessor was not
 * sent from here goes after the predecessors that still wait.
 */
export class OutboxRelay {
  #queue: OutboxRow[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;
  #isClosed = false;
  /** Per stream, through where the log has it from here. */
  readonly #sentThrough = new Map<string, number>();

  constructor(private readonly options: RelayOptions) {}

  /** Takes over rows that are committed, in the order of their streams. */
  offer(rows: readonly OutboxRow[]): void {
    if (rows.length === 0) return;
    const bytes = rows.reduce((sum, row) => sum + bytesOf(row), 0);
    const isTooMuch = this.#queue.length + rows.length > RELAY_LIMITS.rows || this.#bytes + bytes > RELAY_LIMITS.bytes;
    if (this.#isClosed || isTooMuch) {
      this.options.observer.left?.(this.options.database.service, rows.length);
      return;
    }
    this.#queue.push(...rows);
    this.#bytes += bytes;
    this.#running ??= this.#run();
  }

  /** Waits, for a bounded time, until what waits in memory is sent; the rest is left to the outbox. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#running === undefined) return;
    let cancel: () => void = () => undefined;
    const enough = new Promise<void>((resolve) => {
      cancel = this.options.clock.after(MONGO_TIMES.drainMs, resolve);
    });
    await Promise.race([this.#running, enough]);
    cancel();
    this.#queue = [];
  }

  async #run(): Promise<void> {
    // Let the commits that end in this turn of the event loop go together.
    await Promise.resolve();
    for (let failures = 0; this.#queue.length > 0;) {
      const batch = this.#nextBatch();
      try {
        await this.#send(batch);
        this.#taken(batch);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.options.observer.fault?.(this.options.database.service, error);
        // Closing gives up at the first failure: whoever opens next sweeps.
        if (this.#isClosed) break;
        await wait(this.options.clock, appendBackOffMs(failures, this.options.random));
      }
    }
    this.#running = undefined;
  }

  /** Ends before a row whose predecessor was left to the sweeper. */
  #nextBatch(): readonly OutboxRow[] {
    let bytes = 0;
    const last = new Map<string, number>();
    const end = this.#queue.findIndex((row, at) => {
      const stream = streamId(row);
      bytes += bytesOf(row);
      const isAfterGap = last.has(stream) && last.get(stream) !== row.sequence - 1;
      last.set(stream, row.sequence);
      return isAfterGap || (at > 0 && (at >= RELAY_LIMITS.batchRows || bytes > RELAY_LIMITS.batchBytes));
    });
    return end < 0 ? [...this.#queue] : this.#queue.slice(0, end);
  }

  #taken(batch: readonly OutboxRow[]): void {
    this.#queue.splice(0, batch.length);
    this.#bytes = this.#queue.length === 0 ? 0 : this.#bytes - batch.reduce((sum, row) => sum + bytesOf(row), 0);
  }

  async #send(batch: readonly OutboxRow[]): Promise<void> {
    const { database, log, faults, observer, reached } = this.options;
    const rows = await this.#withPredecessors(batch);
    if (rows.length === 0) return;
    faults?.at('relay/before-append');
    await log.append(rows.map(eventOf));
    faults?.at('relay/after-append');
    await markSent(database.outbox, rows);
    faults?.at('relay/after-mark');
    if (this.#sentThrough.size > MOST_KNOWN) this.#sentThrough.clear();
    for (const { topic, stream, sequence } of rows) this.#sentThrough.set(streamId({ topic, stream }), sequence);
    reached(rows);
    observer.appended?.(database.service, rows.length, 'relay');
  }

  /** The batch after the rows of its streams that still wait before it; without the streams that have a backlog. */
  async #withPredecessors(batch: readonly OutboxRow[]): Promise<readonly OutboxRow[]> {
    const first = new Map<string, OutboxRow>();
    for (const row of batch) if (!first.has(streamId(row))) first.set(streamId(row), row);
    const before: OutboxRow[] = [];
    const behind = new Set<string>();
    for (const [stream, row] of first) {
      if (row.sequence === (this.#sentThrough.get(stream) ?? 0) + 1) continue;
      const waiting = await unsentBelow(this.options.database.outbox, row, MOST_BEFORE);
      if (waiting.isLast) before.push(...waiting.rows);
      else behind.add(stream);
    }
    if (behind.size === 0) return [...before, ...batch];
    return [...before, ...batch.filter((row) => !behind.has(streamId(row)))];
  }
}

/** Exponential with full jitter. `failures` counts from 1. */
export function appendBackOffMs(failures: number, random: Random): number {
  const ceiling = Math.min(
    MONGO_TIMES.longestAppendRetryMs,
    MONGO_TIMES.firstAppendRetryMs * 2 ** Math.min(failures, 20),
  );
  return Math.floor((ceiling * (1 + random.fraction())) / 2);
}
