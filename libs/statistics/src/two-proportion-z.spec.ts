import fc from 'fast-check';
import { chiSquare } from './chi-square.js';
import { populatedGroups, swapped } from './two-groups.arbitrary.js';
import { twoProportionZ } from './two-proportion-z.js';

describe('twoProportionZ', () => {
  it('finds the published difference of heart attacks, placebo against aspirin', () => {
    // Physicians' Health Study, New England Journal of Medicine 1989;321:129: p below 0.00001; chi-square 25.0 (Agresti 2007)
    const { z, pValue } = twoProportionZ({ group: { events: 189, n: 11034 }, reference: { events: 104, n: 11037 } });
    expect(Number(z) ** 2).toBeCloseTo(25.0, 1);
    expect(Number(pValue)).toBeLessThan(0.00001);
  });

  it.each([
    [0, 30, 0, 12],
    [7, 7, 4, 4],
  ])('has no variation to test in %i/%i against %i/%i', (x1, n1, x2, n2) => {
    expect(twoProportionZ({ group: { events: x1, n: n1 }, reference: { events: x2, n: n2 } })).toEqual({
      z: 0,
      pValue: 1,
      flag: 'no_variation',
    });
  });

  it('gives nothing when a group is empty', () => {
    const result = twoProportionZ({ group: { events: 0, n: 0 }, reference: { events: 4, n: 9 } });
    expect(result).toEqual({ z: null, pValue: null, flag: 'no_denominator' });
  });

  it('changes sign, not p, when the groups are swapped', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const [one, other] = [twoProportionZ(groups), twoProportionZ(swapped(groups))];
        expect(Number(one.z) + Number(other.z)).toBe(0);
        expect(one.pValue).toBe(other.pValue);
      }),
    );
  });

  it('squares to the chi-square of the same table, with the same p', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const { z, pValue, flag } = twoProportionZ(groups);
        fc.pre(flag === null);
        const square = chiSquare([groups.group, groups.reference].map(({ events, n }) => [events, n - events]));
        expect(square.chi2).toBeCloseTo(Number(z) ** 2, 6);
        expect(square.pValue).toBeCloseTo(Number(pValue), 9);
      }),
    );
  });
});
