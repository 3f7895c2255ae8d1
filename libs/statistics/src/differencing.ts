import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { requireCount } from './invalid-input.js';

export interface DifferencingInput {
  /** Two published totals, the small one inside the big one. */
  big: Counts;
  small: Counts;
  minN: number;
}

export interface Differencing {
  impliedN: number;
  impliedEvents: number;
  impliedRate: number | null;
  unsafe: boolean;
  flag: 'not_nested' | null;
}

/**
 * The third group that a reader gets by subtracting one published total from another.
 *
 * @returns `unsafe` when it has people but fewer than minN, or all or none of them have the outcome; `not_nested`
 *          (rate null, not unsafe) when the difference cannot be a group
 * @throws InvalidCounts if events exceed n or minN is not a whole number ≥ 0
 * @source Denning & Schlörer 1983, Inference controls for statistical databases, Computer 16(7):69
 */
export function differencing({ big, small, minN }: DifferencingInput): Differencing {
  requireCounts(big);
  requireCounts(small);
  requireCount('minN', minN);
  const n = big.n - small.n;
  const events = big.events - small.events;
  if (n < 0 || events < 0 || events > n) {
    return { impliedN: n, impliedEvents: events, impliedRate: null, unsafe: false, flag: 'not_nested' };
  }
  return finiteResult({
    impliedN: n,
    impliedEvents: events,
    impliedRate: n === 0 ? null : events / n,
    unsafe: n > 0 && (n < minN || events === 0 || events === n),
    flag: null,
  });
}
