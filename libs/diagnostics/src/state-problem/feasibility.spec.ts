import fc from 'fast-check';
import type { IndicatorDefinition } from '@evenground/contracts';
import { yearBefore } from '../show-gaps/year-before.js';
import { feasibilityOf, type PastSums } from './feasibility.js';

const RATE = { kind: 'rate', scale: 6, per: 1 } as IndicatorDefinition;
const past = (unit: string, ...rates: readonly (readonly [period: string, events: number, n: number])[]): PastSums[] =>
  rates.map(([period, events, n]) => ({ period, unit, sums: { n, events, sum: 0n, sumOfSquares: 0n } }));

describe('whether a target has been within reach before', () => {
  // Changes a year in points: A −5, −5; B −2, +4; C −6; D (29 students in one year) none
  const schools = [
    ...past('A', ['2022-23', 50, 200], ['2023-24', 40, 200], ['2024-25', 30, 200]),
    ...past('B', ['2022-23', 25, 100], ['2023-24', 23, 100], ['2024-25', 27, 100]),
    ...past('C', ['2023-24', 30, 100], ['2024-25', 24, 100]),
    ...past('D', ['2023-24', 20, 29], ['2024-25', 0, 100]),
  ];

  it('given five comparable changes of which three were so large, then a share of 0.6 with its interval', () => {
    const found = feasibilityOf(-0.05, schools, [], RATE);
    expect(found).toMatchObject({ basis: 'school-years', comparable: 5, achieved: 3, share: 0.6, reason: null });
    // Wilson 3 of 5 (statsmodels proportion_confint)
    expect(found.interval!.low).toBeCloseTo(0.23072, 4);
    expect(found.interval!.high).toBeCloseTo(0.88238, 4);
    expect(found.reading.english).toContain(
      'Of 5 comparable changes from one year to the next (schools, for the same group), 3',
    );
    expect(found.reading.spanish).toContain('-5 puntos porcentuales al año');
  });

  it('given too few schools, then the groups of the district are looked at, and of no history nothing is said', () => {
    const groups = [...schools, ...past('E', ['2023-24', 30, 100], ['2024-25', 24, 100])];
    expect(feasibilityOf(-0.05, past('A', ['2024-25', 1, 100]), groups, RATE)).toMatchObject({
      basis: 'group-years',
      comparable: 6,
    });
    expect(feasibilityOf(-0.05, [], [], RATE)).toMatchObject({
      ...{ basis: null, comparable: 0, achieved: null, share: null, interval: null, reason: 'no-history' },
    });
  });

  it('looks at the same period of the year before', () => {
    expect([yearBefore('2024-25'), yearBefore('2000-01'), yearBefore('2024-25/T2'), yearBefore('2026')]).toEqual([
      ...['2023-24', '1999-00', '2023-24/T2', '2025'],
    ]);
  });

  it('never gets likelier when more is asked', () => {
    const step = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(step, step, fc.constantFrom(-1, 1), (one, other, sign) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const share = (asked: number) => feasibilityOf(sign * asked, schools, [], RATE).share!;
        expect(share(more)).toBeLessThanOrEqual(share(less));
      }),
    );
  });
});
