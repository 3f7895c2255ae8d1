import fc from 'fast-check';
import { InvalidCounts, InvalidParameter } from './invalid-input.js';
import { standardizedMeanDifference } from './standardized-mean-difference.js';

describe('standardizedMeanDifference', () => {
  it('gives the published d and g of two groups of fifty', () => {
    // Borenstein, Hedges, Higgins, Rothstein 2009, Introduction to Meta-Analysis, chapter 4: d 0.5970, J 0.9923, g 0.5924
    const result = standardizedMeanDifference({
      group: { mean: 103, sd: 5.5, n: 50 },
      reference: { mean: 100, sd: 4.5, n: 50 },
    });
    expect(result.pooledSd).toBeCloseTo(5.0249, 4);
    expect(result.d).toBeCloseTo(0.597, 4);
    expect(result.smallSampleFactor).toBeCloseTo(0.9923, 4);
    expect(result.g).toBeCloseTo(0.5924, 4);
    expect(Number(result.seG) ** 2).toBeCloseTo(0.0411, 4);
  });

  it('needs two people on each side and some spread', () => {
    const one = { mean: 5, sd: 0, n: 1 };
    const same = { mean: 5, sd: 0, n: 6 };
    expect(standardizedMeanDifference({ group: one, reference: same }).flag).toBe('too_few');
    expect(standardizedMeanDifference({ group: same, reference: same })).toMatchObject({
      pooledSd: 0,
      g: null,
      flag: 'zero_sd',
    });
  });

  it('does not change with the unit of the measure', () => {
    const unit = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(unit, unit, unit, (scale, sd, mean) => {
        const at = (factor: number) =>
          standardizedMeanDifference({
            group: { mean: mean * factor, sd: sd * factor, n: 20 },
            reference: { mean: 0, sd: sd * factor, n: 30 },
          }).g;
        expect(at(scale)).toBeCloseTo(Number(at(1)), 9);
      }),
    );
  });

  it('refuses what is no summary of a group', () => {
    const fine = { mean: 1, sd: 1, n: 5 };
    expect(() => standardizedMeanDifference({ group: { ...fine, sd: -1 }, reference: fine })).toThrow(InvalidParameter);
    expect(() => standardizedMeanDifference({ group: { ...fine, n: 2.5 }, reference: fine })).toThrow(InvalidCounts);
  });
});
