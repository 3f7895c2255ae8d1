import { finiteResult } from './finite-result.js';
import { requireCount, requireFinite } from './invalid-input.js';

/** The people of one side in a stratum, and their average; the average of nobody is not looked at. */
export interface MeanInStratum {
  n: number;
  mean: number;
}

/** One grade, school or course with the people of both sides in it. */
export interface MeanStratum {
  stratum: string;
  group: MeanInStratum;
  reference: MeanInStratum;
}

export interface BlinderOaxaca {
  meanGroup: number | null;
  meanReference: number | null;
  gap: number | null;
  /** With the average of both sides as standard: composition is "explained", value is "unexplained". */
  twofold: { composition: number; value: number; compositionShare: number | null } | null;
  /** With the reference as standard. */
  threefold: { endowments: number; coefficients: number; interaction: number } | null;
  strata: { stratum: string; compositionCentred: number; value: number; totalCentred: number }[];
  flag: 'no_denominator' | null;
}

/** Relative to the larger mean: below it a gap counts as none. */
const NO_GAP = 1e-12;

/**
 * How much of a gap between two averages is because the groups are in different strata, and how much because averages
 * differ within strata: the Blinder-Oaxaca decomposition where the only covariate is the stratum (a regression on its
 * dummies). It is Kitagawa's with means in place of rates.
 *
 * @returns parts in the unit of the means, group minus reference; `compositionShare` null without a gap; null,
 *          `no_denominator`, when a side has nobody. "value" is unexplained difference, not proof of discrimination
 * @throws InvalidCounts if n is no count; InvalidParameter if a mean of somebody is not finite
 * @source Blinder 1973, J. Human Resources 8:436; Oaxaca 1973, Int. Economic Review 14:693; weights 1/2 as Reimers 1983
 */
export function blinderOaxaca(strata: readonly MeanStratum[]): BlinderOaxaca {
  strata.forEach(requireStratum);
  const [groupN, referenceN] = [total(strata, ({ group }) => group.n), total(strata, ({ reference }) => reference.n)];
  if (groupN === 0 || referenceN === 0) {
    const nothing = { meanGroup: null, meanReference: null, gap: null, twofold: null, threefold: null, strata: [] };
    return { ...nothing, flag: 'no_denominator' };
  }
  const sides = strata.map(({ stratum, group, reference }) => ({
    stratum,
    a: group.n / groupN,
    b: reference.n / referenceN,
    // Of a side without anybody the other side's average is taken, so that its absence is composition alone.
    p: group.n > 0 ? group.mean : reference.n > 0 ? reference.mean : 0,
    q: reference.n > 0 ? reference.mean : group.n > 0 ? group.mean : 0,
  }));
  const meanGroup = total(sides, ({ a, p }) => a * p);
  const meanReference = total(sides, ({ b, q }) => b * q);
  const gap = meanGroup - meanReference;
  const middle = (meanGroup + meanReference) / 2;
  const parts = sides.map(({ stratum, a, b, p, q }) => {
    const compositionCentred = (a - b) * ((p + q) / 2 - middle);
    const value = ((p - q) * (a + b)) / 2;
    return { stratum, compositionCentred, value, totalCentred: compositionCentred + value };
  });
  const composition = total(parts, (part) => part.compositionCentred);
  const isGap = Math.abs(gap) > NO_GAP * Math.max(1, Math.abs(meanGroup), Math.abs(meanReference));
  return finiteResult({
    ...{ meanGroup, meanReference, gap },
    twofold: {
      composition,
      value: total(parts, ({ value }) => value),
      compositionShare: isGap ? composition / gap : null,
    },
    threefold: {
      endowments: total(sides, ({ a, b, q }) => (a - b) * q),
      coefficients: total(sides, ({ b, p, q }) => b * (p - q)),
      interaction: total(sides, ({ a, b, p, q }) => (a - b) * (p - q)),
    },
    strata: parts,
    flag: null,
  });
}

function requireStratum({ group, reference }: MeanStratum): void {
  for (const side of [group, reference]) {
    requireCount('n', side.n);
    if (side.n > 0) requireFinite('mean', side.mean);
  }
}

function total<T>(items: readonly T[], term: (item: T) => number): number {
  return items.reduce((sum, item) => sum + term(item), 0);
}
