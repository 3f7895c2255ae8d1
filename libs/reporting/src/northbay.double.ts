import type {
  CycleSummary,
  DeliveryLogged,
  FidelityCheck,
  GroupSums,
  InterventionSummary,
  MeasuresMeasured,
  ProblemStatement,
  TrackedMeasure,
} from '@evenground/contracts';
import { CYCLES, type InputEvent, MEASURES, STATEMENTS } from './domain/cycle-inputs.js';

/** Northbay, the golden example of `workflow.md` §18, as the events that tell it. */
export const DISTRICT = 'northbay';
export const CYCLE_ID = 'el-reading';
export const STREAM = `${DISTRICT}/${CYCLE_ID}`;
/** The day of the review: a third of the way to the deadline, twelve weeks after the start of delivery. */
export const REVIEW_ON = '2026-07-01';
export const SCHOOLS = Array.from({ length: 12 }, (_, at) => `school-${String(at + 1).padStart(2, '0')}`);
const STUDENTS_PER_SCHOOL = 80;

export function rate(events: number, n: number): GroupSums {
  return { n, events, sum: '0', sumOfSquares: '0' };
}

export function statement(over: Partial<ProblemStatement> = {}): ProblemStatement {
  return {
    ...{ id: 'statement-1', district: DISTRICT, cycleId: CYCLE_ID, state: 'adopted', direction: 'increase' },
    ...{ indicator: 'proficient-reading', indicatorName: 'proficient in reading', kind: 'rate', scale: 6, per: 1 },
    ...{ indicatorDirection: 'higher-is-better', group: { englishLearner: 'yes' }, reference: 'others', schoolIds: [] },
    ...{ baseline: 0.3, baselinePeriod: '2024-25', baselineN: 1412, referenceBaseline: 0.58 },
    frozen: { group: rate(424, 1412), reference: rate(3480, 6000) },
    ...{ target: 0.5, deadline: '2028-06-30', alsoWatch: [], warnings: [], statedAt: '2025-06-20T08:00:00.000Z' },
    sentence:
      'Increase proficient in reading for English learners at Northbay from 30 % (2024-25) to 50 % by 2028-06-30, while others stands at 58 %.',
    ...over,
  };
}

export function intervention(over: Partial<InterventionSummary> = {}): InterventionSummary {
  return {
    ...{ id: 'tutoring', name: 'Tutoring in the school day', state: 'running', schoolIds: SCHOOLS },
    dosage: {
      ...{ unit: 'session', plannedPerPeriod: 3, period: 'week', startOn: '2026-04-08', endOn: '2026-12-15' },
      targetStudents: Object.fromEntries(SCHOOLS.map((school) => [school, STUDENTS_PER_SCHOOL])),
    },
    fidelityCriteria: [
      { id: 'lesson', component: 'the lesson is the planned one', essential: true },
      { id: 'language', component: 'home language support', essential: false },
      { id: 'length', component: 'thirty minutes', essential: false },
    ],
    ...{ comparison: 'none', comparisonSchoolIds: [], weeksToEffect: 8, pauses: [], leadingIndicators: [] },
    ...over,
  };
}

export function cycle(over: Partial<CycleSummary> = {}): CycleSummary {
  return {
    ...{
      id: CYCLE_ID,
      district: DISTRICT,
      title: 'Reading for English learners',
      level: 'district',
      schoolIds: SCHOOLS,
    },
    ...{ area: 'achievement', schoolYear: '2025-26', state: 'implementing', leadIds: ['lead-1'] },
    ...{ startedOn: '2025-07-01', reviewDueOn: REVIEW_ON, annualDueOn: REVIEW_ON, problemStatementId: 'statement-1' },
    ...{ interventions: [intervention()], pauses: [] },
    ...over,
  };
}

export function measure(over: Partial<TrackedMeasure> = {}): TrackedMeasure {
  return {
    ...{ indicator: 'proficient-reading', period: '2025-26', completed: true, kind: 'rate', scale: 6, per: 1 },
    ...{ direction: 'higher-is-better', role: 'statement', bySchool: [] },
    ...{ group: rate(523, 1412), reference: rate(3534, 6000) },
    ...over,
  };
}

export function measured(measures: TrackedMeasure[], over: Partial<MeasuresMeasured> = {}): MeasuresMeasured {
  return {
    ...{
      district: DISTRICT,
      cycleId: CYCLE_ID,
      statementId: 'statement-1',
      measures,
      includes: [],
      recomputing: false,
    },
    ...over,
  };
}

/** 31 of 36 sessions for each student on average, quality 3.1. */
export function deliveries(sessions = 31): DeliveryLogged {
  return {
    ...{ district: DISTRICT, cycleId: CYCLE_ID, interventionId: 'tutoring', logged: 1, withdrawn: 0, refused: 0 },
    delivered: SCHOOLS.map((schoolId) => ({
      ...{
        schoolId,
        planned: sessions * STUDENTS_PER_SCHOOL,
        plannedMinutes: String(sessions * STUDENTS_PER_SCHOOL * 30),
      },
      ...{ extra: 0, extraMinutes: '0', qualitySum: 0, qualityCount: 0, studentsReached: STUDENTS_PER_SCHOOL },
    })),
    includes: [],
  };
}

/**
 * Ten checks of every school: adherence 0.86 (21.5 of a weight of 25: the essential part seen ten times, partly once;
 * another seen five times, each time partly), quality 3.1, responsiveness 0.88.
 */
export function checks(over: Partial<FidelityCheck> = {}): FidelityCheck[] {
  return SCHOOLS.flatMap((schoolId) =>
    Array.from({ length: 10 }, (_, at): FidelityCheck => ({
      ...{ id: `${schoolId}-${at}`, interventionId: 'tutoring', schoolId, on: '2026-05-12' },
      ...{ observerRole: 'equity-lead', method: 'observation', quality: at === 0 ? 4 : 3 },
      ...{ attended: 22, offered: 25 },
      items: [
        { criterionId: 'lesson', met: at === 0 ? 'partly' : 'yes' },
        { criterionId: 'language', met: at < 5 ? 'partly' : 'notSeen' },
        { criterionId: 'length', met: 'notSeen' },
      ],
      ...over,
    })),
  );
}

/** The whole story in the order in which it happened; each stream numbers its own events. */
export function story(): InputEvent[] {
  return [
    {
      topic: CYCLES,
      type: 'implementation.begun',
      sequence: 1,
      data: { district: DISTRICT, cycleId: CYCLE_ID, cycle: cycle() },
    },
    { topic: STATEMENTS, type: 'problem-statement.adopted', sequence: 1, data: { statement: statement() } },
    { topic: MEASURES, type: 'measures.measured', sequence: 1, data: measured([measure({ group: rate(500, 1412) })]) },
    { topic: CYCLES, type: 'delivery.logged', sequence: 2, data: deliveries(20) },
    { topic: CYCLES, type: 'delivery.logged', sequence: 3, data: deliveries() },
    {
      ...{ topic: CYCLES, type: 'fidelity.checked', sequence: 4 },
      data: { district: DISTRICT, cycleId: CYCLE_ID, interventionId: 'tutoring', checks: checks() },
    },
    { topic: MEASURES, type: 'measures.measured', sequence: 2, data: measured([measure()]) },
  ];
}
