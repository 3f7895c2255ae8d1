import { schoolYearOfPeriod, type Period, type ProblemStatement } from '@evenground/contracts';
import { growthToTarget } from '@evenground/statistics';
import { spanOfYear } from '../domain/reference.js';

const DAY_MS = 86_400_000;

/** Years from one day to another: whole ones by the calendar, the rest in days of a year of 365. */
export function yearsBetween(from: string, to: string): number {
  const later = (years: number) => `${Number(from.slice(0, 4)) + years}${from.slice(4)}`;
  let whole = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  if (later(whole) > to) whole -= 1;
  return whole + (Date.parse(to) - Date.parse(later(whole))) / DAY_MS / 365;
}

/** The last day of a period's school year. */
export function lastDayOf(period: Period): string {
  const after = Date.parse(spanOfYear(schoolYearOfPeriod(period)).to);
  return new Date(after - DAY_MS).toISOString().slice(0, 10);
}

/** The straight line from the end of the baseline period to the deadline (M22): a point a year, and the deadline. */
export function trajectoryOf({
  baseline,
  baselinePeriod,
  target,
  deadline,
}: Pick<ProblemStatement, 'baseline' | 'baselinePeriod' | 'target' | 'deadline'>): ProblemStatement['trajectory'] {
  const start = lastDayOf(baselinePeriod);
  const years = yearsBetween(start, deadline);
  const found = growthToTarget({ baseline, target, years });
  if ('status' in found) return undefined;
  const points = Array.from({ length: Math.ceil(years - 1e-9) }, (_, year) => ({
    on: `${Number(start.slice(0, 4)) + year}${start.slice(4)}`,
    value: baseline + found.requiredAnnualGain * year,
  }));
  return {
    ...{ years, requiredPerYear: found.requiredAnnualGain },
    requiredCompoundPerYear: found.requiredCompoundAnnualRate,
    points: [...points, { on: deadline, value: target }],
  };
}
