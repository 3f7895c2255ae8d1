import { z } from 'zod';
import { declareEvent, type EventDeclaration } from '../declare.js';
import { StreamPosition } from '../envelope.js';
import { RECOMMENDATION_KINDS } from '../reflection.js';

export const CYCLE_STATES = [
  'foundation',
  'diagnosing',
  'designing',
  'implementing',
  'reflecting',
  'decided',
  'paused',
  'closed-early',
] as const;
export const CycleState = z.enum(CYCLE_STATES);
export type CycleState = z.infer<typeof CycleState>;
export const CYCLE_AREAS = [
  'access',
  'discipline',
  'graduation',
  'achievement',
  'attendance',
  'belonging',
  'resources',
  'other',
] as const;
export const INTERVENTION_STATES = ['planned', 'ready', 'running', 'paused', 'ended', 'abandoned'] as const;

/** What a component of the design is, and whether the effect is thought to hang on it. */
export const FidelityCriterion = z.strictObject({
  id: z.string().min(1).max(64),
  component: z.string().min(1).max(280),
  essential: z.boolean(),
  /** What it is seen by. */
  how: z.enum(['observation', 'log', 'checklist']).optional(),
  /** In adherence, before essential parts weigh double; absent = 1. */
  weight: z.number().positive().max(100).optional(),
});

/** How much is planned. One unit of `session` is a delivery at a school (or to a student, when `targetStudents` is given). */
export const PlannedDosage = z.strictObject({
  unit: z.enum(['session', 'minute', 'contact']),
  plannedPerPeriod: z.number().positive(),
  period: z.enum(['week', 'month', 'term']),
  /** How many students at each school are meant to get it; absent: the dose is of the school, not of a student. */
  targetStudents: z
    .record(z.string(), z.int().min(1), 'how many at each school, by its id: {"<schoolId>": 30}')
    .optional(),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
});
export type PlannedDosage = z.infer<typeof PlannedDosage>;

export const InterventionSummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(INTERVENTION_STATES),
  schoolIds: z.array(z.string()),
  dosage: PlannedDosage,
  fidelityCriteria: z.array(FidelityCriterion),
  comparison: z.enum(['none', 'waitlist', 'matched-schools', 'matched-students', 'lottery', 'staggered']),
  comparisonSchoolIds: z.array(z.string()),
  /** Time that an effect needs before it can show. */
  weeksToEffect: z.int().min(0),
  /** Closed [from, to] days during which it was paused; `to` absent while it is. */
  pauses: z.array(z.strictObject({ from: z.iso.date(), to: z.iso.date().optional() })),
  /** Leading indicators that are watched beside the statement's. */
  leadingIndicators: z.array(z.string()),
});
export type InterventionSummary = z.infer<typeof InterventionSummary>;

/**
 * What people found and decided that bears on attribution and recommendation; what is absent is not known.
 * Source: `workflow.md` §11, `measures.md` G2.
 */
export const CycleEvidence = z.strictObject({
  /** Decisions of this cycle and those it follows, oldest first. */
  decisions: z
    .array(
      z.strictObject({
        kind: z.enum(RECOMMENDATION_KINDS),
        /** Whether the gap had narrowed then. */
        narrowed: z.boolean(),
        /** The rule that had recommended it, e.g. `R2`. */
        rule: z.string().optional(),
      }),
    )
    .optional(),
  harmConfirmed: z.boolean().optional(),
  /** A metric that might get worse did, beyond its margin. */
  counterWidened: z.boolean().optional(),
  /** Another scored idea has an overall of at least 3.0. */
  otherIdeaScored: z.boolean().optional(),
  assumptionFailed: z.boolean().optional(),
  hypothesisRejected: z.boolean().optional(),
  /** Of the scale that the measure is made of, 0–1. */
  reliability: z.number().max(1).optional(),
  measureChanged: z.boolean().optional(),
  subjectUnheard: z.boolean().optional(),
  /** Every standardised difference between served and comparison units is at most 0.25. */
  comparisonBalanced: z.boolean().optional(),
  /** An external factor affects the comparison. */
  externalFactor: z.boolean().optional(),
  costPerStudentKnown: z.boolean().optional(),
  capacityNamed: z.boolean().optional(),
  teamPulse: z.enum(['green', 'amber', 'red']).optional(),
});
export type CycleEvidence = z.infer<typeof CycleEvidence>;

/** A cycle as others need to know it; absolute, in every event of the cycle. */
export const CycleSummary = z.strictObject({
  id: z.string(),
  district: z.string(),
  title: z.string(),
  level: z.enum(['school', 'district']),
  schoolIds: z.array(z.string()),
  area: z.enum(CYCLE_AREAS),
  schoolYear: z.string(),
  state: CycleState,
  resumeState: CycleState.optional(),
  leadIds: z.array(z.string()),
  startedOn: z.iso.date(),
  reviewDueOn: z.iso.date(),
  annualDueOn: z.iso.date(),
  problemStatementId: z.string().optional(),
  interventions: z.array(InterventionSummary),
  /** Closed days on which the cycle was paused. */
  pauses: z.array(z.strictObject({ from: z.iso.date(), to: z.iso.date().optional() })),
  previousCycleId: z.string().optional(),
  evidence: CycleEvidence.optional(),
});
export type CycleSummary = z.infer<typeof CycleSummary>;

/** What was delivered at one school, whole history. Decimals as text. */
export const DeliveredAtSchool = z.strictObject({
  schoolId: z.string(),
  /** Deliveries that count towards the dose. */
  planned: z.int().min(0),
  plannedMinutes: z.string(),
  /** Deliveries beside the plan: reach, not dose. */
  extra: z.int().min(0),
  extraMinutes: z.string(),
  qualitySum: z.int().min(0),
  qualityCount: z.int().min(0),
  studentsReached: z.int().min(0),
  lastOn: z.iso.date().optional(),
});
export type DeliveredAtSchool = z.infer<typeof DeliveredAtSchool>;

export const FIDELITY_METHODS = ['observation', 'log', 'checklist', 'self'] as const;
export const FidelityCheck = z.strictObject({
  id: z.string(),
  interventionId: z.string(),
  schoolId: z.string(),
  on: z.iso.date(),
  observerRole: z.string(),
  method: z.enum(FIDELITY_METHODS),
  items: z.array(z.strictObject({ criterionId: z.string(), met: z.enum(['yes', 'partly', 'no', 'notSeen']) })),
  quality: z.number().min(1).max(4).optional(),
  /** Share of those present who took part, 0–1. */
  engagement: z.number().min(0).max(1).optional(),
  attended: z.int().min(0).optional(),
  offered: z.int().min(0).optional(),
});
export type FidelityCheck = z.infer<typeof FidelityCheck>;

const Step = { district: z.string(), cycleId: z.string(), cycle: CycleSummary };

const CYCLE_STEPS = [
  'cycle.opened',
  'diagnosis.begun',
  'diagnosis.reopened',
  'design.begun',
  'implementation.begun',
  'reflection.begun',
  'cycle.paused',
  'cycle.resumed',
  'cycle.closed-early',
  'intervention.planned',
  'intervention.started',
  'intervention.paused',
  'intervention.resumed',
  'intervention.ended',
  'intervention.abandoned',
  'problem-statement.linked',
  'hypothesis.proposed',
  'hypothesis.examined',
  'hypothesis.reopened',
  'hypothesis.supported',
  'hypothesis.rejected',
  'hypothesis.left-open',
  'assumption.noted',
  'assumption.tested',
  'assumption.failed',
] as const;

/** The whole delivery state of one intervention after a step; absolute. */
export const DeliveryLogged = z.strictObject({
  district: z.string(),
  cycleId: z.string(),
  interventionId: z.string(),
  /** Deliveries of this step that were new, replaced or taken back, and those the rules refused. */
  logged: z.int().min(0),
  withdrawn: z.int().min(0),
  refused: z.int().min(0),
  delivered: z.array(DeliveredAtSchool),
  /** Positions of `ingestion.deliveries` that are included. */
  includes: z.array(StreamPosition),
});
export type DeliveryLogged = z.infer<typeof DeliveryLogged>;

export const FidelityChecked = z.strictObject({
  district: z.string(),
  cycleId: z.string(),
  interventionId: z.string(),
  /** All checks of the intervention's current window; absolute. */
  checks: z.array(FidelityCheck),
});
export type FidelityChecked = z.infer<typeof FidelityChecked>;

export const interventionsEvents: readonly EventDeclaration[] = [
  ...CYCLE_STEPS.map((type) =>
    declareEvent({
      type,
      topic: 'interventions.cycles',
      version: 1,
      schema: z.strictObject({ ...Step, reason: z.string().optional() }),
      says: 'a step of a cycle; the cycle as it is after it',
      consumers: ['diagnostics.track-measures', 'reporting.reflect-cycle', 'feedback.know-cycles'],
    }),
  ),
  declareEvent({
    type: 'delivery.logged',
    topic: 'interventions.cycles',
    version: 1,
    schema: DeliveryLogged,
    says: 'what an intervention has delivered by school, after a step',
    consumers: ['reporting.reflect-cycle'],
  }),
  declareEvent({
    type: 'fidelity.checked',
    topic: 'interventions.cycles',
    version: 1,
    schema: FidelityChecked,
    says: 'the fidelity checks of an intervention, after a step',
    consumers: ['reporting.reflect-cycle'],
  }),
  declareEvent({
    type: 'cycle.restated',
    topic: 'interventions.cycles',
    version: 1,
    schema: z.strictObject({ ...Step, deliveries: z.array(DeliveryLogged), checks: z.array(FidelityChecked) }),
    says: 'a cycle as it is, said again on request',
    consumers: ['diagnostics.track-measures', 'reporting.reflect-cycle', 'feedback.know-cycles'],
  }),
  declareEvent({
    type: 'delivery.rejected',
    topic: 'interventions.rejections',
    version: 1,
    schema: z.strictObject({
      district: z.string(),
      interventionId: z.string(),
      uploadId: z.string(),
      rejections: z.array(
        z.strictObject({
          deliveryId: z.string(),
          line: z.int(),
          code: z.string(),
          field: z.string().optional(),
          message: z.string(),
        }),
      ),
    }),
    says: 'ingested deliveries that the rules of the cycle refuse',
    consumers: ['ingestion.quarantine-rejections'],
  }),
];
