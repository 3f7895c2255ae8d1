import normal from '@stdlib/stats-base-dists-normal';
import { InvalidParameter } from './invalid-input.js';

/** Level of an interval where none is asked for. */
export const DEFAULT_CONFIDENCE = 0.95;

/**
 * Standard normal quantile at 0.5 + confidence/2: how many standard errors an interval reaches to each side.
 *
 * @param confidence level of the interval, above 0 and below 1
 * @returns z > 0, 1.959963985 for 0.95
 * @throws InvalidParameter if the level is outside 0..1 or touches either end
 */
export function criticalZ(confidence: number = DEFAULT_CONFIDENCE): number {
  return normalQuantile(intervalProbability(confidence));
}

/** Standard normal quantile; `probability` above 0 and below 1. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new InvalidParameter(`probability must be above 0 and below 1, not ${probability}`);
  }
  return normal.quantile(probability, 0, 1);
}

/** Two-sided p-value of a standard normal statistic, 0..1; the lower tail keeps its digits where 1 − Φ would lose them. */
export function normalTwoSidedP(z: number): number {
  return Math.min(1, 2 * normal.cdf(-Math.abs(z), 0, 1));
}

/** Probability below the upper limit of a central interval: 0.5 + confidence/2. */
export function intervalProbability(confidence: number): number {
  const probability = 0.5 + confidence / 2;
  if (!(confidence > 0 && probability < 1)) {
    throw new InvalidParameter(`confidence must be above 0 and below 1, not ${confidence}`);
  }
  return probability;
}
