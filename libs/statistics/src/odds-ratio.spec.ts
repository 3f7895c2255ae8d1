import fc from 'fast-check';
import { oddsRatio } from './odds-ratio.js';
import { riskRatio } from './risk-ratio.js';
import { populatedGroups, swapped } from './two-groups.arbitrary.js';

describe('oddsRatio', () => {
  it('gives the published odds ratio of heart attacks, placebo over aspirin', () => {
    // Agresti 2007, An Introduction to Categorical Data Analysis, section 2.3.3: 1.83, interval 1.44 to 2.33
    const result = oddsRatio({ group: { events: 189, n: 11034 }, reference: { events: 104, n: 11037 } });
    expect(result.oddsRatio).toBeCloseTo(1.83, 2);
    expect(result.lower).toBeCloseTo(1.44, 2);
    expect(result.upper).toBeCloseTo(2.33, 2);
    expect(result.seLog).toBeCloseTo(0.123, 3);
  });

  it.each([
    [0, 40, 5, 100, 0],
    [4, 40, 0, 100, null],
    [12, 12, 30, 60, null],
    [3, 12, 60, 60, 0],
  ])('corrects the interval only with a zero cell: %i/%i against %i/%i', (x1, n1, x2, n2, point) => {
    const result = oddsRatio({ group: { events: x1, n: n1 }, reference: { events: x2, n: n2 } });
    expect(result).toMatchObject({ oddsRatio: point, flag: 'continuity_corrected' });
    expect(Number(result.lower)).toBeGreaterThan(0);
  });

  it('gives nothing when a group is empty', () => {
    expect(oddsRatio({ group: { events: 1, n: 3 }, reference: { events: 0, n: 0 } }).flag).toBe('no_denominator');
  });

  it('inverts when the groups are swapped', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const [one, other] = [oddsRatio(groups), oddsRatio(swapped(groups))];
        expect(Number(one.lower) * Number(other.upper)).toBeCloseTo(1, 9);
        if (one.oddsRatio && other.oddsRatio) expect(one.oddsRatio * other.oddsRatio).toBeCloseTo(1, 9);
      }),
    );
  });

  it('lies at least as far from 1 as the risk ratio', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const [odds, risk] = [oddsRatio(groups).oddsRatio, riskRatio(groups).riskRatio];
        fc.pre(!!odds && !!risk);
        expect(Math.abs(Math.log(Number(odds)))).toBeGreaterThanOrEqual(Math.abs(Math.log(Number(risk))) - 1e-12);
      }),
    );
  });
});
