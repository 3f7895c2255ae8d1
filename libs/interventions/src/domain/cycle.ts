import type { CYCLE_AREAS, CycleState, CycleSummary, InterventionSummary } from '@evenground/contracts';
import type { Assumption, Hypothesis } from './hypotheses.js';

export const CYCLE_TEMPLATES = ['standard', 'low-budget', 'time-constrained', 'low-buy-in'] as const;
export const EARLY_CLOSE_REASONS = [
  'funding',
  'turnover',
  'policy-change',
  'emergency',
  'harm',
  'merged',
  'other',
] as const;

export type CycleArea = (typeof CYCLE_AREAS)[number];
export type CycleTemplate = (typeof CYCLE_TEMPLATES)[number];
export type EarlyCloseReason = (typeof EARLY_CLOSE_REASONS)[number];
export type { CycleState };

/** Whole days, both ends included; `to` is absent while it goes on. */
export interface DayRange {
  readonly from: string;
  readonly to?: string;
}

/** What was frozen before the first delivery, as far as dates depend on it. */
export interface Baseline {
  readonly period: string;
  /** The last day that it can speak of: the end of its period, or the day it was frozen when that is earlier. */
  readonly endsOn: string;
  /** How many days before the start of the cycle it may end. */
  readonly maxAgeDays: number;
}

export interface Intervention extends Omit<InterventionSummary, 'pauses'> {
  readonly pauses: readonly DayRange[];
  /** First day whose deliveries count; absent until it was started. */
  readonly startedOn?: string;
  /** First day that is no longer running. */
  readonly stoppedOn?: string;
}

/** One turn of diagnose, design, implement, reflect. It is the fold of its facts and nothing else. */
export interface Cycle {
  readonly id: string;
  readonly district: string;
  readonly title: string;
  readonly level: 'school' | 'district';
  /** Empty for a district cycle: every school of the district. */
  readonly schoolIds: readonly string[];
  readonly area: CycleArea;
  readonly template: CycleTemplate;
  readonly schoolYear: string;
  readonly previousCycleId?: string;
  readonly state: CycleState;
  readonly resumeState?: CycleState;
  /** Until when a paused cycle means to come back. */
  readonly resumeBy?: string;
  readonly leadIds: readonly string[];
  readonly teamIds: readonly string[];
  readonly startedOn: string;
  readonly reviewDueOn: string;
  readonly annualDueOn: string;
  readonly closedReason?: EarlyCloseReason;
  readonly problemStatementId?: string;
  readonly baseline?: Baseline;
  readonly interventions: readonly Intervention[];
  readonly pauses: readonly DayRange[];
  /** Competing explanations of the gap; absent before the first. */
  readonly hypotheses?: readonly Hypothesis[];
  readonly assumptions?: readonly Assumption[];
  /** How many facts made it; what `expectedVersion` means. */
  readonly version: number;
}

export type OpenedCycle = Pick<
  Cycle,
  | 'id'
  | 'district'
  | 'title'
  | 'level'
  | 'schoolIds'
  | 'area'
  | 'template'
  | 'schoolYear'
  | 'previousCycleId'
  | 'leadIds'
  | 'teamIds'
  | 'startedOn'
  | 'reviewDueOn'
  | 'annualDueOn'
>;
export type PlannedIntervention = Omit<Intervention, 'state' | 'pauses' | 'startedOn' | 'stoppedOn'>;

export const FINAL_STATES: readonly CycleState[] = ['decided', 'closed-early'];

export function isFinal(cycle: Pick<Cycle, 'state'>): boolean {
  return FINAL_STATES.includes(cycle.state);
}

/** The cycle as other services need to know it. */
export function summaryOf(cycle: Cycle): CycleSummary {
  return {
    id: cycle.id,
    district: cycle.district,
    title: cycle.title,
    level: cycle.level,
    schoolIds: [...cycle.schoolIds],
    area: cycle.area,
    schoolYear: cycle.schoolYear,
    state: cycle.state,
    ...(cycle.resumeState && { resumeState: cycle.resumeState }),
    leadIds: [...cycle.leadIds],
    startedOn: cycle.startedOn,
    reviewDueOn: cycle.reviewDueOn,
    annualDueOn: cycle.annualDueOn,
    ...(cycle.problemStatementId && { problemStatementId: cycle.problemStatementId }),
    interventions: cycle.interventions.map(interventionSummaryOf),
    pauses: cycle.pauses.map((pause) => ({ ...pause })),
    ...(cycle.previousCycleId && { previousCycleId: cycle.previousCycleId }),
    ...evidenceOf(cycle),
  };
}

/** What of the diagnosis bears on the recommendation: an assumption proved false, an explanation fell. */
function evidenceOf({ hypotheses = [], assumptions = [] }: Cycle): Pick<CycleSummary, 'evidence'> {
  const evidence = {
    ...(assumptions.some(({ state }) => state === 'false') && { assumptionFailed: true }),
    ...(hypotheses.some(({ state }) => state === 'rejected') && { hypothesisRejected: true }),
  };
  return Object.keys(evidence).length > 0 ? { evidence } : {};
}

export function interventionSummaryOf(intervention: Intervention): InterventionSummary {
  const { startedOn: _startedOn, stoppedOn: _stoppedOn, ...summary } = intervention;
  return { ...summary, pauses: summary.pauses.map((pause) => ({ ...pause })) };
}
