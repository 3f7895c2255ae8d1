import { finiteResult } from './finite-result.js';
import type { MeanSummary, TwoMeans } from './mean-summary.js';
import { requireMeanSummary } from './mean-summary.js';
import { DEFAULT_CONFIDENCE } from './normal-distribution.js';
import { criticalT, studentTwoSidedP } from './student-distribution.js';

export interface MeanLimits {
  lower: number | null;
  upper: number | null;
}

export interface MeanDifference {
  difference: number | null;
  se: number | null;
  /** Welch-Satterthwaite degrees of freedom. */
  df: number | null;
  lower: number | null;
  upper: number | null;
  t: number | null;
  /** Two-sided, 0..1. */
  pValue: number | null;
  group: MeanLimits;
  reference: MeanLimits;
  flag: 'too_few' | 'zero_sd' | null;
}

const NO_COMPARISON = { difference: null, se: null, df: null, lower: null, upper: null, t: null, pValue: null };

/**
 * Gap between two averages in their own unit, group minus reference; the two spreads need not be equal.
 *
 * v = s²/n; se = √(v₁+v₂); df = (v₁+v₂)² / (v₁²/(n₁−1) + v₂²/(n₂−1)); t = difference/se; limits difference ∓ t_q·se.
 *
 * @returns difference, se and limits in the unit of the means; `too_few` (null) when a group has under 2 people;
 *          `zero_sd` (difference kept, se 0, the rest null) when nobody differs. The limits of each mean alone are in
 *          `group` and `reference`
 * @throws InvalidCounts, InvalidParameter if a summary is not one or the confidence is not between 0 and 1
 * @source Welch 1947, Biometrika 34:28; worked example in mean-difference.spec.ts
 */
export function meanDifference({ group, reference, confidence = DEFAULT_CONFIDENCE }: TwoMeans): MeanDifference {
  const limits = { group: meanLimits(group, confidence), reference: meanLimits(reference, confidence) };
  if (group.n < 2 || reference.n < 2) return { ...NO_COMPARISON, ...limits, flag: 'too_few' };
  const difference = group.mean - reference.mean;
  const groupVariance = group.sd ** 2 / group.n;
  const referenceVariance = reference.sd ** 2 / reference.n;
  const variance = groupVariance + referenceVariance;
  if (variance === 0) return finiteResult({ ...NO_COMPARISON, difference, se: 0, ...limits, flag: 'zero_sd' });
  const se = Math.sqrt(variance);
  const groupShare = groupVariance / variance;
  const df = 1 / (groupShare ** 2 / (group.n - 1) + (1 - groupShare) ** 2 / (reference.n - 1));
  const reach = criticalT(df, confidence) * se;
  const t = difference / se;
  return finiteResult({
    difference,
    se,
    df,
    lower: difference - reach,
    upper: difference + reach,
    t,
    pValue: studentTwoSidedP(t, df),
    ...limits,
    flag: null,
  });
}

/**
 * Interval of one mean: m ∓ t_q·s/√n with n − 1 degrees of freedom.
 *
 * @returns limits in the unit of the mean; null under 2 people; the mean itself when the sd is 0
 * @throws InvalidCounts, InvalidParameter as meanDifference
 */
export function meanLimits(summary: MeanSummary, confidence: number = DEFAULT_CONFIDENCE): MeanLimits {
  requireMeanSummary(summary);
  const { mean, sd, n } = summary;
  if (n < 2) return { lower: null, upper: null };
  const reach = (criticalT(n - 1, confidence) * sd) / Math.sqrt(n);
  return finiteResult({ lower: mean - reach, upper: mean + reach });
}
