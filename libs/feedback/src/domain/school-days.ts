const DAY_MS = 86_400_000;

/** The day that lies `count` school days after `day`; without a calendar these are Monday to Friday. */
export function addSchoolDays(day: string, count: number): string {
  let at = toMs(day);
  for (let left = count; left > 0;) {
    at += DAY_MS;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return toDay(at);
}

/** The ISO 8601 week of a day: `2026-W14`. */
export function isoWeekOf(day: string): string {
  const thursday = toMs(day) + (4 - isoWeekday(day)) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The Sunday that ends the ISO week of a day. */
export function endOfIsoWeek(day: string): string {
  return toDay(toMs(day) + (7 - isoWeekday(day)) * DAY_MS);
}

/** 1 is Monday, 7 is Sunday. */
function isoWeekday(day: string): number {
  return new Date(toMs(day)).getUTCDay() || 7;
}

function toMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
