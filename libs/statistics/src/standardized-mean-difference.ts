import { finiteResult } from './finite-result.js';
import type { TwoMeans } from './mean-summary.js';
import { requireMeanSummary } from './mean-summary.js';
import { criticalZ } from './normal-distribution.js';

export interface StandardizedMeanDifference {
  pooledSd: number | null;
  /** Cohen's d. */
  d: number | null;
  /** Hedges' small-sample factor J, below 1. */
  smallSampleFactor: number | null;
  /** Hedges' g = J·d. */
  g: number | null;
  seG: number | null;
  lowerG: number | null;
  upperG: number | null;
  flag: 'too_few' | 'zero_sd' | null;
}

const NONE = { pooledSd: null, d: null, smallSampleFactor: null, g: null, seG: null, lowerG: null, upperG: null };

/**
 * Gap between two averages in standard deviations: Cohen's d and Hedges' g.
 *
 * s = √(((n₁−1)s₁² + (n₂−1)s₂²)/(n₁+n₂−2)); d = (m₁−m₂)/s; J = 1 − 3/(4(n₁+n₂−2)−1); g = J·d;
 * Var d = (n₁+n₂)/(n₁n₂) + d²/(2(n₁+n₂)); limits g ∓ z·J·√Var d.
 *
 * @returns d and g in standard deviations (group minus reference); all null, `too_few`, when a group has under 2
 *          people; pooledSd 0 and the rest null, `zero_sd`, when nobody differs
 * @throws InvalidCounts, InvalidParameter if a summary is not one
 * @source Cohen 1988; Hedges 1981, Journal of Educational Statistics 6:107; worked example in the spec
 */
export function standardizedMeanDifference({ group, reference, confidence }: TwoMeans): StandardizedMeanDifference {
  requireMeanSummary(group);
  requireMeanSummary(reference);
  const z = criticalZ(confidence);
  if (group.n < 2 || reference.n < 2) return { ...NONE, flag: 'too_few' };
  const people = group.n + reference.n;
  const pooledSd = Math.sqrt(((group.n - 1) * group.sd ** 2 + (reference.n - 1) * reference.sd ** 2) / (people - 2));
  if (pooledSd === 0) return { ...NONE, pooledSd: 0, flag: 'zero_sd' };
  const d = (group.mean - reference.mean) / pooledSd;
  const smallSampleFactor = 1 - 3 / (4 * (people - 2) - 1);
  const g = smallSampleFactor * d;
  const seG = smallSampleFactor * Math.sqrt(people / (group.n * reference.n) + (d * d) / (2 * people));
  return finiteResult({ pooledSd, d, smallSampleFactor, g, seG, lowerG: g - z * seG, upperG: g + z * seG, flag: null });
}
