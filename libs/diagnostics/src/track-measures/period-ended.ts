import { schoolYearOfPeriod, type Period } from '@evenground/contracts';
import { spanOfYear } from '../domain/reference.js';

/** `year`, `term` or `cohort`: periods of different grain are never on one line. */
export function grainOf(period: Period): 'year' | 'term' | 'cohort' {
  return period.includes('/') ? 'term' : /^\d{4}$/.test(period) ? 'cohort' : 'year';
}

/**
 * Whether a period has ended, so that verdicts may rest on it: a later one has data, or its last day has passed. The
 * summer after the fourth year still counts for a cohort. Of a term only the school year's last day is known.
 *
 * @param today `YYYY-MM-DD`
 * @param periods the indicator's periods that have data
 */
export function hasEnded(period: Period, periods: readonly Period[], today: string): boolean {
  const grain = grainOf(period);
  if (periods.some((other) => other > period && grainOf(other) === grain)) return true;
  const { to } = spanOfYear(schoolYearOfPeriod(period));
  return today >= (grain === 'cohort' ? `${to.slice(0, 4)}-10-01` : to);
}
