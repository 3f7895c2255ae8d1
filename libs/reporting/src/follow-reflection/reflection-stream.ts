import type { ServerResponse } from 'node:http';
import type { Clock } from '@evenground/config';
import type { ReflectionChange } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { cycleKey, reflections } from '../reflection-documents.js';
import type { VisibleCycle } from '../show-reflection/find-cycle.js';
import { changesAfter } from '../show-reflection/show-reflection.js';
import type { ReflectionHub } from './reflection-hub.js';

export const STREAM_TIMES = {
  /** A sign of life for proxies, and a look at the store for news that the log did not bring. */
  heartbeatMs: 15_000,
  /** How often the token and the scope are looked at again; they end a stream within 5 s. */
  authorizeMs: 4_000,
  /** How long a client may leave its buffer full. */
  drainMs: 10_000,
} as const;

const ENTRIES_AT_ONCE = 50;
const RECONNECT_MS = 2_000;
const MOST_BUFFERED_BYTES = 262_144; // of a client that reads nothing while only signs of life are sent

export interface ReflectionStreamOptions {
  readonly response: ServerResponse;
  readonly store: DocumentStore;
  readonly hub: ReflectionHub;
  readonly clock: Clock;
  readonly cycle: VisibleCycle;
  /** Asks again who the caller is and what they may see; rejects when they may see it no more. */
  readonly authorize: () => Promise<VisibleCycle>;
  readonly onFault: (error: unknown) => void;
}

/**
 * One client that follows a cycle. It keeps no queue: what is sent is read from the history, entry by entry in
 * sequence, as fast as the client takes it; the hub only says how far the history reaches. A client that does not
 * read is dropped and can resume where it was.
 */
export class ReflectionStream {
  private cycle: VisibleCycle;
  private known: number;
  private isOver = false;
  private wake = (): void => undefined;
  private readonly cancels = new Set<() => void>();
  private readonly ending: (() => void)[] = [];

  constructor(private readonly options: ReflectionStreamOptions) {
    this.cycle = options.cycle;
    this.known = options.cycle.document.sequence;
  }

  /** Calls back once when the stream is over. */
  onEnd(run: () => void): void {
    this.ending.push(run);
  }

  /**
   * Sends everything after the entry `after`, and goes on. Resolves when the stream is over.
   * Subscribed before the history is read, so that nothing is missed in between.
   */
  async run(after: number): Promise<void> {
    const { response, hub } = this.options;
    const { district, cycleId } = this.cycle.document;
    this.ending.push(hub.follow(cycleKey(district, cycleId), (sequence) => this.reaches(sequence)));
    response.once('close', () => this.end());
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no', // nginx would gather events
    });
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    this.every(STREAM_TIMES.heartbeatMs, () => this.beat());
    this.every(STREAM_TIMES.authorizeMs, async () => this.allow(await this.options.authorize()));
    try {
      await this.reachesStored();
      await this.pump(after);
    } catch (error) {
      if (!this.isOver) this.options.onFault(error);
    } finally {
      this.end();
    }
  }

  /** Ends the stream; the client comes again. A second call does nothing. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const cancel of this.cancels) cancel();
    for (const run of this.ending) run();
    this.options.response.end();
    this.wake();
  }

  private async pump(after: number): Promise<void> {
    let sent = after;
    while (!this.isOver) {
      if (sent >= this.known) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      const changes = await changesAfter(
        this.options.store,
        this.cycle,
        sent,
        Math.min(this.known, sent + ENTRIES_AT_ONCE),
      );
      for (const change of changes) {
        if (change.sequence !== sent + 1) throw new Error(`the history of a cycle has a hole after ${sent}`);
        await this.send(frame(change));
        sent = change.sequence;
      }
      if (changes.length === 0) throw new Error(`the history of a cycle ends at ${sent}, before its head`);
    }
  }

  private async send(text: string): Promise<void> {
    const { response, clock } = this.options;
    if (this.isOver || response.write(text)) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(STREAM_TIMES.drainMs, () => {
        this.drop();
        settle();
      });
      const settle = (): void => {
        cancel();
        response.off('drain', settle);
        response.off('close', settle);
        resolve();
      };
      response.once('drain', settle);
      response.once('close', settle);
    });
  }

  private async beat(): Promise<void> {
    const { response } = this.options;
    if (response.writableLength > MOST_BUFFERED_BYTES) return this.drop();
    response.write(': still here\n\n');
    await this.reachesStored();
  }

  private drop(): void {
    this.options.response.destroy();
    this.end();
  }

  private allow(cycle: VisibleCycle): void {
    this.cycle = cycle;
    this.reaches(cycle.document.sequence);
  }

  private async reachesStored(): Promise<void> {
    const { district, cycleId } = this.cycle.document;
    const [head] = await this.options.store.load(reflections, [cycleKey(district, cycleId)]);
    if (head !== undefined) this.reaches(head.body.sequence);
  }

  private reaches(sequence: number): void {
    this.known = Math.max(this.known, sequence);
    this.wake();
  }

  /** Repeats until the stream is over; whatever goes wrong ends it. */
  private every(delayMs: number, run: () => Promise<void>): void {
    const cancel = this.options.clock.after(delayMs, () => {
      this.cancels.delete(cancel);
      if (this.isOver) return;
      run().then(
        () => this.every(delayMs, run),
        () => this.end(),
      );
    });
    this.cancels.add(cancel);
    if (this.isOver) cancel();
  }
}

function frame(change: ReflectionChange): string {
  const id = `${change.cycleId}:${change.sequence}`.replace(/[\r\n]/g, '');
  return `id: ${id}\nevent: reflection\ndata: ${JSON.stringify(change)}\n\n`;
}
