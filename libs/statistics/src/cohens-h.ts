import { finiteResult } from './finite-result.js';
import { requireCount, requireWithin } from './invalid-input.js';
import { criticalZ } from './normal-distribution.js';

/** A rate 0..1 of `n` people. */
export interface RateOfGroup {
  rate: number;
  n: number;
}

export interface CohensHInput {
  group: RateOfGroup;
  reference: RateOfGroup;
  confidence?: number;
}

export interface CohensH {
  h: number | null;
  se: number | null;
  lower: number | null;
  upper: number | null;
  flag: 'no_denominator' | null;
}

/**
 * Effect size of two rates, on a scale where 5 → 10 % weighs more than 50 → 55 %.
 *
 * h = 2·asin√p₁ − 2·asin√p₂; se = √(1/n₁ + 1/n₂); limits h ∓ z·se.
 *
 * @returns h in radians, −π..π; all null, `no_denominator`, when either group is empty
 * @throws InvalidParameter if a rate is outside 0..1; InvalidCounts if n is not a whole number ≥ 0
 * @source Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, chapter 6
 */
export function cohensH({ group, reference, confidence }: CohensHInput): CohensH {
  requireCount('n', group.n);
  requireCount('n', reference.n);
  const z = criticalZ(confidence);
  if (group.n === 0 || reference.n === 0) {
    return { h: null, se: null, lower: null, upper: null, flag: 'no_denominator' };
  }
  const h = arcsine(group.rate) - arcsine(reference.rate);
  const se = Math.sqrt(1 / group.n + 1 / reference.n);
  return finiteResult({ h, se, lower: h - z * se, upper: h + z * se, flag: null });
}

function arcsine(rate: number): number {
  requireWithin('rate', rate, 0, 1);
  return 2 * Math.asin(Math.sqrt(rate));
}
