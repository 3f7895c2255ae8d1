import student from '@stdlib/stats-base-dists-t';
import { InvalidParameter } from './invalid-input.js';
import { DEFAULT_CONFIDENCE, intervalProbability } from './normal-distribution.js';

/**
 * Student quantile at 0.5 + confidence/2.
 *
 * @param df degrees of freedom, > 0, need not be whole
 * @returns t > 0; 2.228138852 for 10 degrees of freedom at 0.95
 * @throws InvalidParameter if the level or df is out of range
 */
export function criticalT(df: number, confidence: number = DEFAULT_CONFIDENCE): number {
  return studentQuantile(intervalProbability(confidence), df);
}

/** Student quantile; `probability` above 0 and below 1, `df` > 0. */
export function studentQuantile(probability: number, df: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new InvalidParameter(`probability must be above 0 and below 1, not ${probability}`);
  }
  if (!(df > 0)) throw new InvalidParameter(`degrees of freedom must be above 0, not ${df}`);
  return student.quantile(probability, df);
}

/** Two-sided p-value of a Student statistic, 0..1. */
export function studentTwoSidedP(t: number, df: number): number {
  return Math.min(1, 2 * student.cdf(-Math.abs(t), df));
}
