import f from '@stdlib/stats-base-dists-f';
import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireFinite } from './invalid-input.js';
import { omegaFromLoadings } from './omega-from-loadings.js';
import { oneFactorLoadings } from './one-factor-loadings.js';

/** A row per person, a column per item; null where not answered. Reverse items are already turned. */
export type Responses = readonly (readonly (number | null)[])[];

export interface ScaleReliability {
  /** People who answered every item. */
  nComplete: number;
  /** Items. */
  k: number;
  alpha: number | null;
  /** Feldt's 95 % limits. */
  alphaLowerFeldt: number | null;
  alphaUpperFeldt: number | null;
  loadingsUls: number[] | null;
  omegaTotalOneFactor: number | null;
  flag:
    | 'too_few'
    | 'zero_variance'
    | 'alpha_not_positive'
    | 'omega_needs_3_items'
    | 'item_without_variance'
    | 'improper_solution'
    | 'low_reliability'
    | null;
}

/** Variance below which people do not differ; the answers are whole codes. */
const NO_VARIANCE = 1e-12;
/** Rounding within which a loading of 1 is still proper. */
const LOADING_SLACK = 1e-6;
const LOW_RELIABILITY = 0.7;

/**
 * Whether the items of a scale measure one thing: Cronbach's alpha with Feldt's interval, McDonald's omega total.
 *
 * People with a missing answer are left out. alpha = k/(k−1)·(1 − Σs²item/s²sum); limits 1 − (1−alpha)·F with n−1 and
 * (n−1)(k−1) degrees of freedom; omega from one-factor loadings on the item correlations.
 *
 * @returns alpha ≤ 1 (may be below 0), omega 0..1; null where the flag says why. Under 0.7 `low_reliability`: no
 *          subgroup differences on this scale without saying so
 * @throws InvalidParameter if the rows differ in length or an answer is not finite
 * @source Cronbach 1951; Feldt 1965, Psychometrika 30:357; McDonald 1999
 */
export function scaleReliability(responses: Responses): ScaleReliability {
  const k = responses[0]?.length ?? 0;
  const complete = completeRows(responses, k);
  const size = { nComplete: complete.length, k };
  if (size.nComplete < 3 || k < 2) return { ...size, ...NO_ALPHA, ...NO_OMEGA, flag: 'too_few' };
  const items = Array.from({ length: k }, (_, item) => complete.map((row) => row[item] ?? 0));
  const sumVariance = variance(complete.map(total));
  if (sumVariance < NO_VARIANCE) return { ...size, ...NO_ALPHA, ...NO_OMEGA, flag: 'zero_variance' };
  const alpha = (k / (k - 1)) * (1 - total(items.map(variance)) / sumVariance);
  return finiteResult({ ...size, alpha, ...feldtLimits(alpha, size), ...omegaOf(items, alpha) });
}

type AlphaFields = Pick<ScaleReliability, 'alpha' | 'alphaLowerFeldt' | 'alphaUpperFeldt'>;
type OmegaFields = Pick<ScaleReliability, 'loadingsUls' | 'omegaTotalOneFactor'>;

const NO_ALPHA: AlphaFields = { alpha: null, alphaLowerFeldt: null, alphaUpperFeldt: null };
const NO_OMEGA: OmegaFields = { loadingsUls: null, omegaTotalOneFactor: null };

function completeRows(responses: Responses, k: number): number[][] {
  return responses.flatMap((row) => {
    if (row.length !== k) throw new InvalidParameter('every person needs an entry for every item');
    const answers = row.filter((answer) => answer !== null);
    answers.forEach((answer) => requireFinite('answer', answer));
    return answers.length === k ? [answers] : [];
  });
}

function feldtLimits(alpha: number, { nComplete, k }: Pick<ScaleReliability, 'nComplete' | 'k'>) {
  const limit = (probability: number) =>
    1 - (1 - alpha) * f.quantile(probability, nComplete - 1, (nComplete - 1) * (k - 1));
  return { alphaLowerFeldt: limit(0.975), alphaUpperFeldt: limit(0.025) };
}

function omegaOf(items: readonly number[][], alpha: number): OmegaFields & Pick<ScaleReliability, 'flag'> {
  if (alpha <= 0) return { ...NO_OMEGA, flag: 'alpha_not_positive' };
  if (items.length < 3) return { ...NO_OMEGA, flag: 'omega_needs_3_items' };
  if (items.some((item) => variance(item) < NO_VARIANCE)) return { ...NO_OMEGA, flag: 'item_without_variance' };
  const loadings = oneFactorLoadings(correlationsOf(items));
  if (loadings.some((l) => Math.abs(l) > 1 + LOADING_SLACK)) return { ...NO_OMEGA, flag: 'improper_solution' };
  return {
    loadingsUls: loadings,
    omegaTotalOneFactor: omegaFromLoadings({ loadings }).omega,
    flag: alpha < LOW_RELIABILITY ? 'low_reliability' : null,
  };
}

function correlationsOf(items: readonly number[][]): number[][] {
  const standardized = items.map((item) => {
    const [mean, sd] = [total(item) / item.length, Math.sqrt(variance(item))];
    return item.map((value) => (value - mean) / sd);
  });
  return standardized.map((a) =>
    standardized.map((b) => total(a.map((value, k) => value * (b[k] ?? 0))) / (a.length - 1)),
  );
}

function variance(values: readonly number[]): number {
  const mean = total(values) / values.length;
  return total(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
