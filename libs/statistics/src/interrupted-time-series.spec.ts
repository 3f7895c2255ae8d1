import fc from 'fast-check';
import { interruptedTimeSeries } from './interrupted-time-series.js';
import { InvalidCounts, InvalidParameter } from './invalid-input.js';

function measured(values: number[], firstPost: number, neweyWestLag = 1) {
  const result = interruptedTimeSeries({ values, firstPost, neweyWestLag });
  if (result.flag === 'too_few_points') throw new Error('too few points for this test');
  return result;
}

describe('interruptedTimeSeries', () => {
  it('finds the level, slope, jump and bend a series was made of', () => {
    const coefficient = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, coefficient, (b0, b1, b2, b3) => {
        const values = Array.from({ length: 20 }, (_, k) => {
          const t = k + 1;
          return b0 + b1 * t + (t >= 11 ? b2 + b3 * (t - 11) : 0);
        });
        const result = measured(values, 11);
        expect(result.baselineLevel).toBeCloseTo(b0, 9);
        expect(result.baselineSlope).toBeCloseTo(b1, 9);
        expect(result.levelChange).toBeCloseTo(b2, 9);
        expect(result.slopeChange).toBeCloseTo(b3, 9);
        expect(result.counterfactualAtLast).toBeCloseTo(b0 + 20 * b1, 8);
        expect(result.effectAtLast).toBeCloseTo(b2 + 9 * b3, 8);
      }),
    );
  });

  it('has no p-value where the line leaves no error', () => {
    const result = measured([1, 2, 3, 4, 5, 6, 7, 8], 5);
    expect(result.pOls).toEqual([null, null, null, null]);
    expect(result).toMatchObject({ seOls: [0, 0, 0, 0], seNeweyWest: [0, 0, 0, 0], durbinWatson: null });
  });

  it('fits both sides as if alone: the slope before is that of the points before', () => {
    // by hand: 10, 12, 11, 13 has slope 0.8 and level 9.5
    const result = measured([10, 12, 11, 13, 18, 17, 21], 5, 2);
    expect(result.baselineSlope).toBeCloseTo(0.8, 12);
    expect(result.baselineLevel).toBeCloseTo(9.5, 12);
    expect(result.flag).toBe('short_series');
  });

  it('needs three points on each side', () => {
    expect(interruptedTimeSeries({ values: [1, 2, 3, 4], firstPost: 3, neweyWestLag: 1 })).toEqual({
      nPre: 2,
      nPost: 2,
      flag: 'too_few_points',
    });
  });

  it('refuses a start outside the series and a lag that is not whole', () => {
    expect(() => interruptedTimeSeries({ values: [1, 2], firstPost: 9, neweyWestLag: 1 })).toThrow(InvalidParameter);
    expect(() => interruptedTimeSeries({ values: [1, 2], firstPost: 1, neweyWestLag: 0.5 })).toThrow(InvalidCounts);
  });
});
