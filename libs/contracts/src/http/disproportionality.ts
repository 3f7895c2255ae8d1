import { z } from 'zod';
import { SchoolYear } from '../periods.js';
import { AsOf } from './diagnostics.js';
import { Reading } from './reading.js';

const district = z.string().min(1).max(64).optional();

/** The 14 categories of 34 CFR 300.647(b)(3) and (4), in its order. */
export const DISPROPORTIONALITY_CATEGORIES = [
  'identified-any',
  'identified-intellectual-disability',
  'identified-specific-learning-disability',
  'identified-emotional-disturbance',
  'identified-speech-or-language',
  'identified-other-health-impairment',
  'identified-autism',
  'placed-regular-class-under-40-percent',
  'placed-separate-or-residential',
  'out-of-school-up-to-10-days',
  'out-of-school-over-10-days',
  'in-school-up-to-10-days',
  'in-school-over-10-days',
  'total-removals',
] as const;
const Category = z.enum(DISPROPORTIONALITY_CATEGORIES);
export type DisproportionalityCategory = z.infer<typeof Category>;

const threshold = z.number().min(1).max(1_000);

/** What the State has set: thresholds may differ by category, never by group. */
export const DisproportionalityPolicy = z.strictObject({
  /** Smallest numerator and denominator that are calculated; presumed reasonable up to 10 and 30. */
  minCell: z.int().min(0).max(1_000).default(10),
  minN: z.int().min(0).max(10_000).default(30),
  threshold: threshold.nullable().default(null),
  thresholds: z.partialRecord(Category, threshold).default({}),
  /** Consecutive years above the threshold before a district is identified. */
  yearsRequired: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(3),
  /** Drop a year that the State calls reasonable progress; null = it is not considered. */
  reasonableProgressMinDrop: z.number().positive().nullable().default(null),
  /** Statewide children with the outcome, and at risk, for the alternate risk ratio: group → [cell, n]. */
  state: z
    .array(
      z.strictObject({
        schoolYear: SchoolYear,
        category: Category,
        groups: z.record(z.string(), z.tuple([z.int().min(0), z.int().min(0)])),
      }),
    )
    .max(14 * 5)
    .default([]),
});
export type DisproportionalityPolicy = z.infer<typeof DisproportionalityPolicy>;

export const DisproportionalityPolicyQuery = z.strictObject({ district });
export type DisproportionalityPolicyQuery = z.infer<typeof DisproportionalityPolicyQuery>;

export const DisproportionalityQuery = z.strictObject({
  district,
  /** Absent = the newest with any enrolment. */
  schoolYear: SchoolYear.optional(),
});
export type DisproportionalityQuery = z.infer<typeof DisproportionalityQuery>;

const risk = z.strictObject({ cell: z.int(), n: z.int(), risk: z.number().nullable() });

export const GroupDisproportion = z.strictObject({
  group: z.string(),
  own: risk,
  /** All other children of the district (of the State, for the alternate risk ratio). */
  others: risk.nullable(),
  method: z.enum(['risk-ratio', 'alternate-risk-ratio', 'not-calculated']),
  reason: z.string().nullable(),
  value: z.number().nullable(),
  /** Null where no threshold is set, or there is no value and it was not calculated. */
  exceeds: z.boolean().nullable(),
  /** Oldest first, the asked year last. */
  years: z.array(
    z.strictObject({ schoolYear: SchoolYear, value: z.number().nullable(), reason: z.string().nullable() }),
  ),
  reasonableProgress: z.boolean().nullable(),
  identified: z.boolean().nullable(),
  /** The calculation, step by step. */
  steps: z.array(Reading),
});
export type GroupDisproportion = z.infer<typeof GroupDisproportion>;

export const DisproportionalityAnswer = z.strictObject({
  district: z.string(),
  schoolYear: SchoolYear.nullable(),
  policy: DisproportionalityPolicy.omit({ state: true }).extend({ isSet: z.boolean() }),
  categories: z.array(
    z.strictObject({
      number: z.int(),
      category: Category,
      name: z.string(),
      population: z.string(),
      threshold: z.number().nullable(),
      groups: z.array(GroupDisproportion),
    }),
  ),
  /** Whether any group of any category is identified; null where no threshold is set. */
  identified: z.boolean().nullable(),
  /** What follows for an identified district. */
  consequences: z.array(Reading),
  reason: z.string().nullable(),
  recomputing: z.boolean(),
  asOf: AsOf,
});
export type DisproportionalityAnswer = z.infer<typeof DisproportionalityAnswer>;
