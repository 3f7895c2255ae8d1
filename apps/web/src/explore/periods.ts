/** When a period is over: a school year on 30 June of its second year, a cohort in its year. Milliseconds. */
export function endOfPeriod(period: string): number {
  const year = /^(\d{4})-\d{2}/.exec(period);
  if (year) return Date.UTC(Number(year[1]) + 1, 5, 30);
  const cohort = /^(\d{4})/.exec(period);
  return cohort ? Date.UTC(Number(cohort[1]), 5, 30) : 0;
}
