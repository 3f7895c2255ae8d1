import { z } from 'zod';

/**
 * The record types that can be ingested, declared once: CSV headers, JSON bodies, the door's parsing, event blocks, docs
 * and forms all derive from here. Empty cell = unknown = absent; never "no". Source: CEDS and Ed-Fi mappings.
 */
export type FieldKind =
  | { readonly kind: 'identifier' } // 1–64 printable characters, trimmed, case kept
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'date' } // YYYY-MM-DD, a real day from 1900 to 2100
  | { readonly kind: 'school-year' } // 2025-26
  | { readonly kind: 'period' } // school year, term (2025-26/T1) or cohort year (2026)
  | { readonly kind: 'cohort' } // year of expected graduation, 1990–2100
  | { readonly kind: 'flag' } // true, false; accepts yes/no, y/n, 1/0 in any case
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal'; readonly min?: number; readonly max?: number } // kept as decimal text, exact
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'choices'; readonly values: readonly string[] } // `;` list
  | { readonly kind: 'texts'; readonly maxLength: number } // `;` list
  | { readonly kind: 'race-ethnicity' } // federal name or CEDS code, any case
  | { readonly kind: 'birth-date'; readonly becomes: string }; // used at the door, then dropped

export interface FieldDeclaration {
  readonly kind: FieldKind;
  readonly required?: boolean;
  readonly says?: string;
}

export interface RecordTypeDeclaration {
  readonly name: string;
  /** Whose stream its records travel in: a student's bucket, the district, or an intervention. */
  readonly subject: 'student' | 'district' | 'intervention';
  /** Natural key, in order; a record with the same key again replaces the former one. */
  readonly key: readonly string[];
  /** A second form of the natural key, e.g. attendance by school year instead of by date. */
  readonly alternateKey?: readonly string[];
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  /** Key fields that may be empty (and then are the empty string). */
  readonly emptyKeyFields?: readonly string[];
  /** Header patterns beyond `fields`: `attribute:<name>` columns, or any other column as a subgroup. */
  readonly openColumns?: 'attributes' | 'subgroups';
  readonly says: string;
}

export const RACE_ETHNICITY = [
  { name: 'Hispanic or Latino', code: 'HispanicOrLatinoEthnicity' },
  { name: 'American Indian or Alaska Native', code: 'AmericanIndianOrAlaskaNative' },
  { name: 'Asian', code: 'Asian' },
  { name: 'Black or African American', code: 'BlackOrAfricanAmerican' },
  { name: 'Native Hawaiian or Other Pacific Islander', code: 'NativeHawaiianOrOtherPacificIslander' },
  { name: 'White', code: 'White' },
  { name: 'Two or More Races', code: 'DemographicRaceTwoOrMoreRaces' },
] as const;
export const MIDDLE_EASTERN_OR_NORTH_AFRICAN = 'Middle Eastern or North African';
const raceByNameOrCode = new Map<string, string>([
  ...RACE_ETHNICITY.flatMap(({ name, code }): [string, string][] => [
    [name.toLowerCase(), name],
    [code.toLowerCase(), name],
  ]),
  [MIDDLE_EASTERN_OR_NORTH_AFRICAN.toLowerCase(), MIDDLE_EASTERN_OR_NORTH_AFRICAN],
  ['middleeasternornorthafrican', MIDDLE_EASTERN_OR_NORTH_AFRICAN],
]);

/** The federal name of a name or CEDS code in any case; `undefined` where it is neither. */
export function raceEthnicityNamed(text: string): string | undefined {
  return raceByNameOrCode.get(text.toLowerCase());
}

/** How a flag may be written, in lower case. */
export const FLAG_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1'].map((word): [string, boolean] => [word, true]),
  ...['false', 'no', 'n', '0'].map((word): [string, boolean] => [word, false]),
]);

/** What `races` may list. */
export const RACES = [
  'American Indian or Alaska Native',
  'Asian',
  'Black or African American',
  'Native Hawaiian or Other Pacific Islander',
  'White',
  MIDDLE_EASTERN_OR_NORTH_AFRICAN,
] as const;

export const ATTENDANCE_STATUSES = [
  'present',
  'excused',
  'unexcused',
  'tardy',
  'out-of-school-suspension',
  'in-school-suspension',
] as const;
export const DISCIPLINE_ACTIONS = [
  'none',
  'in-school-suspension',
  'out-of-school-suspension',
  'expulsion-with-services',
  'expulsion-without-services',
  'interim-setting-by-school',
  'hearing-officer-removal',
  'alternative-setting',
  'informal-removal',
  'law-enforcement-referral',
  'arrest',
  'restraint-physical',
  'restraint-mechanical',
  'seclusion',
  'corporal-punishment',
  'other',
] as const;
export const COURSE_LEVELS = ['remedial', 'regular', 'advanced', 'honors', 'ap', 'ib', 'dual', 'cte'] as const;
export const GRADUATION_OUTCOMES = [
  'graduated',
  'dropped',
  'transferred',
  'emigrated',
  'deceased',
  'juvenile-facility',
  'equivalency',
  'certificate',
  'still-enrolled',
  'other',
] as const;
export const DIPLOMAS = ['regular', 'state-alternate', 'none'] as const;
export const UNKNOWN = 'unknown';

const identifier: FieldDeclaration = { kind: { kind: 'identifier' } };
const key: FieldDeclaration = { kind: { kind: 'identifier' }, required: true };
const flag: FieldDeclaration = { kind: { kind: 'flag' } };
const date: FieldDeclaration = { kind: { kind: 'date' } };
const keyDate: FieldDeclaration = { kind: { kind: 'date' }, required: true };
const schoolYear: FieldDeclaration = { kind: { kind: 'school-year' }, required: true };
const text = (maxLength: number): FieldDeclaration => ({ kind: { kind: 'text', maxLength } });
const choice = (values: readonly string[]): FieldDeclaration => ({ kind: { kind: 'choice', values } });
const decimal = (min?: number, max?: number): FieldDeclaration => ({ kind: { kind: 'decimal', min, max } });
const integer = (min: number, max: number): FieldDeclaration => ({ kind: { kind: 'integer', min, max } });

export const RECORD_TYPES: readonly RecordTypeDeclaration[] = [
  {
    name: 'schools',
    subject: 'district',
    key: ['schoolId'],
    fields: {
      schoolId: key,
      name: text(120),
      level: choice(['early', 'elementary', 'middle', 'high', 'combined', 'adult']),
      localSchoolId: identifier,
      charter: flag,
      virtual: flag,
      alternative: flag,
      titleI: flag,
      cep: flag,
      leaId: identifier,
    },
    says: 'a school of the district',
  },
  {
    name: 'students',
    subject: 'student',
    key: ['studentId', 'schoolYear'],
    fields: {
      studentId: key,
      schoolYear,
      schoolId: identifier,
      grade: text(16),
      raceEthnicity: { kind: { kind: 'race-ethnicity' } },
      hispanicLatino: flag,
      races: { kind: { kind: 'choices', values: RACES } },
      raceScheme: choice(['1997', '2024']),
      gender: text(40),
      englishLearner: flag,
      formerEnglishLearner: flag,
      exitedELOn: date,
      homeLanguage: text(35),
      disability: flag,
      section504: flag,
      disabilityCategory: text(16),
      educationalEnvironment: text(16),
      ageOnCountDate: integer(0, 30),
      birthDate: { kind: { kind: 'birth-date', becomes: 'ageOnCountDate' } },
      economicallyDisadvantaged: flag,
      homeless: flag,
      fosterCare: flag,
      migrant: flag,
      militaryConnected: flag,
    },
    openColumns: 'attributes',
    says: 'what describes a student in a school year',
  },
  {
    name: 'enrollments',
    subject: 'student',
    key: ['studentId', 'schoolId', 'entryDate'],
    fields: {
      studentId: key,
      schoolId: key,
      entryDate: keyDate,
      exitDate: date,
      exitKind: text(64),
      grade: text(16),
      accountable: flag,
    },
    says: 'a spell of a student at a school',
  },
  {
    name: 'calendar',
    subject: 'district',
    key: ['schoolId', 'date'],
    fields: { schoolId: key, date: keyDate, instructional: flag },
    says: 'whether a day is a day of instruction at a school',
  },
  {
    name: 'rosters',
    subject: 'student',
    key: ['staffId', 'studentId', 'schoolYear', 'courseCode'],
    fields: { staffId: key, studentId: key, schoolYear, courseCode: key },
    says: 'which staff teach which student',
  },
  {
    name: 'attendance',
    subject: 'student',
    key: ['studentId', 'date'],
    alternateKey: ['studentId', 'schoolYear'],
    fields: {
      studentId: key,
      date,
      schoolYear: { kind: { kind: 'school-year' } },
      schoolId: identifier,
      status: choice(ATTENDANCE_STATUSES),
      absentFraction: decimal(0, 1),
      daysEnrolled: decimal(0.5, 260),
      daysAbsent: decimal(0, 260),
    },
    says: 'a day of attendance, or a school year of it',
  },
  {
    name: 'discipline',
    subject: 'student',
    key: ['schoolId', 'incidentId', 'studentId', 'actionId'],
    emptyKeyFields: ['actionId'],
    fields: {
      schoolId: key,
      incidentId: key,
      studentId: key,
      actionId: identifier,
      date,
      behavior: { kind: { kind: 'texts', maxLength: 64 } },
      subjective: flag,
      action: choice(DISCIPLINE_ACTIONS),
      days: decimal(0, 366),
      role: choice(['perpetrator']),
    },
    says: 'what was done to one student after one incident',
  },
  {
    name: 'courses',
    subject: 'student',
    key: ['studentId', 'schoolYear', 'courseCode'],
    fields: {
      studentId: key,
      schoolYear,
      courseCode: key,
      schoolId: identifier,
      subject: text(64),
      level: choice(COURSE_LEVELS),
      completed: flag,
      credits: decimal(0, 100),
    },
    says: 'a course of a student',
  },
  {
    name: 'assessments',
    subject: 'student',
    key: ['studentId', 'assessment', 'subject', 'date'],
    fields: {
      studentId: key,
      assessment: key,
      subject: key,
      date: keyDate,
      schoolId: identifier,
      tested: flag,
      reasonNotTested: text(64),
      alternate: flag,
      score: decimal(),
      proficient: flag,
      performanceLevel: text(64),
    },
    says: 'a result of an assessment',
  },
  {
    name: 'graduation',
    subject: 'student',
    key: ['studentId', 'cohort'],
    fields: {
      studentId: key,
      cohort: { kind: { kind: 'cohort' }, required: true },
      schoolId: identifier,
      outcome: choice(GRADUATION_OUTCOMES),
      diploma: choice(DIPLOMAS),
      documented: flag,
      exitDate: date,
    },
    says: 'how a student of a graduation cohort ended',
  },
  {
    name: 'observations',
    subject: 'student',
    key: ['studentId', 'indicator', 'period'],
    fields: {
      studentId: key,
      indicator: key,
      period: { kind: { kind: 'period' }, required: true },
      schoolId: identifier,
      value: { kind: { kind: 'decimal' }, required: true },
    },
    says: 'any other student-level indicator: 0 or 1 for a rate, a number for a mean',
  },
  {
    name: 'counts',
    subject: 'district',
    key: ['schoolId', 'indicator', 'period'], // and the subgroup columns of the file
    fields: {
      schoolId: key,
      indicator: key,
      period: { kind: { kind: 'period' }, required: true },
      n: integer(0, 1_000_000_000),
      events: integer(0, 1_000_000_000),
      sum: decimal(),
      sumOfSquares: decimal(0),
    },
    openColumns: 'subgroups',
    says: 'a cell of a marginal table, when only aggregates exist',
  },
  {
    name: 'deliveries',
    subject: 'intervention',
    key: ['deliveryId'],
    fields: {
      deliveryId: key,
      interventionId: key,
      schoolId: key,
      studentId: identifier,
      date: keyDate,
      minutes: decimal(0, 1440),
      planned: flag,
      quality: integer(1, 4),
      deliveredBy: text(64),
    },
    says: 'a session of an intervention that took place',
  },
];

const typesByName = new Map(RECORD_TYPES.map((declared) => [declared.name, declared]));
export function recordTypeNamed(name: string): RecordTypeDeclaration | undefined {
  return typesByName.get(name);
}

export const RECORD_TYPE_NAMES = RECORD_TYPES.map((declared) => declared.name);

/** Attributes of a `students` row that subgroups are made of; a district's own come as `attribute:<name>`. */
export const PROFILE_ATTRIBUTES = [
  'raceEthnicity',
  'hispanicLatino',
  'gender',
  'grade',
  'englishLearner',
  'formerEnglishLearner',
  'homeLanguage',
  'disability',
  'section504',
  'disabilityCategory',
  'educationalEnvironment',
  'economicallyDisadvantaged',
  'homeless',
  'fosterCare',
  'migrant',
  'militaryConnected',
] as const;
export const OWN_ATTRIBUTE_PREFIX = 'attribute:';

/** A canonical value of a record's field, as it stands in events: decimals are text, flags booleans, unknown null. */
export const RecordValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type RecordValue = z.infer<typeof RecordValue>;
