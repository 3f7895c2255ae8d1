import { z } from 'zod';
import { declareEvent, type EventDeclaration } from '../declare.js';
import { StreamPosition } from '../envelope.js';
import { Reading } from '../http/reading.js';
import { IndicatorDefinition } from '../indicators.js';

/** Exact sums of one group; `sum` and `sumOfSquares` are whole numbers as text, scaled by 10^scale and 10^(2·scale). */
export const GroupSums = z.strictObject({
  n: z.int().min(0),
  events: z.int().min(0),
  sum: z.string().regex(/^-?\d+$/),
  sumOfSquares: z.string().regex(/^\d+$/),
});
export type GroupSums = z.infer<typeof GroupSums>;

export const MeasuresTouched = z.strictObject({
  district: z.string().min(1),
  bucket: z.int().min(-1).max(63), // -1: the district's reference stream
  /** How far the incoming streams are handled with this commit. */
  handled: z.array(StreamPosition),
  /** Which columns changed. */
  changes: z.array(z.strictObject({ indicator: z.string(), period: z.string(), packs: z.array(z.string()) })),
  /** Which generation of this bucket's columns is the living one from now on, when it changed. */
  generation: z.int().min(0).optional(),
  /** True while a pass over the packs (a changed definition, calendar, cut) is under way. */
  recomputing: z.boolean().optional(),
});
export type MeasuresTouched = z.infer<typeof MeasuresTouched>;

const Groups = z.strictObject({
  /** Of whom the statement is: attribute → value. */
  group: z.record(z.string(), z.string()),
  /** `others`, `overall`, `best` or a value of the group's attribute. */
  reference: z.string(),
});

/** The straight line to the target. Source: M22 of `measures.md`. */
const Trajectory = z.strictObject({
  /** From the end of the baseline's school year to the deadline. */
  years: z.number(),
  requiredPerYear: z.number(),
  /** As a share of the value; null unless baseline and target are above 0. */
  requiredCompoundPerYear: z.number().nullable(),
  /** One a year from the baseline on, and the deadline. */
  points: z.array(z.strictObject({ on: z.iso.date(), value: z.number() })),
});

/** How often a change of the required size was achieved from one year to the next. */
const Feasibility = z.strictObject({
  requiredPerYear: z.number(),
  /** `school-years`: comparable schools, the same group; `group-years`: all groups of the district. */
  basis: z.enum(['school-years', 'group-years']).nullable(),
  /** Changes that could be looked at: 30 students in both years. */
  comparable: z.int(),
  achieved: z.int().nullable(),
  share: z.number().nullable(),
  interval: z.strictObject({ low: z.number(), high: z.number(), level: z.number(), method: z.string() }).nullable(),
  reading: Reading,
  /** `no-history`: fewer than five changes. */
  reason: z.string().nullable(),
});

/** A measurable gap that people chose, with what the cube said then. Source: `workflow.md` §4. */
export const ProblemStatement = z.strictObject({
  id: z.string(),
  district: z.string(),
  cycleId: z.string(),
  state: z.enum(['valid', 'adopted', 'superseded']),
  direction: z.enum(['increase', 'decrease']),
  indicator: z.string(),
  indicatorName: z.string(),
  indicatorDirection: z.enum(['higher-is-better', 'lower-is-better', 'parity']),
  kind: z.enum(['rate', 'mean']),
  scale: z.int(),
  per: z.int(),
  ...Groups.shape,
  schoolIds: z.array(z.string()),
  /** The group's value, in shown units (a proportion for a rate). */
  baseline: z.number(),
  baselinePeriod: z.string(),
  baselineN: z.int(),
  /** The frozen sums behind it: a later correction of data never changes them. */
  frozen: z.strictObject({ group: GroupSums, reference: GroupSums }),
  referenceBaseline: z.number(),
  target: z.number(),
  deadline: z.iso.date(),
  alsoWatch: z.array(z.string()).max(3),
  sentence: z.string().max(300),
  warnings: z.array(z.string()),
  trajectory: Trajectory.optional(),
  feasibility: Feasibility.optional(),
  /** False for a gap stated beside the one that the cycle has adopted. */
  priority: z.boolean().optional(),
  /** Why to act although no gap is shown, or why beside the priority gap. */
  reason: z.string().optional(),
  statedAt: z.iso.datetime(),
  adoptedAt: z.iso.datetime().optional(),
});
export type ProblemStatement = z.infer<typeof ProblemStatement>;

/** One measured point: an indicator in a period, for the statement's group and its reference. Absolute values. */
export const TrackedMeasure = z.strictObject({
  indicator: z.string(),
  period: z.string(),
  /** Whether the period has ended, so that verdicts may rest on it. */
  completed: z.boolean(),
  kind: z.enum(['rate', 'mean']),
  scale: z.int(),
  per: z.int(),
  direction: z.enum(['higher-is-better', 'lower-is-better', 'parity']),
  role: z.enum(['statement', 'leading', 'lagging']),
  group: GroupSums,
  reference: GroupSums,
  bySchool: z.array(z.strictObject({ schoolId: z.string(), group: GroupSums, reference: GroupSums })),
  /** Why there is no number, e.g. `not-declared`. */
  reason: z.string().optional(),
});
export type TrackedMeasure = z.infer<typeof TrackedMeasure>;

export const MeasuresMeasured = z.strictObject({
  district: z.string(),
  cycleId: z.string(),
  statementId: z.string(),
  measures: z.array(TrackedMeasure),
  /** What the statement's frozen baseline period says today, when a correction changed it. */
  baselineNow: z.strictObject({ group: GroupSums, reference: GroupSums }).optional(),
  /** The positions of `diagnostics.touched` that these values include. */
  includes: z.array(StreamPosition),
  recomputing: z.boolean(),
});
export type MeasuresMeasured = z.infer<typeof MeasuresMeasured>;

export const diagnosticsEvents: readonly EventDeclaration[] = [
  declareEvent({
    type: 'measures.touched',
    topic: 'diagnostics.touched',
    version: 1,
    schema: MeasuresTouched,
    says: 'which indicators and periods a commit changed, and how far the stream is handled; no numbers',
    consumers: ['ingestion.follow-visibility'],
  }),
  declareEvent({
    type: 'measures.measured',
    topic: 'diagnostics.measures',
    version: 1,
    schema: MeasuresMeasured,
    says: 'the absolute values of what a cycle tracks',
    consumers: ['reporting.reflect-cycle'],
  }),
  declareEvent({
    type: 'indicator.defined',
    topic: 'diagnostics.definitions',
    version: 1,
    schema: z.strictObject({ district: z.string(), definition: IndicatorDefinition }),
    says: 'an indicator was declared or changed',
    consumers: ['ingestion.know-indicators'],
  }),
  ...(['stated', 'adopted', 'superseded'] as const).map((step) =>
    declareEvent({
      type: `problem-statement.${step}`,
      topic: 'diagnostics.problem-statements',
      version: 1,
      schema: z.strictObject({ statement: ProblemStatement }),
      says: `a measurable gap was ${step}`,
      consumers: ['interventions.know-statements', 'reporting.reflect-cycle'],
    }),
  ),
];
