import { CYCLE_STATES, CycleSummary, type Refusal, isRefusal } from '@evenground/contracts';
import fc from 'fast-check';
import { addDays } from './calendar-day.js';
import { type Cycle, type OpenedCycle, isFinal, summaryOf } from './cycle.js';
import { type CycleFact, evolve, foldCycle } from './cycle-facts.js';
import { CYCLE_COMMANDS, type StepContext, type StepInput, allowedSteps, decideStep, mayStep } from './cycle-steps.js';
import { judgeDelivery } from './delivery.js';
import { INTERVENTION_COMMANDS, decideInterventionStep, decidePlan } from './intervention-steps.js';

const OPENED: OpenedCycle = {
  ...{ id: 'c', district: 'd', title: 'x', level: 'school', schoolIds: ['s1', 's2'], area: 'access' },
  ...{ template: 'standard', schoolYear: '2025-26', leadIds: ['l'], teamIds: [] },
  ...{ startedOn: '2026-01-05', reviewDueOn: '2026-06-15', annualDueOn: '2027-01-05' },
};
const BASELINE = { period: '2024-25', endsOn: '2025-06-30', maxAgeDays: 730 };
const PLANNED = {
  ...{ name: 'x', schoolIds: ['s1'], comparison: 'none' as const, comparisonSchoolIds: [], weeksToEffect: 6 },
  leadingIndicators: [],
  dosage: {
    unit: 'session' as const,
    plannedPerPeriod: 3,
    period: 'week' as const,
    startOn: '2026-01-12',
    endOn: '2026-06-12',
  },
  fidelityCriteria: ['a', 'b', 'c'].map((id) => ({ id, component: id, essential: id === 'a' })),
};

/** What everything that is said with a command makes it pass. */
const FULL: StepInput = {
  ...{ reason: 'r', whatDidWeMiss: 'w', newEvidence: 'interviews', resumeBy: '2026-04-01' },
  ...{ closedReason: 'funding', lessons: ['l'] },
};
const READY: StepContext = { today: '2026-03-02', isStatementAdopted: true, deliveries: 1 };
const ROLES = ['teacher', 'principal', 'equity-lead', 'data-steward', 'district-administrator', 'advocate'];

function cycleIn(state: Cycle['state'], more: Partial<Cycle> = {}): Cycle {
  const cycle = evolve(undefined, { type: 'cycle.opened', on: '2026-01-05', cycle: OPENED });
  const planned = decidePlan({ ...cycle, state: 'designing' }, { ...PLANNED, id: 'i1' }, '2026-01-06');
  if (isRefusal(planned)) throw new Error(planned.detail);
  const pauses = state === 'paused' ? [{ from: '2026-02-01' }] : [];
  const resumeState = state === 'paused' ? ('implementing' as const) : undefined;
  return { ...evolve(cycle, planned), state, baseline: BASELINE, pauses, resumeState, ...more };
}

/** The listed codes of workflow §2 for each command, beside `cycle/wrong-state`. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  'begin-diagnosis': [],
  'begin-design': ['problem/none-adopted'],
  'begin-implementation': ['plan/not-adopted', 'baseline/not-frozen', 'baseline/too-old'],
  'begin-reflection': ['delivery/none', 'review/too-early'],
  'return-to-diagnosis': ['diagnosis/reason-missing'],
  pause: ['pause/no-return-date'],
  resume: ['baseline/stale'],
  'close-early': ['close/lesson-missing'],
};
const FROM: Readonly<Record<string, readonly string[]>> = {
  'begin-diagnosis': ['foundation'],
  'begin-design': ['diagnosing'],
  'begin-implementation': ['designing'],
  'begin-reflection': ['implementing'],
  'return-to-diagnosis': ['designing', 'implementing', 'reflecting'],
  pause: ['foundation', 'diagnosing', 'designing', 'implementing', 'reflecting'],
  resume: ['paused'],
  'close-early': ['foundation', 'diagnosing', 'designing', 'implementing', 'reflecting', 'paused'],
};
const TO: Readonly<Record<string, string>> = {
  ...{ 'begin-diagnosis': 'diagnosing', 'begin-design': 'designing', 'begin-implementation': 'implementing' },
  ...{ 'begin-reflection': 'reflecting', 'return-to-diagnosis': 'diagnosing', pause: 'paused', resume: 'implementing' },
  'close-early': 'closed-early',
};

describe('N2: every command × state × role', () => {
  test.each(CYCLE_COMMANDS.flatMap((command) => CYCLE_STATES.map((state) => [command, state] as const)))(
    '%s in %s succeeds or gives exactly one listed code',
    (command, state) => {
      const cycle = cycleIn(state);
      const done = decideStep(cycle, command, FULL, READY);
      if (!FROM[command]?.includes(state)) {
        expect(done).toMatchObject({ refused: 'cycle/wrong-state', state });
        return;
      }
      expect(isRefusal(done)).toBe(false);
      expect(evolve(cycle, done as CycleFact).state).toBe(TO[command]);
      for (const input of [{}, { reason: ' ' }, { ...FULL, lessons: [' '] }]) {
        for (const context of [READY, { ...READY, isStatementAdopted: false, deliveries: 0 }]) {
          const answer = decideStep(cycle, command, input, context);
          if (isRefusal(answer)) expect(LISTED[command]).toContain(answer.refused);
          else expect(answer.on).toBe(context.today);
        }
      }
    },
  );

  test('roles: leaders move a cycle, equity leads do not close it', () => {
    const may = ROLES.map((role) => [role, CYCLE_COMMANDS.filter((command) => mayStep([role], command)).length]);
    expect(may).toEqual([
      ...[
        ['teacher', 0],
        ['principal', 8],
        ['equity-lead', 7],
        ['data-steward', 0],
      ],
      ...[
        ['district-administrator', 8],
        ['advocate', 0],
      ],
    ]);
    expect(mayStep(['equity-lead'], 'close-early')).toBe(false);
  });

  test('what is allowed without anything missing succeeds', () => {
    for (const state of CYCLE_STATES) {
      for (const { command, missing } of allowedSteps(cycleIn(state), ROLES, READY)) {
        const answer = decideStep(cycleIn(state), command, {}, READY);
        expect(isRefusal(answer) ? answer.refused : undefined).toBe(missing[0]?.code);
      }
    }
  });
});

describe('guards', () => {
  const refusal = (answer: ReturnType<typeof decideStep>): string | undefined =>
    isRefusal(answer) ? answer.refused : undefined;

  test('an early or empty reflection needs a reason', () => {
    const cycle = cycleIn('implementing');
    const at = (today: string, deliveries: number, reason?: string): string | undefined =>
      refusal(decideStep(cycle, 'begin-reflection', { reason }, { ...READY, today, deliveries }));
    expect(at('2026-06-14', 1)).toBe('review/too-early');
    expect(at('2026-06-15', 1)).toBeUndefined();
    expect(at('2026-06-15', 0)).toBe('delivery/none');
    expect(at('2026-06-14', 0, 'no tutors came')).toBeUndefined();
  });

  test.each([
    ['2026-03-02', 'pause/no-return-date'],
    ['2026-03-03', undefined],
    ['2027-03-02', undefined],
    ['2027-03-03', 'pause/no-return-date'],
  ])('a pause until %s on 2026-03-02: %s', (resumeBy, code) => {
    expect(refusal(decideStep(cycleIn('implementing'), 'pause', { reason: 'r', resumeBy }, READY))).toBe(code);
  });

  test.each([
    [181, 731, 'baseline/stale'],
    [181, 730, undefined],
    [180, 731, undefined],
  ])('after %i days of pause a baseline of %i days: %s', (paused, age, code) => {
    const baseline = { ...BASELINE, endsOn: addDays(READY.today, -age) };
    const cycle = cycleIn('paused', { baseline, pauses: [{ from: addDays(READY.today, -paused) }] });
    expect(refusal(decideStep(cycle, 'resume', {}, READY))).toBe(code);
  });
});

type Action =
  | { kind: 'cycle'; command: (typeof CYCLE_COMMANDS)[number]; input: StepInput }
  | { kind: 'intervention'; command: (typeof INTERVENTION_COMMANDS)[number]; startedOn?: string }
  | { kind: 'plan' }
  | { kind: 'delivery'; date: string }
  | { kind: 'link' }
  | { kind: 'days'; days: number };

const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays('2026-01-05', days));
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('cycle' as const),
    command: fc.constantFrom(...CYCLE_COMMANDS.slice(0, 4)),
    input: fc.constant(FULL),
  }),
  fc.record({
    kind: fc.constant('cycle' as const),
    command: fc.constantFrom(...CYCLE_COMMANDS),
    input: fc.record({
      reason: fc.constant('r'),
      resumeBy: day,
      whatDidWeMiss: fc.constant('w'),
      newEvidence: fc.constant('e'),
    }),
  }),
  fc.record({
    kind: fc.constant('intervention' as const),
    command: fc.constantFrom(...INTERVENTION_COMMANDS),
    startedOn: fc.option(day, { nil: undefined }),
  }),
  fc.constant({ kind: 'plan' as const }),
  fc.constant({ kind: 'link' as const }),
  fc.record({ kind: fc.constant('delivery' as const), date: day }),
  fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 0, max: 40 }) }),
);

/** Plays actions on a cycle; returns its facts, its live state and the days of the deliveries that were taken. */
function play(actions: readonly Action[]): { facts: CycleFact[]; cycle: Cycle; delivered: string[] } {
  const facts: CycleFact[] = [{ type: 'cycle.opened', on: '2026-01-05', cycle: OPENED }];
  let cycle = evolve(undefined, facts[0]!);
  let today = '2026-01-10';
  const delivered: string[] = [];
  for (const each of actions) {
    if (each.kind === 'days') today = addDays(today, each.days);
    else if (each.kind === 'delivery') {
      const delivery = { id: 'x', schoolId: 's1', date: each.date, planned: true };
      for (const intervention of cycle.interventions) {
        const first = delivered.toSorted()[0];
        if (judgeDelivery(delivery, cycle, intervention, today, first) === undefined) delivered.push(each.date);
      }
    } else {
      const fact = factOf(each, cycle, today, delivered.length);
      if (fact === undefined || isRefusal(fact)) continue;
      facts.push(fact);
      cycle = evolve(cycle, fact);
    }
  }
  return { facts, cycle, delivered };
}

function factOf(
  each: Exclude<Action, { kind: 'days' | 'delivery' }>,
  cycle: Cycle,
  today: string,
  deliveries: number,
): CycleFact | Refusal | undefined {
  const context = { today, isStatementAdopted: cycle.baseline !== undefined, deliveries };
  switch (each.kind) {
    case 'cycle':
      return decideStep(cycle, each.command, each.input, context);
    case 'plan':
      return decidePlan(cycle, { ...PLANNED, id: `i${cycle.interventions.length}` }, today);
    case 'link':
      return isFinal(cycle)
        ? undefined
        : { type: 'problem-statement.linked', on: today, statementId: 'p', baseline: BASELINE };
    case 'intervention': {
      const intervention = cycle.interventions[0];
      const input = { reason: 'r', lessons: ['l'], startedOn: each.startedOn };
      return intervention && decideInterventionStep(cycle, intervention, each.command, input, today);
    }
  }
}

describe('any sequence of commands', () => {
  /** The way to an intervention that runs; half of the sequences begin with it. */
  const way: readonly Action[] = [
    { kind: 'cycle', command: 'begin-diagnosis', input: {} },
    { kind: 'link' },
    { kind: 'cycle', command: 'begin-design', input: {} },
    { kind: 'plan' },
    { kind: 'cycle', command: 'begin-implementation', input: {} },
    { kind: 'days', days: 30 },
    { kind: 'intervention', command: 'start' },
  ];
  const played = fc
    .tuple(fc.boolean(), fc.array(action, { maxLength: 60 }))
    .map(([isUnderWay, actions]) => play([...(isUnderWay ? way : []), ...actions]));

  test('N1: replayed facts make the same cycle, and a summary that the contract takes', () => {
    fc.assert(
      fc.property(played, ({ facts, cycle }) => {
        expect(foldCycle(facts)).toEqual(cycle);
        expect(cycle.version).toBe(facts.length);
        expect(CycleSummary.safeParse(summaryOf(cycle)).error?.issues).toBeUndefined();
      }),
    );
  });

  test('N15: the baseline ends before the first delivery, which lies between start and review', () => {
    let withDeliveries = 0;
    fc.assert(
      fc.property(played, ({ cycle, delivered }) => {
        const first = delivered.toSorted()[0];
        if (first === undefined) return;
        withDeliveries += 1;
        expect(first >= cycle.startedOn && first <= cycle.reviewDueOn && cycle.reviewDueOn <= cycle.annualDueOn).toBe(
          true,
        );
        expect((cycle.baseline?.endsOn ?? '') <= first).toBe(true);
      }),
      { numRuns: 2_000, seed: 11 },
    );
    expect(withDeliveries).toBeGreaterThan(20);
  });

  test('I1, I2: one state; nothing follows a final one; going back loses no intervention', () => {
    fc.assert(
      fc.property(played, ({ facts }) => {
        let cycle: Cycle | undefined;
        for (const fact of facts) {
          if (cycle !== undefined) expect(isFinal(cycle)).toBe(false);
          const before: number = cycle?.interventions.length ?? 0;
          cycle = evolve(cycle, fact);
          expect(cycle.interventions.length).toBeGreaterThanOrEqual(before);
          expect((cycle.state === 'paused') === (cycle.resumeState !== undefined)).toBe(true);
          const open = cycle.pauses.filter(({ to }) => to === undefined);
          expect(open).toHaveLength(cycle.state === 'paused' ? 1 : 0);
          for (const { from, to } of cycle.pauses) expect(to === undefined || from <= to).toBe(true);
        }
      }),
    );
  });
});
