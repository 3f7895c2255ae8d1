import type { Comparison } from '../api/shapes.js';

/** The interval of the difference leaves out zero, also after allowing for how many comparisons were made. */
export function isDifferenceShown({ difference, adjustedP }: Pick<Comparison, 'difference' | 'adjustedP'>): boolean {
  const { interval } = difference;
  const excludesZero = interval !== null && (interval.low > 0 || interval.high < 0);
  return excludesZero && (adjustedP === null || adjustedP < 0.05);
}
