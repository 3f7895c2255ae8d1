import type { TwoGroups } from './counts.js';
import { lacksDenominator } from './counts.js';
import { finiteResult } from './finite-result.js';
import { criticalZ } from './normal-distribution.js';

export interface OddsRatio {
  oddsRatio: number | null;
  lower: number | null;
  upper: number | null;
  /** Standard error of the natural logarithm of the ratio. */
  seLog: number | null;
  flag: 'no_denominator' | 'continuity_corrected' | null;
}

/**
 * Odds of the outcome in the group over the odds in the reference, with the log interval. Not a risk ratio, and never
 * worded as "times as likely".
 *
 * OR = ad/(bc); seLog = √(1/a + 1/b + 1/c + 1/d). With a zero cell the interval (not the point) comes from the table
 * with 0.5 added to each cell.
 *
 * @param input group and reference; whole numbers
 * @returns ratio ≥ 0, 1 = equal; null when b·c = 0; all null with `no_denominator` when either group is empty
 * @throws InvalidCounts, InvalidParameter as rateWilson
 * @source Woolf 1955, Annals of Human Genetics 19:251; Haldane 1956 and Anscombe 1956 for the 0.5
 */
export function oddsRatio({ group, reference, confidence }: TwoGroups): OddsRatio {
  const empty = lacksDenominator({ group, reference });
  const z = criticalZ(confidence);
  if (empty) return { oddsRatio: null, lower: null, upper: null, seLog: null, flag: 'no_denominator' };
  const cells = [group.events, group.n - group.events, reference.events, reference.n - reference.events] as const;
  const corrected = cells.some((cell) => cell === 0);
  const added = corrected ? 0.5 : 0;
  const [a, b, c, d] = [cells[0] + added, cells[1] + added, cells[2] + added, cells[3] + added];
  const centre = ((a / b) * d) / c;
  const seLog = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  return finiteResult({
    oddsRatio: cells[1] === 0 || cells[2] === 0 ? null : ((cells[0] / cells[1]) * cells[3]) / cells[2],
    lower: centre * Math.exp(-z * seLog),
    upper: centre * Math.exp(z * seLog),
    seLog,
    flag: corrected ? 'continuity_corrected' : null,
  });
}
