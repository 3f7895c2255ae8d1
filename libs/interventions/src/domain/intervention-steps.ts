import type { Refusal } from '@evenground/contracts';
import type { Cycle, CycleState, Intervention, PlannedIntervention } from './cycle.js';
import type { CycleFact } from './cycle-facts.js';
import { wrongState } from './cycle-steps.js';

export const INTERVENTION_COMMANDS = ['start', 'pause', 'resume', 'end', 'abandon'] as const;
export type InterventionCommand = (typeof INTERVENTION_COMMANDS)[number];

export interface InterventionInput {
  readonly reason?: string;
  /** Of `abandon`: at least one. */
  readonly lessons?: readonly string[];
  /** Of `start`: first day whose deliveries count; absent: the plan's first day, or today when that is earlier. */
  readonly startedOn?: string;
}

interface Step {
  readonly from: readonly Intervention['state'][];
  /** States of the cycle in which it is possible. */
  readonly during: readonly CycleState[];
  readonly type: Exclude<CycleFact['type'] & `intervention.${string}`, 'intervention.planned'>;
}

const UNDER_WAY: readonly CycleState[] = ['implementing', 'reflecting'];
const OPEN: readonly CycleState[] = ['diagnosing', 'designing', 'implementing', 'reflecting'];
const PLANNING: readonly CycleState[] = ['designing', 'implementing'];
const MOST_INTERVENTIONS = 12; // of one cycle; people choose two or three, and re-choose

const STEPS: Readonly<Record<InterventionCommand, Step>> = {
  start: { from: ['planned', 'ready'], during: ['implementing'], type: 'intervention.started' },
  pause: { from: ['running'], during: UNDER_WAY, type: 'intervention.paused' },
  resume: { from: ['paused'], during: UNDER_WAY, type: 'intervention.resumed' },
  end: { from: ['running', 'paused'], during: OPEN, type: 'intervention.ended' },
  abandon: { from: ['planned', 'ready', 'running', 'paused'], during: OPEN, type: 'intervention.abandoned' },
};

/** Does a command on one intervention of the cycle, or says the one rule against it. `today` is a UTC day. */
export function decideInterventionStep(
  cycle: Cycle,
  intervention: Intervention,
  command: InterventionCommand,
  input: InterventionInput,
  today: string,
): CycleFact | Refusal {
  const step = STEPS[command];
  if (!step.during.includes(cycle.state)) return wrongState(cycle, `${command} of an intervention`);
  if (!step.from.includes(intervention.state)) return wrongInterventionState(intervention, command);
  const fact = { on: today, interventionId: intervention.id };
  if (step.type !== 'intervention.started') {
    return missingWord(command, input) ?? { type: step.type, ...fact };
  }
  const { startedOn } = input;
  if (startedOn !== undefined && (startedOn > today || startedOn < cycle.startedOn)) {
    const wouldBeRight = `a day from ${cycle.startedOn} to ${today}`;
    return invalid('startedOn', startedOn, wouldBeRight);
  }
  const planned = intervention.dosage.startOn;
  return { type: step.type, ...fact, startedOn: startedOn ?? (planned < today ? planned : today) };
}

function invalid(field: string, was: unknown, wouldBeRight: string): Refusal {
  return { refused: 'intervention/invalid', detail: `${field}: ${wouldBeRight}`, field, was, wouldBeRight };
}

function wrongInterventionState(intervention: Intervention, command: string): Refusal {
  return {
    refused: 'intervention/wrong-state',
    detail: `${command} is not possible while the intervention is ${intervention.state}`,
    state: intervention.state,
    allowed: INTERVENTION_COMMANDS.filter((each) => STEPS[each].from.includes(intervention.state)),
  };
}

function missingWord(command: InterventionCommand, input: InterventionInput): Refusal | undefined {
  if (command === 'resume') return undefined;
  if (command === 'abandon' && !(input.lessons ?? []).some((lesson) => lesson.trim() !== '')) {
    return { refused: 'intervention/lesson-missing', detail: 'say at least one of the `lessons`', field: 'lessons' };
  }
  if (input.reason === undefined || input.reason.trim() === '') {
    return { refused: 'intervention/reason-missing', detail: 'say the `reason`', field: 'reason' };
  }
  return undefined;
}

/** Adds an intervention to the cycle's plan, or says what is wrong with it. */
export function decidePlan(cycle: Cycle, planned: PlannedIntervention, today: string): CycleFact | Refusal {
  if (!PLANNING.includes(cycle.state)) return wrongState(cycle, 'planning an intervention');
  if (cycle.interventions.length >= MOST_INTERVENTIONS) {
    return { refused: 'intervention/too-many', detail: `a cycle has at most ${MOST_INTERVENTIONS} interventions` };
  }
  return judgePlan(cycle, planned) ?? { type: 'intervention.planned', on: today, intervention: planned };
}

function judgePlan(cycle: Cycle, planned: PlannedIntervention): Refusal | undefined {
  const { schoolIds, comparisonSchoolIds, dosage, fidelityCriteria } = planned;
  const ids = fidelityCriteria.map(({ id }) => id);
  if (ids.length < 3 || ids.length > 12 || !fidelityCriteria.some(({ essential }) => essential)) {
    return {
      refused: 'plan/no-core',
      detail: 'a plan has 3 to 12 fidelity criteria, at least one of them essential',
      field: 'fidelityCriteria',
      wouldBeRight: '3 to 12 criteria, at least one of them essential',
    };
  }
  if (new Set(ids).size !== ids.length) return invalid('fidelityCriteria', ids, 'each criterion with an id of its own');
  const stray = cycle.schoolIds.length > 0 && schoolIds.find((school) => !cycle.schoolIds.includes(school));
  if (stray) return invalid('schoolIds', stray, 'schools of the cycle');
  if (new Set(schoolIds).size !== schoolIds.length) return invalid('schoolIds', schoolIds, 'each school once');
  const both = comparisonSchoolIds.find((school) => schoolIds.includes(school));
  if (both) return invalid('comparisonSchoolIds', both, 'schools that do not deliver');
  if (planned.comparison === 'none' && comparisonSchoolIds.length > 0) {
    return invalid('comparison', 'none', 'a kind of comparison, since there are comparison schools');
  }
  if (dosage.endOn < dosage.startOn) return invalid('dosage.endOn', dosage.endOn, `a day from ${dosage.startOn}`);
  const other = Object.keys(dosage.targetStudents ?? {}).find((school) => !schoolIds.includes(school));
  if (other) return invalid('dosage.targetStudents', other, 'schools of the intervention');
  return undefined;
}
