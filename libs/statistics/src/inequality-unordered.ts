import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireFinite } from './invalid-input.js';

/** One group's rate (≥ 0; null only where `pop` is 0) and its number of people (≥ 0). */
export interface GroupRate {
  rate: number | null;
  pop: number;
}

export interface InequalityUnorderedInput {
  groups: readonly GroupRate[];
  /** Whether a higher rate is better. */
  favourable: boolean;
  /** Place of the reference group in `groups`. */
  referenceIndex: number;
}

/** Unweighted and population-weighted form of one measure. */
export interface InequalityUnordered {
  mean: number;
  max: number;
  min: number;
  differenceMaxMin: number;
  ratioMaxMin: number | null;
  /** Between-group variance and its root. */
  bgv: number;
  bgsd: number;
  /** Coefficient of variation, percent of the mean. */
  covPct: number | null;
  /** Mean distance from the best group, from the mean, from the reference. */
  mdbUnweighted: number;
  mdbWeighted: number;
  mdmUnweighted: number;
  mdmWeighted: number;
  mdrUnweighted: number;
  mdrWeighted: number;
  /** Index of disparity, percent of the mean. */
  idisUnweightedPct: number | null;
  idisWeightedPct: number | null;
  theil: number | null;
  /** Mean log deviation. */
  mld: number | null;
  /** Population attributable risk and fraction (percent). */
  par: number;
  pafPct: number | null;
  flag: 'single_group' | 'zero_mean' | null;
}

export interface InequalityNotMeasured {
  mean: null;
  flag: 'no_population' | 'reference_group_empty';
}

interface Share {
  rate: number;
  /** Share of all people, 0..1. */
  weight: number;
}

/**
 * Summary measures of inequality over groups without a natural order, as WHO's Health Equity Assessment Toolkit.
 *
 * Groups without people are dropped first; μ = Σp·y is the population mean, `best` the highest rate where that is
 * favourable, else the lowest. Relative measures are null when μ is 0.
 *
 * @returns rates in the unit of the input, `…Pct` in percent of μ; everything 0 (the ratio 1) at equality
 * @throws InvalidParameter if a rate or population is negative or not finite, or the reference is not among the groups
 * @source WHO HEAT technical notes / R package healthequal; Theil 1967 (not multiplied by 1000)
 */
export function inequalityUnordered(input: InequalityUnorderedInput): InequalityUnordered | InequalityNotMeasured {
  const { groups, favourable, referenceIndex } = input;
  const shares = populatedShares(groups);
  if (shares.length === 0) return { mean: null, flag: 'no_population' };
  const reference = groups[referenceIndex];
  if (!reference) throw new InvalidParameter(`no group at reference index ${referenceIndex}`);
  if (reference.rate === null || reference.pop === 0) return { mean: null, flag: 'reference_group_empty' };
  const rates = shares.map(({ rate }) => rate);
  const mean = sumOf(shares, ({ rate, weight }) => weight * rate);
  const [max, min] = [Math.max(...rates), Math.min(...rates)];
  const best = favourable ? max : min;
  const bgv = sumOf(shares, ({ rate, weight }) => weight * (rate - mean) ** 2);
  const fromBest = distances(shares, best);
  const fromMean = distances(shares, mean);
  const fromReference = distances(shares, reference.rate);
  const par = Math.max(0, favourable ? best - mean : mean - best);
  const percentOfMean = (value: number) => (mean === 0 ? null : (100 * value) / mean);
  return finiteResult({
    mean,
    max,
    min,
    differenceMaxMin: max - min,
    ratioMaxMin: min === 0 ? null : max / min,
    bgv,
    bgsd: Math.sqrt(bgv),
    covPct: percentOfMean(Math.sqrt(bgv)),
    mdbUnweighted: fromBest.unweighted,
    mdbWeighted: fromBest.weighted,
    mdmUnweighted: fromMean.unweighted,
    mdmWeighted: fromMean.weighted,
    mdrUnweighted: fromReference.unweighted,
    mdrWeighted: fromReference.weighted,
    idisUnweightedPct: percentOfMean(fromMean.unweighted),
    idisWeightedPct: percentOfMean(fromMean.weighted),
    theil: mean === 0 ? null : sumOf(shares, (share) => theilTerm(share, mean)),
    mld: min <= 0 ? null : sumOf(shares, ({ rate, weight }) => weight * -Math.log(rate / mean)),
    par,
    pafPct: percentOfMean(par),
    flag: shares.length === 1 ? 'single_group' : mean === 0 ? 'zero_mean' : null,
  });
}

function populatedShares(groups: readonly GroupRate[]): Share[] {
  const populated: { rate: number; pop: number }[] = [];
  for (const { rate, pop } of groups) {
    requireAtLeastZero('population', pop);
    if (pop === 0) continue;
    if (rate === null) throw new InvalidParameter('a group with people needs a rate');
    requireAtLeastZero('rate', rate);
    populated.push({ rate, pop });
  }
  const total = sumOf(populated, ({ pop }) => pop);
  return populated.map(({ rate, pop }) => ({ rate, weight: pop / total }));
}

function requireAtLeastZero(name: string, value: number): void {
  requireFinite(name, value);
  if (value < 0) throw new InvalidParameter(`${name} must be at least 0, not ${value}`);
}

function distances(shares: Share[], from: number): { unweighted: number; weighted: number } {
  return {
    unweighted: sumOf(shares, ({ rate }) => Math.abs(rate - from)) / shares.length,
    weighted: sumOf(shares, ({ rate, weight }) => weight * Math.abs(rate - from)),
  };
}

/** p·r·ln r with r = rate/μ; 0·ln 0 counts as 0. */
function theilTerm({ rate, weight }: Share, mean: number): number {
  const ratio = rate / mean;
  return ratio > 0 ? weight * ratio * Math.log(ratio) : 0;
}

function sumOf<T>(items: readonly T[], term: (item: T) => number): number {
  return items.reduce((sum, item) => sum + term(item), 0);
}
