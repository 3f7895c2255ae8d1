import type { Reflection } from '@evenground/contracts';
import { Reflection as ReflectionSchema } from '@evenground/contracts';
import fc from 'fast-check';
import {
  CYCLES,
  type CycleInputs,
  type InputEvent,
  MEASURES,
  NO_INPUTS,
  REPORTS,
  STATEMENTS,
  withEvent,
} from './cycle-inputs.js';
import { inputsOf, partsOf } from './inputs-parts.js';
import { reflect } from './reflect.js';
import * as northbay from '../northbay.double.js';

function told(events: readonly InputEvent[]): CycleInputs {
  return events.reduce(withEvent, NO_INPUTS);
}

function reflectionOf(events: readonly InputEvent[], date = northbay.REVIEW_ON): Reflection {
  const reflection = reflect(told(events), date);
  if (reflection === null) throw new Error('there is a cycle, so there is a reflection');
  return reflection;
}

function withMeasures(measures: Parameters<typeof northbay.measured>[0], statement = northbay.statement()): Reflection {
  return reflectionOf([
    ...northbay.story(),
    { topic: STATEMENTS, type: 'problem-statement.adopted', sequence: 9, data: { statement } },
    { topic: MEASURES, type: 'measures.measured', sequence: 9, data: northbay.measured(measures) },
  ]);
}

const points = (value: number | null | undefined): string => ((value ?? Number.NaN) * 100).toFixed(1);

describe('the golden example', () => {
  const northbayReflection = reflectionOf(northbay.story());

  it('fits the contract', () => {
    expect(ReflectionSchema.safeParse(northbayReflection).error).toBeUndefined();
  });

  it('has the fidelity that is printed', () => {
    const { adherence, dosage, quality, responsiveness, differentiation, overall, level } = northbayReflection.fidelity;
    expect(adherence).toBeCloseTo(0.86, 10);
    expect(dosage?.toFixed(3)).toBe('0.861');
    expect(quality).toBeCloseTo(0.7, 10);
    expect(responsiveness).toBeCloseTo(0.88, 10);
    expect(differentiation).toBeNull();
    expect(overall?.toFixed(3)).toBe('0.830');
    expect(level).toBe('high');
  });

  it('has the gap that is printed', () => {
    const { gap } = northbayReflection;
    expect(points(gap?.baseline)).toBe('28.0');
    expect(points(gap?.current)).toBe('21.9');
    expect(points(gap?.change)).toBe('-6.1');
    expect([points(gap?.interval?.low), points(gap?.interval?.high)]).toEqual(['-10.0', '-2.2']);
    expect(gap).toMatchObject({
      status: 'narrowed',
      narrowed: true,
      provisional: false,
      levellingDown: false,
      ownGain: true,
    });
  });

  it('is on track', () => {
    expect(northbayReflection.progress?.toFixed(2)).toBe('0.35');
    expect(northbayReflection.expectedProgress?.toFixed(3)).toBe('0.333');
    expect(northbayReflection.onTrack).toBe(true);
  });

  it('is recommended to continue, by R9, because nobody named the capacity to scale', () => {
    const evidence = { teamPulse: 'amber', costPerStudentKnown: true } as const;
    const { recommendation } = reflectionOf([
      ...northbay.story(),
      { topic: CYCLES, type: 'reflection.begun', sequence: 9, data: { cycle: northbay.cycle({ evidence }) } },
    ]);
    expect(recommendation).toMatchObject({ kind: 'continue', rule: 'R9' });
    expect(recommendation?.against).toEqual(['nobody named the capacity to carry it further']);
  });

  it('can be scaled once capacity is named and the cost is known', () => {
    const evidence = { teamPulse: 'amber', costPerStudentKnown: true, capacityNamed: true } as const;
    const cycle = northbay.cycle({ evidence });
    const { recommendation } = reflectionOf([
      ...northbay.story(),
      { topic: CYCLES, type: 'reflection.begun', sequence: 9, data: { cycle } },
    ]);
    expect(recommendation).toMatchObject({ kind: 'scale', rule: 'R8' });
  });

  it('is too early to attribute after one completed period', () => {
    expect(northbayReflection.attribution.kind).toBe('too-early');
  });
});

describe('the gap as a disadvantage', () => {
  it('is positive for the worse off where lower is better, too', () => {
    const statement = northbay.statement({
      ...{ indicatorDirection: 'lower-is-better', direction: 'decrease', target: 0.2 },
      frozen: { group: northbay.rate(600, 1500), reference: northbay.rate(1200, 6000) },
    });
    const { gap } = withMeasures(
      [northbay.measure({ group: northbay.rate(450, 1500), reference: northbay.rate(1200, 6000) })],
      statement,
    );
    expect(gap?.baseline).toBeCloseTo(0.2, 10);
    expect(gap).toMatchObject({ status: 'narrowed', ownGain: true });
    expect(gap?.change).toBeCloseTo(-0.1, 10);
  });

  it('is a distance where parity is the aim', () => {
    const statement = northbay.statement({
      ...{ indicatorDirection: 'parity', direction: 'decrease', target: 0.2 },
      frozen: { group: northbay.rate(600, 1500), reference: northbay.rate(1200, 6000) },
    });
    const { gap } = withMeasures(
      [northbay.measure({ group: northbay.rate(450, 1500), reference: northbay.rate(1200, 6000) })],
      statement,
    );
    expect(gap?.baseline).toBeCloseTo(0.2, 10);
    expect(gap?.change).toBeCloseTo(-0.1, 10);
  });

  it('that turns its sign is reversed, never narrowed', () => {
    const { gap } = withMeasures([
      northbay.measure({ group: northbay.rate(1000, 1412), reference: northbay.rate(3600, 6000) }),
    ]);
    expect(gap).toMatchObject({ status: 'reversed', narrowed: false });
    expect(gap?.current).toBeLessThan(0);
  });

  it('that moved by chance only is unclear', () => {
    const { gap } = withMeasures([
      northbay.measure({ group: northbay.rate(430, 1412), reference: northbay.rate(3480, 6000) }),
    ]);
    expect(gap).toMatchObject({ status: 'unclear', narrowed: false });
  });

  it('that moved by less than a point is unclear, however sure it is', () => {
    const statement = northbay.statement({
      frozen: { group: northbay.rate(300_000, 1_000_000), reference: northbay.rate(580_000, 1_000_000) },
    });
    const { gap } = withMeasures(
      [northbay.measure({ group: northbay.rate(309_000, 1_000_000), reference: northbay.rate(580_000, 1_000_000) })],
      statement,
    );
    expect(gap?.interval?.high).toBeLessThan(0);
    expect(gap?.status).toBe('unclear');
  });

  it('that narrowed because the reference fell is levelling down', () => {
    const { gap, recommendation } = withMeasures([
      northbay.measure({ group: northbay.rate(424, 1412), reference: northbay.rate(2900, 6000) }),
    ]);
    expect(gap).toMatchObject({ status: 'narrowed', levellingDown: true, ownGain: false });
    expect(recommendation?.rule).toBe('R7');
  });

  it('of means narrows by the normal interval over two Welch differences', () => {
    const sums = (mean: number, n: number) => {
      // n values: half of them mean − 1, half mean + 1, in tenths
      const [low, high] = [BigInt(mean * 10 - 10), BigInt(mean * 10 + 10)];
      const half = BigInt(n / 2);
      return { n, events: 0, sum: String(half * (low + high)), sumOfSquares: String(half * (low * low + high * high)) };
    };
    const statement = northbay.statement({
      ...{ kind: 'mean', scale: 1, indicator: 'gpa-core', target: 3 },
      frozen: { group: sums(2, 200), reference: sums(3, 800) },
    });
    const measure = northbay.measure({
      indicator: 'gpa-core',
      kind: 'mean',
      scale: 1,
      group: sums(2.5, 200),
      reference: sums(3, 800),
    });
    const { gap, current } = withMeasures([measure], statement);
    expect(current).toMatchObject({ value: 2.5, n: 200, interval: { method: 'student-t' } });
    expect(gap).toMatchObject({ baseline: 1, current: 0.5, change: -0.5, status: 'narrowed', ownGain: true });
    // s² = n/(n−1) for each group; se² = 2·(1/199 + 1/799); z = 1.959964
    const reach = 1.959964 * Math.sqrt(2 * (1 / 199 + 1 / 799));
    expect(gap?.interval?.low).toBeCloseTo(-0.5 - reach, 6);
    expect(gap?.interval?.high).toBeCloseTo(-0.5 + reach, 6);
  });
});

describe('verdicts', () => {
  it('rest on completed periods, while the live number is shown as provisional', () => {
    const live = northbay.measure({ period: '2026-27', completed: false, group: northbay.rate(200, 1412) });
    const reflection = withMeasures([northbay.measure(), live]);
    expect(reflection.current).toMatchObject({ period: '2026-27', provisional: true });
    expect(reflection.gap).toMatchObject({ provisional: true, status: 'unclear', narrowed: false, ownGain: false });
    expect(reflection.gap?.change).toBeGreaterThan(0);
    expect(reflection.recommendation?.rule).toBe('R9');
  });

  it('are not given before a tenth of the time', () => {
    const reflection = reflectionOf(northbay.story(), '2025-10-01');
    expect(reflection.expectedProgress).toBeLessThan(0.1);
    expect(reflection.onTrack).toBeNull();
  });

  it('do not count paused days as elapsed', () => {
    const paused = northbay.cycle({ pauses: [{ from: '2025-07-01', to: '2025-12-31' }] });
    const with_ = reflectionOf([
      ...northbay.story(),
      { topic: CYCLES, type: 'cycle.resumed', sequence: 9, data: { cycle: paused } },
    ]);
    expect(with_.expectedProgress).toBeCloseTo((365 - 184) / (1095 - 184), 10);
  });

  it('wait for a statement: without one there is no gap and nothing to recommend', () => {
    const reflection = reflectionOf(northbay.story().filter(({ topic }) => topic !== STATEMENTS));
    expect(reflection).toMatchObject({ baseline: null, current: null, gap: null, recommendation: null, onTrack: null });
  });

  it('show a corrected baseline beside the frozen one', () => {
    const baselineNow = { group: northbay.rate(430, 1412), reference: northbay.rate(3480, 6000) };
    const data = northbay.measured([northbay.measure()], { baselineNow });
    const reflection = reflectionOf([
      ...northbay.story(),
      { topic: MEASURES, type: 'measures.measured', sequence: 9, data },
    ]);
    expect(reflection.baselineCorrected).toEqual({ was: 424 / 1412, is: 430 / 1412 });
    expect(reflection.baseline?.value).toBe(424 / 1412);
  });

  it('ignore the measures of a statement that was replaced', () => {
    const data = northbay.measured([northbay.measure()], { statementId: 'another' });
    const reflection = reflectionOf([
      ...northbay.story(),
      { topic: MEASURES, type: 'measures.measured', sequence: 9, data },
    ]);
    expect(reflection.current).toBeNull();
  });
});

describe('attribution with a comparison', () => {
  const served = (events: number) => ({
    schoolId: 'school-01',
    group: northbay.rate(events, 1412),
    reference: northbay.rate(0, 0),
  });
  const compared = (events: number) => ({
    schoolId: 'elsewhere',
    group: northbay.rate(events, 1400),
    reference: northbay.rate(0, 0),
  });
  const after = (period: string, servedEvents: number, comparedEvents: number) =>
    northbay.measure({ period, bySchool: [served(servedEvents), compared(comparedEvents)] });

  function attributed(
    comparedEvents: number,
    evidence = { comparisonBalanced: true },
    comparison: 'lottery' | 'waitlist' = 'waitlist',
  ) {
    const interventions = [northbay.intervention({ comparison, comparisonSchoolIds: ['elsewhere'] })];
    const cycle = northbay.cycle({ interventions, evidence });
    const measures = [
      after('2024-25', 424, 420),
      after('2025-26', 523, comparedEvents),
      after('2026-27', 523, comparedEvents),
    ];
    return reflectionOf([
      ...northbay.story(),
      { topic: CYCLES, type: 'reflection.begun', sequence: 9, data: { cycle } },
      { topic: MEASURES, type: 'measures.measured', sequence: 9, data: northbay.measured(measures) },
    ]).attribution;
  }

  it('works where the served gained more than a balanced comparison', () => {
    expect(attributed(420)).toMatchObject({ kind: 'works', wording: 'consistent with an effect' });
    expect(attributed(420, { comparisonBalanced: true }, 'lottery').wording).toBe('caused by, within the interval');
  });

  it('is external where the others gained as much', () => {
    expect(attributed(520)).toMatchObject({ kind: 'external' });
  });

  it('cannot be told where the balance is not shown', () => {
    expect(attributed(420, { comparisonBalanced: false })).toMatchObject({
      kind: 'cannot-tell',
      wording: 'cannot tell',
    });
  });
});

describe('feedback', () => {
  const sent = (reportId: string, kind: string, sequence: number): InputEvent => ({
    ...{ topic: REPORTS, type: 'report.sent', sequence },
    data: {
      district: northbay.DISTRICT,
      cycleId: northbay.CYCLE_ID,
      reportId,
      kind,
      severity: 'note',
      anonymous: false,
      sentIn: '2026-05-01',
    },
  });
  const answered = (reportId: string, sequence: number): InputEvent => ({
    ...{ topic: REPORTS, type: 'report.answered', sequence },
    data: { district: northbay.DISTRICT, cycleId: northbay.CYCLE_ID, reportId, answeredOn: '2026-05-03' },
  });

  it('counts reports by kind and those without an answer', () => {
    const events = [
      ...northbay.story(),
      sent('a', 'no-time', 1),
      sent('b', 'no-time', 2),
      sent('c', 'idea', 3),
      answered('b', 4),
    ];
    expect(reflectionOf(events).feedback).toEqual({ reports: 3, open: 2, byKind: { idea: 1, 'no-time': 2 } });
  });

  it('forgets what a resetting restatement does not say again', () => {
    const reset: InputEvent = {
      topic: REPORTS,
      type: 'restatement.begun',
      sequence: 5,
      data: { restatementId: 'r', reset: true },
    };
    const events = [...northbay.story(), sent('a', 'no-time', 1), sent('b', 'idea', 2), reset, sent('b', 'idea', 6)];
    expect(reflectionOf(events).feedback).toEqual({ reports: 1, open: 1, byKind: { idea: 1 } });
  });
});

describe('any order and repetition of the events', () => {
  const events: InputEvent[] = [
    ...northbay.story(),
    { topic: REPORTS, type: 'restatement.begun', sequence: 2, data: { restatementId: 'r', reset: true } },
    ...['a', 'b', 'c'].map((reportId, at): InputEvent => ({
      ...{ topic: REPORTS, type: 'report.sent', sequence: at === 0 ? 1 : at + 2 },
      data: {
        district: northbay.DISTRICT,
        cycleId: northbay.CYCLE_ID,
        reportId,
        kind: 'idea',
        severity: 'note',
        anonymous: true,
        sentIn: '2026-W18',
      },
    })),
    {
      ...{ topic: CYCLES, type: 'cycle.restated', sequence: 7 },
      data: { cycle: northbay.cycle(), deliveries: [northbay.deliveries(30)], checks: [] },
    },
  ];
  const straight = reflectionOf(events);

  it('gives the same reflection', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.array(fc.constantFrom(...events), { maxLength: 20 }),
        (shuffled, again) => {
          expect(reflectionOf([...shuffled, ...again])).toEqual(straight);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is kept through storing in parts after each event', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        const stored = shuffled.reduce((inputs, event) => {
          const parts = [...partsOf(withEvent(inputs, event))]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([, part]) => part);
          return inputsOf(JSON.parse(JSON.stringify(parts)) as typeof parts);
        }, NO_INPUTS);
        expect(reflect(stored, northbay.REVIEW_ON)).toEqual(straight);
      }),
      { numRuns: 100 },
    );
  });
});
