import hypergeometric from '@stdlib/stats-base-dists-hypergeometric';
import type { TwoGroups } from './counts.js';
import { lacksDenominator } from './counts.js';
import { finiteResult } from './finite-result.js';

export interface FisherExact {
  /** Two-sided, 0..1. */
  pValue: number | null;
  flag: 'no_denominator' | null;
}

/** Relative slack within which two tables count as equally likely; equal probabilities differ in their last digits. */
const TIE_SLACK = 1e-7;

/**
 * Fisher's exact test, two-sided: as twoProportionZ, but exact for small counts.
 *
 * With the margins fixed the group's events are hypergeometric; p is the sum of the probabilities of all tables that
 * are not more likely than the observed one.
 *
 * @param input group and reference; whole numbers
 * @returns p; null with `no_denominator` when either group is empty
 * @throws InvalidCounts if events exceed n
 * @source Fisher 1934, Statistical Methods for Research Workers, section 21.02 (the tea-tasting table is in the spec)
 */
export function fisherExact({ group, reference }: Omit<TwoGroups, 'confidence'>): FisherExact {
  if (lacksDenominator({ group, reference })) return { pValue: null, flag: 'no_denominator' };
  const events = group.events + reference.events;
  const lowest = Math.max(0, events - reference.n);
  const probabilities = tableProbabilities(group.n, reference.n, events);
  const observed = probabilities[group.events - lowest] ?? 0;
  const pValue = probabilities.filter((p) => p <= observed * (1 + TIE_SLACK)).reduce((sum, p) => sum + p, 0);
  return finiteResult({ pValue: Math.min(1, pValue), flag: null });
}

/**
 * Probability of each possible number of events in the group, from the fewest to the most. Only the most likely one is
 * asked from the library and the others follow from it by ratios of neighbours, because a call per table takes
 * milliseconds in groups of some thousands.
 */
function tableProbabilities(groupN: number, referenceN: number, events: number): number[] {
  const lowest = Math.max(0, events - referenceN);
  const highest = Math.min(events, groupN);
  const mode = Math.min(
    highest,
    Math.max(lowest, Math.floor(((events + 1) * (groupN + 1)) / (groupN + referenceN + 2))),
  );
  const ratioUp = (k: number) => ((groupN - k) * (events - k)) / ((k + 1) * (referenceN - events + k + 1));
  const probabilities = new Array<number>(highest - lowest + 1).fill(0);
  let p = hypergeometric.pmf(mode, groupN + referenceN, events, groupN);
  const atMode = p;
  for (let k = mode; k <= highest; k += 1) {
    probabilities[k - lowest] = p;
    p *= ratioUp(k);
  }
  p = atMode;
  for (let k = mode; k > lowest; k -= 1) {
    p /= ratioUp(k - 1);
    probabilities[k - 1 - lowest] = p;
  }
  return probabilities;
}
