import binomial from '@stdlib/stats-base-dists-binomial';
import { requireCounts, type Counts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { requireWithin } from './invalid-input.js';

export interface BinomialTest {
  /** Two-sided, 0..1. */
  pValue: number | null;
  flag: 'no_denominator' | null;
}

/** Relative slack within which two outcomes count as equally likely; equal probabilities differ in their last digits. */
const TIE_SLACK = 1e-7;

/**
 * Exact binomial test, two-sided: could a group of n people with this target rate have so many events by chance alone.
 *
 * p is the sum of the probabilities of all numbers of events that are not more likely than the observed one. The most
 * likely number is asked from the library and its neighbours follow by ratios, so that a large group costs no call for
 * each of its people.
 *
 * @param counts events out of n people; whole numbers
 * @param target the rate that is supposed to hold, 0..1
 * @returns p; null with `no_denominator` when n is 0
 * @throws InvalidCounts if events exceed n; InvalidParameter if the target is not within 0..1
 * @source Clopper & Pearson 1934, Biometrika 26:404; values of scipy.stats.binomtest in the spec
 */
export function binomialTest({ events, n }: Counts, target: number): BinomialTest {
  requireCounts({ events, n });
  requireWithin('target', target, 0, 1);
  if (n === 0) return { pValue: null, flag: 'no_denominator' };
  if (target === 0 || target === 1) return { pValue: events === n * target ? 1 : 0, flag: null };
  const probabilities = outcomeProbabilities(n, target);
  const observed = probabilities[events]!;
  const pValue = probabilities.filter((p) => p <= observed * (1 + TIE_SLACK)).reduce((sum, p) => sum + p, 0);
  return finiteResult({ pValue: Math.min(1, pValue), flag: null });
}

/** Probability of each number of events from 0 to n; 0 < rate < 1. */
export function outcomeProbabilities(n: number, rate: number): Float64Array {
  const probabilities = new Float64Array(n + 1);
  const mode = Math.min(n, Math.floor((n + 1) * rate));
  const odds = rate / (1 - rate);
  probabilities[mode] = binomial.pmf(mode, n, rate);
  for (let k = mode; k < n; k += 1) probabilities[k + 1] = (probabilities[k]! * odds * (n - k)) / (k + 1);
  for (let k = mode; k > 0; k -= 1) probabilities[k - 1] = (probabilities[k]! * k) / (odds * (n - k + 1));
  return probabilities;
}
