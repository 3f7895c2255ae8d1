import { z } from 'zod';
import {
  CYCLE_AREAS,
  CYCLE_STATES,
  CycleSummary,
  DeliveredAtSchool,
  FIDELITY_METHODS,
  FidelityCheck,
  FidelityCriterion,
  InterventionSummary,
  PlannedDosage,
} from '../events/interventions.js';
import { SchoolYear } from '../periods.js';

/** An id that a client may choose: `tutoring-in-school-day`, or a UUID. */
export const ChosenId = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/, 'letters, digits, - and _, at most 64, no - or _ at the ends');
/** An id in a path; anything else names nothing. */
export const PathId = z.string().min(1).max(200);
const Text = z.string().min(1).max(4_000);
const SchoolIds = z.array(z.string().min(1).max(64)).max(2_000);
const expectedVersion = z
  .int()
  .min(1)
  .optional()
  .describe('the `version` that was read; another one is 409 version/stale');

export const OpenCycleBody = z.strictObject({
  id: ChosenId.optional(),
  district: z.string().min(1).max(200).optional(),
  title: z.string().min(1).max(120),
  level: z.enum(['school', 'district']),
  schoolIds: SchoolIds.default([]).describe('of a district cycle: empty means every school'),
  area: z.enum(CYCLE_AREAS),
  template: z.enum(['standard', 'low-budget', 'time-constrained', 'low-buy-in']).default('standard'),
  schoolYear: SchoolYear.optional().describe('absent: the school year of the start'),
  leadIds: z.array(z.string().min(1).max(200)).min(1).max(4).optional().describe('pseudonyms; absent: the caller'),
  teamIds: z.array(z.string().min(1).max(200)).max(200).default([]),
  startedOn: z.iso.date().optional().describe('absent: today (UTC)'),
  reviewDueOn: z.iso.date().optional().describe('absent: 180 days after the start, or after today when that is later'),
  annualDueOn: z.iso.date().optional().describe('absent: 365 days after the start, or the review when that is later'),
  previousCycleId: z.string().min(1).max(200).optional(),
});
export type OpenCycleBody = z.infer<typeof OpenCycleBody>;

/** What the commands on a cycle may say; each reads its own part, and its guard tells what is missing. */
export const CycleStepBodies = {
  'begin-diagnosis': z.strictObject({ expectedVersion }),
  'begin-design': z.strictObject({
    expectedVersion,
    problemStatementId: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('waited for, up to 2 s, when it is not known yet'),
  }),
  'begin-implementation': z.strictObject({ expectedVersion }),
  'begin-reflection': z.strictObject({
    expectedVersion,
    reason: Text.optional().describe('needed before the review date, and when nothing was delivered'),
  }),
  'return-to-diagnosis': z.strictObject({
    expectedVersion,
    whatDidWeMiss: Text.optional(),
    newEvidence: z.string().min(1).max(120).optional().describe('the kind of evidence that is to be looked at now'),
  }),
  pause: z.strictObject({
    expectedVersion,
    reason: Text.optional(),
    resumeBy: z.iso.date().optional().describe('within 365 days'),
  }),
  resume: z.strictObject({ expectedVersion }),
  'close-early': z.strictObject({
    expectedVersion,
    closedReason: z.enum(['funding', 'turnover', 'policy-change', 'emergency', 'harm', 'merged', 'other']).optional(),
    reason: Text.optional(),
    lessons: z.array(Text).max(20).optional(),
  }),
} as const;

const commanded = <Command extends keyof typeof CycleStepBodies>(command: Command) =>
  CycleStepBodies[command].extend({ command: z.literal(command) });

/** A command on a cycle, named in the body instead of the path. */
export const CycleCommandBody = z.discriminatedUnion('command', [
  commanded('begin-diagnosis'),
  commanded('begin-design'),
  commanded('begin-implementation'),
  commanded('begin-reflection'),
  commanded('return-to-diagnosis'),
  commanded('pause'),
  commanded('resume'),
  commanded('close-early'),
]);
export type CycleCommandBody = z.infer<typeof CycleCommandBody>;

const AllowedStep = z.strictObject({
  command: z.string(),
  missing: z.array(z.strictObject({ code: z.string(), detail: z.string() })).describe('guards that do not hold yet'),
});

export const CycleView = z.strictObject({
  ...CycleSummary.shape,
  version: z.int(),
  template: z.string(),
  teamIds: z.array(z.string()),
  resumeBy: z.iso.date().optional(),
  closedReason: z.string().optional(),
});
export type CycleView = z.infer<typeof CycleView>;

export const CycleDetail = z.strictObject({ ...CycleView.shape, allowed: z.array(AllowedStep) });
export type CycleDetail = z.infer<typeof CycleDetail>;

export const CyclesQuery = z.strictObject({
  district: z.string().min(1).max(200).optional(),
  state: z.enum(CYCLE_STATES).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().min(1).max(1_000).optional(),
});
export type CyclesQuery = z.infer<typeof CyclesQuery>;

/** As in `FidelityCriterion`; a part is not essential unless it is said to be. */
const PlannedCriterion = FidelityCriterion.extend({ essential: z.boolean().default(false) });

export const PlanInterventionBody = z.strictObject({
  id: ChosenId.optional().describe('so that files can name it; unique in the district'),
  name: z.string().min(1).max(200),
  schoolIds: SchoolIds.min(1),
  dosage: PlannedDosage,
  fidelityCriteria: z.array(PlannedCriterion).max(50).describe('3 to 12, at least one essential'),
  comparison: InterventionSummary.shape.comparison.default('none'),
  comparisonSchoolIds: SchoolIds.default([]),
  weeksToEffect: z.int().min(0).max(520).default(0),
  leadingIndicators: z.array(z.string().min(1).max(200)).max(20).default([]),
  expectedVersion,
});
export type PlanInterventionBody = z.infer<typeof PlanInterventionBody>;

export const InterventionStepBody = z.strictObject({
  reason: Text.optional(),
  lessons: z.array(Text).max(20).optional().describe('of abandon: at least one'),
  startedOn: z.iso
    .date()
    .optional()
    .describe('of start: first day that counts; absent: the first day of the plan, or today when that is earlier'),
  expectedVersion,
});
export type InterventionStepBody = z.infer<typeof InterventionStepBody>;

export const InterventionView = z.strictObject({
  ...InterventionSummary.shape,
  cycleId: z.string(),
  startedOn: z.iso.date().optional(),
  stoppedOn: z.iso.date().optional(),
  /** Of the cycle. */
  version: z.int(),
  delivered: z.array(DeliveredAtSchool),
});
export type InterventionView = z.infer<typeof InterventionView>;

const minutes = z
  .union([z.number().min(0).max(1440).transform(String), z.string()])
  .pipe(z.string().regex(/^\d{1,4}(\.\d{1,9})?$/, 'a decimal from 0 to 1440, at most nine decimals'))
  .refine((decimal) => Number(decimal) <= 1440, 'a decimal from 0 to 1440, at most nine decimals');

export const DeliveryBody = z.strictObject({
  deliveryId: z.string().min(1).max(200),
  interventionId: z.string().min(1).max(200).optional().describe('as in a file; must be the one of the path'),
  schoolId: z.string().min(1).max(64),
  date: z.iso.date(),
  minutes: minutes.optional(),
  planned: z.boolean().default(true).describe('false: an extra, counted in reach and not in dosage'),
  quality: z.int().min(1).max(4).optional(),
  deliveredBy: z.string().min(1).max(64).optional().describe('a role'),
  studentId: z.never('deliveries to single students are sent to ingestion: POST /api/ingestion/v1/records').optional(),
});
export type DeliveryBody = z.infer<typeof DeliveryBody>;

export const DELIVERIES_PER_CALL = 500;

/** One delivery, a list, or `{deliveries: […]}`; read as the last, `isSingle` telling that the answer is one result. */
export const LogDeliveriesBody = z.preprocess(
  (body) => {
    if (Array.isArray(body)) return { deliveries: body as unknown[], isSingle: false };
    if (typeof body !== 'object' || body === null) return body;
    return 'deliveries' in body ? { ...body, isSingle: false } : { deliveries: [body], isSingle: true };
  },
  z.strictObject({ deliveries: z.array(DeliveryBody).min(1).max(DELIVERIES_PER_CALL), isSingle: z.boolean() }),
);
export type LogDeliveriesBody = z.infer<typeof LogDeliveriesBody>;

export const DeliveryResult = z.strictObject({
  deliveryId: z.string(),
  status: z.enum(['logged', 'replaced', 'unchanged', 'withdrawn', 'refused']),
  code: z.string().optional(),
  detail: z.string().optional(),
  field: z.string().optional(),
  wouldBeRight: z.string().optional(),
});
export type DeliveryResult = z.infer<typeof DeliveryResult>;

export const DeliveriesAnswer = z.strictObject({
  results: z.array(DeliveryResult),
  delivered: z.array(DeliveredAtSchool),
});
export type DeliveriesAnswer = z.infer<typeof DeliveriesAnswer>;

export const DeliveryView = z.strictObject({
  deliveryId: z.string(),
  schoolId: z.string(),
  date: z.iso.date(),
  minutes: z.string().nullable(),
  planned: z.boolean(),
  quality: z.int().nullable(),
  deliveredBy: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const InterventionPageQuery = z.strictObject({
  district: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().min(1).max(1_000).optional(),
});
export type InterventionPageQuery = z.infer<typeof InterventionPageQuery>;

export const FidelityCheckBody = z.strictObject({
  id: ChosenId.optional(),
  interventionId: z.string().min(1).max(200).optional().describe('must be the one of the path'),
  schoolId: z.string().min(1).max(64),
  on: z.iso.date(),
  observerRole: z.string().min(1).max(64).optional().describe('absent: the caller’s role'),
  method: z.enum(FIDELITY_METHODS),
  items: FidelityCheck.shape.items.min(1).max(12),
  quality: FidelityCheck.shape.quality,
  engagement: FidelityCheck.shape.engagement,
  attended: FidelityCheck.shape.attended,
  offered: FidelityCheck.shape.offered,
  differs: z
    .array(
      z.strictObject({
        component: z.string().min(1).max(280),
        how: z.string().min(1).max(1_000),
        reason: z.enum(['context', 'time', 'misunderstood', 'disagree', 'resource']),
      }),
    )
    .max(20)
    .default([])
    .describe('what was done otherwise; read by the team, never in an event'),
});
export type FidelityCheckBody = z.infer<typeof FidelityCheckBody>;

export const FidelityCheckView = z.strictObject({
  ...FidelityCheck.shape,
  differs: FidelityCheckBody.shape.differs.unwrap(),
});
export type FidelityCheckView = z.infer<typeof FidelityCheckView>;

export const LogNoteBody = z.strictObject({
  kind: z.enum(['note', 'dissent', 'lesson']),
  text: Text,
  refs: z.array(z.string().min(1).max(200)).max(20).default([]),
  corrects: z.int().min(1).optional().describe('the seq of the entry that this one corrects'),
});
export type LogNoteBody = z.infer<typeof LogNoteBody>;

/** `hash` is the SHA-256 of the RFC 8785 canonical JSON of the entry without `hash` and `text`. */
export const LogEntryView = z.strictObject({
  seq: z.int().min(1),
  cycleId: z.string(),
  at: z.iso.datetime(),
  byRole: z.string(),
  byPseudonym: z.string(),
  kind: z.enum(['decision', 'adjustment', 'outcome', 'note', 'dissent', 'lesson', 'reading']),
  textHash: z.string(),
  refs: z.array(z.string()),
  corrects: z.int().optional(),
  previousHash: z.string(),
  keyId: z.string(),
  hash: z.string(),
  text: z.string().optional(),
});
export type LogEntryView = z.infer<typeof LogEntryView>;

export const LogQuery = z.strictObject({
  district: z.string().min(1).max(200).optional(),
  verify: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().min(1).max(1_000).optional(),
});
export type LogQuery = z.infer<typeof LogQuery>;

export const LogVerdict = z.strictObject({ intact: z.boolean(), brokenAt: z.int().optional() });
export const LogHeadView = z.strictObject({ seq: z.int().min(0), hash: z.string() });
