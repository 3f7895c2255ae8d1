import { type ProblemStatement, endOfSchoolYear, schoolYearOfPeriod } from '@evenground/contracts';
import type { Baseline } from './cycle.js';
import { dayOf, daysBetween } from './calendar-day.js';

const MAX_AGE_DAYS = 730; // workflow I4
const MAX_AGE_DAYS_OF_COHORT = 800; // a graduation cohort closes a year late

/** When a statement's frozen baseline ends and how old it may be. */
export function baselineOf(statement: Pick<ProblemStatement, 'baselinePeriod' | 'statedAt'>): Baseline {
  const period = statement.baselinePeriod;
  const periodEnd = `${endOfSchoolYear(schoolYearOfPeriod(period))}-06-30`;
  const frozenOn = dayOf(statement.statedAt);
  return {
    period,
    endsOn: frozenOn < periodEnd ? frozenOn : periodEnd,
    maxAgeDays: /^\d{4}$/.test(period) ? MAX_AGE_DAYS_OF_COHORT : MAX_AGE_DAYS,
  };
}

/** Whether a baseline ends too long before `day`. */
export function isTooOld(baseline: Baseline, day: string): boolean {
  return daysBetween(baseline.endsOn, day) > baseline.maxAgeDays;
}
