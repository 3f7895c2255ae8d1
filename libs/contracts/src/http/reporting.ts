import { z } from 'zod';
import { numbersOfPeople } from '../numbers-of-people.js';
import { FIDELITY_LEVELS, GAP_STATUSES, RECOMMENDATION_KINDS, Reflection } from '../reflection.js';

/** Request and response shapes of `/api/reporting/v1`. */

const Cursor = z.string().min(1).max(1_000);
const Limit = z.coerce.number().int().min(1).max(200).default(50);

export const ReportingDistrictQuery = z.strictObject({ district: z.string().min(1).max(64).optional() });
export type ReportingDistrictQuery = z.infer<typeof ReportingDistrictQuery>;

/** Query of lists: of a district, by cursor. */
export const ReportingPageQuery = z.strictObject({
  ...ReportingDistrictQuery.shape,
  limit: Limit,
  after: Cursor.optional(),
});
export type ReportingPageQuery = z.infer<typeof ReportingPageQuery>;

export const ReflectionParams = z.strictObject({ cycleId: z.string().min(1).max(200) });
export type ReflectionParams = z.infer<typeof ReflectionParams>;

/** A measured value as a caller may see it: hidden (`reason` `suppressed`) with a coded percent where there is one. */
const measured = Reflection.shape.current.unwrap().shape;
export const ShownValue = z.strictObject({
  ...measured,
  /** The coded percent that stands for a number that would give people away, such as `<=5%`. */
  display: z.string().optional(),
  referenceDisplay: z.string().optional(),
});
const ShownIndicator = z.strictObject({ indicator: z.string(), ...ShownValue.shape });
const InterventionView = Reflection.shape.interventions.element;

/** A reflection as the caller may see it. `suppressed`: something is hidden, since the caller's role reads suppressed numbers. */
export const ReflectionView = numbersOfPeople(
  z.strictObject({
    ...Reflection.shape,
    baseline: ShownValue.nullable(),
    current: ShownValue.nullable(),
    leading: z.array(ShownIndicator),
    lagging: z.array(ShownIndicator),
    interventions: z.array(
      z.strictObject({
        ...InterventionView.shape,
        /** Null where so few were reached that it is hidden. */
        studentsReached: z.int().nullable(),
      }),
    ),
    suppressed: z.boolean(),
  }),
);
export type ReflectionView = z.infer<typeof ReflectionView>;
export type ShownValue = z.infer<typeof ShownValue>;

/** One line of a list of reflections. */
export const ReflectionSummary = numbersOfPeople(
  z.strictObject({
    cycleId: z.string(),
    title: z.string(),
    area: z.string().nullable(),
    stage: z.string(),
    indicator: z.string().nullable(),
    sentence: z.string().nullable(),
    gap: Reflection.shape.gap,
    progress: z.number().nullable(),
    expectedProgress: z.number().nullable(),
    onTrack: z.boolean().nullable(),
    fidelityLevel: z.enum(FIDELITY_LEVELS),
    recommendation: z.enum(RECOMMENDATION_KINDS).nullable(),
    suppressed: z.boolean(),
    asOf: Reflection.shape.asOf,
  }),
);
export type ReflectionSummary = z.infer<typeof ReflectionSummary>;

export const ReflectionCause = z.strictObject({
  eventId: z.string(),
  type: z.string(),
  occurredAt: z.iso.datetime(),
});

/** One change of a reflection: an item of the history, and the `data` of a server-sent event. */
export const ReflectionChange = numbersOfPeople(
  z.strictObject({
    district: z.string(),
    cycleId: z.string(),
    /** From 1, gapless per cycle; the event's `id` is `<cycleId>:<sequence>`. */
    sequence: z.int().min(1),
    reflection: ReflectionView,
    before: z.strictObject({ gap: Reflection.shape.gap }),
    cause: ReflectionCause,
  }),
);
export type ReflectionChange = z.infer<typeof ReflectionChange>;

/** A line of the balanced scorecard. */
export const ScorecardItem = z.strictObject({
  cycleId: z.string(),
  title: z.string(),
  area: z.string().nullable(),
  stage: z.string(),
  onTrack: z.boolean().nullable(),
  gapStatus: z.enum(GAP_STATUSES).nullable(),
  fidelityLevel: z.enum(FIDELITY_LEVELS),
});
export type ScorecardItem = z.infer<typeof ScorecardItem>;

export const ReflectionsRebuildBegun = z.strictObject({ rebuildId: z.string(), cycles: z.int(), streams: z.int() });
export type ReflectionsRebuildBegun = z.infer<typeof ReflectionsRebuildBegun>;

export const ReflectionsRebuildProgress = z.strictObject({
  rebuildId: z.string().nullable(),
  cycles: z.int(),
  finished: z.int(),
  differing: z.array(z.string()),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ReflectionsRebuildProgress = z.infer<typeof ReflectionsRebuildProgress>;
