import { InvalidParameter, requireCount, requireFinite } from './invalid-input.js';

/** Mean and standard deviation (n − 1) of `n` people, in the unit of the measure. */
export interface MeanSummary {
  mean: number;
  sd: number;
  n: number;
}

export interface TwoMeans {
  group: MeanSummary;
  reference: MeanSummary;
  confidence?: number;
}

/** @throws InvalidCounts if n is not a whole number ≥ 0; InvalidParameter if mean or sd is not finite, or sd < 0 */
export function requireMeanSummary({ mean, sd, n }: MeanSummary): void {
  requireCount('n', n);
  requireFinite('mean', mean);
  requireFinite('sd', sd);
  if (sd < 0) throw new InvalidParameter(`sd must be at least 0, not ${sd}`);
}
