import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireCount, requireFinite } from './invalid-input.js';
import type { LeastSquaresFit } from './least-squares.js';
import { dot, leastSquares } from './least-squares.js';
import { studentTwoSidedP } from './student-distribution.js';

export interface InterruptedTimeSeriesInput {
  /** Evenly spaced, oldest first. */
  values: readonly number[];
  /** First point after the start, counted from 1. */
  firstPost: number;
  /** Longest lag of the Newey-West standard errors; 0 gives White's. */
  neweyWestLag: number;
}

export interface InterruptedTimeSeries {
  baselineLevel: number;
  baselineSlope: number;
  levelChange: number;
  slopeChange: number;
  /** Of the four coefficients in the order above. */
  seOls: number[];
  seNeweyWest: number[];
  dfResid: number;
  /** Student t, two-sided; null where the fit leaves no error. */
  pOls: (number | null)[];
  counterfactualAtLast: number;
  effectAtLast: number;
  /** 2 means no autocorrelation; null where the fit leaves no error. */
  durbinWatson: number | null;
  nPre: number;
  nPost: number;
  flag: 'short_series' | null;
}

export interface TooFewPoints {
  nPre: number;
  nPost: number;
  flag: 'too_few_points';
}

/** Fewest points on a side (EPOC), and fewest for a result that is more than a picture. */
const FEWEST = 3;
const ENOUGH = 8;

/** Residuals below this share of the values are rounding: the line fits exactly. */
const EXACT_FIT = 1e-13;

/**
 * Whether the level or the slope of a series broke at the start of a programme.
 *
 * y = b₀ + b₁t + b₂D + b₃D(t − firstPost), t = 1…T, D = 1 from the first post point; least squares. b₂ is the jump at
 * the first post point, b₃ the change of slope. Newey-West: Bartlett weights 1 − l/(L+1), no small-sample factor.
 *
 * @returns coefficients in the unit of the values (slopes per step); `too_few_points` with under 3 on a side;
 *          `short_series` with under 8: show, but never as proof
 * @throws InvalidParameter if a value is not finite or firstPost is not among the points; InvalidCounts if the lag is
 *         not a whole number ≥ 0
 * @source Wagner et al. 2002; Bernal et al. 2017; Newey & West 1987, Econometrica 55:703
 */
export function interruptedTimeSeries(input: InterruptedTimeSeriesInput): InterruptedTimeSeries | TooFewPoints {
  const { values, firstPost, neweyWestLag } = input;
  requireSeries(input);
  const nPre = firstPost - 1;
  const nPost = values.length - nPre;
  if (nPre < FEWEST || nPost < FEWEST) return { nPre, nPost, flag: 'too_few_points' };
  const rows = values.map((_, k) => designRow(k + 1, firstPost));
  const fit = withoutRounding(leastSquares(rows, values), values);
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = fit.coefficients;
  const dfResid = values.length - fit.coefficients.length;
  const errorVariance = dot(fit.residuals, fit.residuals) / dfResid;
  const seOls = fit.inverseGram.map((row, k) => Math.sqrt(errorVariance * (row[k] ?? 0)));
  const counterfactualAtLast = b0 + b1 * values.length;
  return finiteResult({
    baselineLevel: b0,
    baselineSlope: b1,
    levelChange: b2,
    slopeChange: b3,
    seOls,
    seNeweyWest: neweyWestErrors(rows, fit, neweyWestLag),
    dfResid,
    pOls: fit.coefficients.map((b, k) => coefficientP(b, seOls[k] ?? 0, dfResid)),
    counterfactualAtLast,
    effectAtLast: b2 + b3 * (values.length - firstPost),
    durbinWatson: durbinWatson(fit.residuals),
    nPre,
    nPost,
    flag: Math.min(nPre, nPost) < ENOUGH ? 'short_series' : null,
  });
}

function designRow(t: number, firstPost: number): number[] {
  const after = t >= firstPost ? 1 : 0;
  return [1, t, after, after * (t - firstPost)];
}

function withoutRounding(fit: LeastSquaresFit, values: readonly number[]): LeastSquaresFit {
  const size = Math.sqrt(dot(values, values));
  if (Math.sqrt(dot(fit.residuals, fit.residuals)) > EXACT_FIT * size) return fit;
  return { ...fit, residuals: fit.residuals.map(() => 0) };
}

function coefficientP(coefficient: number, se: number, df: number): number | null {
  return se > 0 ? studentTwoSidedP(coefficient / se, df) : null;
}

/** Roots of the diagonal of (X′X)⁻¹ S (X′X)⁻¹, S the Bartlett-weighted sum of the scores' autocovariances. */
function neweyWestErrors(rows: readonly number[][], fit: LeastSquaresFit, lag: number): number[] {
  const scores = rows.map((row, t) => row.map((x) => x * (fit.residuals[t] ?? 0)));
  return fit.inverseGram.map((weights) => {
    const along = scores.map((score) => dot(weights, score));
    let variance = dot(along, along);
    for (let l = 1; l <= Math.min(lag, along.length - 1); l += 1) {
      variance += 2 * (1 - l / (lag + 1)) * dot(along.slice(l), along.slice(0, -l));
    }
    return Math.sqrt(Math.max(0, variance));
  });
}

function durbinWatson(residuals: readonly number[]): number | null {
  const size = dot(residuals, residuals);
  const steps = residuals.slice(1).map((value, k) => value - (residuals[k] ?? 0));
  return size > 0 ? dot(steps, steps) / size : null;
}

function requireSeries({ values, firstPost, neweyWestLag }: InterruptedTimeSeriesInput): void {
  values.forEach((value) => requireFinite('value', value));
  requireCount('neweyWestLag', neweyWestLag);
  if (!Number.isInteger(firstPost) || firstPost < 1 || firstPost > values.length + 1) {
    throw new InvalidParameter(`firstPost must be from 1 to ${values.length + 1}, not ${firstPost}`);
  }
}
