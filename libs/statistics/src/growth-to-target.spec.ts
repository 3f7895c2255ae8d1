import fc from 'fast-check';
import type { GrowthPath } from './growth-to-target.js';
import { growthToTarget } from './growth-to-target.js';

function path(input: Parameters<typeof growthToTarget>[0]): GrowthPath {
  const result = growthToTarget(input);
  if (result.flag === 'no_time') throw new Error('no time in this test');
  return result;
}

describe('growthToTarget', () => {
  it('draws the line of a graduation rate from 62 to 80 percent in six years', () => {
    const result = path({ baseline: 0.62, target: 0.8, years: 6 });
    expect(result.requiredAnnualGain).toBeCloseTo(0.03, 12);
    expect(result.path?.map((value) => Math.round(value * 100))).toEqual([62, 65, 68, 71, 74, 77, 80]);
    expect(result.progress).toBeNull();
  });

  it.each([
    [0.62, 0.8, 0.81, 2, 'target_met'],
    [0.62, 0.8, 0.68, 2, 'on_track'],
    [0.62, 0.8, 0.64, 2, 'behind'],
    [0.62, 0.8, 0.6, 2, 'no_progress_or_worse'],
    [12, 4, 9.5, 1.25, 'on_track'],
    [12, 4, 13, 1, 'no_progress_or_worse'],
    [0.5, 0.5, 0.5, 1, 'target_met'],
  ])('from %d to %d, %d after %d years is %s', (baseline, target, value, elapsed, status) => {
    expect(path({ baseline, target, years: 6, observed: { value, elapsed } }).progress?.status).toBe(status);
  });

  it('says whether the line is within the noise of the observed rate', () => {
    const behind = { value: 0.64, elapsed: 2, counts: { events: 32, n: 50 } };
    expect(path({ baseline: 0.62, target: 0.8, years: 6, observed: behind }).progress?.interval?.containsExpected).toBe(
      true,
    );
    const many = { ...behind, counts: { events: 32_000, n: 50_000 } };
    expect(path({ baseline: 0.62, target: 0.8, years: 6, observed: many }).progress?.interval?.containsExpected).toBe(
      false,
    );
    const nobody = { ...behind, counts: { events: 0, n: 0 } };
    expect(path({ baseline: 0.62, target: 0.8, years: 6, observed: nobody }).progress?.interval).toBeNull();
  });

  it('has no steps in fractional years, no rate from zero, no gain after the deadline', () => {
    const result = path({ baseline: 0, target: 0.8, years: 2.5, observed: { value: 0.7, elapsed: 2.5 } });
    expect(result).toMatchObject({ path: null, requiredCompoundAnnualRate: null });
    expect(result.progress).toMatchObject({ requiredGainRemaining: null, observedCompoundAnnualRate: null });
    const firstDay = path({ baseline: 1, target: 2, years: 2, observed: { value: 1, elapsed: 0 } });
    expect(firstDay.progress).toMatchObject({ projectedAtDeadline: null, observedCompoundAnnualRate: null });
  });

  it('cannot be calculated without time', () => {
    expect(growthToTarget({ baseline: 0.6, target: 0.8, years: 0 })).toEqual({
      status: 'not_calculable',
      flag: 'no_time',
    });
  });

  it('ends at the target, and the compound rate leads there too', () => {
    const value = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 1, max: 15 }), (baseline, target, years) => {
        const result = path({ baseline, target, years });
        expect(result.path?.at(-1)).toBeCloseTo(target, 8);
        const compounded = baseline * (1 + Number(result.requiredCompoundAnnualRate)) ** years;
        expect(compounded / target).toBeCloseTo(1, 9);
      }),
    );
  });
});
