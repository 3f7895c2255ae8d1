import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';

/** One grade, school or course with the people of both sides in it. */
export interface Stratum {
  stratum: string;
  group: Counts;
  reference: Counts;
}

export interface StratumContribution {
  stratum: string;
  composition: number;
  /** The contribution to show: measured from the middle rate, it sums to the same as `composition`. */
  compositionCentred: number;
  rate: number;
  totalCentred: number;
}

export interface Kitagawa {
  rateGroup: number | null;
  rateReference: number | null;
  gap: number | null;
  twofold: { composition: number; rate: number; compositionShare: number | null } | null;
  /** With the reference as standard. */
  threefold: { endowments: number; coefficients: number; interaction: number } | null;
  strata: StratumContribution[];
  flag: 'no_denominator' | null;
}

/** Below this a gap counts as none; rates are fractions, so this is rounding. */
const NO_GAP = 1e-12;

/**
 * How much of a gap is because the groups are in different strata, and how much because rates differ within strata.
 *
 * c = share of a side's people in the stratum, r = its rate there (the other side's where it has nobody, 0 where
 * neither has). composition = Σ(c₁−c₂)(r₁+r₂)/2, rate = Σ(r₁−r₂)(c₁+c₂)/2, together the gap.
 *
 * @returns parts as fractions, group minus reference; `compositionShare` null without a gap and not a share when it is
 *          below 0 or above 1; null, `no_denominator`, when a side has nobody. "rate" is unexplained difference, not
 *          proof of discrimination, and the composition may itself be the inequity
 * @throws InvalidCounts if events exceed n
 * @source Kitagawa 1955, JASA 50:1168; three-fold as Blinder 1973 and Oaxaca 1973
 */
export function kitagawa(strata: readonly Stratum[]): Kitagawa {
  for (const { group, reference } of strata) {
    requireCounts(group);
    requireCounts(reference);
  }
  const groupN = sumOf(strata, ({ group }) => group.n);
  const referenceN = sumOf(strata, ({ reference }) => reference.n);
  if (groupN === 0 || referenceN === 0) return { ...NO_DENOMINATOR, strata: [] };
  const sides = strata.map(({ stratum, group, reference }) => ({
    stratum,
    shares: [group.n / groupN, reference.n / referenceN] as const,
    rates: ratesOf(group, reference),
  }));
  const rateGroup = sumOf(sides, ({ shares, rates }) => shares[0] * rates[0]);
  const rateReference = sumOf(sides, ({ shares, rates }) => shares[1] * rates[1]);
  const contributions = sides.map((side) => contributionOf(side, (rateGroup + rateReference) / 2));
  const gap = rateGroup - rateReference;
  const composition = sumOf(contributions, (part) => part.composition);
  return finiteResult({
    rateGroup,
    rateReference,
    gap,
    twofold: {
      composition,
      rate: sumOf(contributions, ({ rate }) => rate),
      compositionShare: Math.abs(gap) > NO_GAP ? composition / gap : null,
    },
    threefold: {
      endowments: sumOf(sides, ({ shares: [a, b], rates }) => (a - b) * rates[1]),
      coefficients: sumOf(sides, ({ shares, rates: [a, b] }) => shares[1] * (a - b)),
      interaction: sumOf(sides, ({ shares, rates }) => (shares[0] - shares[1]) * (rates[0] - rates[1])),
    },
    strata: contributions,
    flag: null,
  });
}

const NO_DENOMINATOR = {
  rateGroup: null,
  rateReference: null,
  gap: null,
  twofold: null,
  threefold: null,
  flag: 'no_denominator',
} as const;

interface StratumSides {
  stratum: string;
  /** Group first, reference second. */
  shares: readonly [number, number];
  rates: readonly [number, number];
}

function ratesOf(group: Counts, reference: Counts): readonly [number, number] {
  const rateIn = ({ events, n }: Counts) => (n > 0 ? events / n : null);
  const [own, other] = [rateIn(group), rateIn(reference)];
  return [own ?? other ?? 0, other ?? own ?? 0];
}

function contributionOf(
  { stratum, shares: [a, b], rates: [p, q] }: StratumSides,
  middleRate: number,
): StratumContribution {
  const compositionCentred = (a - b) * ((p + q) / 2 - middleRate);
  const rate = ((p - q) * (a + b)) / 2;
  return {
    stratum,
    composition: ((a - b) * (p + q)) / 2,
    compositionCentred,
    rate,
    totalCentred: compositionCentred + rate,
  };
}

function sumOf<T>(items: readonly T[], term: (item: T) => number): number {
  return items.reduce((sum, item) => sum + term(item), 0);
}
