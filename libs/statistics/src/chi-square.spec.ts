import fc from 'fast-check';
import { chiSquare, chiSquareUpperTail } from './chi-square.js';
import { InvalidCounts } from './invalid-input.js';

describe('chiSquare', () => {
  it('gives the published statistic of party by gender', () => {
    // Agresti 2007, An Introduction to Categorical Data Analysis, table 2.5: 30.07 with 2 degrees of freedom
    const result = chiSquare([
      [762, 327, 468],
      [484, 239, 477],
    ]);
    expect(result.chi2).toBeCloseTo(30.07, 2);
    expect(result.df).toBe(2);
    expect(result.pValue).toBeCloseTo(2.954e-7, 10);
    expect(result.flag).toBeNull();
  });

  it('keeps the digits of a p-value far in the tail', () => {
    // with 2 degrees of freedom the upper tail is exp(-x/2)
    expect(chiSquareUpperTail(200, 2) / Math.exp(-100)).toBeCloseTo(1, 9);
  });

  it.each([
    [[[10, 20]]],
    [
      [
        [4, 0],
        [6, 0],
      ],
    ],
    [[]],
  ])('finds nothing to test in %j', (table) => {
    expect(chiSquare(table)).toMatchObject({ chi2: null, df: 0, flag: 'degenerate' });
  });

  it('warns of small expected counts', () => {
    expect(
      chiSquare([
        [3, 9],
        [1, 12],
      ]).flag,
    ).toBe('low_expected');
  });

  it('refuses a ragged or negative table', () => {
    expect(() => chiSquare([[1, 2], [3]])).toThrow(InvalidCounts);
    expect(() =>
      chiSquare([
        [1, -2],
        [3, 4],
      ]),
    ).toThrow(InvalidCounts);
  });

  it('does not change when the table is turned, and V stays within 0 and 1', () => {
    const table = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(table, (rows) => {
        const result = chiSquare(rows);
        const turned = chiSquare([0, 1, 2].map((c) => rows.map((row) => row[c] ?? 0)));
        expect(Number(turned.chi2)).toBeCloseTo(Number(result.chi2), 8);
        expect(turned.df).toBe(result.df);
        expect(Number(result.cramersV)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});
