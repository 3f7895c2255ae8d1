import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import type { LogitFit } from './logit-regression.js';
import { expit, logitRegression } from './logit-regression.js';
import { criticalZ } from './normal-distribution.js';

export interface InequalityOrderedInput {
  /** Most disadvantaged first. */
  groups: readonly Counts[];
  confidence?: number;
}

export interface LinearInequality {
  siiLinear: number;
  siiLinearSe: number;
  siiLinearLower: number;
  siiLinearUpper: number;
  /** Fitted rate at the very bottom and the very top of the ranking; may leave 0..1. */
  pred0Linear: number;
  pred1Linear: number;
  riiLinear: number | null;
}

export interface Concentration {
  concentrationIndex: number | null;
  /** Absolute, Erreygers' and Wagstaff's form. */
  aci: number | null;
  erreygers: number | null;
  wagstaff: number | null;
}

export interface LogitInequality {
  logitB0: number | null;
  logitB1: number | null;
  siiLogit: number | null;
  siiLogitSe: number | null;
  siiLogitLower: number | null;
  siiLogitUpper: number | null;
  riiLogit: number | null;
  riiLogitLower: number | null;
  riiLogitUpper: number | null;
}

export interface InequalityOrdered extends LinearInequality, Concentration, LogitInequality {
  mean: number;
  /** Middle of each group's place in the ranking of all people, 0..1. */
  ridits: number[];
  flag: 'no_variation' | 'logit_separation' | null;
}

export interface TooFewGroups {
  mean: number | null;
  flag: 'too_few_groups';
}

/**
 * Slope and relative index of inequality and concentration index of a rate over ordered groups.
 *
 * Ridit R = cumulative share − half the own share. Linear: weighted least squares of the rate on R, the slope's error
 * from the binomial variances. Logit: binomial regression on R, limits by the delta method; prefer it for rates, the
 * linear line may leave 0..1. C = (2/μ)·Σw·y·R − 1; above 0 the outcome sits with the advantaged.
 *
 * @returns slopes as fractions (top minus bottom), ratios top over bottom; logit values null with `no_variation` or
 *          `logit_separation` (also where a fitted end is too near 0 for a ratio); only mean and flag with under two
 *          groups that have people
 * @throws InvalidCounts if events exceed n; InvalidParameter if the confidence is not between 0 and 1
 * @source Pamuk 1985; Mackenbach & Kunst 1997; Moreno-Betancur et al. 2015; Kakwani, Wagstaff & van Doorslaer 1997;
 *         Wagstaff 2005; Erreygers 2009
 */
export function inequalityOrdered({ groups, confidence }: InequalityOrderedInput): InequalityOrdered | TooFewGroups {
  groups.forEach(requireCounts);
  const z = criticalZ(confidence);
  const ranked = rank(groups);
  const events = ranked.reduce((sum, group) => sum + group.events, 0);
  const n = ranked.reduce((sum, group) => sum + group.n, 0);
  if (ranked.length < 2) return { mean: n === 0 ? null : events / n, flag: 'too_few_groups' };
  const mean = ranked.reduce((sum, { weight, rate }) => sum + weight * rate, 0);
  const estimated = events === 0 || events === n || isSeparated(ranked) ? NO_LOGIT : logit(logitRegression(ranked), z);
  return finiteResult({
    mean,
    ridits: ranked.map(({ x }) => x),
    ...linear(ranked, mean, z),
    ...concentration(ranked, mean, events === n),
    ...estimated,
    flag: events === 0 || events === n ? 'no_variation' : estimated === NO_LOGIT ? 'logit_separation' : null,
  });
}

/** A group with people; `x` is its ridit, `weight` its share of all people. */
interface RankedGroup extends Counts {
  x: number;
  rate: number;
  weight: number;
}

function rank(groups: readonly Counts[]): RankedGroup[] {
  const populated = groups.filter(({ n }) => n > 0);
  const people = populated.reduce((sum, { n }) => sum + n, 0);
  let before = 0;
  return populated.map(({ events, n }) => {
    const x = (before + n / 2) / people;
    before += n;
    return { events, n, x, rate: events / n, weight: n / people };
  });
}

function linear(ranked: readonly RankedGroup[], mean: number, z: number): LinearInequality {
  const middle = ranked.reduce((sum, { weight, x }) => sum + weight * x, 0);
  const spread = ranked.reduce((sum, { weight, x }) => sum + weight * (x - middle) ** 2, 0);
  let [slope, variance] = [0, 0];
  for (const { weight, x, rate, n } of ranked) {
    const c = (weight * (x - middle)) / spread;
    slope += c * rate;
    variance += (c * c * rate * (1 - rate)) / n;
  }
  const se = Math.sqrt(variance);
  const bottom = mean - slope * middle;
  const top = bottom + slope;
  return {
    siiLinear: slope,
    siiLinearSe: se,
    siiLinearLower: slope - z * se,
    siiLinearUpper: slope + z * se,
    pred0Linear: bottom,
    pred1Linear: top,
    riiLinear: bottom > 0 && top > 0 ? top / bottom : null,
  };
}

function concentration(ranked: readonly RankedGroup[], mean: number, isEverybody: boolean): Concentration {
  if (mean === 0) return { concentrationIndex: null, aci: null, erreygers: null, wagstaff: null };
  const index = (2 / mean) * ranked.reduce((sum, { weight, rate, x }) => sum + weight * rate * x, 0) - 1;
  return {
    concentrationIndex: index,
    aci: mean * index,
    erreygers: 4 * mean * index,
    wagstaff: isEverybody ? null : index / (1 - mean),
  };
}

/** True when some group m has only 0 % on one side of it and only 100 % on the other; m itself is free. */
function isSeparated(ranked: readonly RankedGroup[]): boolean {
  return ranked.some((_, m) => {
    const before = ranked.slice(0, m);
    const after = ranked.slice(m + 1);
    return (before.every(isNone) && after.every(isAll)) || (before.every(isAll) && after.every(isNone));
  });
}

function isNone({ events }: Counts): boolean {
  return events === 0;
}

function isAll({ events, n }: Counts): boolean {
  return events === n;
}

const NO_LOGIT: LogitInequality = {
  logitB0: null,
  logitB1: null,
  siiLogit: null,
  siiLogitSe: null,
  siiLogitLower: null,
  siiLogitUpper: null,
  riiLogit: null,
  riiLogitLower: null,
  riiLogitUpper: null,
};

function logit({ b0, b1, covariance }: LogitFit, z: number): LogitInequality {
  const bottom = expit(b0);
  const top = expit(b0 + b1);
  const slope = top - bottom;
  const [bottomVariance, topVariance] = [bottom * expit(-b0), top * expit(-b0 - b1)];
  const se = deltaError(covariance, topVariance - bottomVariance, topVariance);
  const ratio = top / bottom;
  const seLog = deltaError(covariance, bottom - top, expit(-b0 - b1));
  const riiLogitUpper = ratio * Math.exp(z * seLog);
  if (!Number.isFinite(riiLogitUpper)) return NO_LOGIT;
  return {
    logitB0: b0,
    logitB1: b1,
    siiLogit: slope,
    siiLogitSe: se,
    siiLogitLower: slope - z * se,
    siiLogitUpper: slope + z * se,
    riiLogit: ratio,
    riiLogitLower: ratio * Math.exp(-z * seLog),
    riiLogitUpper,
  };
}

/** Standard error of a function of b0 and b1 with gradient (g0, g1). */
function deltaError({ v00, v01, v11 }: LogitFit['covariance'], g0: number, g1: number): number {
  return Math.sqrt(Math.max(0, g0 * g0 * v00 + 2 * g0 * g1 * v01 + g1 * g1 * v11));
}
