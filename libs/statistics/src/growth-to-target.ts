import type { Counts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { requireFinite } from './invalid-input.js';
import { rateWilson } from './rate-wilson.js';

export interface GrowthToTargetInput {
  baseline: number;
  target: number;
  /** From baseline to deadline; may be fractional. */
  years: number;
  /** The value now, `elapsed` years after the baseline; `counts` where the value is a rate of people. */
  observed?: { value: number; elapsed: number; counts?: Counts };
}

export type GrowthStatus = 'target_met' | 'on_track' | 'behind' | 'no_progress_or_worse';

export interface GrowthProgress {
  expectedNow: number;
  /** Observed minus expected. */
  deviation: number;
  /** Part of the way covered; 1 at the target, below 0 when moved away. */
  progressShare: number | null;
  requiredGainRemaining: number | null;
  projectedAtDeadline: number | null;
  observedCompoundAnnualRate: number | null;
  status: GrowthStatus;
  /** Wilson 95 % limits of the observed rate: with the expected value inside, "behind" is within noise. */
  interval: { lower: number; upper: number; containsExpected: boolean } | null;
}

export interface GrowthPath {
  requiredAnnualGain: number;
  /** Values at 0, 1, … `years`; null when the years are fractional. */
  path: number[] | null;
  requiredCompoundAnnualRate: number | null;
  progress: GrowthProgress | null;
  flag: null;
}

export interface GrowthNotCalculable {
  status: 'not_calculable';
  flag: 'no_time';
}

/** Rounding within which a value on the line counts as on the line. */
const SLACK = 1e-12;

/**
 * The straight line from baseline to target, and where an observed value stands against it.
 *
 * gain = (target − baseline)/years; expected now = baseline + gain·elapsed; a target of at least the baseline means up.
 * First match decides: reached → `target_met`; on or ahead of the line → `on_track`; part of the way covered →
 * `behind`; else `no_progress_or_worse`.
 *
 * @returns values in the unit of baseline and target, gains per year, compound rates as fractions per year (null unless
 *          both ends are above 0); `no_time` when years ≤ 0
 * @throws InvalidParameter if a value is not finite; InvalidCounts if `counts` are not counts
 * @source interim measures of progress of ESEA § 1111(c)(4)(A)(i), drawn as a straight line; worked example in growth-to-target.spec.ts
 */
export function growthToTarget(input: GrowthToTargetInput): GrowthPath | GrowthNotCalculable {
  const { baseline, target, years, observed } = input;
  requireFinite('baseline', baseline);
  requireFinite('target', target);
  requireFinite('years', years);
  if (years <= 0) return { status: 'not_calculable', flag: 'no_time' };
  const gain = (target - baseline) / years;
  return finiteResult({
    requiredAnnualGain: gain,
    path: Number.isInteger(years) ? Array.from({ length: years + 1 }, (_, k) => baseline + gain * k) : null,
    requiredCompoundAnnualRate: compoundRate(baseline, target, years),
    progress: observed ? progressOf(input, gain, observed) : null,
    flag: null,
  });
}

function progressOf(
  { baseline, target, years }: GrowthToTargetInput,
  gain: number,
  { value, elapsed, counts }: NonNullable<GrowthToTargetInput['observed']>,
): GrowthProgress {
  requireFinite('observed value', value);
  requireFinite('elapsed', elapsed);
  const expectedNow = baseline + gain * elapsed;
  const progressShare = target === baseline ? null : (value - baseline) / (target - baseline);
  return {
    expectedNow,
    deviation: value - expectedNow,
    progressShare,
    requiredGainRemaining: years > elapsed ? (target - value) / (years - elapsed) : null,
    projectedAtDeadline: elapsed > 0 ? baseline + ((value - baseline) / elapsed) * years : null,
    observedCompoundAnnualRate: compoundRate(baseline, value, elapsed),
    status: statusOf({ value, target, expectedNow, progressShare, direction: target >= baseline ? 1 : -1 }),
    interval: counts ? intervalAround(counts, expectedNow) : null,
  };
}

function statusOf(at: {
  value: number;
  target: number;
  expectedNow: number;
  progressShare: number | null;
  direction: 1 | -1;
}): GrowthStatus {
  if (at.direction * (at.value - at.target) >= 0) return 'target_met';
  if (at.direction * (at.value - at.expectedNow) >= -SLACK) return 'on_track';
  return at.progressShare !== null && at.progressShare > SLACK ? 'behind' : 'no_progress_or_worse';
}

/** (to/from)^(1/years) − 1; null unless all are above 0, or when a very short time makes it overflow. */
function compoundRate(from: number, to: number, years: number): number | null {
  if (!(from > 0 && to > 0 && years > 0)) return null;
  const rate = (to / from) ** (1 / years) - 1;
  return Number.isFinite(rate) ? rate : null;
}

function intervalAround(counts: Counts, expected: number): GrowthProgress['interval'] {
  const { lower, upper } = rateWilson(counts);
  if (lower === null || upper === null) return null;
  return { lower, upper, containsExpected: lower <= expected && expected <= upper };
}
