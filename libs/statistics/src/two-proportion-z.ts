import type { TwoGroups } from './counts.js';
import { lacksDenominator } from './counts.js';
import { finiteResult } from './finite-result.js';
import { normalTwoSidedP } from './normal-distribution.js';

export interface TwoProportionZ {
  z: number | null;
  /** Two-sided, 0..1. */
  pValue: number | null;
  flag: 'no_denominator' | 'no_variation' | null;
}

/**
 * Pooled two-proportion z-test without continuity correction: could a gap of this size be chance. Use fisherExact when
 * an expected count is under 5.
 *
 * p̄ = (x₁+x₂)/(n₁+n₂); z = (p₁−p₂) / √(p̄(1−p̄)(1/n₁+1/n₂)).
 *
 * @param input group and reference; whole numbers
 * @returns z (no unit) and p; z 0 and p 1 with `no_variation` when nobody or everybody has the outcome; null with
 *          `no_denominator` when either group is empty
 * @throws InvalidCounts if events exceed n
 * @source Fleiss, Levin, Paik 2003, Statistical Methods for Rates and Proportions, section 3.1
 */
export function twoProportionZ({ group, reference }: Omit<TwoGroups, 'confidence'>): TwoProportionZ {
  if (lacksDenominator({ group, reference })) return { z: null, pValue: null, flag: 'no_denominator' };
  const events = group.events + reference.events;
  const n = group.n + reference.n;
  if (events === 0 || events === n) return { z: 0, pValue: 1, flag: 'no_variation' };
  const pooled = events / n;
  const se = Math.sqrt(pooled * (1 - pooled) * (1 / group.n + 1 / reference.n));
  const z = (group.events / group.n - reference.events / reference.n) / se;
  return finiteResult({ z, pValue: normalTwoSidedP(z), flag: null });
}
