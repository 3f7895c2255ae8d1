import { z } from 'zod';

const Interval = z.strictObject({ low: z.number(), high: z.number(), level: z.number(), method: z.string() });

/** A value with its uncertainty; `value` or `interval` is null with a `reason` where undefined. */
export const Estimate = z.strictObject({
  value: z.number().nullable(),
  interval: Interval.nullable(),
  reason: z.string().nullable(),
});
export type Estimate = z.infer<typeof Estimate>;

export const GAP_STATUSES = ['narrowed', 'widened', 'unclear', 'reversed'] as const;
export const ATTRIBUTION_KINDS = [
  'works',
  'poor-delivery',
  'poor-design',
  'external',
  'wrong-measure',
  'too-early',
  'not-enough-information',
  'cannot-tell',
] as const;
export const RECOMMENDATION_KINDS = ['refine', 'replace', 'scale', 'continue', 'stop'] as const;
export const FIDELITY_LEVELS = ['high', 'moderate', 'low', 'insufficient'] as const;

const proportionOrNull = z.number().min(0).max(1).nullable();

/** The five parts and the whole, 0–1, null where nothing was seen. Source: `workflow.md` §9.2. */
export const Fidelity = z.strictObject({
  adherence: proportionOrNull,
  dosage: proportionOrNull,
  /** Delivered ÷ planned to date, not capped. */
  dosageRaw: z.number().min(0).nullable(),
  quality: proportionOrNull,
  responsiveness: proportionOrNull,
  differentiation: proportionOrNull,
  overall: proportionOrNull,
  level: z.enum(FIDELITY_LEVELS),
  because: z.array(z.string()),
  uneven: z.array(z.string()),
});
export type Fidelity = z.infer<typeof Fidelity>;

const MeasuredValue = z.strictObject({
  period: z.string(),
  value: z.number().nullable(),
  n: z.int().nullable(),
  interval: Interval.nullable(),
  referenceValue: z.number().nullable(),
  referenceN: z.int().nullable(),
  /** A live number of a period that has not ended. */
  provisional: z.boolean(),
  reason: z.string().nullable(),
});

/** What a cycle's reflection says. Source: `workflow.md` §11, `interface.md` (Reporting). */
export const Reflection = z.strictObject({
  cycleId: z.string(),
  district: z.string(),
  title: z.string(),
  stage: z.string(),
  sentence: z.string().nullable(),
  indicator: z.string().nullable(),
  baseline: MeasuredValue.nullable(),
  current: MeasuredValue.nullable(),
  target: z.strictObject({ value: z.number(), deadline: z.iso.date() }).nullable(),
  /** The gap as a disadvantage: positive = worse off; a negative change is narrowing. */
  gap: z
    .strictObject({
      baseline: z.number().nullable(),
      current: z.number().nullable(),
      change: z.number().nullable(),
      interval: Interval.nullable(),
      status: z.enum(GAP_STATUSES),
      narrowed: z.boolean(),
      provisional: z.boolean(),
      levellingDown: z.boolean(),
      ownGain: z.boolean(),
    })
    .nullable(),
  progress: z.number().nullable(),
  expectedProgress: z.number().nullable(),
  onTrack: z.boolean().nullable(),
  fidelity: Fidelity,
  interventions: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      state: z.string(),
      deliveries: z.int(),
      extra: z.int(),
      studentsReached: z.int(),
      fidelity: Fidelity,
    }),
  ),
  leading: z.array(z.strictObject({ indicator: z.string(), ...MeasuredValue.shape })),
  lagging: z.array(z.strictObject({ indicator: z.string(), ...MeasuredValue.shape })),
  feedback: z.strictObject({
    reports: z.int(),
    open: z.int(),
    byKind: z.record(z.string(), z.int()),
  }),
  attribution: z.strictObject({
    kind: z.enum(ATTRIBUTION_KINDS),
    wording: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    for: z.array(z.string()),
    against: z.array(z.string()),
  }),
  recommendation: z
    .strictObject({
      kind: z.enum(RECOMMENDATION_KINDS),
      rule: z.string(),
      because: z.array(z.string()),
      against: z.array(z.string()),
    })
    .nullable(),
  baselineCorrected: z.strictObject({ was: z.number().nullable(), is: z.number().nullable() }).nullable(),
  recomputing: z.boolean(),
  asOf: z.strictObject({
    /** The event that caused this state, absent before any. */
    eventId: z.string().nullable(),
    occurredAt: z.iso.datetime().nullable(),
    /** Sequence of the reflection: the `id` of its server-sent event. */
    sequence: z.int().min(0),
    /** The day on which planned units and elapsed time were counted. */
    date: z.iso.date(),
  }),
});
export type Reflection = z.infer<typeof Reflection>;
