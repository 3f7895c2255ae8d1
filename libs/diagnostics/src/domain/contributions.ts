import { BUILT_IN_INDICATORS, UNKNOWN, schoolYearOfPeriod } from '@evenground/contracts';
import type { IndicatorDefinition, Period, SchoolYear } from '@evenground/contracts';
import type { Contribution, Profile } from '@evenground/cube';
import { enrolledYears, placementIn, type Placement } from './enrolment.js';
import { profileIn } from './profiles.js';
import { attendanceOf } from './reducers/attendance.js';
import { assessmentsOf } from './reducers/assessments.js';
import { coursesOf } from './reducers/courses.js';
import { disciplineOf } from './reducers/discipline.js';
import { graduationOf } from './reducers/graduation.js';
import type { Reduced, YearOfStudent } from './reducers/reduced.js';
import { studentsOf } from './reducers/students.js';
import { suppliedOf } from './reducers/supplied.js';
import type { Reference } from './reference.js';
import { familyOfPart, yearOfPart, type Family } from './student-rows.js';
import type { StudentState } from './student-state.js';

/** The record types that indicators are computed from; `students` stands for who is enrolled. */
export const MEASURED_FAMILIES = [
  'students',
  'attendance',
  'discipline',
  'courses',
  'assessments',
  'graduation',
  'observations',
] as const satisfies readonly Family[];
export type MeasuredFamily = (typeof MEASURED_FAMILIES)[number];

/** What one student adds to one indicator and period, at a school. */
export interface IndicatorContribution {
  readonly indicator: string;
  readonly period: Period;
  readonly source: MeasuredFamily;
  readonly contribution: Contribution;
}

/** Which indicators there are: the built-in ones and the district's own. */
export interface Definitions {
  readonly own: ReadonlyMap<string, IndicatorDefinition>;
}

/** Narrows what is computed: a source in a school year. */
export type InScope = (source: MeasuredFamily, year: SchoolYear) => boolean;

const builtInBySource = new Map(
  MEASURED_FAMILIES.map((source) => [source, BUILT_IN_INDICATORS.filter((known) => known.source === source)]),
);
const everything: InScope = () => true;

/**
 * All that a student's current rows add to the district's numbers: a pure function of the rows, the district's
 * reference data and the definitions. What the rows were before, and in which order they came, cannot be seen.
 *
 * @param inScope leaves out what is not asked, because an incremental step has loaded only what it needs
 */
export function contributions(
  studentKey: string,
  state: StudentState,
  reference: Reference,
  definitions: Definitions,
  inScope: InScope = everything,
): IndicatorContribution[] {
  const enrolled = new Set(enrolledYears(state));
  const found: IndicatorContribution[] = [];
  const bySource = definitionsBySource(definitions);
  for (const year of yearsOfStudent(state, enrolled)) {
    const sources = MEASURED_FAMILIES.filter((source) => inScope(source, year));
    if (sources.length === 0) continue;
    const placement = placementIn(state, year);
    const of: YearOfStudent = { state, year, placement, isEnrolled: enrolled.has(year), reference };
    let profile: Profile | undefined;
    for (const source of sources) {
      for (const reduced of reducedFrom(source, of, bySource.get(source)!)) {
        profile ??= profileWithGrade(state, year, placement);
        for (const contribution of placed(studentKey, reduced, placement, profileOf(reduced, profile))) {
          found.push({ indicator: reduced.indicator.id, period: reduced.period, source, contribution });
        }
      }
    }
  }
  return found;
}

const remembered = new WeakMap<Definitions['own'], ReadonlyMap<MeasuredFamily, readonly IndicatorDefinition[]>>();

/** The definitions of each source, sorted out once for a version of the district's own. */
function definitionsBySource({ own }: Definitions): ReadonlyMap<MeasuredFamily, readonly IndicatorDefinition[]> {
  let bySource = remembered.get(own);
  if (!bySource) {
    const declared = [...own.values()];
    bySource = new Map(
      MEASURED_FAMILIES.map((source) => [
        source,
        [...builtInBySource.get(source)!, ...declared.filter((definition) => definition.source === source)],
      ]),
    );
    remembered.set(own, bySource);
  }
  return bySource;
}

function reducedFrom(
  source: MeasuredFamily,
  of: YearOfStudent,
  definitions: readonly IndicatorDefinition[],
): Reduced[] {
  switch (source) {
    case 'students':
      return studentsOf(of, definitions);
    case 'attendance':
      return attendanceOf(of, definitions);
    case 'discipline':
      return disciplineOf(of, definitions);
    case 'courses':
      return coursesOf(of, definitions);
    case 'assessments':
      return assessmentsOf(of, definitions);
    case 'graduation':
      return graduationOf(of, definitions);
    case 'observations':
      return suppliedOf(of, definitions);
  }
}

function profileOf({ profile, besides }: Reduced, ofYear: Profile): Profile {
  const own = profile ?? ofYear;
  return besides ? { ...own, ...besides } : own;
}

/** At the accountable school; or at each school of enrolment, and in the district once. */
function placed(studentKey: string, reduced: Reduced, placement: Placement, profile: Profile): Contribution[] {
  const { n, events, sum, sumOfSquares, rowSchoolId } = reduced;
  const at = (schoolId: string, counts: Contribution['counts']): Contribution => ({
    studentKey,
    schoolId,
    profile,
    counts,
    n,
    events,
    sum,
    sumOfSquares,
  });
  const home = homeOf(reduced, placement);
  if (reduced.indicator.attribution === 'accountable') return [at(home, 'school-and-district')];
  const schools = new Set([...placement.schools, ...(rowSchoolId === undefined ? [] : [rowSchoolId])]);
  if (schools.size <= 1) return [at([...schools][0] ?? home, 'school-and-district')];
  return [at(home, 'district'), ...[...schools].map((schoolId) => at(schoolId, 'school'))].sort(bySchool);
}

/** The order that a column gives them back in. */
function bySchool(left: Contribution, right: Contribution): number {
  const key = ({ schoolId, counts }: Contribution) => `${schoolId}\n${counts}`;
  return key(left) < key(right) ? -1 : 1;
}

function homeOf({ rowSchoolId, isOfRowSchool }: Reduced, { accountable }: Placement): string {
  if (isOfRowSchool && rowSchoolId !== undefined) return rowSchoolId;
  return accountable === UNKNOWN ? (rowSchoolId ?? UNKNOWN) : accountable;
}

function profileWithGrade(state: StudentState, year: SchoolYear, { grade }: Placement): Profile {
  const profile = profileIn(state, year);
  return grade === undefined || profile.grade !== undefined ? profile : { ...profile, grade };
}

function yearsOfStudent(state: StudentState, enrolled: ReadonlySet<string>): string[] {
  const years = new Set(enrolled);
  for (const part in state) {
    if (familyOfPart(part) !== 'enrollments' && yearOfPart(part) !== '') years.add(yearOfPart(part));
  }
  return [...years].sort();
}

/** The school year that a contribution is filed under, whatever the grain of its period. */
export function yearOfContribution({ period }: { readonly period: Period }): SchoolYear {
  return schoolYearOfPeriod(period);
}
