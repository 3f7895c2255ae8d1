import { z } from 'zod';

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
  /** Proficient by the last valid result in the subject, of the tested. */
  z.strictObject({ name: z.literal('proficient'), subject: z.string().min(1) }),
  /** Graduated with an accepted diploma within `years`, of the adjusted cohort. */
  z.strictObject({ name: z.literal('cohort-graduated'), years: z.int().min(4).max(6) }),
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

/** What `PUT /indicators/{id}` takes: the least, and what has a default. */
export const IndicatorPut = z.strictObject({
  name: z.string().min(1).max(120),
  source: z.enum(['observations', 'counts']),
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
  validRange: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  citation: z.string().optional(),
  notGoodFor: z.string().optional(),
});
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>;
