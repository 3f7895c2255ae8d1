import type { Refusal } from '@evenground/contracts';
import { isTooOld } from './baseline.js';
import { addDays, daysBetween } from './calendar-day.js';
import type { Cycle, CycleState, EarlyCloseReason } from './cycle.js';
import type { CycleFact } from './cycle-facts.js';

export const CYCLE_COMMANDS = [
  'begin-diagnosis',
  'begin-design',
  'begin-implementation',
  'begin-reflection',
  'return-to-diagnosis',
  'pause',
  'resume',
  'close-early',
] as const;
export type CycleCommand = (typeof CYCLE_COMMANDS)[number];

/** What a command may say; each command reads its own part. */
export interface StepInput {
  readonly reason?: string;
  /** Of `return-to-diagnosis`. */
  readonly whatDidWeMiss?: string;
  /** Of `return-to-diagnosis`: the kind of evidence that was not looked at before. */
  readonly newEvidence?: string;
  /** Of `pause`: the day on which the cycle means to go on. */
  readonly resumeBy?: string;
  /** Of `close-early`. */
  readonly closedReason?: EarlyCloseReason;
  readonly lessons?: readonly string[];
  /** Only the clock says so, when the review date has passed. */
  readonly automatic?: boolean;
}

/** What the guards ask about the world outside of the cycle. */
export interface StepContext {
  /** UTC day. */
  readonly today: string;
  /** Whether the linked problem statement is adopted now. */
  readonly isStatementAdopted: boolean;
  /** Deliveries that are kept for the interventions of the cycle. */
  readonly deliveries: number;
}

const OPEN: readonly CycleState[] = ['foundation', 'diagnosing', 'designing', 'implementing', 'reflecting'];
const LONGEST_PAUSE_DAYS = 365;
const BASELINE_CHECKED_AFTER_DAYS = 180; // days of pause after which an old baseline must be looked at again

interface Step {
  readonly from: readonly CycleState[];
  readonly roles: readonly string[];
  /** Guards that do not hold, in the order in which they are told. */
  guards(cycle: Cycle, input: StepInput, context: StepContext): readonly (Refusal | undefined)[];
  fact(cycle: Cycle, input: StepInput, on: string): CycleFact;
}

const LEADERS = ['equity-lead', 'principal', 'district-administrator'];

/** The state machine: what is not listed is refused as `cycle/wrong-state`. Source: workflow §2. */
const STEPS: Readonly<Record<CycleCommand, Step>> = {
  'begin-diagnosis': {
    from: ['foundation'],
    roles: LEADERS,
    guards: () => [],
    fact: (_cycle, _input, on) => ({ type: 'diagnosis.begun', on }),
  },
  'begin-design': {
    from: ['diagnosing'],
    roles: LEADERS,
    guards: (_cycle, _input, { isStatementAdopted }) => [
      unless(isStatementAdopted, 'problem/none-adopted', 'no problem statement of this cycle is adopted'),
    ],
    fact: (_cycle, _input, on) => ({ type: 'design.begun', on }),
  },
  'begin-implementation': {
    from: ['designing'],
    roles: LEADERS,
    guards: (cycle, _input, { isStatementAdopted }) => [
      unless(
        cycle.interventions.some(({ state }) => state !== 'ended' && state !== 'abandoned'),
        'plan/not-adopted',
        'no intervention is planned',
      ),
      unless(
        isStatementAdopted && cycle.baseline !== undefined,
        'baseline/not-frozen',
        'only an adopted problem statement freezes a baseline',
      ),
      cycle.baseline && isTooOld(cycle.baseline, cycle.startedOn)
        ? tooOld('baseline/too-old', cycle, cycle.startedOn)
        : undefined,
    ],
    fact: (_cycle, _input, on) => ({ type: 'implementation.begun', on }),
  },
  'begin-reflection': {
    from: ['implementing'],
    roles: LEADERS,
    guards: (cycle, { reason, automatic }, { deliveries, today }) => [
      unless(deliveries > 0 || isSaid(reason), 'delivery/none', 'nothing was delivered; say why in `reason`', 'reason'),
      unless(
        automatic === true || today >= cycle.reviewDueOn || isSaid(reason),
        'review/too-early',
        `the review is due on ${cycle.reviewDueOn}; say in \`reason\` why it is earlier`,
        'reason',
      ),
    ],
    fact: (_cycle, { automatic }, on) => ({ type: 'reflection.begun', on, automatic: automatic === true }),
  },
  'return-to-diagnosis': {
    from: ['designing', 'implementing', 'reflecting'],
    roles: LEADERS,
    guards: (_cycle, { whatDidWeMiss, newEvidence }) => [
      unless(
        isSaid(whatDidWeMiss) && isSaid(newEvidence),
        'diagnosis/reason-missing',
        'say `whatDidWeMiss` and which kind of `newEvidence` is to be looked at',
        isSaid(whatDidWeMiss) ? 'newEvidence' : 'whatDidWeMiss',
      ),
    ],
    fact: (_cycle, { newEvidence }, on) => ({ type: 'diagnosis.reopened', on, newEvidence: newEvidence ?? '' }),
  },
  pause: {
    from: OPEN,
    roles: LEADERS,
    guards: (_cycle, { reason, resumeBy }, { today }) => [
      unless(
        isSaid(reason) && resumeBy !== undefined && resumeBy > today && resumeBy <= addDays(today, LONGEST_PAUSE_DAYS),
        'pause/no-return-date',
        `say the \`reason\` and \`resumeBy\`, a day after ${today} and up to ${addDays(today, LONGEST_PAUSE_DAYS)}`,
        isSaid(reason) ? 'resumeBy' : 'reason',
      ),
    ],
    fact: (_cycle, { resumeBy }, on) => ({ type: 'cycle.paused', on, resumeBy: resumeBy ?? on }),
  },
  resume: {
    from: ['paused'],
    roles: LEADERS,
    guards: (cycle, _input, { today }) => [isStale(cycle, today) ? tooOld('baseline/stale', cycle, today) : undefined],
    fact: (_cycle, _input, on) => ({ type: 'cycle.resumed', on }),
  },
  'close-early': {
    from: [...OPEN, 'paused'],
    roles: ['principal', 'district-administrator'],
    guards: (_cycle, { closedReason, lessons }) => [
      unless(
        closedReason !== undefined && (lessons ?? []).some(isSaid),
        'close/lesson-missing',
        'say the `closedReason` and at least one of the `lessons`',
        closedReason === undefined ? 'closedReason' : 'lessons',
      ),
    ],
    fact: (_cycle, { closedReason }, on) => ({ type: 'cycle.closed-early', on, closedReason: closedReason ?? 'other' }),
  },
};

/** Does a command, or says the one rule against it. Whether the role may is `mayStep`, asked before. */
export function decideStep(
  cycle: Cycle,
  command: CycleCommand,
  input: StepInput,
  context: StepContext,
): CycleFact | Refusal {
  const step = STEPS[command];
  if (!step.from.includes(cycle.state)) return wrongState(cycle, command);
  const missing = step.guards(cycle, input, context).find((refusal) => refusal !== undefined);
  return missing ?? step.fact(cycle, input, context.today);
}

export function mayStep(roles: readonly string[], command: CycleCommand): boolean {
  return roles.some((role) => STEPS[command].roles.includes(role));
}

/** A command that the state and the caller's roles allow, with what it still wants. */
export interface AllowedStep {
  readonly command: CycleCommand;
  readonly missing: readonly { readonly code: string; readonly detail: string }[];
}

export function allowedSteps(cycle: Cycle, roles: readonly string[], context: StepContext): readonly AllowedStep[] {
  return commandsFrom(cycle.state)
    .filter((command) => mayStep(roles, command))
    .map((command) => ({
      command,
      missing: STEPS[command]
        .guards(cycle, {}, context)
        .flatMap((refusal) => (refusal ? [{ code: refusal.refused, detail: refusal.detail }] : [])),
    }));
}

/** The refusal of a command that the state does not list. */
export function wrongState(cycle: Pick<Cycle, 'id' | 'state'>, command: string): Refusal {
  return {
    refused: 'cycle/wrong-state',
    detail: `${command} is not possible while the cycle is ${cycle.state}`,
    state: cycle.state,
    allowed: commandsFrom(cycle.state),
  };
}

function commandsFrom(state: CycleState): readonly CycleCommand[] {
  return CYCLE_COMMANDS.filter((command) => STEPS[command].from.includes(state));
}

function unless(holds: boolean, refused: string, detail: string, field?: string): Refusal | undefined {
  return holds ? undefined : { refused, detail, ...(field && { field }) };
}

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

function tooOld(refused: string, cycle: Cycle, day: string): Refusal {
  return {
    refused,
    detail: `the baseline ends on ${cycle.baseline?.endsOn}, more than ${cycle.baseline?.maxAgeDays} days before ${day}`,
    wouldBeRight: 'amend the problem statement with a newer baseline',
  };
}

/** After a long pause a baseline that is in use must still be young enough. */
function isStale(cycle: Cycle, today: string): boolean {
  const since = cycle.pauses.at(-1)?.from;
  const isInUse = cycle.resumeState === 'implementing' || cycle.resumeState === 'reflecting';
  if (!isInUse || since === undefined || cycle.baseline === undefined) return false;
  return daysBetween(since, today) > BASELINE_CHECKED_AFTER_DAYS && isTooOld(cycle.baseline, today);
}
