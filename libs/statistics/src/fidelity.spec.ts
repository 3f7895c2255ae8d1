import fc from 'fast-check';
import type { ComparisonTrend, FidelityDiagnosis, FidelityOutcome } from './fidelity.js';
import { fidelity } from './fidelity.js';
import { InvalidParameter } from './invalid-input.js';

const delivered = (value: number) => ({ adherence: value, exposure: value, quality: value, responsiveness: value });

describe('fidelity', () => {
  // the decision table of the measures reference, M29: high, moderate, low
  it.each<[FidelityOutcome, ComparisonTrend, FidelityDiagnosis, FidelityDiagnosis, FidelityDiagnosis]>([
    ['unknown', 'flat', 'insufficient_data', 'insufficient_data', 'insufficient_data'],
    ['improved', 'improved', 'external_factors_likely', 'external_factors_likely', 'external_factors_likely'],
    ['improved', 'none', 'improved_cause_unknown', 'improved_cause_unknown', 'improved_cause_unknown'],
    ['improved', 'flat', 'working_as_designed', 'promising_strengthen_delivery', 'improved_not_attributable'],
    ['improved', 'worse', 'working_as_designed', 'promising_strengthen_delivery', 'improved_not_attributable'],
    ['unchanged', 'worse', 'external_factors_likely', 'implementation_and_external', 'implementation_and_external'],
    ['worse', 'flat', 'poorly_designed_or_poor_fit', 'mixed_improve_delivery_then_retest', 'poorly_implemented'],
    [
      'unchanged',
      'improved',
      'poorly_designed_or_poor_fit',
      'mixed_improve_delivery_then_retest',
      'poorly_implemented',
    ],
    ['worse', 'none', 'design_suspected_no_comparison', 'mixed_improve_delivery_then_retest', 'poorly_implemented'],
  ])('outcome %s beside a comparison %s', (outcome, comparison, high, moderate, low) => {
    const diagnoses = [0.9, 0.7, 0.3].map(
      (value) => fidelity({ dimensions: delivered(value), outcome, comparison }).diagnosis,
    );
    expect(diagnoses).toEqual([high, moderate, low]);
  });

  it('calls exactly 0.8 high, and one weak core dimension moderate', () => {
    const rest = { outcome: 'improved', comparison: 'flat' } as const;
    expect(fidelity({ dimensions: delivered(0.8), ...rest }).level).toBe('high');
    expect(fidelity({ dimensions: { ...delivered(0.95), quality: 0.5 }, ...rest }).level).toBe('moderate');
    expect(fidelity({ dimensions: { ...delivered(0.95), differentiation: 0.5 }, ...rest }).level).toBe('high');
  });

  it('needs three known core dimensions that carry weight', () => {
    const rest = { outcome: 'improved', comparison: 'flat' } as const;
    const nothing = { composite: null, level: 'insufficient_data', diagnosis: 'insufficient_data' };
    expect(
      fidelity({ dimensions: { adherence: 0.9, exposure: 0.9, quality: null, differentiation: 1 }, ...rest }),
    ).toEqual(nothing);
    expect(fidelity({ dimensions: delivered(0.9), weights: { differentiation: 1 }, ...rest })).toEqual(nothing);
  });

  it('keeps the composite between the weakest and the strongest dimension', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const weight = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), fc.tuple(weight, weight, weight, weight), (values, weights) => {
        const [adherence, exposure, quality, responsiveness] = values;
        const { composite } = fidelity({
          dimensions: { adherence, exposure, quality, responsiveness },
          weights: { adherence: weights[0], exposure: weights[1], quality: weights[2], responsiveness: weights[3] },
          outcome: 'unknown',
          comparison: 'none',
        });
        expect(Number(composite)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
        expect(Number(composite)).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
      }),
    );
  });

  it('refuses a dimension outside 0 and 1', () => {
    expect(() => fidelity({ dimensions: delivered(1.1), outcome: 'unknown', comparison: 'none' })).toThrow(
      InvalidParameter,
    );
  });
});
