import fc from 'fast-check';
import type { GapsAnswer } from '@evenground/contracts';
import { compareGroups, measureGroup } from './compare-groups.js';
import { concluded, minimumEffectOf, reliabilityOf } from './conclude.js';

const RATE = { kind: 'rate', direction: 'lower-is-better', scale: 6, per: 1 } as const;
const MEAN = { kind: 'mean', direction: 'higher-is-better', scale: 0, per: 1 } as const;
type Cell = readonly [value: string, n: number, events: number];

function given(
  cells: readonly Cell[],
  { minimum, reference = 'others' }: { minimum?: number; reference?: string } = {},
) {
  const groups = cells.map(([value, n, events]) => ({
    group: { englishLearner: value },
    sums: { n, events, sum: 0n, sumOfSquares: 0n },
  }));
  const compared = compareGroups(groups, ['englishLearner'], reference, RATE);
  if (!Array.isArray(compared)) throw new Error('refused');
  const answer: Pick<GapsAnswer, 'indicator' | 'indicatorName' | 'kind' | 'groups' | 'minimumEffect'> = {
    ...{ indicator: 'oss-any', indicatorName: 'Out-of-school suspension', kind: 'rate' },
    groups: groups.map((group) => measureGroup(group, RATE)),
    minimumEffect: minimumEffectOf('rate', minimum),
  };
  return concluded(compared, answer);
}

describe('what follows from a comparison', () => {
  it('given a gap that chance does not give, when read, then it is shown, in plain words of both languages', () => {
    // 114 of 400 against 86 of 600: 28.5 and 14.3 of every 100
    const [yes] = given([
      ['yes', 400, 114],
      ['no', 600, 86],
    ]);
    expect(yes).toMatchObject({ verdict: 'shown', reliability: 'reliable' });
    expect(yes!.reading.english).toBe(
      'Of every 100 students learning English, about 14 more than of every 100 other students were suspended out of ' +
        'school: 28.5 against 14.3. This is larger than chance would give.',
    );
    expect(yes!.reading.spanish).toContain('De cada 100 estudiantes que aprenden inglés, unos 14 más');
    expect(yes!.reading.spanish).toContain('mayor de lo que daría el azar');
  });

  it('given a gap within chance, then it is not shown, and not called no difference', () => {
    const [yes] = given([
      ['yes', 60, 12],
      ['no', 60, 9],
    ]);
    expect(yes).toMatchObject({ verdict: 'not-shown' });
    expect(yes!.reading.english).toContain('not the same as no difference');
  });

  it('given a clear gap smaller than what matters, then it says which is which', () => {
    const cells: Cell[] = [
      ['yes', 400_000, 41_600],
      ['no', 600_000, 60_000],
    ];
    expect(given(cells)[0]).toMatchObject({ verdict: 'below-minimum-effect' });
    expect(given(cells)[0]!.reading.english).toContain('smaller than the 1 percentage points that would matter here');
    expect(given(cells, { minimum: 0.003 })[0]).toMatchObject({ verdict: 'shown' });
  });

  it('given few students, then it says so, however large the gap', () => {
    const [yes] = given([
      ['yes', 12, 9],
      ['no', 600, 86],
    ]);
    expect(yes).toMatchObject({ verdict: 'shown', reliability: 'few-students' });
    expect(yes!.reading.english).toContain('too few students (12 in the smaller group)');
  });

  it('given the best as reference, then it says that it was picked after looking', () => {
    const [one] = given(
      [
        ['yes', 400, 114],
        ['no', 600, 86],
      ],
      { reference: 'best' },
    );
    expect(one!.reading.english).toContain('picked because it did best');
  });

  it('given one side without students, then no number is made up', () => {
    const [yes] = given([
      ['yes', 40, 4],
      ['no', 0, 0],
    ]);
    expect(yes).toMatchObject({ verdict: 'no-numbers', reliability: null });
    expect(yes!.reading.english).toBe(
      'Students learning English and other students cannot be compared here: one side has no students.',
    );
  });

  it('a verdict of shown never rests on less than it says', () => {
    const cell = (value: string) =>
      fc
        .integer({ min: 0, max: 500 })
        .chain((n) => fc.integer({ min: 0, max: n }).map((events): Cell => [value, n, events]));
    fc.assert(
      fc.property(cell('a'), cell('b'), cell('c'), fc.double({ min: 0, max: 0.5, noNaN: true }), (a, b, c, minimum) => {
        for (const { verdict, difference, adjustedP, test, reading } of given([a, b, c], { minimum })) {
          expect(reading.english).not.toMatch(/NaN|undefined|Infinity|\{/);
          if (adjustedP !== null) expect(adjustedP).toBeGreaterThanOrEqual(test.pValue! * (1 - 1e-12));
          if (verdict !== 'shown') continue;
          expect(Math.sign(difference.interval!.low)).toBe(Math.sign(difference.interval!.high));
          expect(adjustedP).toBeLessThan(0.05);
          expect(Math.abs(difference.value!)).toBeGreaterThanOrEqual(minimum);
        }
      }),
    );
  });
});

describe('reliability of a group', () => {
  it.each([
    ['29 students', 29, 10, 'few-students'],
    ['30 students half of whom, an interval of a third', 30, 15, 'wide-interval'],
    ['30 students none of whom', 30, 0, 'reliable'],
    ['500 students', 500, 250, 'reliable'],
  ])('%s', (_name, n, events, expected) => {
    const measured = measureGroup({ group: {}, sums: { n, events, sum: 0n, sumOfSquares: 0n } }, RATE);
    expect(measured.reliability).toBe(expected);
  });

  it('of a mean looks at the number of students; of nobody there is none', () => {
    const sums = { n: 40, events: 0, sum: 80n, sumOfSquares: 400n };
    expect(measureGroup({ group: {}, sums }, MEAN).reliability).toBe('reliable');
    expect(reliabilityOf({ group: {}, n: 0, rate: null, suppressed: false, reason: 'no-denominator' })).toBeNull();
    expect(measureGroup({ group: {}, sums: null }, RATE)).not.toHaveProperty('reliability');
  });
});
