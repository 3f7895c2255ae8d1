/** Closed days [from, to]; without `to` it lasts. */
export interface Pause {
  readonly from: string;
  readonly to?: string;
}

const DAY_MS = 86_400_000;

/** A calendar date as days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The calendar date `days` later. */
export function daysLater(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Days from `from` (included) until `until` (excluded) on which nothing was paused; 0 when `until` is not later.
 * Pauses may overlap: a day is paused once.
 */
export function activeDays(from: string, until: string, pauses: readonly Pause[]): number {
  const start = dayNumber(from);
  const end = dayNumber(until);
  if (end <= start) return 0;
  const spans = pauses
    .map((pause) => ({
      from: Math.max(start, dayNumber(pause.from)),
      until: Math.min(end, pause.to === undefined ? end : dayNumber(pause.to) + 1),
    }))
    .filter((span) => span.from < span.until)
    .sort((a, b) => a.from - b.from);
  let active = end - start;
  let counted = start;
  for (const span of spans) {
    active -= Math.max(0, span.until - Math.max(span.from, counted));
    counted = Math.max(counted, span.until);
  }
  return active;
}
