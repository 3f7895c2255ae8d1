const DAY_MS = 86_400_000;

/** The UTC calendar day (`YYYY-MM-DD`) of an instant in ISO 8601. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** The day `days` later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The latest of the given days; absent ones do not count. */
export function latest(first: string, ...others: readonly (string | undefined)[]): string {
  return others.reduce<string>((found, day) => (day !== undefined && day > found ? day : found), first);
}
