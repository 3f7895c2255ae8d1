import type { Clock } from '@evenground/config';
import { type StreamPosition, streamId } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import type { Consumption, EventLog } from '@evenground/event-log';
import type { PositionsAwaited, WritePosition } from '@evenground/http';
import { INPUT_TOPICS } from '../domain/cycle-inputs.js';
import { REFLECT_CYCLE } from '../reflect-cycle/reflect-cycle.js';
import { includedDeliveries, isOpen, reflections } from '../reflection-documents.js';
import { REFERENCE, SeenTouches, TOUCHED } from './seen-touches.js';

const LOOK_AGAIN_MS = 100; // another copy may have handled it; what this one commits is looked at at once
const REPLAY_AFTER_LOOKS = 3; // a position older than this process is in the log, and not in its memory

/**
 * Answers `Evenground-After` of this service: whether reflections include a write.
 *
 * - streams that reflections are made of: when they are handled;
 * - ingested deliveries: when a handled `delivery.logged` includes them;
 * - records and reference data: when diagnostics has handled them and every cycle that tracks an indicator which that
 *   changed has measures that include the change; at once where no cycle tracks one;
 * - streams that this service does not depend on: at once.
 */
export class ReflectionPositions implements PositionsAwaited {
  private readonly seen = new SeenTouches();
  private readonly waiting = new Set<() => void>();
  private watching: Promise<Consumption> | undefined;
  private replayed: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    private readonly store: DocumentStore,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Begins to watch, so that most waits find what they need in memory. A second call does nothing. */
  async start(): Promise<void> {
    this.watching ??= this.log.watch({
      topics: [TOUCHED, REFERENCE],
      handle: (events) => {
        for (const event of events) this.seen.see(event);
        this.committed();
      },
    });
    await this.watching;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.committed();
    await (await this.watching)?.close();
    await this.replayed;
  }

  /** To be told after each commit of this service. */
  committed(): void {
    for (const look of [...this.waiting]) look();
  }

  async waitFor(position: WritePosition, timeoutMs: number): Promise<boolean> {
    await this.start();
    const giveUpAtMs = this.clock.nowMs() + timeoutMs;
    for (let looks = 1; ; looks += 1) {
      if (await this.includes(position)) return true;
      const leftMs = giveUpAtMs - this.clock.nowMs();
      if (leftMs <= 0 || this.isClosed) return false;
      if (looks === REPLAY_AFTER_LOOKS) void this.replay();
      await this.nextLook(Math.min(LOOK_AGAIN_MS, leftMs));
    }
  }

  private async includes(position: WritePosition): Promise<boolean> {
    const positions = 'receiptId' in position ? this.seen.receipt(position.receiptId) : position;
    if (positions === undefined) return false;
    for (const each of positions) if (!(await this.includesOne(each))) return false;
    return true;
  }

  private async includesOne(position: StreamPosition): Promise<boolean> {
    if ((INPUT_TOPICS as readonly string[]).includes(position.topic)) {
      const handled = await this.store.handled(REFLECT_CYCLE, [position]);
      return (handled.get(streamId(position)) ?? 0) >= position.sequence;
    }
    switch (position.topic) {
      case 'ingestion.deliveries': {
        const [included] = await this.store.load(includedDeliveries, [streamId(position)]);
        return (included?.body.sequence ?? 0) >= position.sequence;
      }
      case 'ingestion.records':
      case REFERENCE:
        return this.includesTouches(position);
      default:
        return true;
    }
  }

  private async includesTouches(position: StreamPosition): Promise<boolean> {
    const touches = this.seen.touchesOf(position);
    if (touches === undefined) return false;
    for (const { district, indicators, isOfAll, position: at } of touches) {
      if (indicators.length === 0 && !isOfAll) continue;
      let after: string | undefined;
      do {
        const range = { equals: [district] };
        const page = await this.store.find(reflections, 'by-district', range, {
          limit: 200,
          ...(after !== undefined && { after }),
        });
        const concerned = page.items.filter(
          ({ body }) => isOpen(body) && body.tracked.some((indicator) => isOfAll || indicators.includes(indicator)),
        );
        if (concerned.some(({ body }) => (body.touched[at.stream] ?? 0) < at.sequence)) return false;
        after = page.next;
      } while (after !== undefined);
    }
    return true;
  }

  /** Reads, once, what the log still keeps from before this process began to watch. */
  private replay(): Promise<void> {
    this.replayed ??= (async () => {
      for (const topic of [REFERENCE, TOUCHED]) {
        for await (const batch of this.log.replay(topic)) {
          if (this.isClosed) return;
          for (const { event } of batch) this.seen.see(event);
        }
      }
      this.committed();
    })().catch(() => {
      this.replayed = undefined; // why: the log is away; who waits is told that it is not visible yet, and comes again
    });
    return this.replayed;
  }

  private nextLook(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        cancel();
        this.waiting.delete(look);
        resolve();
      };
      const cancel = this.clock.after(delayMs, look);
      this.waiting.add(look);
    });
  }
}
