import fc from 'fast-check';
import { decimalText, scaleValue, unscale } from './scaled-value.js';

/** Half-even by the definition, on an exact fraction numerator / 10^places. */
function roundedHalfEven(numerator: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  const size = numerator < 0n ? -numerator : numerator;
  const whole = size / unit;
  const twice = (size % unit) * 2n;
  const up = twice > unit || (twice === unit && whole % 2n === 1n);
  const result = up ? whole + 1n : whole;
  return numerator < 0n ? -result : result;
}

describe('scaling a value', () => {
  it.each([
    ['0.5', 0, 0n],
    ['1.5', 0, 2n],
    ['2.5', 0, 2n],
    ['-0.5', 0, 0n],
    ['-1.5', 0, -2n],
    ['-2.5', 0, -2n],
    ['2.5000000000000000000001', 0, 3n],
    ['0.49999999999999999999999', 0, 0n],
    ['0.05', 0, 0n],
    ['9.95', 1, 100n],
    ['9.85', 1, 98n],
    ['99.5', 0, 100n],
    ['1e-7', 6, 0n],
    ['5e-7', 6, 0n],
    ['15e-7', 6, 2n],
    ['1e-7', 7, 1n],
    ['1E+3', 2, 100000n],
    ['1.005', 2, 100n],
    ['1.015', 2, 102n],
    ['+.5', 1, 5n],
    ['7.', 1, 70n],
    ['-0', 6, 0n],
    ['-0.0', 6, 0n],
    ['0e999999999', 6, 0n],
    ['1e-999999999999', 6, 0n],
    ['123456789012345678901234567890.1', 1, 1234567890123456789012345678901n],
  ])('takes %s at scale %i as %s', (text, scale, expected) => {
    expect(scaleValue(text, scale)).toBe(expected);
  });

  it('takes a number as its decimal text', () => {
    expect(scaleValue(1.005, 2)).toBe(100n);
    expect(scaleValue(0.1 + 0.2, 9)).toBe(300000000n);
    expect(scaleValue(1e-7, 7)).toBe(1n);
    expect(scaleValue(1e21, 0)).toBe(10n ** 21n);
    expect(scaleValue(-0, 3)).toBe(0n);
  });

  it('rounds half to even on every decimal text, with or without exponent', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 24n), 10n ** 24n),
        fc.nat({ max: 20 }),
        fc.nat({ max: 9 }),
        fc.nat({ max: 5 }),
        (numerator, places, scale, tail) => {
          const expected = roundedHalfEven(numerator * 10n ** BigInt(scale), places);
          const zeros = places > 0 ? '0'.repeat(tail) : '';
          const size = (numerator < 0n ? -numerator : numerator).toString().padStart(places + 1, '0');
          const point = size.length - places;
          const text = `${numerator < 0n ? '-' : ''}${size.slice(0, point)}${places > 0 ? '.' : ''}${size.slice(point)}${zeros}`;
          expect(scaleValue(text, scale)).toBe(expected);
          expect(scaleValue(`${numerator}e-${places}`, scale)).toBe(expected);
        },
      ),
    );
  });

  it('rounds ties to even', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.nat({ max: 9 }), (whole, scale) => {
        const scaled = scaleValue(`${whole * 10n + (whole < 0n ? -5n : 5n)}e-${scale + 1}`, scale);
        expect(scaled % 2n).toBe(0n);
        expect([whole, whole + (whole < 0n ? -1n : 1n)]).toContain(scaled);
      }),
    );
  });

  it.each(['', ' 1', '1 ', '1,5', 'NaN', 'Infinity', '0x10', '1e', '.', '--1', '1n', '1e401'])('refuses %p', (text) => {
    expect(() => scaleValue(text, 2)).toThrow(RangeError);
  });

  it('refuses numbers that are none, and scales out of range', () => {
    for (const value of [NaN, Infinity, -Infinity]) expect(() => scaleValue(value, 2)).toThrow(RangeError);
    for (const scale of [-1, 10, 1.5, NaN]) expect(() => scaleValue('1', scale)).toThrow(RangeError);
  });
});

describe('unscaling', () => {
  it('is exact in text, and the text scales back', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat({ max: 9 }), (sum, scale) => {
        expect(scaleValue(decimalText(sum, scale), scale)).toBe(sum);
      }),
    );
    expect(decimalText(-1500n, 3)).toBe('-1.5');
    expect(decimalText(-5n, 3)).toBe('-0.005');
    expect(decimalText(1200n, 0)).toBe('1200');
    expect(decimalText(0n, 9)).toBe('0');
    expect(decimalText(1n, 18)).toBe('0.000000000000000001');
  });

  it('gives the nearest number', () => {
    expect(unscale(3n, 1)).toBe(0.3);
    expect(unscale(-(10n ** 30n) - 1n, 0)).toBe(-1e30);
    expect(Object.is(unscale(0n, 6), 0)).toBe(true);
  });
});
