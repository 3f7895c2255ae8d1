import fc from 'fast-check';
import { InvalidParameter } from './invalid-input.js';
import { raking } from './raking.js';

const cell = fc.integer({ min: 1, max: 60 });
const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 4 });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('raking', () => {
  it('meets both margins, with weights of mean 1 and a design effect of at least 1', () => {
    fc.assert(
      fc.property(table, table, (sample, wanted) => {
        fc.pre(sample.length === wanted.length);
        const rowTargets = wanted.map(sum);
        const columnTargets = [0, 1, 2].map((c) => sum(wanted.map((row) => row[c] ?? 0)));
        const result = raking({ sample, rowTargets, columnTargets });
        result.fitted?.forEach((row, r) => expect(sum(row)).toBeCloseTo(rowTargets[r] ?? 0, 8));
        columnTargets.forEach((target, c) => {
          expect(sum((result.fitted ?? []).map((row) => row[c] ?? 0))).toBeCloseTo(target, 8);
        });
        const weighted = sum(sample.map((row, r) => sum(row.map((n, c) => n * (result.weights?.[r]?.[c] ?? 0)))));
        expect(weighted / sum(sample.map(sum))).toBeCloseTo(1, 10);
        expect(Number(result.deffKish)).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  it('keeps the odds ratio of the sample', () => {
    // Deming & Stephan 1940: scaling rows and columns cannot change it
    const { fitted } = raking({
      sample: [
        [40, 60],
        [30, 20],
      ],
      rowTargets: [500, 500],
      columnTargets: [480, 520],
    });
    const [[a, b], [c, d]] = fitted as [[number, number], [number, number]];
    expect((a * d) / (b * c)).toBeCloseTo((40 * 20) / (60 * 30), 8);
  });

  it('leaves a balanced sample alone', () => {
    const result = raking({
      sample: [
        [10, 10],
        [10, 10],
      ],
      rowTargets: [50, 50],
      columnTargets: [50, 50],
    });
    expect(result).toMatchObject({
      weights: [
        [1, 1],
        [1, 1],
      ],
      deffKish: 1,
      effectiveN: 40,
    });
  });

  it.each([
    [
      'targets_disagree',
      {
        sample: [
          [10, 10],
          [10, 10],
        ],
        rowTargets: [50, 50],
        columnTargets: [50, 60],
      },
    ],
    [
      'empty_margin',
      {
        sample: [
          [0, 0],
          [10, 10],
        ],
        rowTargets: [50, 50],
        columnTargets: [50, 50],
      },
    ],
    [
      'not_converged',
      {
        sample: [
          [10, 0],
          [0, 10],
        ],
        rowTargets: [70, 30],
        columnTargets: [50, 50],
      },
    ],
  ])('says %s', (flag, input) => {
    expect(raking(input)).toEqual({ fitted: null, weights: null, deffKish: null, effectiveN: null, flag });
  });

  it('refuses targets that do not fit the table', () => {
    expect(() => raking({ sample: [[1, 2]], rowTargets: [3], columnTargets: [3] })).toThrow(InvalidParameter);
  });
});
