import fc from 'fast-check';
import { InvalidCounts, InvalidParameter } from './invalid-input.js';
import { rateWilson } from './rate-wilson.js';
import { populatedCounts } from './two-groups.arbitrary.js';

describe('rateWilson', () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published limits of %i out of %i', (events, n, lower, upper) => {
    const result = rateWilson({ events, n });
    expect(result.lower).toBeCloseTo(lower, 4);
    expect(result.upper).toBeCloseTo(upper, 4);
  });

  it('has exact ends without events and with nothing but events', () => {
    expect(rateWilson({ events: 0, n: 7 }).lower).toBe(0);
    expect(rateWilson({ events: 7, n: 7 }).upper).toBe(1);
  });

  it('gives nothing for nobody', () => {
    expect(rateWilson({ events: 0, n: 0 })).toEqual({ rate: null, lower: null, upper: null, flag: 'no_denominator' });
  });

  it('keeps 0 ≤ lower ≤ rate ≤ upper ≤ 1 at any confidence', () => {
    fc.assert(
      fc.property(populatedCounts, fc.double({ min: 0.01, max: 0.9999, noNaN: true }), (counts, confidence) => {
        const { rate, lower, upper } = rateWilson({ ...counts, confidence });
        const limits = [0, lower, rate, upper, 1].map(Number);
        expect([...limits].sort((a, b) => a - b)).toEqual(limits);
      }),
    );
  });

  it('mirrors when events and others change places', () => {
    fc.assert(
      fc.property(populatedCounts, ({ events, n }) => {
        const mirrored = rateWilson({ events: n - events, n });
        expect(1 - Number(mirrored.upper)).toBeCloseTo(Number(rateWilson({ events, n }).lower), 12);
      }),
    );
  });

  it.each([
    [3, 2],
    [-1, 5],
    [1.5, 5],
    [1, 5.5],
    [NaN, 5],
  ])('refuses %p events out of %p', (events, n) => {
    expect(() => rateWilson({ events, n })).toThrow(InvalidCounts);
  });

  it.each([0, 1, -0.5, NaN, 95])('refuses a confidence of %p', (confidence) => {
    expect(() => rateWilson({ events: 1, n: 2, confidence })).toThrow(InvalidParameter);
  });
});
