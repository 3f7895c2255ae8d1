import type { Period } from '@evenground/contracts';

/** The same period of the year before: of a term the same term, of a cohort the cohort before. */
export function yearBefore(period: Period): Period {
  const first = Number(period.slice(0, 4)) - 1;
  if (period.length === 4) return String(first);
  return `${first}-${period.slice(2, 4)}${period.slice(7)}`;
}
