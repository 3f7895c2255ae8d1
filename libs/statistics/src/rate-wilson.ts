import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { criticalZ } from './normal-distribution.js';

export interface RateInput extends Counts {
  confidence?: number;
}

export interface RateEstimate {
  rate: number | null;
  lower: number | null;
  upper: number | null;
  flag: 'no_denominator' | null;
}

/**
 * Share of a group with the outcome, with the Wilson score interval.
 *
 * centre = (p + z²/2n) / (1 + z²/n), half = z·√(p(1−p)/n + z²/4n²) / (1 + z²/n); limits are centre ∓ half.
 *
 * @param input      events out of n people; whole numbers
 * @returns rate and limits, fractions 0..1 with lower ≤ rate ≤ upper; lower is exactly 0 without events and upper
 *          exactly 1 when everybody has one; all null, `no_denominator`, when n is 0
 * @throws InvalidCounts if events exceed n; InvalidParameter if the confidence is not between 0 and 1
 * @source Wilson 1927, JASA 22:209; worked example in rate-wilson.spec.ts
 */
export function rateWilson({ events, n, confidence }: RateInput): RateEstimate {
  requireCounts({ events, n });
  const z = criticalZ(confidence);
  if (n === 0) return { rate: null, lower: null, upper: null, flag: 'no_denominator' };
  return finiteResult({ ...wilsonLimits({ events, n }, z), flag: null });
}

/** Rate and Wilson limits of a group that has people, for a given z. */
export function wilsonLimits({ events, n }: Counts, z: number): { rate: number; lower: number; upper: number } {
  const rate = events / n;
  const scale = 1 + (z * z) / n;
  const centre = (rate + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))) / scale;
  return {
    rate,
    lower: events === 0 ? 0 : Math.max(0, Math.min(rate, centre - half)),
    upper: events === n ? 1 : Math.min(1, Math.max(rate, centre + half)),
  };
}
