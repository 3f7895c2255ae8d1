import { z } from 'zod';
import { Estimate } from '../reflection.js';
import { AsOf, QuestionQuery, GroupOfStudents } from './diagnostics.js';
import { Reading } from './reading.js';

const name = z.string().min(1).max(200);
const parts = z.strictObject({
  composition: z.number(),
  /** What is left within strata: unexplained, not proof of discrimination. */
  within: z.number(),
  /** Of the gap; null without a gap, and no share when below 0 or above 1. */
  compositionShare: z.number().nullable(),
});
const answered = {
  district: z.string(),
  indicator: z.string(),
  period: z.string().nullable(),
  /** Why there are no numbers. */
  reason: z.string().nullable(),
  recomputing: z.boolean(),
  asOf: AsOf,
};

export const DecompositionsQuery = QuestionQuery.extend({
  /** The attribute whose groups are compared. */
  by: name,
  /** Over what the gap is taken apart: an attribute (`grade`, `incidentBehavior`, …) or `school`. */
  strata: name,
  /** The one group to take apart; absent = every group of `by`. */
  group: name.optional(),
});
export type DecompositionsQuery = z.infer<typeof DecompositionsQuery>;

export const Decomposition = z.strictObject({
  group: GroupOfStudents,
  reference: z.union([z.literal('others'), GroupOfStudents]),
  /** `kitagawa` of rates, `blinder-oaxaca` of means. */
  method: z.enum(['kitagawa', 'blinder-oaxaca']),
  groupValue: z.number().nullable(),
  referenceValue: z.number().nullable(),
  gap: z.number().nullable(),
  twofold: parts.nullable(),
  threefold: z.strictObject({ endowments: z.number(), coefficients: z.number(), interaction: z.number() }).nullable(),
  strata: z.array(
    z.strictObject({
      stratum: z.string(),
      group: z.strictObject({ n: z.int(), share: z.number(), value: z.number().nullable() }),
      reference: z.strictObject({ n: z.int(), share: z.number(), value: z.number().nullable() }),
      gap: z.number().nullable(),
      /** Measured from the middle of both sides, so that a stratum contributes by what is special to it. */
      composition: z.number(),
      within: z.number(),
      total: z.number(),
    }),
  ),
  /** Whether the gap turns round once like is compared with like. */
  paradox: z.strictObject({
    present: z.boolean(),
    /** Strata with both sides in which the gap has the other sign, and all strata with both sides. */
    reversedStrata: z.int(),
    comparedStrata: z.int(),
  }),
  reading: Reading,
  reason: z.string().nullable(),
});
export type Decomposition = z.infer<typeof Decomposition>;

/** Between- and within-school: how the group is spread over schools. */
export const Segregation = z.strictObject({
  dissimilarity: z.number().nullable(),
  isolation: z.number().nullable(),
  exposure: z.number().nullable(),
  informationTheory: z.number().nullable(),
  reason: z.string().nullable(),
});

export const DecompositionsAnswer = z.strictObject({
  ...answered,
  by: z.string(),
  strata: z.string(),
  decompositions: z.array(Decomposition),
  /** With `strata=school`: how far each group is apart from all others between schools. */
  segregation: z.array(Segregation.extend({ group: GroupOfStudents })).nullable(),
});
export type DecompositionsAnswer = z.infer<typeof DecompositionsAnswer>;

export const AdjustedQuery = QuestionQuery.extend({
  /** The attribute whose groups are compared; absent = the covariates alone. */
  by: name.optional(),
  /** Attributes that are held equal: repeated or a comma list; `school` among them compares within schools. */
  covariates: z.union([z.string().min(1).max(2_000), z.array(name).max(8)]).optional(),
  /** Which of the covariates are numbers, and not names of groups. */
  numeric: z.union([z.string().min(1).max(2_000), z.array(name).max(8)]).optional(),
});
export type AdjustedQuery = z.infer<typeof AdjustedQuery>;

const term = z.strictObject({
  attribute: z.string(),
  /** The level beside its reference; null for a number (per unit). */
  value: z.string().nullable(),
  reference: z.string().nullable(),
  estimate: Estimate,
  pValue: z.number().nullable(),
});
const fit = z.strictObject({
  constant: z.number().nullable(),
  terms: z.array(term),
  n: z.int(),
  df: z.int(),
  reason: z.string().nullable(),
});

export const AdjustedAnswer = z.strictObject({
  ...answered,
  by: z.string().nullable(),
  covariates: z.array(z.string()),
  /** Least squares, errors robust to unequal spread (HC1): differences in the indicator's unit. */
  linear: fit,
  /** Of a rate: odds ratios by maximum likelihood; null for a mean. */
  logistic: fit.nullable(),
  /** One of each group: the gap before and after the covariates are held equal. */
  groups: z.array(
    z.strictObject({
      group: GroupOfStudents,
      reference: GroupOfStudents,
      difference: Estimate,
      adjustedDifference: Estimate,
      /** Of the adjusted difference, Benjamini-Hochberg over the groups of this answer. */
      adjustedP: z.number().nullable(),
      adjustedOddsRatio: Estimate.nullable(),
      reading: Reading,
    }),
  ),
});
export type AdjustedAnswer = z.infer<typeof AdjustedAnswer>;

export const DrilldownQuery = QuestionQuery.omit({ indicator: true }).extend({ by: name, group: name });
export type DrilldownQuery = z.infer<typeof DrilldownQuery>;

const side = z.strictObject({
  incidents: z.int(),
  /** Incidents of a hundred students. */
  incidentsPer100: z.number().nullable(),
  removals: z.int(),
  /** Of the incidents, those that ended in a removal. */
  removalShare: z.number().nullable(),
});
const line = z.strictObject({ value: z.string(), group: side, reference: side });

export const DrilldownAnswer = z.strictObject({
  ...answered,
  group: GroupOfStudents,
  reference: z.union([z.literal('others'), GroupOfStudents]),
  enrolled: z.strictObject({ group: z.int(), reference: z.int() }),
  behaviours: z.array(line),
  /** Subjective, objective, or unknown. */
  classes: z.array(line),
  grades: z.array(line),
  occurrences: z.array(line),
  months: z.array(line),
  /** For the same behaviour: how often each action, of the incidents of a side. */
  actions: z.array(
    z.strictObject({
      behaviour: z.string(),
      actions: z.array(
        z.strictObject({
          action: z.string(),
          groupShare: z.number().nullable(),
          referenceShare: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** The gap in removals after incidents: who is referred, and how referrals are treated (M18). */
  split: z.strictObject({
    gapPer100: z.number().nullable(),
    involvementPer100: z.number().nullable(),
    treatmentPer100: z.number().nullable(),
    byBehaviour: z.array(
      z.strictObject({
        behaviour: z.string(),
        class: z.string(),
        gapPer100: z.number(),
        involvementPer100: z.number(),
        treatmentPer100: z.number(),
        shareOfGap: z.number().nullable(),
      }),
    ),
    reason: z.string().nullable(),
  }),
  /** What the records do not hold and has to be asked. */
  notRecorded: z.array(z.string()),
  readings: z.array(Reading),
});
export type DrilldownAnswer = z.infer<typeof DrilldownAnswer>;

export const OpportunityChainsQuery = QuestionQuery.omit({ indicator: true, reference: true }).extend({ by: name });
export type OpportunityChainsQuery = z.infer<typeof OpportunityChainsQuery>;

export const OpportunityChainsAnswer = z.strictObject({
  ...answered,
  by: z.string(),
  groups: z.array(
    z.strictObject({
      group: GroupOfStudents,
      eligible: z.int(),
      /** Offered → enrolled → completed → passed; `share` of the eligible, `conditional` of the stage before. */
      stages: z.array(
        z.strictObject({
          stage: z.enum(['offered', 'enrolled', 'completed', 'passed']),
          n: z.int().nullable(),
          share: z.number().nullable(),
          conditional: z.number().nullable(),
          reason: z.string().nullable(),
        }),
      ),
      /** The stage at which most of the group are lost; null when nobody is or it is not known. */
      lostMostAt: z.enum(['offered', 'enrolled', 'completed', 'passed']).nullable(),
    }),
  ),
});
export type OpportunityChainsAnswer = z.infer<typeof OpportunityChainsAnswer>;
