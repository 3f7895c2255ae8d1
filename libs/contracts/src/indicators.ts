import { z } from 'zod';
import { Period } from './periods.js';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number as text, such as 0.1');

/** What a row (or a student's description) must say in one field. A field of which nothing is known passes no filter. */
export const RowFilter = z.strictObject({
  field: z.string().min(1).max(64),
  /** Any of these values, compared as text without regard to case; flags are `true` and `false`. */
  anyOf: z.array(z.string().min(1)).min(1).max(200).optional(),
  atLeast: decimal.optional(),
  atMost: decimal.optional(),
});
export type RowFilter = z.infer<typeof RowFilter>;
const filters = z.array(RowFilter).max(10);

/** A number made of the rows that pass every filter. */
const rowMeasure = {
  rows: filters.optional(),
  take: z.discriminatedUnion('of', [
    /** How many rows. */
    z.strictObject({ of: z.literal('rows') }),
    /** How many different combinations of these fields. */
    z.strictObject({ of: z.literal('distinct'), fields: z.array(z.string().min(1)).min(1).max(4) }),
    /** The sum of a field, at most `cap`; what is not known adds nothing. */
    z.strictObject({ of: z.literal('sum'), field: z.string().min(1), cap: decimal.optional() }),
  ]),
};
export const RowMeasure = z.strictObject(rowMeasure);
export type RowMeasure = z.infer<typeof RowMeasure>;

/**
 * Declares an indicator over the rows of one record type, in data alone: whom it asks, which rows make a denominator,
 * and what of the rows is the numerator.
 */
export const RowReducer = z.strictObject({
  name: z.literal('rows'),
  /** Students that are asked, by their description in the school year (`grade`, `disability`, …); absent = all. */
  students: filters.optional(),
  /** Only students with such a row are in the denominator; absent = every enrolled student. */
  among: filters.optional(),
  /** Of a rate: a student is an event when all of these hold. */
  when: z
    .array(z.strictObject({ ...rowMeasure, atLeast: decimal.optional(), atMost: decimal.optional() }))
    .min(1)
    .max(5)
    .optional(),
  /** Of a mean: the student's value. */
  value: z.strictObject({ ...rowMeasure, dividedBy: decimal.optional() }).optional(),
  /** Of a rate whose unit is not the student: how many units a student has, and how many of them are events. */
  units: z.strictObject({ all: RowMeasure, events: RowMeasure }).optional(),
});
export type RowReducer = z.infer<typeof RowReducer>;

/** How a named reducer turns one student's records of a period into one contribution. Parameters are data, not code. */
export const IndicatorReducer = z.discriminatedUnion('name', [
  /** Absent on at least `share` of the enrolled days, of those enrolled at least `minimumEnrolledDays`. */
  z.strictObject({ name: z.literal('absent-share-at-least'), share: z.string(), minimumEnrolledDays: z.int().min(1) }),
  /** Any discipline row with one of these actions. */
  z.strictObject({ name: z.literal('any-action'), actions: z.array(z.string()).min(1) }),
  /** Number of different incidents, × `per` when shown. */
  z.strictObject({ name: z.literal('incident-count'), per: z.int().min(1) }),
  /** In at least one course of these levels, of the students in these grades. */
  z.strictObject({
    name: z.literal('any-course-level'),
    levels: z.array(z.string()).min(1),
    grades: z.array(z.string()),
  }),
  /** Proficient by the last valid result in the subject, of the tested; of students in `grades` where given. */
  z.strictObject({
    name: z.literal('proficient'),
    subject: z.string().min(1),
    grades: z.array(z.string()).optional(),
  }),
  /** Tested in the subject, of those of whom the file says whether they were. */
  z.strictObject({ name: z.literal('tested'), subject: z.string().min(1) }),
  /** Graduated with an accepted diploma within `years`, of the adjusted cohort. */
  z.strictObject({ name: z.literal('cohort-graduated'), years: z.int().min(4).max(6) }),
  /** Left with one of these outcomes, of the adjusted cohort. */
  z.strictObject({ name: z.literal('cohort-outcome'), outcomes: z.array(z.string()).min(1) }),
  /** Share of the enrolled days that the student attended. */
  z.strictObject({ name: z.literal('attended-share'), minimumEnrolledDays: z.int().min(1) }),
  /** Days with one of these statuses within the enrolment. */
  z.strictObject({ name: z.literal('day-count'), statuses: z.array(z.string()).min(1) }),
  /** Share of the attended days that have one of these statuses. */
  z.strictObject({ name: z.literal('share-of-attended'), statuses: z.array(z.string()).min(1) }),
  /** English learner now, and in at least `years` school years in all. */
  z.strictObject({ name: z.literal('english-learner-years'), years: z.int().min(1).max(13) }),
  /** Ceased to be an English learner in the school year, of those who were at its start. */
  z.strictObject({ name: z.literal('english-learner-exited') }),
  RowReducer,
  /** The supplied value of `observations` (or cells of `counts`). */
  z.strictObject({ name: z.literal('supplied') }),
  /** Every enrolled student once: populations. */
  z.strictObject({ name: z.literal('enrolled') }),
]);
export type IndicatorReducer = z.infer<typeof IndicatorReducer>;

export const IndicatorKind = z.enum(['rate', 'mean']);
export const IndicatorDirection = z.enum(['higher-is-better', 'lower-is-better', 'parity']);
export const IndicatorTiming = z.enum(['leading', 'lagging']);
export const IndicatorAttribution = z.enum(['accountable', 'each-school']);
export const IndicatorSource = z.enum([
  'students',
  'attendance',
  'discipline',
  'courses',
  'assessments',
  'graduation',
  'observations',
  'counts',
]);

/** What one of `n` is; absent = a student. Units never mix. */
export const IndicatorUnit = z.enum(['student', 'incident', 'response', 'staff', 'school']);
/** A period from which on the numbers cannot be compared with those before. */
const breaks = z.array(z.strictObject({ period: Period, says: z.string().min(1).max(300) })).max(20);

/** What `PUT /indicators/{id}` takes: the least, and what has a default. */
export const IndicatorPut = z.strictObject({
  name: z.string().min(1).max(120),
  source: IndicatorSource,
  /** Absent = `supplied`, which is all that `observations` and `counts` can be. */
  reduce: IndicatorReducer.optional(),
  unit: IndicatorUnit.optional(),
  grain: z.enum(['term', 'year', 'cohort', 'any']).optional(),
  /** What shown means are multiplied by. */
  per: z.int().min(1).max(1_000_000).optional(),
  decision: z.string().max(300).optional(),
  breaks: breaks.optional(),
  kind: IndicatorKind,
  direction: IndicatorDirection,
  timing: IndicatorTiming,
  /** Decimals that are kept; values are rounded half-even to it. */
  scale: z.int().min(0).max(9).default(6),
  attribution: IndicatorAttribution.default('accountable'),
  construct: z.string().max(300).optional(),
  validRange: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  citation: z.string().max(300).optional(),
  notGoodFor: z.string().max(300).optional(),
});
export type IndicatorPut = z.infer<typeof IndicatorPut>;

/** The whole definition, built-in or a district's own. A change is a new `version`. */
export const IndicatorDefinition = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  name: z.string().min(1).max(120),
  construct: z.string().optional(),
  source: IndicatorSource,
  reduce: IndicatorReducer,
  kind: IndicatorKind,
  grain: z.enum(['term', 'year', 'cohort', 'any']),
  direction: IndicatorDirection,
  timing: IndicatorTiming,
  scale: z.int().min(0).max(9),
  attribution: IndicatorAttribution,
  /** What shown means are multiplied by, e.g. 100 for incidents per 100 students. */
  per: z.int().min(1),
  /** Whether a school and year without a completeness statement has no denominator (rule 10). */
  needsDeclaration: z.boolean(),
  builtIn: z.boolean(),
  version: z.int().min(1),
  unit: IndicatorUnit.optional(),
  /** The decision that it can inform. */
  decision: z.string().optional(),
  breaks: breaks.optional(),
  validRange: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  citation: z.string().optional(),
  notGoodFor: z.string().optional(),
});
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>;
