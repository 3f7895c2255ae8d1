import type { Counts } from './counts.js';

/** A group's counts at its place on the scale of the predictor. */
export interface LogitPoint extends Counts {
  x: number;
}

export interface LogitFit {
  b0: number;
  b1: number;
  /** Covariance of b0 and b1: the inverse information matrix. */
  covariance: { v00: number; v01: number; v11: number };
}

const MAX_STEPS = 500;
/** Relative size of a step below which the estimate no longer moves. */
const CONVERGED = 1e-14;
/** Smallest part of a Newton step that is tried. */
const SMALLEST_PART = 2 ** -60;

/**
 * Binomial maximum likelihood with logit link on one predictor, by Newton's method with step halving. Written here
 * because no kept library fits a binomial regression; two coefficients need no matrix library.
 *
 * @param points groups with people, at least two different x, neither separated nor without variation (the caller
 *               checks: the estimate would be infinite)
 */
export function logitRegression(points: readonly LogitPoint[]): LogitFit {
  const events = points.reduce((sum, point) => sum + point.events, 0);
  const n = points.reduce((sum, point) => sum + point.n, 0);
  let at = { b0: Math.log(events / (n - events)), b1: 0 };
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { v00, v01, v11 } = covarianceAt(points, at);
    const score = scoreAt(points, at);
    const move = { b0: v00 * score.s0 + v01 * score.s1, b1: v01 * score.s0 + v11 * score.s1 };
    const next = improved(points, at, move);
    const moved = Math.max(Math.abs(next.b0 - at.b0), Math.abs(next.b1 - at.b1));
    at = next;
    if (moved <= CONVERGED * (1 + Math.abs(at.b0) + Math.abs(at.b1))) break;
  }
  return { ...at, covariance: covarianceAt(points, at) };
}

/** Logistic function: from log odds to a probability. */
export function expit(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

interface Coefficients {
  b0: number;
  b1: number;
}

function improved(points: readonly LogitPoint[], at: Coefficients, move: Coefficients): Coefficients {
  const before = logLikelihood(points, at);
  for (let size = 1; size >= SMALLEST_PART; size /= 2) {
    const next = { b0: at.b0 + size * move.b0, b1: at.b1 + size * move.b1 };
    if (logLikelihood(points, next) >= before - Math.abs(before) * 1e-14) return next;
  }
  return at;
}

/** Both directions of the logistic function are used, because events − n·q has no digits left where q is nearly 1. */
function scoreAt(points: readonly LogitPoint[], { b0, b1 }: Coefficients): { s0: number; s1: number } {
  let [s0, s1] = [0, 0];
  for (const { x, events, n } of points) {
    const logOdds = b0 + b1 * x;
    const residual = events * expit(-logOdds) - (n - events) * expit(logOdds);
    s0 += residual;
    s1 += residual * x;
  }
  return { s0, s1 };
}

/** Inverse information, from weights about their own mean so that nothing cancels where one group outweighs the rest. */
function covarianceAt(points: readonly LogitPoint[], { b0, b1 }: Coefficients): LogitFit['covariance'] {
  const weighted = points.map(({ x, n }) => {
    const logOdds = b0 + b1 * x;
    return { x, weight: n * expit(logOdds) * expit(-logOdds) };
  });
  const whole = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighted.reduce((sum, { weight, x }) => sum + weight * x, 0) / whole;
  const spread = weighted.reduce((sum, { weight, x }) => sum + weight * (x - mean) ** 2, 0);
  return { v00: 1 / whole + (mean * mean) / spread, v01: -mean / spread, v11: 1 / spread };
}

function logLikelihood(points: readonly LogitPoint[], { b0, b1 }: Coefficients): number {
  return points.reduce((sum, { x, events, n }) => {
    const logOdds = b0 + b1 * x;
    return sum - events * softplus(-logOdds) - (n - events) * softplus(logOdds);
  }, 0);
}

/** ln(1 + eᵃ) without overflow. */
function softplus(a: number): number {
  return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
}
