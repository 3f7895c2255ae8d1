import type { AssumptionBody, EvidenceBody, HypothesisBody, HypothesisStepBody, Refusal } from '@evenground/contracts';
import type { Cycle } from './cycle.js';
import { wrongState } from './cycle-steps.js';

type Kept<Body> = Omit<Body, 'expectedVersion'>;

export interface Evidence extends Kept<EvidenceBody> {
  readonly id: string;
  readonly on: string;
  readonly answer?: string;
}

export type HypothesisState = 'proposed' | 'examining' | 'supported' | 'rejected' | 'open' | 'reopened';
export interface Hypothesis extends Kept<HypothesisBody> {
  readonly id: string;
  readonly state: HypothesisState;
  readonly evidence: readonly Evidence[];
}

export interface Assumption extends Kept<AssumptionBody> {
  readonly id: string;
  readonly state: 'untested' | 'holding' | 'false' | 'unknown';
  readonly evidence: readonly { readonly on: string; readonly state: string; readonly text: string }[];
}

export const CONCLUSIONS = ['support', 'reject', 'leave-open'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** What happened to a cycle's hypotheses and assumptions, `on` a UTC day. */
export type DiagnosisFact =
  | { readonly type: 'hypothesis.proposed'; readonly on: string; readonly hypothesis: Hypothesis }
  | {
      readonly type: 'hypothesis.examined' | 'hypothesis.reopened';
      readonly on: string;
      readonly hypothesisId: string;
      readonly evidence: Evidence;
    }
  | {
      readonly type: 'hypothesis.supported' | 'hypothesis.rejected' | 'hypothesis.left-open';
      readonly on: string;
      readonly hypothesisId: string;
      readonly answers: readonly { readonly evidenceId: string; readonly text: string }[];
    }
  | { readonly type: 'assumption.noted'; readonly on: string; readonly assumption: Assumption }
  | {
      readonly type: 'assumption.tested' | 'assumption.failed';
      readonly on: string;
      readonly assumptionId: string;
      readonly state: Exclude<Assumption['state'], 'untested'>;
      readonly text: string;
    };

type Diagnosis = Pick<Cycle, 'hypotheses' | 'assumptions'>;

const MOST_HYPOTHESES = 20; // of one cycle: what a document of a cycle can hold with their evidence
const MOST_EVIDENCE = 20;
const MOST_ASSUMPTIONS = 40;
const CONCLUDED: readonly HypothesisState[] = ['supported', 'rejected', 'open'];
const STATES = { support: 'supported', reject: 'rejected', 'leave-open': 'open' } as const;
const FACTS = {
  support: 'hypothesis.supported',
  reject: 'hypothesis.rejected',
  'leave-open': 'hypothesis.left-open',
} as const;

/** A new explanation beside the others. */
export function proposeHypothesis(
  cycle: Cycle,
  { expectedVersion: _expected, ...body }: HypothesisBody,
  id: string,
  on: string,
): DiagnosisFact | Refusal {
  const closed = closedFor(cycle, 'a hypothesis');
  if (closed) return closed;
  if ((cycle.hypotheses ?? []).length >= MOST_HYPOTHESES) return tooMany('hypothesis', MOST_HYPOTHESES);
  return { type: 'hypothesis.proposed', on, hypothesis: { ...body, id, state: 'proposed', evidence: [] } };
}

/** Something that speaks for or against; a concluded hypothesis is open again for it. */
export function addEvidence(
  cycle: Cycle,
  hypothesisId: string,
  { expectedVersion: _expected, ...body }: EvidenceBody,
  id: string,
  on: string,
): DiagnosisFact | Refusal {
  const hypothesis = hypothesisOf(cycle, hypothesisId);
  if (!hypothesis) return unknown('hypothesis');
  const closed = closedFor(cycle, 'evidence');
  if (closed) return closed;
  if (hypothesis.evidence.length >= MOST_EVIDENCE) return tooMany('evidence', MOST_EVIDENCE);
  const type = CONCLUDED.includes(hypothesis.state) ? 'hypothesis.reopened' : 'hypothesis.examined';
  return { type, on, hypothesisId, evidence: { ...body, id, on } };
}

/**
 * Concludes, or says the one rule against it: support needs numbers and voices, an answer to everything that speaks
 * against, and among all hypotheses one that does not look at students alone.
 */
export function conclude(
  cycle: Cycle,
  hypothesisId: string,
  conclusion: Conclusion,
  { reason, answers = [] }: HypothesisStepBody,
  on: string,
): DiagnosisFact | Refusal {
  const hypothesis = hypothesisOf(cycle, hypothesisId);
  if (!hypothesis) return unknown('hypothesis');
  const closed = closedFor(cycle, 'a conclusion');
  if (closed) return closed;
  const allowed: readonly HypothesisState[] = ['examining', 'reopened'];
  if (!allowed.includes(hypothesis.state)) {
    return {
      refused: 'hypothesis/wrong-state',
      detail: 'A hypothesis is concluded about once there is evidence, and again only after new evidence.',
      state: hypothesis.state,
      allowed,
    };
  }
  const stray = answers.find(({ evidenceId }) => !hypothesis.evidence.some(({ id }) => id === evidenceId));
  if (stray) {
    return {
      refused: 'hypothesis/evidence-unknown',
      detail: 'An answer names evidence of the hypothesis.',
      field: 'answers',
      was: stray.evidenceId,
      wouldBeRight: hypothesis.evidence.map(({ id }) => id).join(', '),
    };
  }
  const refusal =
    conclusion === 'support' ? unsupported(cycle, hypothesis, answers) : reasonMissing(conclusion, reason);
  return refusal ?? { type: FACTS[conclusion], on, hypothesisId, answers };
}

export function noteAssumption(
  cycle: Cycle,
  { expectedVersion: _expected, ...body }: AssumptionBody,
  id: string,
  on: string,
): DiagnosisFact | Refusal {
  const closed = closedFor(cycle, 'an assumption', true);
  if (closed) return closed;
  if (body.hypothesisId !== undefined && !hypothesisOf(cycle, body.hypothesisId)) return unknown('hypothesis');
  if ((cycle.assumptions ?? []).length >= MOST_ASSUMPTIONS) return tooMany('assumption', MOST_ASSUMPTIONS);
  if (body.testBy < on) {
    return {
      refused: 'assumption/invalid',
      detail: 'An assumption is tested on a day that is still to come.',
      field: 'testBy',
      was: body.testBy,
      wouldBeRight: `${on} or later`,
    };
  }
  return { type: 'assumption.noted', on, assumption: { ...body, id, state: 'untested', evidence: [] } };
}

export function testAssumption(
  cycle: Cycle,
  assumptionId: string,
  { state, evidence: text }: { readonly state: Exclude<Assumption['state'], 'untested'>; readonly evidence: string },
  on: string,
): DiagnosisFact | Refusal {
  if (!(cycle.assumptions ?? []).some(({ id }) => id === assumptionId)) return unknown('assumption');
  const closed = closedFor(cycle, 'a test', true);
  if (closed) return closed;
  return { type: state === 'false' ? 'assumption.failed' : 'assumption.tested', on, assumptionId, state, text };
}

/** The diagnosis after one more fact. */
export function evolveDiagnosis({ hypotheses = [], assumptions = [] }: Diagnosis, fact: DiagnosisFact): Diagnosis {
  switch (fact.type) {
    case 'hypothesis.proposed':
      return { hypotheses: [...hypotheses, fact.hypothesis], assumptions };
    case 'hypothesis.examined':
    case 'hypothesis.reopened':
      return {
        assumptions,
        hypotheses: changed(hypotheses, fact.hypothesisId, (each) => ({
          ...each,
          state: fact.type === 'hypothesis.reopened' || each.state === 'reopened' ? 'reopened' : 'examining',
          evidence: [...each.evidence, fact.evidence],
        })),
      };
    case 'hypothesis.supported':
    case 'hypothesis.rejected':
    case 'hypothesis.left-open':
      return {
        assumptions,
        hypotheses: changed(hypotheses, fact.hypothesisId, (each) => ({
          ...each,
          state: stateAfter(fact.type),
          evidence: answered(each.evidence, fact.answers),
        })),
      };
    case 'assumption.noted':
      return { hypotheses, assumptions: [...assumptions, fact.assumption] };
    case 'assumption.tested':
    case 'assumption.failed':
      return {
        hypotheses,
        assumptions: changed(assumptions, fact.assumptionId, (each) => ({
          ...each,
          state: fact.state,
          evidence: [...each.evidence, { on: fact.on, state: fact.state, text: fact.text }],
        })),
      };
  }
}

function stateAfter(type: (typeof FACTS)[Conclusion]): HypothesisState {
  const conclusion = CONCLUSIONS.find((each) => FACTS[each] === type)!;
  return STATES[conclusion];
}

function answered(evidence: readonly Evidence[], answers: readonly { evidenceId: string; text: string }[]): Evidence[] {
  return evidence.map((item) => {
    const answer = answers.find(({ evidenceId }) => evidenceId === item.id);
    return answer ? { ...item, answer: answer.text } : item;
  });
}

function changed<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  change: (item: Item) => Item,
): Item[] {
  return items.map((item) => (item.id === id ? change(item) : item));
}

function unsupported(
  cycle: Cycle,
  hypothesis: Hypothesis,
  answers: readonly { readonly evidenceId: string }[],
): Refusal | undefined {
  const supporting = hypothesis.evidence.filter(({ stance }) => stance === 'supports');
  const missing = (['quantitative', 'qualitative'] as const).find(
    (kind) => !supporting.some((one) => one.kind === kind),
  );
  if (missing) {
    return {
      refused: 'hypothesis/one-kind-only',
      detail: 'Numbers say what happens and people say why: both must support it.',
      field: 'evidence',
      wouldBeRight: `at least one supporting ${missing} item`,
    };
  }
  const open = hypothesis.evidence.filter(
    ({ id, stance, answer }) =>
      stance === 'contradicts' && answer === undefined && !answers.some(({ evidenceId }) => evidenceId === id),
  );
  if (open.length > 0) {
    return {
      refused: 'hypothesis/contradiction-unanswered',
      detail: 'What speaks against it is answered, item by item.',
      field: 'answers',
      wouldBeRight: `answers to ${open.map(({ id }) => id).join(', ')}`,
    };
  }
  const all = cycle.hypotheses ?? [];
  return all.every(({ rootLevel }) => rootLevel === 'student-reached')
    ? {
        refused: 'hypothesis/blames-students',
        detail: 'At least one explanation looks at practice, policy, resource, access or relationship.',
        field: 'rootLevel',
        wouldBeRight: 'another hypothesis beside it',
      }
    : undefined;
}

function reasonMissing(conclusion: Conclusion, reason: string | undefined): Refusal | undefined {
  return reason === undefined
    ? {
        refused: 'hypothesis/reason-missing',
        detail: `Say why, to ${conclusion === 'reject' ? 'reject it' : 'leave it open'}.`,
        field: 'reason',
      }
    : undefined;
}

function closedFor(cycle: Cycle, what: string, fromFoundation = false): Refusal | undefined {
  const open: readonly Cycle['state'][] = ['diagnosing', 'designing', 'implementing', 'reflecting'];
  const isOpen = open.includes(cycle.state) || (fromFoundation && cycle.state === 'foundation');
  return isOpen ? undefined : wrongState(cycle, what);
}

function hypothesisOf(cycle: Cycle, id: string): Hypothesis | undefined {
  return (cycle.hypotheses ?? []).find((each) => each.id === id);
}

function unknown(noun: 'hypothesis' | 'assumption'): Refusal {
  return { refused: `${noun}/unknown`, detail: `There is no such ${noun} in this cycle.` };
}

function tooMany(noun: string, most: number): Refusal {
  return { refused: `${noun}/too-many`, detail: `At most ${most}: put some together.`, wouldBeRight: String(most) };
}
