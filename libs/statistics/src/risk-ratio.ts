import type { TwoGroups } from './counts.js';
import { lacksDenominator } from './counts.js';
import { finiteResult } from './finite-result.js';
import { criticalZ } from './normal-distribution.js';

export interface RiskRatio {
  riskRatio: number | null;
  lower: number | null;
  upper: number | null;
  /** Standard error of the natural logarithm of the ratio. */
  seLog: number | null;
  flag: 'no_denominator' | 'comparison_risk_zero' | 'continuity_corrected' | null;
}

/**
 * How many times as likely the outcome is in the group as in the reference, with the log interval.
 *
 * RR = p₁/p₂; seLog = √(1/a − 1/(a+b) + 1/c − 1/(c+d)); limits RR·exp(∓z·seLog). Where a or c is 0, or everybody in
 * both groups has the outcome, the interval (not the point) comes from the table with 0.5 added to each cell.
 *
 * @param input group and reference; whole numbers
 * @returns ratio ≥ 0, 1 = equal; null with `comparison_risk_zero` when the reference has no outcomes (the interval
 *          stays); all null with `no_denominator` when either group is empty
 * @throws InvalidCounts, InvalidParameter as rateWilson
 * @source Katz, Baptista, Azen, Pike 1978, Biometrics 34:469; worked example in risk-ratio.spec.ts
 */
export function riskRatio({ group, reference, confidence }: TwoGroups): RiskRatio {
  const empty = lacksDenominator({ group, reference });
  const z = criticalZ(confidence);
  if (empty) return { riskRatio: null, lower: null, upper: null, seLog: null, flag: 'no_denominator' };
  const corrected =
    group.events === 0 || reference.events === 0 || (group.events === group.n && reference.events === reference.n);
  const added = corrected ? 0.5 : 0;
  const a = group.events + added;
  const c = reference.events + added;
  const groupN = group.n + 2 * added;
  const referenceN = reference.n + 2 * added;
  const centre = a / groupN / (c / referenceN);
  const seLog = Math.sqrt(1 / a - 1 / groupN + 1 / c - 1 / referenceN);
  return finiteResult({
    riskRatio: reference.events === 0 ? null : (group.events / group.n / reference.events) * reference.n,
    lower: centre * Math.exp(-z * seLog),
    upper: centre * Math.exp(z * seLog),
    seLog,
    flag: reference.events === 0 ? 'comparison_risk_zero' : corrected ? 'continuity_corrected' : null,
  });
}
