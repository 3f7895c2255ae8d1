import type {
  Baseline,
  Cycle,
  DayRange,
  EarlyCloseReason,
  Intervention,
  OpenedCycle,
  PlannedIntervention,
} from './cycle.js';
import { addDays } from './calendar-day.js';
import { evolveDiagnosis, type DiagnosisFact } from './hypotheses.js';

/** What happened to a cycle, `on` a UTC day. Its name is the name of the event that tells the others. */
export type CycleFact =
  | DiagnosisFact
  | { readonly type: 'cycle.opened'; readonly on: string; readonly cycle: OpenedCycle }
  | { readonly type: 'diagnosis.begun' | 'design.begun' | 'implementation.begun'; readonly on: string }
  | { readonly type: 'diagnosis.reopened'; readonly on: string; readonly newEvidence: string }
  | { readonly type: 'reflection.begun'; readonly on: string; readonly automatic: boolean }
  | { readonly type: 'cycle.paused'; readonly on: string; readonly resumeBy: string }
  | { readonly type: 'cycle.resumed'; readonly on: string }
  | { readonly type: 'cycle.closed-early'; readonly on: string; readonly closedReason: EarlyCloseReason }
  | {
      readonly type: 'problem-statement.linked';
      readonly on: string;
      readonly statementId: string;
      readonly baseline: Baseline;
    }
  | { readonly type: 'intervention.planned'; readonly on: string; readonly intervention: PlannedIntervention }
  | {
      readonly type: 'intervention.started';
      readonly on: string;
      readonly interventionId: string;
      readonly startedOn: string;
    }
  | {
      readonly type: 'intervention.paused' | 'intervention.resumed' | 'intervention.ended' | 'intervention.abandoned';
      readonly on: string;
      readonly interventionId: string;
    };

export type CycleFactType = CycleFact['type'];

/** The cycle after one more fact. Only the first fact, `cycle.opened`, comes without a cycle. */
export function evolve(before: Cycle | undefined, fact: CycleFact): Cycle {
  if (fact.type === 'cycle.opened') {
    return { ...fact.cycle, state: 'foundation', interventions: [], pauses: [], version: 1 };
  }
  if (before === undefined) throw new Error(`a cycle begins with cycle.opened, not with ${fact.type}`);
  return { ...after(before, fact), version: before.version + 1 };
}

/** The cycle that facts make, in their order. */
export function foldCycle(facts: readonly CycleFact[]): Cycle | undefined {
  return facts.reduce<Cycle | undefined>((cycle, fact) => evolve(cycle, fact), undefined);
}

function after(cycle: Cycle, fact: Exclude<CycleFact, { type: 'cycle.opened' }>): Cycle {
  switch (fact.type) {
    case 'diagnosis.begun':
      return { ...cycle, state: 'diagnosing' };
    case 'design.begun':
      return { ...cycle, state: 'designing' };
    case 'implementation.begun':
      return { ...cycle, state: 'implementing' };
    case 'reflection.begun':
      return { ...cycle, state: 'reflecting' };
    case 'diagnosis.reopened':
      return { ...withEach(cycle, (each) => paused(each, fact.on)), state: 'diagnosing' };
    case 'cycle.paused':
      return {
        ...cycle,
        state: 'paused',
        resumeState: cycle.state,
        resumeBy: fact.resumeBy,
        pauses: [...cycle.pauses, { from: fact.on }],
      };
    case 'cycle.resumed':
      return {
        ...withoutPause(cycle),
        state: cycle.resumeState ?? 'foundation',
        pauses: endPause(cycle.pauses, fact.on),
      };
    case 'cycle.closed-early':
      return {
        ...withEach(withoutPause(cycle), (each) => closed(each, fact.on)),
        state: 'closed-early',
        closedReason: fact.closedReason,
        pauses: endPause(cycle.pauses, fact.on),
      };
    case 'problem-statement.linked':
      return { ...cycle, problemStatementId: fact.statementId, baseline: fact.baseline };
    case 'intervention.planned':
      return {
        ...cycle,
        interventions: [...cycle.interventions, { ...fact.intervention, state: 'planned', pauses: [] }],
      };
    case 'intervention.started':
      return withOne(cycle, fact.interventionId, (each) => ({ ...each, state: 'running', startedOn: fact.startedOn }));
    case 'intervention.paused':
      return withOne(cycle, fact.interventionId, (each) => paused(each, fact.on));
    case 'intervention.resumed':
      return withOne(cycle, fact.interventionId, (each) => ({
        ...each,
        state: 'running',
        pauses: endPause(each.pauses, fact.on),
      }));
    case 'intervention.ended':
    case 'intervention.abandoned':
      return withOne(cycle, fact.interventionId, (each) =>
        stopped(each, fact.on, fact.type === 'intervention.ended' ? 'ended' : 'abandoned'),
      );
    case 'hypothesis.proposed':
    case 'hypothesis.examined':
    case 'hypothesis.reopened':
    case 'hypothesis.supported':
    case 'hypothesis.rejected':
    case 'hypothesis.left-open':
    case 'assumption.noted':
    case 'assumption.tested':
    case 'assumption.failed':
      return { ...cycle, ...evolveDiagnosis(cycle, fact) };
    default:
      return unknownFact(fact);
  }
}

function unknownFact(fact: never): never {
  throw new Error(`a cycle knows no ${JSON.stringify(fact)}`);
}

function withoutPause(cycle: Cycle): Cycle {
  const { resumeState: _resumeState, resumeBy: _resumeBy, ...rest } = cycle;
  return rest;
}

function withEach(cycle: Cycle, change: (intervention: Intervention) => Intervention): Cycle {
  return { ...cycle, interventions: cycle.interventions.map(change) };
}

function withOne(cycle: Cycle, id: string, change: (intervention: Intervention) => Intervention): Cycle {
  return withEach(cycle, (each) => (each.id === id ? change(each) : each));
}

function paused(intervention: Intervention, on: string): Intervention {
  if (intervention.state !== 'running') return intervention;
  return { ...intervention, state: 'paused', pauses: [...intervention.pauses, { from: on }] };
}

/** What was running has ended; what never ran is given up. */
function closed(intervention: Intervention, on: string): Intervention {
  if (intervention.state === 'ended' || intervention.state === 'abandoned') return intervention;
  return stopped(intervention, on, intervention.startedOn === undefined ? 'abandoned' : 'ended');
}

function stopped(intervention: Intervention, on: string, state: 'ended' | 'abandoned'): Intervention {
  return { ...intervention, state, pauses: endPause(intervention.pauses, on), stoppedOn: on };
}

/** Ends the pause that goes on, if one does: the day of the return is a working day again. */
function endPause(pauses: readonly DayRange[], on: string): readonly DayRange[] {
  const last = pauses.at(-1);
  if (last === undefined || last.to !== undefined) return pauses;
  const to = addDays(on, -1);
  return to < last.from ? pauses.slice(0, -1) : [...pauses.slice(0, -1), { from: last.from, to }];
}
