import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { criticalZ, normalTwoSidedP } from './normal-distribution.js';
import { rateVariance } from './rate-variance.js';

/** A group and its reference at one point in time. */
export interface GapCounts {
  group: Counts;
  reference: Counts;
}

export interface GapNarrowingInput {
  before: GapCounts;
  after: GapCounts;
  confidence?: number;
}

export type GapStatus = 'no_detectable_change' | 'reversed' | 'narrowed' | 'widened' | 'not_calculable';

export interface GapNarrowing {
  /** Rate of the group minus rate of the reference, −1..1. */
  gapBefore: number | null;
  gapAfter: number | null;
  change: number | null;
  se: number | null;
  lower: number | null;
  upper: number | null;
  z: number | null;
  /** Two-sided, 0..1. */
  pValue: number | null;
  /** |gap before| − |gap after|; above 0 when the gap got smaller. */
  narrowingAbs: number | null;
  /** The same in percent of the gap before. */
  narrowingPctOfBefore: number | null;
  status: GapStatus;
}

/** Below this a gap counts as none; rates are fractions, so this is rounding. */
const NO_GAP = 1e-12;

/**
 * Whether a gap between two rates closed by more than chance. Show both rates beside it: a gap that narrows because
 * the reference fell is not a success.
 *
 * gap = rate(group) − rate(reference); change = gap₁ − gap₀ with se from the four rates. First match decides:
 * |z| below the critical value → `no_detectable_change`; gap of the other sign → `reversed`; smaller → `narrowed`;
 * else `widened`.
 *
 * @returns gaps, change and limits as fractions; all null, `not_calculable`, when one of the four groups is empty
 * @throws InvalidCounts if events exceed n; InvalidParameter if the confidence is not between 0 and 1
 * @source difference of independent rates; the variance of a rate of 0 or 1 as rateVariance
 */
export function gapNarrowing({ before, after, confidence }: GapNarrowingInput): GapNarrowing {
  const four = [before.group, before.reference, after.group, after.reference];
  four.forEach(requireCounts);
  const critical = criticalZ(confidence);
  if (four.some(({ n }) => n === 0)) return { ...NOT_CALCULABLE };
  const gapBefore = gapOf(before);
  const gapAfter = gapOf(after);
  const change = gapAfter - gapBefore;
  const se = Math.sqrt(four.reduce((sum, counts) => sum + rateVariance(counts), 0));
  const z = change / se;
  const narrowingAbs = Math.abs(gapBefore) - Math.abs(gapAfter);
  return finiteResult({
    gapBefore,
    gapAfter,
    change,
    se,
    lower: change - critical * se,
    upper: change + critical * se,
    z,
    pValue: normalTwoSidedP(z),
    narrowingAbs,
    narrowingPctOfBefore: Math.abs(gapBefore) < NO_GAP ? null : (100 * narrowingAbs) / Math.abs(gapBefore),
    status: Math.abs(z) < critical ? 'no_detectable_change' : detectedStatus(gapBefore, gapAfter),
  });
}

const NOT_CALCULABLE: GapNarrowing = {
  gapBefore: null,
  gapAfter: null,
  change: null,
  se: null,
  lower: null,
  upper: null,
  z: null,
  pValue: null,
  narrowingAbs: null,
  narrowingPctOfBefore: null,
  status: 'not_calculable',
};

function gapOf({ group, reference }: GapCounts): number {
  return group.events / group.n - reference.events / reference.n;
}

function detectedStatus(gapBefore: number, gapAfter: number): GapStatus {
  if (gapBefore * gapAfter < 0) return 'reversed';
  return Math.abs(gapAfter) < Math.abs(gapBefore) ? 'narrowed' : 'widened';
}
