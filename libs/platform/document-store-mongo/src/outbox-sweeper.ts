import { streamId, type StreamPosition } from '@evenground/contracts';
import type { Clock, Random } from '@evenground/config';
import type { EventLog } from '@evenground/event-log';
import type { FaultInjector } from './crash-points.js';
import { isDuplicateKey } from './mongo-faults.js';
import type { OutboxObserver } from './outbox-observer.js';
import { eventOf, markSent, unsentRows } from './outbox-rows.js';
import { UNSENT_INDEX, type OutboxRow, type ServiceDatabase } from './service-database.js';
import { MONGO_TIMES, type SweepTimes } from './times.js';

export interface SweeperOptions {
  readonly database: ServiceDatabase;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: Random;
  /** Names this process among those that may sweep. */
  readonly holder: string;
  readonly faults: FaultInjector | undefined;
  readonly observer: OutboxObserver;
  readonly times: SweepTimes;
}

const LEASE = 'sweeper';
const PAGE_ROWS = 500;
const HEADS_AT_ONCE = 1_000;
const MOST_COUNTED = 10_000;

/**
 * Looks, again and again, for rows that wait for the log longer than their process should need, and sends them by stream
 * and sequence; and says how far the streams reach. A lease in the database lets one copy do the sweeping; it only saves
 * work, since rows sent twice are dropped by their sequence.
 */
export class OutboxSweeper {
  readonly #changed = new Map<string, StreamPosition>();
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();
  #cancel: () => void = () => undefined;
  #headsDueMs: number;
  #allHeadsDueMs = 0;
  #standsBackUntilMs = 0;

  constructor(private readonly options: SweeperOptions) {
    this.#headsDueMs = options.clock.nowMs() + MONGO_TIMES.headsMs;
  }

  start(): void {
    this.#again(0);
  }

  /** The log has these streams up to here. */
  reached(positions: readonly StreamPosition[]): void {
    for (const { topic, stream, sequence } of positions) {
      this.#changed.set(streamId({ topic, stream }), { topic, stream, sequence });
    }
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
    await this.#giveBackLease().catch(() => undefined); // it expires by itself
  }

  #again(delayMs: number): void {
    if (this.#isStopped) return;
    const { clock, random } = this.options;
    this.#cancel = clock.after(delayMs, () => {
      this.#running = this.#round().finally(() =>
        this.#again(this.options.times.sweepMs * (0.75 + random.fraction() / 2)),
      );
    });
  }

  async #round(): Promise<void> {
    const { database, observer, faults } = this.options;
    try {
      const isHolder = this.options.clock.nowMs() >= this.#standsBackUntilMs && (await this.#takeLease());
      if (isHolder) {
        faults?.at('sweep/after-lease');
        await this.#sweep().finally(() => this.#tellWaiting());
      } else observer.notSweeping?.(database.service);
      await this.#publishHeads(isHolder);
    } catch (error) {
      observer.fault?.(database.service, error);
      await this.#standBack();
    }
  }

  /** By the server's clock, so that no copy's clock matters. */
  async #takeLease(): Promise<boolean> {
    const { database, holder, times } = this.options;
    const ours = [{ $set: { holder, until: { $add: ['$$NOW', times.leaseMs] } } }];
    const free = { _id: LEASE, $or: [{ holder }, { $expr: { $lt: ['$until', '$$NOW'] } }] };
    const taken = await database.meta.updateOne(free, ours, { writeConcern: { w: 1 } });
    if (taken.matchedCount === 1) return true;
    try {
      // An upsert may not compare fields, so the very first lease is a step of its own.
      const first = await database.meta.updateOne({ _id: LEASE, holder }, ours, {
        ...{ upsert: true, writeConcern: { w: 1 } },
      });
      return first.matchedCount + first.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false; // another copy holds it
      throw error;
    }
  }

  /** What failed here may go well in another copy, which a lease renewed in vain would keep from trying. */
  async #standBack(): Promise<void> {
    const { clock, times } = this.options;
    this.#standsBackUntilMs = clock.nowMs() + times.leaseMs;
    await this.#giveBackLease().catch(() => undefined); // it expires by itself
  }

  async #giveBackLease(): Promise<void> {
    const { database, holder } = this.options;
    await database.meta.updateOne({ _id: LEASE, holder }, { $set: { until: new Date(0) } }, { writeConcern: { w: 1 } });
  }

  async #sweep(): Promise<void> {
    const { database, log, faults, observer } = this.options;
    const skipped = new Set<string>();
    for (let after: OutboxRow | undefined; !this.#isStopped;) {
      const page = await unsentRows(database.outbox, PAGE_ROWS, after);
      const due = this.#throughLastDue(page.rows, skipped);
      if (due.length > 0) {
        await log.append(due.map(eventOf));
        faults?.at('sweep/after-append');
        await markSent(database.outbox, due);
        faults?.at('sweep/after-mark');
        this.reached(due);
        observer.appended?.(database.service, due.length, 'sweep');
        await this.#takeLease();
      }
      after = page.rows.at(-1);
      if (page.isLast) return;
    }
  }

  /** Of each stream the rows up to the last one that is due; none of a stream that had to be left before. */
  #throughLastDue(page: readonly OutboxRow[], skipped: Set<string>): readonly OutboxRow[] {
    const nowMs = this.options.clock.nowMs();
    const lastDue = new Map<string, number>();
    for (const row of page) {
      // A clock that is ahead must not hide a row for as long as it is ahead.
      const isDue = Math.abs(nowMs - row.at.getTime()) >= this.options.times.dueMs;
      if (isDue && !skipped.has(streamId(row))) lastDue.set(streamId(row), row.sequence);
    }
    return page.filter((row) => {
      const isTaken = row.sequence <= (lastDue.get(streamId(row)) ?? 0);
      if (!isTaken) skipped.add(streamId(row));
      return isTaken;
    });
  }

  async #tellWaiting(): Promise<void> {
    const { database, observer, clock } = this.options;
    if (observer.waiting === undefined) return;
    const rows = await database.outbox.countDocuments({ unsent: true }, { hint: UNSENT_INDEX, limit: MOST_COUNTED });
    const oldest = rows === 0 ? undefined : await this.#oldestWaiting();
    const ageMs = oldest === undefined ? 0 : Math.max(0, clock.nowMs() - oldest.getTime());
    observer.waiting(database.service, rows, ageMs);
  }

  async #oldestWaiting(): Promise<Date | undefined> {
    const { outbox } = this.options.database;
    const rows = await outbox
      .find({ unsent: true }, { projection: { at: 1 } })
      .hint(UNSENT_INDEX)
      .limit(MOST_COUNTED)
      .toArray();
    return rows.reduce<Date | undefined>(
      (oldest, { at }) => (oldest === undefined || at < oldest ? at : oldest),
      undefined,
    );
  }

  /** Changed ones often; all of them, by the copy that sweeps, at the start and then now and again. */
  async #publishHeads(isHolder: boolean): Promise<void> {
    const { clock } = this.options;
    const nowMs = clock.nowMs();
    if (isHolder && nowMs >= this.#allHeadsDueMs) {
      await this.#publishAllHeads();
      this.#allHeadsDueMs = nowMs + MONGO_TIMES.allHeadsMs;
    }
    if (nowMs < this.#headsDueMs || this.#changed.size === 0) return;
    const changed = [...this.#changed.values()];
    await this.#publish(changed);
    for (const position of changed) {
      if (this.#changed.get(streamId(position)) === position) this.#changed.delete(streamId(position));
    }
    this.#headsDueMs = nowMs + MONGO_TIMES.headsMs;
  }

  async #publishAllHeads(): Promise<void> {
    const { heads } = this.options.database;
    for (let after = ''; ;) {
      const rows = await heads
        .find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(HEADS_AT_ONCE)
        .toArray();
      if (rows.length > 0)
        await this.#publish(rows.map(({ topic, stream, sequence }) => ({ topic, stream, sequence })));
      if (rows.length < HEADS_AT_ONCE) return;
      after = rows.at(-1)?._id ?? after;
    }
  }

  async #publish(positions: readonly StreamPosition[]): Promise<void> {
    this.options.faults?.at('heads/before-publish');
    await this.options.log.publishHeads(positions);
  }
}
