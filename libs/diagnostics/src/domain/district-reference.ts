import type { SchoolYear } from '@evenground/contracts';
import type { AssessmentCut, Reference } from './reference.js';

/** What was stated of one record type in one school year: school → complete, by the district's word and by uploads. */
export interface Completeness {
  readonly declared: Readonly<Record<string, boolean>>;
  readonly uploaded: Readonly<Record<string, boolean>>;
}

const NO_DAYS: readonly string[] = [];

/** The reference data of one district in memory. */
export class DistrictReference implements Reference {
  /** `<school>|<school year>` → days of instruction, ascending. */
  readonly calendars = new Map<string, readonly string[]>();
  /** `<record type>|<school year>` → what was stated. */
  readonly completeness = new Map<string, Completeness>();
  readonly assessments = new Map<string, AssessmentCut>();
  /** Schools that the district has named, by id. */
  readonly schools = new Map<string, Readonly<Record<string, unknown>>>();
  private readonly declaredTypes = new Set<string>();

  constructor(public version: number) {}

  instructionalDays(schoolId: string, year: SchoolYear): readonly string[] {
    return this.calendars.get(`${schoolId}|${year}`) ?? NO_DAYS;
  }

  /** Once the district has declared anything of a type, a completed upload no longer counts as its word. */
  isDeclared(type: string, schoolId: string, year: SchoolYear): boolean {
    const stated = this.completeness.get(`${type}|${year}`);
    return (this.declaredTypes.has(type) ? stated?.declared[schoolId] : stated?.uploaded[schoolId]) === true;
  }

  /** The schools declared complete, sorted. */
  declaredSchools(type: string, year: SchoolYear): string[] {
    const stated = this.completeness.get(`${type}|${year}`);
    const basis = (this.declaredTypes.has(type) ? stated?.declared : stated?.uploaded) ?? {};
    return Object.keys(basis)
      .filter((schoolId) => basis[schoolId])
      .sort();
  }

  assessmentCut(assessment: string): AssessmentCut | undefined {
    return this.assessments.get(assessment);
  }

  setCompleteness(type: string, year: SchoolYear, stated: Completeness): void {
    this.completeness.set(`${type}|${year}`, stated);
    if (Object.keys(stated.declared).length > 0) this.declaredTypes.add(type);
  }
}
