import { finiteResult } from './finite-result.js';
import { InvalidParameter } from './invalid-input.js';

export interface RakingInput {
  /** Respondents by row and column category, ≥ 0. */
  sample: readonly (readonly number[])[];
  /** Population by row category and by column category, ≥ 0; both sum to the same. */
  rowTargets: readonly number[];
  columnTargets: readonly number[];
}

export interface Raking {
  /** The sample scaled to both margins. */
  fitted: number[][] | null;
  /** Weight of a respondent of each cell, mean 1 over the respondents; 0 where the sample has nobody. */
  weights: number[][] | null;
  /** Kish's design effect, ≥ 1, and the number of respondents the weighted sample is worth. */
  deffKish: number | null;
  effectiveN: number | null;
  flag: 'targets_disagree' | 'empty_margin' | 'not_converged' | null;
}

const MAX_ROUNDS = 10_000;
/** Largest departure of a row from its target at which the fit is done. */
const ROW_ERROR = 1e-12;
/** Departure, relative to the population, above which the rounds ended without a fit. */
const NOT_FITTED = 1e-6;
const TARGET_SLACK = 1e-9;

/**
 * Weights so that two margins of a sample match the population (iterative proportional fitting). Weights above 5 or
 * below 0.2 deserve a warning; trimming them is the caller's policy.
 *
 * Rows and columns are scaled in turn until the rows stay within 10⁻¹² of their targets. weight = fitted/sample,
 * normalised to mean 1; deff = n·Σsw²/(Σsw)².
 *
 * @returns all null with `targets_disagree` (sums differ by more than 10⁻⁹ relative), `empty_margin` (nobody sampled
 *          where people are wanted) or `not_converged` (empty cells leave no table with these margins)
 * @throws InvalidParameter if the targets do not fit the table or a number is negative or not finite
 * @source Deming & Stephan 1940; Kish 1965
 */
export function raking({ sample, rowTargets, columnTargets }: RakingInput): Raking {
  requireTable({ sample, rowTargets, columnTargets });
  const columns = transpose(sample, columnTargets.length);
  const [people, other] = [total(rowTargets), total(columnTargets)];
  if (Math.abs(people - other) > TARGET_SLACK * Math.max(1, people))
    return { ...NOT_FITTED_YET, flag: 'targets_disagree' };
  const isEmpty = (lines: readonly (readonly number[])[], targets: readonly number[]) =>
    lines.some((line, k) => total(line) === 0 && (targets[k] ?? 0) > 0);
  if (total(sample.map(total)) === 0 || isEmpty(sample, rowTargets) || isEmpty(columns, columnTargets)) {
    return { ...NOT_FITTED_YET, flag: 'empty_margin' };
  }
  const fitted = fit(sample, rowTargets, columnTargets);
  if (rowError(fitted, rowTargets) > NOT_FITTED * Math.max(1, people))
    return { ...NOT_FITTED_YET, flag: 'not_converged' };
  return finiteResult({ fitted, ...weigh(sample, fitted), flag: null });
}

const NOT_FITTED_YET = { fitted: null, weights: null, deffKish: null, effectiveN: null };

function fit(sample: readonly (readonly number[])[], rowTargets: readonly number[], columnTargets: readonly number[]) {
  let fitted = sample.map((row) => [...row]);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const columns = transpose(scaled(fitted, rowTargets), columnTargets.length);
    fitted = transpose(scaled(columns, columnTargets), sample.length);
    if (rowError(fitted, rowTargets) < ROW_ERROR) break;
  }
  return fitted;
}

/** Each line multiplied so that it sums to its target; an empty line stays empty. */
function scaled(lines: readonly (readonly number[])[], targets: readonly number[]): number[][] {
  return lines.map((line, k) => {
    const sum = total(line);
    const factor = sum > 0 ? (targets[k] ?? 0) / sum : 0;
    return line.map((value) => value * factor);
  });
}

function rowError(fitted: readonly (readonly number[])[], rowTargets: readonly number[]): number {
  return Math.max(...fitted.map((row, r) => Math.abs(total(row) - (rowTargets[r] ?? 0))));
}

function weigh(sample: readonly (readonly number[])[], fitted: readonly (readonly number[])[]) {
  const raw = sample.map((row, r) => row.map((people, c) => (people > 0 ? (fitted[r]?.[c] ?? 0) / people : 0)));
  const summed = (term: (people: number, weight: number) => number) =>
    total(sample.map((row, r) => total(row.map((people, c) => term(people, raw[r]?.[c] ?? 0)))));
  const n = summed((people) => people);
  const weighted = summed((people, weight) => people * weight);
  const squared = summed((people, weight) => people * weight * weight);
  return {
    weights: raw.map((row) => row.map((weight) => (weight * n) / weighted)),
    deffKish: (n * squared) / weighted ** 2,
    effectiveN: weighted ** 2 / squared,
  };
}

function requireTable({ sample, rowTargets, columnTargets }: RakingInput): void {
  if (sample.length !== rowTargets.length || sample.some((row) => row.length !== columnTargets.length)) {
    throw new InvalidParameter('the sample must have a row per row target and a column per column target');
  }
  for (const value of [...sample.flat(), ...rowTargets, ...columnTargets]) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new InvalidParameter(`samples and targets must be at least 0, not ${value}`);
    }
  }
}

function transpose(lines: readonly (readonly number[])[], width: number): number[][] {
  return Array.from({ length: width }, (_, c) => lines.map((line) => line[c] ?? 0));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
