import fc from 'fast-check';
import { benjaminiHochberg } from './benjamini-hochberg.js';
import { InvalidParameter } from './invalid-input.js';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('benjaminiHochberg', () => {
  it('rejects the first four of the fifteen published p-values', () => {
    // Benjamini & Hochberg 1995, JRSS B 57:289, section 3.2
    const pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const { reject, m } = benjaminiHochberg({ pValues });
    expect(m).toBe(15);
    expect(reject).toEqual(pValues.map((_, k) => k < 4));
  });

  it('leaves out what could not be tested', () => {
    const result = benjaminiHochberg({ pValues: [0.03, null, 0.01, 0.04, null], q: 0.1 });
    expect(result).toMatchObject({ m: 3, reject: [true, null, true, true, null] });
    expect(result.adjusted[1]).toBeNull();
  });

  it('does nothing to nothing', () => {
    expect(benjaminiHochberg({ pValues: [] })).toEqual({ adjusted: [], reject: [], m: 0 });
  });

  it('keeps the order of the p-values, never lowers one and stays within 1', () => {
    fc.assert(
      fc.property(fc.array(probability, { maxLength: 40 }), (pValues) => {
        const adjusted = benjaminiHochberg({ pValues }).adjusted.map(Number);
        adjusted.forEach((value, i) => {
          expect(value).toBeLessThanOrEqual(1);
          expect(value).toBeGreaterThanOrEqual((pValues[i] ?? 0) * (1 - 1e-12));
          adjusted.forEach((other, j) => {
            if ((pValues[i] ?? 0) < (pValues[j] ?? 0)) expect(value).toBeLessThanOrEqual(other);
          });
        });
      }),
    );
  });

  it('does not depend on the order of the comparisons', () => {
    fc.assert(
      fc.property(fc.uniqueArray(probability, { maxLength: 30 }), (pValues) => {
        const backwards = benjaminiHochberg({ pValues: [...pValues].reverse() });
        expect([...backwards.adjusted].reverse()).toEqual(benjaminiHochberg({ pValues }).adjusted);
      }),
    );
  });

  it.each([-0.1, 1.1, NaN])('refuses a p-value of %p', (p) => {
    expect(() => benjaminiHochberg({ pValues: [p] })).toThrow(InvalidParameter);
  });
});
