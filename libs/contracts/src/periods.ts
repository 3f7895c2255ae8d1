import { z } from 'zod';

/** A school year, written by its two calendar years: `2025-26`. Runs from 1 July unless the calendar says otherwise. */
export const SchoolYear = z
  .string()
  .regex(/^\d{4}-\d{2}$/, 'a school year is written 2025-26')
  .refine(
    (year) => (Number(year.slice(0, 4)) + 1) % 100 === Number(year.slice(5)),
    'the second year follows the first: 2025-26',
  );
export type SchoolYear = string;

/** A school year (`2025-26`), a term of it (`2025-26/T1`) or a cohort or calendar year (`2026`). */
export const Period = z.union([
  SchoolYear,
  z
    .string()
    .regex(/^\d{4}-\d{2}\/[A-Za-z0-9-]{1,16}$/, 'a term is written 2025-26/T1')
    .refine((term) => SchoolYear.safeParse(term.slice(0, 7)).success, 'a term is written 2025-26/T1'),
  z.string().regex(/^(19|20|21)\d{2}$/, 'a cohort is written 2026'),
]);
export type Period = string;

/** The school year a period belongs to: of a term its year, of a cohort the school year that ends in it. */
export function schoolYearOfPeriod(period: Period): SchoolYear {
  return /^\d{4}$/.test(period) ? schoolYearEnding(Number(period)) : period.slice(0, 7);
}

/** `2026` → `2025-26`. */
export function schoolYearEnding(year: number): SchoolYear {
  return `${year - 1}-${String(year % 100).padStart(2, '0')}`;
}

/** `2025-26` → 2026. */
export function endOfSchoolYear(schoolYear: SchoolYear): number {
  return Number(schoolYear.slice(0, 4)) + 1;
}

/** The school year that a day lies in, by the month (1–12) in which the year begins. */
export function schoolYearOfDate(date: string, beginsInMonth = 7): SchoolYear {
  const year = Number(date.slice(0, 4));
  return schoolYearEnding(Number(date.slice(5, 7)) >= beginsInMonth ? year + 1 : year);
}
