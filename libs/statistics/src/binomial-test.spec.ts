import fc from 'fast-check';
import { binomialTest } from './binomial-test.js';
import { InvalidCounts, InvalidParameter } from './invalid-input.js';
import { populatedCounts } from './two-groups.arbitrary.js';

describe('binomialTest', () => {
  // scipy.stats.binomtest
  it.each([
    [7, 10, 0.5, 0.34375],
    [3, 40, 0.2, 0.04786946338839313],
    [0, 25, 0.1, 0.16978341996465005],
    [60, 400, 0.1, 0.001491157840956392],
    [431, 1200, 0.35, 0.5056825374603164],
    [25, 25, 0.9, 0.16978341996464996],
  ])('of %i out of %i where %p is expected is that computed elsewhere', (events, n, target, p) => {
    expect(binomialTest({ events, n }, target).pValue).toBeCloseTo(p, 10);
  });

  it('is a probability, and the same seen from those without the outcome', () => {
    fc.assert(
      fc.property(populatedCounts, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ events, n }, target) => {
        const { pValue } = binomialTest({ events, n }, target);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(binomialTest({ events: n - events, n }, 1 - target).pValue).toBeCloseTo(pValue!, 8);
      }),
    );
  });

  it('is certain where the target leaves no room', () => {
    expect(binomialTest({ events: 0, n: 9 }, 0)).toEqual({ pValue: 1, flag: null });
    expect(binomialTest({ events: 1, n: 9 }, 0)).toEqual({ pValue: 0, flag: null });
    expect(binomialTest({ events: 0, n: 0 }, 0.5)).toEqual({ pValue: null, flag: 'no_denominator' });
  });

  it('refuses what cannot be', () => {
    expect(() => binomialTest({ events: 3, n: 2 }, 0.5)).toThrow(InvalidCounts);
    expect(() => binomialTest({ events: 1, n: 2 }, 50)).toThrow(InvalidParameter);
  });
});
