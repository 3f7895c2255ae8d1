import { requireWithin } from './invalid-input.js';

export interface BenjaminiHochbergInput {
  /** p-values 0..1; null where a comparison could not be tested. */
  pValues: readonly (number | null)[];
  /** Accepted share of false alarms among the flagged, 0..1; 0.05 when absent. */
  q?: number;
}

export interface BenjaminiHochberg {
  adjusted: (number | null)[];
  reject: (boolean | null)[];
  /** How many p-values were not null. */
  m: number;
}

/**
 * Adjusts the p-values of comparisons shown together so that the share of false alarms among the flagged stays near q.
 *
 * With p ascending, adjusted₍ₖ₎ = min over j ≥ k of min(1, m·p₍ⱼ₎/j); everything up to the largest k with
 * p₍ₖ₎ ≤ q·k/m is rejected.
 *
 * @returns adjusted p-values 0..1 and decisions in the order of the input; null stays null and is not counted
 * @throws InvalidParameter if a p-value or q is outside 0..1
 * @source Benjamini, Hochberg 1995, JRSS B 57:289; the example of its section 3.2 is in the spec
 */
export function benjaminiHochberg({ pValues, q = 0.05 }: BenjaminiHochbergInput): BenjaminiHochberg {
  requireWithin('q', q, 0, 1);
  const sorted: { p: number; index: number }[] = [];
  pValues.forEach((p, index) => {
    if (p === null) return;
    requireWithin('p-value', p, 0, 1);
    sorted.push({ p, index });
  });
  sorted.sort((a, b) => a.p - b.p);
  const m = sorted.length;
  const adjusted: (number | null)[] = pValues.map(() => null);
  const reject: (boolean | null)[] = pValues.map(() => null);
  let smallest = 1;
  let covered = false;
  for (const [rank, { p, index }] of [...sorted.entries()].reverse()) {
    const k = rank + 1;
    smallest = Math.min(smallest, (m * p) / k);
    covered ||= p <= (k / m) * q;
    adjusted[index] = smallest;
    reject[index] = covered;
  }
  return { adjusted, reject, m };
}
