import { outcomeProbabilities } from './binomial-test.js';
import { finiteResult } from './finite-result.js';
import { requireCount, requireFinite, requireWithin } from './invalid-input.js';
import { criticalZ, intervalProbability } from './normal-distribution.js';

/** The two pairs of limits of a funnel plot: about 2 and about 3 standard errors. */
export const FUNNEL_LEVELS = [0.95, 0.998] as const;

export interface FunnelLimits {
  lower: number | null;
  upper: number | null;
  flag: 'no_denominator' | null;
}

/**
 * Control limits of a funnel plot for a unit of n people: where its rate lies, with this confidence, if nothing but
 * chance sets it apart from the target. Exact binomial, interpolated between the two numbers of events around the tail
 * probability, so that the limits are smooth in n.
 *
 * r = the fewest events with P(R ≤ r) > p; a = (P(R ≤ r) − p) / P(R = r); limit = (r − a) / n, kept within 0..1, for p
 * = (1 ∓ confidence)/2.
 *
 * @param target the rate of the whole, 0..1
 * @param n      people of the unit
 * @returns limits, fractions 0..1; null with `no_denominator` when n is 0
 * @throws InvalidCounts if n is no count; InvalidParameter if target or confidence is out of range
 * @source Spiegelhalter 2005, Statistics in Medicine 24:1185, appendix A.1.1; values by scipy in the spec
 */
export function funnelLimits(target: number, n: number, confidence: number): FunnelLimits {
  requireWithin('target', target, 0, 1);
  requireCount('n', n);
  const high = intervalProbability(confidence);
  if (n === 0) return { lower: null, upper: null, flag: 'no_denominator' };
  if (target === 0 || target === 1) return { lower: target, upper: target, flag: null };
  const probabilities = outcomeProbabilities(n, target);
  const at = (p: number) => Math.min(1, Math.max(0, interpolatedQuantile(probabilities, p) / n));
  return finiteResult({ lower: at(1 - high), upper: at(high), flag: null });
}

/**
 * The same for a mean: target ∓ z · sd / √n, from the spread of all people. Normal, so rough in very small units.
 *
 * @param sd standard deviation of the whole
 * @source Spiegelhalter 2005, section 2
 */
export function funnelLimitsOfMean(target: number, sd: number, n: number, confidence: number): FunnelLimits {
  requireFinite('target', target);
  requireWithin('sd', sd, 0, Number.MAX_VALUE);
  requireCount('n', n);
  const z = criticalZ(confidence);
  if (n === 0) return { lower: null, upper: null, flag: 'no_denominator' };
  const half = (z * sd) / Math.sqrt(n);
  return finiteResult({ lower: target - half, upper: target + half, flag: null });
}

function interpolatedQuantile(probabilities: Float64Array, p: number): number {
  let below = 0;
  for (let events = 0; events < probabilities.length; events += 1) {
    const upTo = below + probabilities[events]!;
    if (upTo > p) return events - (upTo - p) / probabilities[events]!;
    below = upTo;
  }
  return probabilities.length - 1;
}
