import type { SchoolYear } from '@evenground/contracts';

/** What the levels of an assessment mean: `levels` from lowest to highest, proficient from `proficientFrom` on. */
export interface AssessmentCut {
  readonly levels: readonly string[];
  readonly proficientFrom: string;
  readonly validRange?: { readonly min: number; readonly max: number };
}

/** What a district says about itself and not about a student. A change of it is a new version. */
export interface Reference {
  readonly version: number;
  /** Days of instruction of a school in a school year, ascending; empty without a calendar. */
  instructionalDays(schoolId: string, year: SchoolYear): readonly string[];
  /** Whether a school's file of a record type is complete for a school year (rule 10 of the indicator catalogue). */
  isDeclared(type: string, schoolId: string, year: SchoolYear): boolean;
  assessmentCut(assessment: string): AssessmentCut | undefined;
}

/** How many of the sorted dates lie in [from, to). */
export function datesWithin(sorted: readonly string[], from: string, to: string): number {
  return firstAtOrAfter(sorted, to) - firstAtOrAfter(sorted, from);
}

export function includesDate(sorted: readonly string[], date: string): boolean {
  return sorted[firstAtOrAfter(sorted, date)] === date;
}

function firstAtOrAfter(sorted: readonly string[], date: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < date) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First day of a school year and of the one after it. */
export function spanOfYear(year: SchoolYear): { readonly from: string; readonly to: string } {
  const first = Number(year.slice(0, 4));
  return { from: `${first}-07-01`, to: `${first + 1}-07-01` };
}
