import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireCount, requireWithin } from './invalid-input.js';
import { criticalZ } from './normal-distribution.js';

export interface MarginOfErrorInput {
  /** People who answered. */
  n: number;
  /** People in the population; a very large one when absent. */
  population?: number;
  /** Expected rate, 0..1; 0.5 (the widest) when absent. */
  rate?: number;
  /** Margin wanted, above 0; asks for the sample that gives it. */
  targetMoe?: number;
  confidence?: number;
}

export interface MarginOfError {
  /** Half-widths as fractions, before and after the correction for a finite population. */
  moeInfinite: number | null;
  fpc: number | null;
  moe: number | null;
  /** People needed for `targetMoe`; null when none was given. */
  requiredN: number | null;
  flag: 'no_respondents' | 'n_exceeds_population' | null;
}

/** Keeps a whole number that came out a rounding error too high from being rounded up. */
const SLACK = 1e-9;

/**
 * Margin of error of a rate in a simple random sample. Not meaningful, and not to be shown, for an opt-in survey.
 *
 * moe = z·√(p(1−p)/n)·√((N−n)/(N−1)); n₀ = z²p(1−p)/target², with a population n₀/(1+(n₀−1)/N), rounded up.
 *
 * @returns margins as fractions; null with `no_respondents` or `n_exceeds_population`
 * @throws InvalidCounts if n or population is not a whole number ≥ 0; InvalidParameter if the rate is outside 0..1 or
 *         the target not above 0
 * @source Cochran 1977, Sampling Techniques, chapters 3 and 4
 */
export function marginOfError(input: MarginOfErrorInput): MarginOfError {
  const { n, population, rate = 0.5, targetMoe, confidence } = input;
  requireCount('n', n);
  if (population !== undefined) requireCount('population', population);
  requireWithin('rate', rate, 0, 1);
  const z = criticalZ(confidence);
  const requiredN = targetMoe === undefined ? null : requiredSample({ z, rate, targetMoe, population });
  const flag = n === 0 ? 'no_respondents' : population !== undefined && n > population ? 'n_exceeds_population' : null;
  if (flag) return { moeInfinite: null, fpc: null, moe: null, requiredN, flag };
  const moeInfinite = z * Math.sqrt((rate * (1 - rate)) / n);
  const fpc = populationCorrection(n, population);
  return finiteResult({ moeInfinite, fpc, moe: moeInfinite * fpc, requiredN, flag: null });
}

function populationCorrection(n: number, population: number | undefined): number {
  if (population === undefined) return 1;
  return population === 1 ? 0 : Math.sqrt((population - n) / (population - 1));
}

function requiredSample(wanted: {
  z: number;
  rate: number;
  targetMoe: number;
  population: number | undefined;
}): number {
  const { z, rate, targetMoe, population } = wanted;
  if (!(targetMoe > 0)) throw new InvalidParameter(`targetMoe must be above 0, not ${targetMoe}`);
  const infinite = (z * z * rate * (1 - rate)) / targetMoe ** 2;
  if (population === 0) return 0;
  return Math.ceil((population === undefined ? infinite : infinite / (1 + (infinite - 1) / population)) - SLACK);
}
