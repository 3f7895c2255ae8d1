import type { TwoGroups } from './counts.js';
import { lacksDenominator } from './counts.js';
import { finiteResult } from './finite-result.js';
import { criticalZ } from './normal-distribution.js';
import { wilsonLimits } from './rate-wilson.js';

export interface RateDifference {
  difference: number | null;
  differencePp: number | null;
  lower: number | null;
  upper: number | null;
  flag: 'no_denominator' | null;
}

/**
 * Gap between two rates, group minus reference, with Newcombe's square-and-add interval (method 10).
 *
 * d = p₁ − p₂; lower = d − √((p₁−l₁)² + (u₂−p₂)²), upper = d + √((u₁−p₁)² + (p₂−l₂)²), l and u the Wilson limits.
 *
 * @param input group and reference; whole numbers
 * @returns difference and limits as fractions −1..1, `differencePp` in percentage points −100..100; all null,
 *          `no_denominator`, when either group is empty. An interval around 0 means "no difference shown"
 * @throws InvalidCounts, InvalidParameter as rateWilson
 * @source Newcombe 1998, Statistics in Medicine 17:873; worked example in rate-difference.spec.ts
 */
export function rateDifference({ group, reference, confidence }: TwoGroups): RateDifference {
  const empty = lacksDenominator({ group, reference });
  const z = criticalZ(confidence);
  if (empty) return { difference: null, differencePp: null, lower: null, upper: null, flag: 'no_denominator' };
  const a = wilsonLimits(group, z);
  const b = wilsonLimits(reference, z);
  const difference = a.rate - b.rate;
  return finiteResult({
    difference,
    differencePp: 100 * difference,
    lower: Math.max(-1, difference - Math.hypot(a.rate - a.lower, b.upper - b.rate)),
    upper: Math.min(1, difference + Math.hypot(a.upper - a.rate, b.rate - b.lower)),
    flag: null,
  });
}
