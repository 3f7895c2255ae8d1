import fc from 'fast-check';
import { momentsOf } from './moments.js';
import { scaleValue } from './scaled-value.js';

function sumsOf(values: readonly (number | string)[], scale: number) {
  const scaled = values.map((value) => scaleValue(value, scale));
  return {
    n: values.length,
    sum: scaled.reduce((total, value) => total + value, 0n),
    sumOfSquares: scaled.reduce((total, value) => total + value * value, 0n),
    scale,
  };
}

/** Two passes over small values, in floating point: the offset is added to the mean alone. */
function twoPass(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

const relativeError = (got: number, want: number) => (want === got ? 0 : Math.abs(got - want) / Math.abs(want));

describe('moments', () => {
  it('knows a published example', () => {
    // Anscombe's first quartet, y: mean 7.50, variance 4.127 (Anscombe 1973, American Statistician 27).
    const y = ['8.04', '6.95', '7.58', '8.81', '8.33', '9.96', '7.24', '4.26', '10.84', '4.82', '5.68'];
    const { mean, sd } = momentsOf(sumsOf(y, 2));
    expect(mean).toBe(82.51 / 11);
    expect((sd ?? NaN) ** 2).toBeCloseTo(4.12726909, 8);
  });

  it('keeps its digits however large the offset', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 2, maxLength: 50 }),
        fc.constantFrom(0, 1_000_000_000, -1_000_000_000, 1_000_000_000_000),
        (thousandths, offset) => {
          const { mean, sd } = momentsOf(
            sumsOf(
              thousandths.map((value) => `${BigInt(offset) * 1000n + BigInt(value)}e-3`),
              3,
            ),
          );
          const expected = twoPass(thousandths);
          expect(relativeError(mean ?? NaN, offset + expected.mean / 1000)).toBeLessThan(1e-12);
          if (new Set(thousandths).size === 1) expect(sd).toBe(0);
          else expect(relativeError(sd ?? NaN, expected.sd / 1000)).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it('gives the nearest number as the mean', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 31 }), (sum, n) => {
        // One division of two exact doubles is correctly rounded, so it is the reference.
        expect(momentsOf({ n, sum: BigInt(sum), sumOfSquares: 0n, scale: 0 }).mean).toBe(sum / n + 0);
      }),
    );
  });

  it('rounds once: a rest beyond the quotient decides what looks like a tie', () => {
    const n = 2 ** 31 - 1;
    const sum = (2n ** 53n + 1n) * BigInt(n);
    expect(momentsOf({ n, sum, sumOfSquares: 0n, scale: 0 }).mean).toBe(2 ** 53);
    expect(momentsOf({ n, sum: sum + 1n, sumOfSquares: 0n, scale: 0 }).mean).toBe(2 ** 53 + 2);
  });

  it('has an exact standard deviation where there is one', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat({ max: 9 }), (size, scale) => {
        const value = BigInt(size);
        const { sd } = momentsOf({ n: 3, sum: 0n, sumOfSquares: 2n * value * value, scale });
        if (scale === 0) expect(sd).toBe(size);
        else expect(relativeError(sd ?? NaN, size / 10 ** scale)).toBeLessThan(1e-15);
      }),
    );
  });

  it('reaches the ends of the range of doubles', () => {
    const huge = 10n ** 300n;
    expect(momentsOf({ n: 2, sum: 2n * huge, sumOfSquares: 2n * huge * huge, scale: 0 })).toEqual({
      mean: 1e300,
      sd: 0,
    });
    const { sd } = momentsOf({ n: 2, sum: 0n, sumOfSquares: 2n * huge * huge, scale: 0 });
    expect(relativeError(sd ?? NaN, 1e300 * Math.SQRT2)).toBeLessThan(1e-12);
  });

  it('has no mean of nothing, no spread of one value, and none of impossible sums', () => {
    expect(momentsOf({ n: 0, sum: 0n, sumOfSquares: 0n, scale: 6 })).toEqual({ mean: null, sd: null });
    expect(momentsOf({ n: 1, sum: 5n, sumOfSquares: 25n, scale: 1 })).toEqual({ mean: 0.5, sd: null });
    expect(momentsOf({ n: 2, sum: 10n, sumOfSquares: 1n, scale: 0 })).toEqual({ mean: 5, sd: null });
  });

  it('refuses a count or scale out of range', () => {
    expect(() => momentsOf({ n: -1, sum: 0n, sumOfSquares: 0n, scale: 0 })).toThrow(RangeError);
    expect(() => momentsOf({ n: 1, sum: 0n, sumOfSquares: 0n, scale: 10 })).toThrow(RangeError);
  });
});
