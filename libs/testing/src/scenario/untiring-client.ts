import { setTimeout as pause } from 'node:timers/promises';
import { UnexpectedAnswer } from './actor.js';

/** What a client that means it repeats: no answer, or one that says that time may mend it. */
const REPEATED: readonly number[] = [429, 502, 503, 504];
const PAUSE_MS = 100;
/** A frozen process accepts and never answers; whoever asks must turn to another copy. */
export const GIVES_UP_MS = 10_000;

/** Counts what had to be repeated, and how long the slowest answer took with all its repeats. */
export class UntiringClient {
  inFlight = 0;
  repeated = 0;
  longestMs = 0;

  constructor(private readonly patienceMs: number) {}

  /** Does it until it is acknowledged. The same work each time: what is sent must be safe to send again. */
  async acknowledged<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    this.inFlight += 1;
    try {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (!isRepeatable(error)) throw error;
          this.repeated += 1;
          if (performance.now() - began > this.patienceMs)
            throw new Error(`${what} was not acknowledged within ${this.patienceMs} ms`, { cause: error });
        }
        await pause(PAUSE_MS);
      }
    } finally {
      this.inFlight -= 1;
      this.longestMs = Math.max(this.longestMs, performance.now() - began);
    }
  }
}

/** By name, since a test runner gives `fetch` errors of another realm: `instanceof` would know none of them. */
function isRepeatable(error: unknown): boolean {
  if (error instanceof UnexpectedAnswer) return REPEATED.includes(error.status);
  const { name, message } = error as Partial<Error>;
  // Of fetch: the time is over; nobody listens, or the connection broke, before the answer or in the middle of it.
  return name === 'TimeoutError' || (name === 'TypeError' && (message === 'fetch failed' || message === 'terminated'));
}
