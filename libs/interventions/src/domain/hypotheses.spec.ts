import { isRefusal, type Refusal } from '@evenground/contracts';
import fc from 'fast-check';
import type { Cycle } from './cycle.js';
import { evolve, foldCycle, type CycleFact } from './cycle-facts.js';
import {
  CONCLUSIONS,
  addEvidence,
  conclude,
  noteAssumption,
  proposeHypothesis,
  testAssumption,
  type Conclusion,
  type DiagnosisFact,
} from './hypotheses.js';

const DAY = '2026-02-01';
const OPENED: CycleFact = {
  type: 'cycle.opened',
  on: '2026-01-05',
  cycle: {
    ...{ id: 'c', district: 'd', title: 'x', level: 'district', schoolIds: [], area: 'attendance' },
    ...{ template: 'standard', schoolYear: '2025-26', leadIds: ['l'], teamIds: [] },
    ...{ startedOn: '2026-01-05', reviewDueOn: '2026-06-15', annualDueOn: '2027-01-05' },
  },
};
const BUS = {
  because: 'The bus leaves before tutoring ends',
  rootLevel: 'access' as const,
  whys: ['It was never asked'],
};
const BLAMING = { because: 'They do not come', rootLevel: 'student-reached' as const, whys: ['Unknown'] };
const NUMBERS = { kind: 'quantitative' as const, source: 'gap' as const, ref: '/gaps?…', stance: 'supports' as const };
const VOICES = { kind: 'qualitative' as const, source: 'theme' as const, ref: 't1', stance: 'supports' as const };

type Act = (cycle: Cycle) => DiagnosisFact | Refusal;
const propose =
  (id: string, body: typeof BUS | typeof BLAMING = BUS): Act =>
  (cycle) =>
    proposeHypothesis(cycle, body, id, DAY);
const evidence =
  (of: string, id: string, change: object = {}): Act =>
  (cycle) =>
    addEvidence(cycle, of, { ...NUMBERS, ...change }, id, DAY);
const concluding =
  (of: string, how: Conclusion, said: object = {}): Act =>
  (cycle) =>
    conclude(cycle, of, how, said, DAY);

/** The cycle after what was done, which the rules must allow. */
function given(...acts: readonly Act[]): Cycle {
  return acts.reduce(
    (cycle, act) => {
      const fact = act(cycle);
      if (isRefusal(fact)) throw new Error(fact.refused);
      return evolve(cycle, fact);
    },
    foldCycle([OPENED, { type: 'diagnosis.begun', on: DAY }])!,
  );
}
const stateOf = (cycle: Cycle, id = 'h') => cycle.hypotheses!.find((each) => each.id === id)!.state;

describe('competing explanations', () => {
  it('given one with numbers and voices for it, when supported, then it is', () => {
    const before = given(propose('h'), evidence('h', 'e1'), evidence('h', 'e2', VOICES));
    expect(stateOf(before)).toBe('examining');
    expect(stateOf(evolve(before, concluding('h', 'support')(before) as DiagnosisFact))).toBe('supported');
  });

  it.each<[string, Act[], Act, string]>([
    ['nothing looked at', [propose('h')], concluding('h', 'support'), 'hypothesis/wrong-state'],
    ['numbers alone', [propose('h'), evidence('h', 'e1')], concluding('h', 'support'), 'hypothesis/one-kind-only'],
    [
      'voices alone',
      [propose('h'), evidence('h', 'e1', VOICES)],
      concluding('h', 'support'),
      'hypothesis/one-kind-only',
    ],
    [
      'something against it unanswered',
      [propose('h'), evidence('h', 'e1'), evidence('h', 'e2', VOICES), evidence('h', 'e3', { stance: 'contradicts' })],
      concluding('h', 'support'),
      'hypothesis/contradiction-unanswered',
    ],
    [
      'none beside it that looks at anything but students',
      [propose('h', BLAMING), evidence('h', 'e1'), evidence('h', 'e2', VOICES)],
      concluding('h', 'support'),
      'hypothesis/blames-students',
    ],
    ['evidence', [propose('h'), evidence('h', 'e1')], concluding('h', 'reject'), 'hypothesis/reason-missing'],
    ['nobody', [], evidence('nobody', 'e'), 'hypothesis/unknown'],
    [
      'an answer to nothing',
      [propose('h'), evidence('h', 'e1')],
      concluding('h', 'reject', { reason: 'r', answers: [{ evidenceId: 'zz', text: 't' }] }),
      'hypothesis/evidence-unknown',
    ],
  ])('given %s, when it is to be concluded, then %#: refused', (_name, before, act, refused) => {
    expect(act(given(...before))).toMatchObject({ refused });
  });

  it('given an answer to what speaks against, then support holds, and the answer is kept', () => {
    const against = evidence('h', 'e3', { stance: 'contradicts' });
    const before = given(propose('h'), evidence('h', 'e1'), evidence('h', 'e2', VOICES), against);
    const answers = [{ evidenceId: 'e3', text: 'Counted before the new timetable' }];
    const after = evolve(before, concluding('h', 'support', { answers })(before) as DiagnosisFact);
    expect(after.hypotheses![0]!.evidence[2]).toMatchObject({ id: 'e3', answer: 'Counted before the new timetable' });
  });

  it('given a conclusion, when new evidence comes, then it is open again', () => {
    const concluded = given(propose('h'), evidence('h', 'e1'), concluding('h', 'reject', { reason: 'r' }));
    expect(stateOf(concluded)).toBe('rejected');
    const reopened = evolve(concluded, evidence('h', 'e2', VOICES)(concluded) as DiagnosisFact);
    expect(stateOf(reopened)).toBe('reopened');
    expect(stateOf(evolve(reopened, concluding('h', 'support')(reopened) as DiagnosisFact))).toBe('supported');
  });

  it('given a cycle in its foundation or at its end, then no hypothesis is taken', () => {
    const opened = foldCycle([OPENED])!;
    expect(propose('h')(opened)).toMatchObject({ refused: 'cycle/wrong-state' });
    const closed: CycleFact = { type: 'cycle.closed-early', on: DAY, closedReason: 'funding' };
    expect(propose('h')(evolve(opened, closed))).toMatchObject({ refused: 'cycle/wrong-state' });
  });
});

describe('assumptions', () => {
  const note = {
    text: 'Families have a phone',
    source: 'plan' as const,
    testBy: '2026-03-01',
    test: 'Ask ten of them',
  };

  it('given one noted, when tested false, then it has failed; it may be tested again', () => {
    const noted = given((cycle) => noteAssumption(cycle, note, 'a', DAY));
    const failed = testAssumption(noted, 'a', { state: 'false', evidence: 'Four of ten' }, '2026-02-20');
    expect(failed).toMatchObject({ type: 'assumption.failed' });
    const after = evolve(noted, failed as DiagnosisFact);
    const again = testAssumption(after, 'a', { state: 'holding', evidence: 'Nine of ten' }, '2026-02-25');
    expect(evolve(after, again as DiagnosisFact).assumptions![0]).toMatchObject({
      state: 'holding',
      evidence: [{ state: 'false' }, { state: 'holding' }],
    });
  });

  it('given a test day in the past, an unknown hypothesis or an unknown assumption, then each is refused by name', () => {
    const cycle = given();
    expect(noteAssumption(cycle, { ...note, testBy: '2026-01-01' }, 'a', DAY)).toMatchObject({ field: 'testBy' });
    expect(noteAssumption(cycle, { ...note, hypothesisId: 'h' }, 'a', DAY)).toMatchObject({
      refused: 'hypothesis/unknown',
    });
    expect(testAssumption(cycle, 'a', { state: 'holding', evidence: 'x' }, DAY)).toMatchObject({
      refused: 'assumption/unknown',
    });
  });
});

describe('whatever people do', () => {
  const act = fc.oneof(
    fc.constantFrom('h', 'g').map((id): Act => propose(id, id === 'g' ? BLAMING : BUS)),
    fc
      .tuple(
        fc.constantFrom('h', 'g'),
        fc.constantFrom('quantitative', 'qualitative'),
        fc.constantFrom('supports', 'contradicts', 'mixed'),
        fc.uuid(),
      )
      .map(([of, kind, stance, id]): Act => evidence(of, id, { kind, stance })),
    fc
      .tuple(fc.constantFrom('h', 'g'), fc.constantFrom(...CONCLUSIONS), fc.boolean())
      .map(([of, how, isSaid]): Act => (cycle) => {
        const hypothesis = cycle.hypotheses?.find(({ id }) => id === of);
        const answers = (hypothesis?.evidence ?? []).map(({ id }) => ({ evidenceId: id, text: 'answer' }));
        return conclude(cycle, of, how, isSaid ? { reason: 'r', answers } : {}, DAY);
      }),
  );

  it('it succeeds or gives one code, replays to the same, and nothing supported lacks either kind of evidence', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const facts: CycleFact[] = [OPENED, { type: 'diagnosis.begun', on: DAY }];
        let cycle = foldCycle(facts)!;
        const seen = new Set<string>();
        for (const each of acts) {
          const fact = each(cycle);
          if (isRefusal(fact)) {
            expect(fact.refused).toMatch(/^(hypothesis|evidence|cycle)\/[a-z-]+$/);
            continue;
          }
          if (fact.type === 'hypothesis.proposed' && seen.has(fact.hypothesis.id)) continue; // ids are random, never twice
          if (fact.type === 'hypothesis.proposed') seen.add(fact.hypothesis.id);
          facts.push(fact);
          cycle = evolve(cycle, fact);
        }
        expect(foldCycle(facts)).toEqual(cycle);
        for (const { state, evidence: items } of cycle.hypotheses ?? []) {
          if (state !== 'supported') continue;
          const supporting = items.filter(({ stance }) => stance === 'supports').map(({ kind }) => kind);
          expect(new Set(supporting).size).toBe(2);
          expect(items.every(({ stance, answer }) => stance !== 'contradicts' || answer !== undefined)).toBe(true);
        }
      }),
    );
  });
});
