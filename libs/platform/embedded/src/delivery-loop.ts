import { setImmediate } from 'node:timers';
import { PlatformError, isPlatformError, type LogEvent } from '@evenground/contracts';
import type { Clock } from '@evenground/config';
import type { Consumption } from '@evenground/event-log';
import type { CrashPoint, FaultInjector } from './crash-points.js';
import type { EventRows, PositionedRow } from './event-rows.js';

const DEFAULT_BATCH = 500; // events
const BATCH_BYTES = 4_000_000; // as much as a commit holds; bounds what one batch keeps in memory
const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5_000;

/** Faults that coming back later does not mend: the consumption stops, loudly. */
const FATAL: readonly string[] = ['log-corrupt', 'retention-passed', 'closed'];

export interface Subscriber {
  readonly topics: readonly string[];
  readonly maxBatch?: number;
  handle(events: readonly LogEvent[], progress: () => Promise<void>): Promise<void> | void;
  onFault?(error: unknown): void;
}

export interface DeliveryLoopOptions {
  /** For messages: the group, or what watches. */
  readonly name: string;
  readonly rows: EventRows;
  readonly clock: Clock;
  /** Where the loop has got to per topic. */
  readonly cursors: ReadonlyMap<string, number>;
  /** Moves the cursors past a handled batch. */
  readonly move: (moved: ReadonlyMap<string, number>) => void;
  /** Makes the cursors durable, where they are recorded: before a member's close resolves. */
  readonly flush?: () => void;
  readonly faults?: FaultInjector;
}

interface Member {
  readonly subscriber: Subscriber;
  inHand: Promise<void> | undefined;
}

/** What one reading gave, and where it leads. */
interface Batch {
  readonly events: readonly LogEvent[];
  readonly moved: ReadonlyMap<string, number>;
}

/**
 * Hands events to its members: one batch at a time, each batch to one of them, the next only after the one before is
 * handled. It reads only when woken, so that an idle one costs nothing.
 */
export class DeliveryLoop {
  readonly #members: Member[] = [];
  #turn = 0;
  #failures = 0;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(private readonly options: DeliveryLoopOptions) {}

  join(subscriber: Subscriber): Consumption {
    const member: Member = { subscriber, inHand: undefined };
    this.#members.push(member);
    this.#running ??= this.#run();
    this.wake();
    return { close: () => this.#leave(member) };
  }

  /** Something may have come: of these topics, or (absent) of any. */
  wake(topics?: readonly string[]): void {
    if (this.#wake === undefined) return;
    const isAwaited =
      topics === undefined ||
      this.#members.some(({ subscriber }) => subscriber.topics.some((topic) => topics.includes(topic)));
    if (isAwaited) this.#wake();
  }

  /** Ends all members; resolves when the batch in hand is handled. */
  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => this.#leave(member)));
    await this.#running;
  }

  async #leave(member: Member): Promise<void> {
    this.#drop(member);
    this.wake();
    await member.inHand;
    this.options.flush?.();
  }

  #drop(member: Member): void {
    const at = this.#members.indexOf(member);
    if (at >= 0) this.#members.splice(at, 1);
  }

  async #run(): Promise<void> {
    while (this.#members.length > 0) {
      await turnOfEventLoop();
      await this.#step();
    }
    // In the same turn as the last look at the members, so that whoever joins next starts it again.
    this.#running = undefined;
  }

  async #step(): Promise<void> {
    try {
      const isBusy = await this.#deliverNext();
      this.#failures = 0;
      if (!isBusy && this.#members.length > 0) await this.#sleep();
    } catch (error) {
      this.#tell(error);
      if (isPlatformError(error) && FATAL.includes(error.code)) this.#members.length = 0;
      else await this.#backOff();
    }
  }

  /** Whether there was something to deliver. */
  async #deliverNext(): Promise<boolean> {
    for (let tried = 0; tried < this.#members.length; tried += 1) {
      const member = this.#members[this.#turn % this.#members.length];
      this.#turn += 1;
      if (member === undefined) continue;
      const batch = this.#fetch(member.subscriber);
      if (batch === undefined) continue;
      await this.#deliver(member, batch);
      return true;
    }
    return false;
  }

  #fetch(subscriber: Subscriber): Batch | undefined {
    const { rows, cursors } = this.options;
    const asked = new Map<string, number>();
    for (const topic of new Set(subscriber.topics)) {
      const cursor = cursors.get(topic) ?? 0;
      this.#requireKept(topic, cursor);
      asked.set(topic, cursor);
    }
    if (asked.size === 0) return undefined;
    const read = rows.after(asked, { events: subscriber.maxBatch ?? DEFAULT_BATCH, bytes: BATCH_BYTES });
    if (read.length === 0) return undefined;
    this.#at('work/after-fetch');
    return { events: read.map((row) => row.event), moved: lastOfEachTopic(read) };
  }

  #requireKept(topic: string, cursor: number): void {
    const through = this.options.rows.removedThrough(topic);
    if (cursor >= through) return;
    const detail = `${this.options.name} has read ${topic} up to ${cursor}, but it was removed up to ${through}`;
    throw new PlatformError('retention-passed', detail);
  }

  async #deliver(member: Member, batch: Batch): Promise<void> {
    const handling = this.#handle(member.subscriber, batch);
    // Its failure is this loop's to tell; whoever closes only waits for its end.
    member.inHand = handling.catch(() => undefined);
    try {
      await handling;
    } finally {
      member.inHand = undefined;
    }
  }

  async #handle(subscriber: Subscriber, { events, moved }: Batch): Promise<void> {
    this.#at('work/before-handler');
    await subscriber.handle(events, turnOfEventLoop);
    this.#at('work/after-handler');
    this.options.move(moved);
    this.#at('work/after-cursor');
  }

  #tell(error: unknown): void {
    for (const { subscriber } of [...this.#members]) subscriber.onFault?.(error);
  }

  /** Until something comes or a member leaves. */
  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }

  /** New events do not cut it short; a leaving member does. */
  async #backOff(): Promise<void> {
    const delayMs = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#failures, LONGEST_BACK_OFF_MS);
    this.#failures += 1;
    let isOver = false;
    const cancel = this.options.clock.after(delayMs, () => {
      isOver = true;
      this.wake();
    });
    while (!isOver && this.#members.length > 0) await this.#sleep();
    cancel();
  }

  #at(point: CrashPoint): void {
    this.options.faults?.at(point);
  }
}

function lastOfEachTopic(read: readonly PositionedRow[]): ReadonlyMap<string, number> {
  return new Map(read.map(({ position, event }) => [event.envelope.topic, position]));
}

/** Lets everything else in the process have its turn. */
export function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
