import { z } from 'zod';
import { numbersOfPeople } from '../numbers-of-people.js';
import { Period, SchoolYear } from '../periods.js';
import { Estimate } from '../reflection.js';
import { QuestionQuery, GroupOfStudents, MeasuredGroup } from './diagnostics.js';

const schools = z.union([z.string().min(1).max(2_000), z.array(z.string().min(1)).min(1).max(200)]);
const answered = {
  district: z.string(),
  indicator: z.string(),
  reason: z.string().nullable(),
  recomputing: z.boolean(),
};

export const TrendsQuery = QuestionQuery.omit({ period: true, reference: true }).extend({
  from: Period.optional(),
  to: Period.optional(),
});
export type TrendsQuery = z.infer<typeof TrendsQuery>;

export const TrendsAnswer = numbersOfPeople(
  z.strictObject({
    ...answered,
    indicatorVersion: z.int(),
    by: z.array(z.string()),
    periods: z.array(z.string()),
    /** From these periods on, numbers cannot simply be compared with those before. */
    breaks: z.array(z.strictObject({ period: z.string(), kind: z.enum(['definition', 'coverage']), says: z.string() })),
    series: z.array(
      z.strictObject({
        group: GroupOfStudents,
        points: z.array(MeasuredGroup.omit({ group: true }).extend({ period: z.string() })),
      }),
    ),
    unsuppressed: z.boolean(),
  }),
);
export type TrendsAnswer = z.infer<typeof TrendsAnswer>;

export const DifferenceInDifferencesQuery = z.strictObject({
  district: z.string().min(1).max(64).optional(),
  indicator: z.string().min(1).max(64),
  before: Period,
  after: Period,
  /** Schools that were served, and those they are compared with; none in both. */
  treated: schools,
  comparison: schools,
  where: QuestionQuery.shape.where,
});
export type DifferenceInDifferencesQuery = z.infer<typeof DifferenceInDifferencesQuery>;

export const DifferenceInDifferencesAnswer = z.strictObject({
  ...answered,
  treatedChange: z.number().nullable(),
  comparisonChange: z.number().nullable(),
  effect: Estimate,
  pValue: z.number().nullable(),
  assumptions: z.array(z.string()),
});
export type DifferenceInDifferencesAnswer = z.infer<typeof DifferenceInDifferencesAnswer>;

export const InterruptionsQuery = QuestionQuery.omit({ period: true, by: true, reference: true }).extend({
  /** The first period after the start. */
  start: Period,
  /** Longest lag of the errors that hold under autocorrelation (Newey-West). */
  lag: z.coerce.number().int().min(0).max(20).default(1),
});
export type InterruptionsQuery = z.infer<typeof InterruptionsQuery>;

export const InterruptionsAnswer = z.strictObject({
  ...answered,
  points: z.array(z.strictObject({ period: z.string(), value: z.number() })),
  levelChange: Estimate,
  slopeChange: Estimate,
  baselineSlope: Estimate,
  effectAtLast: z.number().nullable(),
  durbinWatson: z.number().nullable(),
});
export type InterruptionsAnswer = z.infer<typeof InterruptionsAnswer>;

export const SeasonalityQuery = QuestionQuery.omit({ indicator: true, period: true, reference: true }).extend({
  schoolYear: SchoolYear.optional(),
});
export type SeasonalityQuery = z.infer<typeof SeasonalityQuery>;

export const SeasonalityAnswer = z.strictObject({
  ...answered,
  schoolYear: z.string().nullable(),
  by: z.array(z.string()),
  groups: z.array(
    z.strictObject({
      group: GroupOfStudents,
      months: z.array(
        z.strictObject({
          month: z.string(),
          n: z.int(),
          /** Mean share of the month's days that students attended. */
          attended: z.number(),
          /** Beside the mean of the group's months. */
          fromUsual: z.number(),
        }),
      ),
    }),
  ),
});
export type SeasonalityAnswer = z.infer<typeof SeasonalityAnswer>;
