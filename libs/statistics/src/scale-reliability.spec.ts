import fc from 'fast-check';
import { omegaFromLoadings } from './omega-from-loadings.js';
import { oneFactorLoadings } from './one-factor-loadings.js';
import { scaleReliability } from './scale-reliability.js';

describe('scaleReliability', () => {
  it('is 1 for items that always agree', () => {
    const result = scaleReliability([1, 2, 3, 4, 5].map((code) => [code, code, code]));
    expect(result.alpha).toBeCloseTo(1, 12);
    expect(result.omegaTotalOneFactor).toBeCloseTo(1, 9);
  });

  it('is the Spearman-Brown value of two items with one variance', () => {
    // items 1 2 3 4 and 2 1 4 3: covariance 1, variances 5/3; r = 0.6, 2r/(1 + r) = 0.75
    const result = scaleReliability([
      [1, 2],
      [2, 1],
      [3, 4],
      [4, 3],
    ]);
    expect(result.alpha).toBeCloseTo(0.75, 12);
    expect(result.flag).toBe('omega_needs_3_items');
  });

  it.each([
    [
      'too_few',
      [
        [3, 3],
        [4, 4],
      ],
    ],
    [
      'too_few',
      [
        [3, 3],
        [4, 4],
        [null, 2],
      ],
    ],
    [
      'zero_variance',
      [
        [3, 3],
        [3, 3],
        [3, 3],
      ],
    ],
    [
      'alpha_not_positive',
      [
        [1, 5],
        [2, 4],
        [3, 3.5],
        [4, 2],
      ],
    ],
    [
      'item_without_variance',
      [
        [3, 2, 4],
        [3, 4, 5],
        [3, 1, 2],
        [3, 5, 5],
      ],
    ],
  ])('says %s', (flag, responses) => {
    expect(scaleReliability(responses)).toMatchObject({ flag, omegaTotalOneFactor: null });
  });

  it('has limits around alpha, and omega within 0 and 1', () => {
    const row = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 8, maxLength: 40 }), (responses) => {
        const { alpha, alphaLowerFeldt, alphaUpperFeldt, omegaTotalOneFactor } = scaleReliability(responses);
        fc.pre(alpha !== null);
        expect(Number(alphaLowerFeldt)).toBeLessThanOrEqual(Number(alpha));
        expect(Number(alphaUpperFeldt)).toBeGreaterThanOrEqual(Number(alpha));
        if (omegaTotalOneFactor === null) return;
        expect(omegaTotalOneFactor).toBeGreaterThanOrEqual(0);
        expect(omegaTotalOneFactor).toBeLessThanOrEqual(1 + 1e-6);
      }),
      { numRuns: 40 },
    );
  });
});

describe('oneFactorLoadings', () => {
  it('finds the loadings a correlation matrix was made of', () => {
    const loading = fc.integer({ min: 30, max: 95 }).map((k) => k / 100);
    fc.assert(
      fc.property(fc.array(loading, { minLength: 3, maxLength: 7 }), (loadings) => {
        const correlations = loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b)));
        oneFactorLoadings(correlations).forEach((l, k) => expect(l).toBeCloseTo(loadings[k] ?? 0, 6));
      }),
    );
  });
});

describe('omegaFromLoadings', () => {
  it('is the Spearman-Brown value of equal loadings', () => {
    // four items of loading 0.7: r = 0.49, 4r/(1 + 3r)
    expect(omegaFromLoadings({ loadings: [0.7, 0.7, 0.7, 0.7] }).omega).toBeCloseTo((4 * 0.49) / (1 + 3 * 0.49), 12);
  });

  it('takes given uniquenesses, and has nothing to say about nothing', () => {
    expect(omegaFromLoadings({ loadings: [0.5, 0.5], uniquenesses: [0.5, 0.5] }).omega).toBeCloseTo(0.5, 12);
    expect(omegaFromLoadings({ loadings: [] }).omega).toBeNull();
  });
});
