import fc from 'fast-check';
import { meanDifference, meanLimits } from './mean-difference.js';

describe('meanDifference', () => {
  it("gives Welch's test of Student's sleep data", () => {
    // Student 1908; R's t.test(extra ~ group, sleep): t -1.8608, df 17.776, p 0.07939, interval -3.3654832 to 0.2054832
    const result = meanDifference({
      group: { mean: 0.75, sd: 1.7890096577591626, n: 10 },
      reference: { mean: 2.33, sd: 2.002249232812736, n: 10 },
    });
    expect(result.t).toBeCloseTo(-1.8608, 4);
    expect(result.df).toBeCloseTo(17.776, 3);
    expect(result.pValue).toBeCloseTo(0.07939, 5);
    expect(result.lower).toBeCloseTo(-3.3654832, 6);
    expect(result.upper).toBeCloseTo(0.2054832, 6);
  });

  it('keeps the interval of the larger group when the other is too few', () => {
    const result = meanDifference({ group: { mean: 5, sd: 1, n: 1 }, reference: { mean: 7, sd: 2, n: 6 } });
    expect(result).toMatchObject({ difference: null, flag: 'too_few', group: { lower: null, upper: null } });
    expect(Number(result.reference.lower)).toBeLessThan(7);
  });

  it('keeps the difference when nobody differs within the groups', () => {
    expect(meanDifference({ group: { mean: 5, sd: 0, n: 6 }, reference: { mean: 7, sd: 0, n: 6 } })).toEqual({
      difference: -2,
      se: 0,
      df: null,
      lower: null,
      upper: null,
      t: null,
      pValue: null,
      group: { lower: 5, upper: 5 },
      reference: { lower: 7, upper: 7 },
      flag: 'zero_sd',
    });
  });

  it('has degrees of freedom between those of the smaller group and of both', () => {
    const summary = fc.record({
      mean: fc.integer({ min: -100, max: 100 }),
      sd: fc.integer({ min: 1, max: 50 }),
      n: fc.integer({ min: 2, max: 300 }),
    });
    fc.assert(
      fc.property(summary, summary, (group, reference) => {
        const df = Number(meanDifference({ group, reference }).df);
        expect(df).toBeGreaterThanOrEqual((Math.min(group.n, reference.n) - 1) * (1 - 1e-12));
        expect(df).toBeLessThanOrEqual((group.n + reference.n - 2) * (1 + 1e-12));
      }),
    );
  });
});

describe('meanLimits', () => {
  it('reaches the Student quantile of n - 1 to each side', () => {
    // t of 0.975 with 9 degrees of freedom is 2.262157 (any table)
    const { lower, upper } = meanLimits({ mean: 0, sd: Math.sqrt(10), n: 10 });
    expect(upper).toBeCloseTo(2.262157, 6);
    expect(lower).toBeCloseTo(-2.262157, 6);
  });
});
