import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { criticalZ, normalTwoSidedP } from './normal-distribution.js';
import { rateVariance } from './rate-variance.js';

/** One group before and after the start. */
export interface BeforeAfter {
  before: Counts;
  after: Counts;
}

export interface DiffInDiffInput {
  treated: BeforeAfter;
  comparison: BeforeAfter;
  confidence?: number;
}

export interface DiffInDiff {
  treatedChange: number | null;
  comparisonChange: number | null;
  did: number | null;
  se: number | null;
  lower: number | null;
  upper: number | null;
  z: number | null;
  /** Two-sided, 0..1. */
  pValue: number | null;
  flag: 'no_denominator' | null;
}

/**
 * Whether the served group changed more than the comparison group.
 *
 * did = (after − before of the treated) − (after − before of the comparison), se from the four rates, normal z.
 * Assumes parallel trends and independent samples: the same pupils twice, or clustering by school, make the interval
 * too narrow or too wide.
 *
 * @returns changes and limits as fractions; all null, `no_denominator`, when one of the four groups is empty
 * @throws InvalidCounts if events exceed n; InvalidParameter if the confidence is not between 0 and 1
 * @source Ashenfelter & Card 1985, Review of Economics and Statistics 67:648
 */
export function diffInDiff({ treated, comparison, confidence }: DiffInDiffInput): DiffInDiff {
  const four = [treated.before, treated.after, comparison.before, comparison.after];
  four.forEach(requireCounts);
  const critical = criticalZ(confidence);
  if (four.some(({ n }) => n === 0)) return { ...NO_DENOMINATOR };
  const treatedChange = changeOf(treated);
  const comparisonChange = changeOf(comparison);
  const did = treatedChange - comparisonChange;
  const se = Math.sqrt(four.reduce((sum, counts) => sum + rateVariance(counts), 0));
  const z = did / se;
  return finiteResult({
    treatedChange,
    comparisonChange,
    did,
    se,
    lower: did - critical * se,
    upper: did + critical * se,
    z,
    pValue: normalTwoSidedP(z),
    flag: null,
  });
}

const NO_DENOMINATOR: DiffInDiff = {
  treatedChange: null,
  comparisonChange: null,
  did: null,
  se: null,
  lower: null,
  upper: null,
  z: null,
  pValue: null,
  flag: 'no_denominator',
};

function changeOf({ before, after }: BeforeAfter): number {
  return after.events / after.n - before.events / before.n;
}
