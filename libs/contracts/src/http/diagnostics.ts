import { z } from 'zod';
import { numbersOfPeople } from '../numbers-of-people.js';
import { ProblemStatement } from '../events/diagnostics.js';
import { IndicatorDefinition, IndicatorPut } from '../indicators.js';
import { Period, SchoolYear } from '../periods.js';
import { Estimate } from '../reflection.js';
import { Reading } from './reading.js';

/** A parameter that may be repeated. */
const repeatable = z.union([z.string().min(1).max(2_000), z.array(z.string().min(1).max(500)).max(50)]);
const district = z.string().min(1).max(64).optional();

export const DiagnosticsDistrictQuery = z.strictObject({ district });
export type DiagnosticsDistrictQuery = z.infer<typeof DiagnosticsDistrictQuery>;

export const PeriodsQuery = z.strictObject({ district, indicator: z.string().min(1).max(64) });
export type PeriodsQuery = z.infer<typeof PeriodsQuery>;

/** A value per attribute. */
export const GroupOfStudents = z.record(z.string(), z.string());
const Interval = z.strictObject({ low: z.number(), high: z.number(), level: z.number(), method: z.string() });

/** What students, schools and period a question is about. */
export const QuestionQuery = z.strictObject({
  district,
  indicator: z.string().min(1).max(64),
  /** Absent = the newest that has any. */
  period: Period.optional(),
  /** Repeated or a comma list; absent = the district, or the caller's schools. */
  school: repeatable.optional(),
  /** Attributes to break down by: repeated or a comma list; absent = one group of all. */
  by: repeatable.optional(),
  /** `attribute:value`, several values with `|`: repeated or a comma list. */
  where: repeatable.optional(),
  /** `others` (the default), `overall`, `best`, or a value of the first attribute of `by`. */
  reference: z.string().min(1).max(200).optional(),
});
export type QuestionQuery = z.infer<typeof QuestionQuery>;

export const GapsQuery = QuestionQuery.extend({
  /** Smaller differences are not called a gap: of a rate a proportion (default 0.01), of a mean an effect size g (0.05). */
  minimumEffect: z.coerce.number().min(0).optional(),
  /** So many periods put together, up to `period`: the school years (terms, cohorts) before it too. */
  rolling: z.coerce.number().int().min(1).max(5).optional(),
  /** How a student of several races counts: `federal` (the default), or in every race marked. */
  multirace: z.enum(['federal', 'in-combination']).optional(),
});
export type GapsQuery = z.infer<typeof GapsQuery>;

export const PopulationsQuery = QuestionQuery.omit({ indicator: true, reference: true }).extend({
  period: SchoolYear.optional(),
});
export type PopulationsQuery = z.infer<typeof PopulationsQuery>;

/** One group. A suppressed one has no numbers; one with `display` has the coded percent in their place. */
export const MeasuredGroup = z.strictObject({
  group: GroupOfStudents,
  n: z.int().nullable().optional(),
  events: z.int().nullable().optional(),
  /** 0 to 1. */
  rate: z.number().nullable().optional(),
  /** In shown units (× `per`). */
  mean: z.number().nullable().optional(),
  /** Standard deviation in shown units. */
  sd: z.number().nullable().optional(),
  interval: Interval.nullable().optional(),
  display: z.string().optional(),
  suppressed: z.boolean(),
  /** Fewer than 10 students: for those who see it, a reminder that it may not be published. */
  small: z.boolean().optional(),
  /** `few-students` under 30; `wide-interval` where that of a rate spans 0.3 or more; null without a number. */
  reliability: z.enum(['reliable', 'few-students', 'wide-interval']).nullable().optional(),
  reason: z.string().nullable(),
});
export type MeasuredGroup = z.infer<typeof MeasuredGroup>;

export const StatisticalTest = z.strictObject({
  method: z.enum(['fisher-exact', 'two-proportion-z', 'welch-t']),
  statistic: z.number().nullable(),
  df: z.number().nullable(),
  pValue: z.number().nullable(),
  reason: z.string().nullable(),
});
export type StatisticalTest = z.infer<typeof StatisticalTest>;

export const GroupComparison = z.strictObject({
  group: GroupOfStudents,
  /** `others`, `overall`, or the group compared with. */
  reference: z.union([z.enum(['others', 'overall']), GroupOfStudents]),
  /** `post-hoc` when the reference was picked by its result. */
  flag: z.string().nullable(),
  difference: Estimate,
  riskRatio: Estimate,
  oddsRatio: Estimate,
  /** Cohen's h of rates, Hedges' g of means. */
  effectSize: Estimate,
  test: StatisticalTest,
  /** Benjamini-Hochberg over the comparisons of this answer. */
  adjustedP: z.number().nullable(),
  /** `shown`: the interval leaves out 0, the adjusted p is below 0.05, and the difference is as large as would matter. */
  verdict: z.enum(['shown', 'below-minimum-effect', 'not-shown', 'no-numbers']),
  /** `few-students` when the smaller side has fewer than 30. */
  reliability: z.enum(['reliable', 'few-students']).nullable(),
  /** The comparison in plain words. */
  reading: Reading,
});
export type GroupComparison = z.infer<typeof GroupComparison>;

export const AsOf = z.strictObject({
  eventId: z.string().nullable(),
  occurredAt: z.iso.datetime().nullable(),
  /** Opaque; may be sent as `Evenground-After`. */
  position: z.string().nullable(),
});
export type AsOf = z.infer<typeof AsOf>;

export const GapsAnswer = numbersOfPeople(
  z.strictObject({
    district: z.string(),
    indicator: z.string(),
    indicatorName: z.string(),
    indicatorVersion: z.int(),
    kind: z.enum(['rate', 'mean']),
    direction: z.enum(['higher-is-better', 'lower-is-better', 'parity']),
    period: z.string().nullable(),
    /** The periods that are put together, in order of time; of `rolling` several. */
    periods: z.array(z.string()),
    /** `in-combination`: groups overlap and do not add up to the whole. */
    multirace: z.enum(['federal', 'in-combination']),
    by: z.array(z.string()),
    where: z.array(z.strictObject({ attribute: z.string(), values: z.array(z.string()) })),
    schools: z.array(z.string()).nullable(),
    groups: z.array(MeasuredGroup),
    comparisons: z.array(GroupComparison),
    /** The least that matters: of a rate the `difference`, of a mean the `effect-size`. */
    minimumEffect: z.strictObject({ of: z.enum(['difference', 'effect-size']), value: z.number() }),
    /** Inequality over the groups (M15); null with a reason where it cannot be said. */
    summary: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).nullable(),
    /** Which schools the numbers cover, of an indicator that needs their declaration. */
    coverage: z.strictObject({ schools: z.array(z.string()), of: z.int() }).nullable(),
    /** What to know before the numbers are relied on: groups that are thin, overlap, or hold a student more than once. */
    warnings: z.array(Reading),
    /** Why there are no numbers: `not-declared`, `no-data`, `no-table-has-these-attributes`. */
    reason: z.string().nullable(),
    /** True where every live cell is shown, small ones included: not for publication. */
    unsuppressed: z.boolean(),
    recomputing: z.boolean(),
    asOf: AsOf,
  }),
);
export type GapsAnswer = z.infer<typeof GapsAnswer>;

export const PopulationsAnswer = numbersOfPeople(
  z.strictObject({
    district: z.string(),
    period: z.string().nullable(),
    total: z.int().nullable(),
    groups: z.array(
      z.strictObject({
        group: GroupOfStudents,
        n: z.int().optional(),
        suppressed: z.boolean(),
        small: z.boolean().optional(),
      }),
    ),
    recomputing: z.boolean(),
    asOf: AsOf,
  }),
);
export type PopulationsAnswer = z.infer<typeof PopulationsAnswer>;

export const IndicatorsAnswer = z.strictObject({ items: z.array(IndicatorDefinition) });
export type IndicatorsAnswer = z.infer<typeof IndicatorsAnswer>;

export const IndicatorTemplatesAnswer = z.strictObject({
  items: z.array(IndicatorPut.omit({ scale: true, attribution: true }).extend({ id: z.string() })),
});
export type IndicatorTemplatesAnswer = z.infer<typeof IndicatorTemplatesAnswer>;

/** In order of time. */
export const PeriodsAnswer = z.strictObject({ items: z.array(z.string()) });
export type PeriodsAnswer = z.infer<typeof PeriodsAnswer>;

/** A school that the district has named. */
export const SchoolView = z.strictObject({
  schoolId: z.string(),
  name: z.string().nullable(),
  level: z.string().nullable(),
});
export type SchoolView = z.infer<typeof SchoolView>;

/** What a question can be about beside the indicator: the schools in the caller's scope, and how to break down. */
export const ScopeAnswer = z.strictObject({
  schools: z.array(SchoolView),
  /** Attributes that `by` and `where` of a gap know in every district; its own are `attribute:<name>`. */
  attributes: z.array(z.string()),
});
export type ScopeAnswer = z.infer<typeof ScopeAnswer>;

/** A group as people send it: flags and grades may come as JSON has them, and are kept as files write them. */
const SaidGroup = z.record(
  z.string(),
  z.union([z.string(), z.boolean().transform((flag) => (flag ? 'yes' : 'no')), z.number().transform(String)]),
);

/** What people say of a gap they want to close. Source: `workflow.md` §4. */
export const ProblemStatementPost = z.strictObject({
  district,
  cycleId: z.string().min(1).max(64),
  /** Absent = told by the target. */
  direction: z.enum(['increase', 'decrease']).optional(),
  indicator: z.union([z.string(), z.array(z.string())]),
  measure: z.enum(['rate', 'mean', 'riskRatio', 'difference']).optional(),
  group: SaidGroup,
  reference: z.string().min(1).max(200).default('others'),
  /** Schools the statement is about; absent = the cycle's, else the district. */
  scope: z.strictObject({ schoolIds: z.array(z.string().min(1)).max(200) }).optional(),
  /** In shown units: of a rate a proportion. Refused when absent, with the number that the data say. */
  baseline: z.number().optional(),
  /** Absent = the newest period that has any. */
  baselinePeriod: Period.optional(),
  target: z.number(),
  deadline: z.iso.date(),
  alsoWatch: z.array(z.string()).max(3).default([]),
  /** Why to act although no gap is shown (V11), e.g. a count of access; or why beside the gap that the cycle has adopted. */
  reason: z.string().min(1).max(300).optional(),
  /** What people want to say in their own words; checked for wording that blames. */
  note: z.string().max(300).optional(),
  /** The rest of what a statement is (`baselineN` to `state`) is computed here, whatever is said. */
  baselineN: z.int().min(0).optional(),
  interval: z.unknown().optional(),
  sentence: z.string().max(1_000).optional(),
  state: z.enum(['draft', 'valid']).optional(),
});
export type ProblemStatementPost = z.infer<typeof ProblemStatementPost>;

/**
 * A statement as the caller may see it: who does not see every live cell of its schools gets no exact sums, and neither
 * numbers nor sentence where one side of the gap is too small to be shown.
 */
export const ProblemStatementView = numbersOfPeople(
  z.strictObject({
    ...ProblemStatement.shape,
    baseline: z.number().nullable(),
    baselineN: z.int().nullable(),
    referenceBaseline: z.number().nullable(),
    frozen: ProblemStatement.shape.frozen.nullable(),
    sentence: z.string().nullable(),
    suppressed: z.boolean(),
  }),
);
export type ProblemStatementView = z.infer<typeof ProblemStatementView>;

export const ProblemStatementsQuery = z.strictObject({ district, cycleId: z.string().min(1).max(64).optional() });
export type ProblemStatementsQuery = z.infer<typeof ProblemStatementsQuery>;

export const RebuildPost = z.strictObject({ district });
export type RebuildPost = z.infer<typeof RebuildPost>;

export const RebuildStatus = z.strictObject({
  rebuildId: z.string(),
  district: z.string(),
  requestedAt: z.iso.datetime(),
  state: z.enum(['running', 'completed', 'refused']),
  streams: z.array(
    z.strictObject({
      stream: z.string(),
      outcome: z.enum(['pending', 'taken-over', 'refused']),
      differences: z.int(),
      detail: z.string().optional(),
    }),
  ),
});
export type RebuildStatus = z.infer<typeof RebuildStatus>;

/** The newest rebuild's state first of all; `none` where nobody asked for one. Newest first. */
export const RebuildsAnswer = z.strictObject({
  state: z.enum(['none', 'running', 'completed', 'refused']),
  items: z.array(RebuildStatus),
});
export type RebuildsAnswer = z.infer<typeof RebuildsAnswer>;
