import { type PlatformErrorCode, isPlatformError } from '@evenground/contracts';
import type { Random } from '@evenground/config';

export interface RetryPolicy {
  /** How often a delivery is tried before the event at fault is looked for. */
  readonly attempts: number;
  /** How often one event is tried alone before it is dead-lettered. */
  readonly attemptsAlone: number;
  /** After so many failures in a row that only time can mend, the loop calls itself unhealthy (and goes on). */
  readonly alarmAfter: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export const RETRY_POLICY: RetryPolicy = {
  attempts: 5,
  attemptsAlone: 2,
  alarmAfter: 20,
  firstDelayMs: 100, // above a commit's few milliseconds, so that a conflict is over
  longestDelayMs: 5_000,
};

/** Faults of the surroundings: the event is innocent, so it is never dead-lettered for them. */
const SURROUNDINGS: ReadonlySet<PlatformErrorCode> = new Set([
  'version-conflict',
  'store-unavailable',
  'log-unavailable',
  'disk-full',
  'not-yet-visible',
  'closed',
]);

/** Whether repeating may help, however long it takes; looks through the whole chain of causes. */
export function isRetriable(error: unknown): boolean {
  return causesOf(error).some((cause) => isPlatformError(cause) && (cause.retriable || SURROUNDINGS.has(cause.code)));
}

/** The error and its causes, outermost first. */
export function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  let at = error;
  while (at !== undefined && at !== null && !chain.includes(at)) {
    chain.push(at);
    at = typeof at === 'object' ? (at as { cause?: unknown }).cause : undefined;
  }
  return chain;
}

/** Exponential back-off with full jitter. `failures` counts from 1. */
export function delayMs(policy: RetryPolicy, failures: number, random: Random): number {
  const ceiling = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** Math.min(failures - 1, 30));
  return Math.floor(random.fraction() * ceiling);
}
