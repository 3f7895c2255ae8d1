import type { SchoolYear } from '@evenground/contracts';
import { MEASURED_FAMILIES, type MeasuredFamily } from './contributions.js';
import { enrolledYears, spellsIn } from './enrolment.js';
import { describingRow } from './profiles.js';
import { NO_YEAR, familyOfPart, yearOfPart } from './student-rows.js';
import { rowsOf, type StudentState } from './student-state.js';

/** Sources and school years whose contributions may differ. */
export class Scope {
  private readonly cells = new Set<string>();

  static all(sources: readonly MeasuredFamily[], years: readonly SchoolYear[]): Scope {
    const scope = new Scope();
    for (const source of sources) for (const year of years) scope.add(source, year);
    return scope;
  }

  /** Equal texts, equal scopes. */
  get text(): string {
    return [...this.cells].sort().join();
  }

  add(source: MeasuredFamily, year: SchoolYear): void {
    this.cells.add(`${source}|${year}`);
  }

  addAll(other: Scope): void {
    for (const cell of other.cells) this.cells.add(cell);
  }

  has(source: MeasuredFamily, year: SchoolYear): boolean {
    return this.cells.has(`${source}|${year}`);
  }
}

/**
 * What a student's change from one state to another may change. A row of attendance touches the attendance measures of
 * its year alone; a changed description or enrolment touches every measure of the years in which another description
 * or stay is now in force.
 *
 * @param packYears school years that the pack has anything of, beside what the states show
 */
export function affectedScope(before: StudentState, after: StudentState, packYears: readonly SchoolYear[]): Scope {
  const scope = new Scope();
  let isDescribedAnew = false;
  for (const part of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[part] === after[part]) continue;
    const family = familyOfPart(part);
    if (family === 'students' || family === 'enrollments') isDescribedAnew = true;
    else if (family !== 'rosters' && yearOfPart(part) !== NO_YEAR) scope.add(family, yearOfPart(part));
  }
  if (isDescribedAnew) addDescribed(scope, before, after, packYears);
  return scope;
}

function addDescribed(scope: Scope, before: StudentState, after: StudentState, packYears: readonly SchoolYear[]): void {
  const wasEnrolled = new Set(enrolledYears(before));
  const isEnrolled = new Set(enrolledYears(after));
  for (const year of new Set([...packYears, ...wasEnrolled, ...isEnrolled])) {
    scope.add('graduation', year); // what was ever true in the cohort looks at several years
    scope.add('students', year); // so do years as an English learner
    const isSame =
      wasEnrolled.has(year) === isEnrolled.has(year) &&
      describingRow(before, year) === describingRow(after, year) &&
      rowsOf(before, 'students', year)[0] === rowsOf(after, 'students', year)[0] &&
      JSON.stringify(spellsIn(before, year)) === JSON.stringify(spellsIn(after, year));
    if (!isSame) for (const source of MEASURED_FAMILIES) scope.add(source, year);
  }
}
