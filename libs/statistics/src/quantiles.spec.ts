import fc from 'fast-check';
import { InvalidParameter } from './invalid-input.js';
import { criticalZ, normalQuantile, normalTwoSidedP } from './normal-distribution.js';
import { criticalT, studentQuantile, studentTwoSidedP } from './student-distribution.js';

describe('quantiles', () => {
  it('agree with published tables', () => {
    // Abramowitz & Stegun 1964, tables 26.5 and 26.10
    expect(criticalZ()).toBeCloseTo(1.959963985, 9);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035, 9);
    expect(criticalT(1)).toBeCloseTo(12.70620474, 8);
    expect(criticalT(10)).toBeCloseTo(2.228138852, 9);
    expect(criticalT(30, 0.99)).toBeCloseTo(2.749995654, 9);
  });

  it('are undone by the p-value', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.9999, noNaN: true }),
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        (confidence, df) => {
          expect(normalTwoSidedP(criticalZ(confidence))).toBeCloseTo(1 - confidence, 10);
          expect(studentTwoSidedP(criticalT(df, confidence), df)).toBeCloseTo(1 - confidence, 10);
        },
      ),
    );
  });

  it('keep the digits of small p-values', () => {
    // upper tail of the normal beyond 10 is 7.61985302416e-24 (Abramowitz & Stegun 1964, table 26.2)
    expect(normalTwoSidedP(-10) / (2 * 7.61985302416e-24)).toBeCloseTo(1, 9);
  });

  it('refuse certainty and no degrees of freedom', () => {
    expect(() => normalQuantile(1)).toThrow(InvalidParameter);
    expect(() => studentQuantile(0, 5)).toThrow(InvalidParameter);
    expect(() => studentQuantile(0.9, 0)).toThrow(InvalidParameter);
  });
});
