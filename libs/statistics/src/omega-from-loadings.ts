import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireFinite } from './invalid-input.js';

export interface OmegaInput {
  /** Loading of each item on the one factor. */
  loadings: readonly number[];
  /** Unique variance of each item, ≥ 0; 1 − loading² when absent. */
  uniquenesses?: readonly number[];
}

/**
 * McDonald's omega total of a scale with one factor: (Σl)² / ((Σl)² + Σu).
 *
 * @returns 0..1 for uniquenesses ≥ 0, no unit; null when there is neither a common nor a unique part
 * @throws InvalidParameter if the lists differ in length or a number is not finite
 * @source McDonald 1999, Test Theory: A Unified Treatment, chapter 6
 */
export function omegaFromLoadings({ loadings, uniquenesses }: OmegaInput): { omega: number | null } {
  const unique = uniquenesses ?? loadings.map((l) => 1 - l * l);
  if (unique.length !== loadings.length) throw new InvalidParameter('every loading needs one uniqueness');
  [...loadings, ...unique].forEach((value) => requireFinite('loading or uniqueness', value));
  const common = loadings.reduce((sum, l) => sum + l, 0) ** 2;
  const whole = common + unique.reduce((sum, u) => sum + u, 0);
  return finiteResult({ omega: whole === 0 ? null : common / whole });
}
