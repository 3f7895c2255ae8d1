import fc from 'fast-check';
import { riskRatio } from './risk-ratio.js';
import { populatedGroups, swapped } from './two-groups.arbitrary.js';

describe('riskRatio', () => {
  it('gives the published ratio of heart attacks, placebo over aspirin', () => {
    // Agresti 2007, An Introduction to Categorical Data Analysis, section 2.2.2: 1.82, interval 1.43 to 2.31
    const result = riskRatio({ group: { events: 189, n: 11034 }, reference: { events: 104, n: 11037 } });
    expect(result.riskRatio).toBeCloseTo(1.82, 2);
    expect(result.lower).toBeCloseTo(1.43, 2);
    expect(result.upper).toBeCloseTo(2.31, 2);
    expect(result.flag).toBeNull();
  });

  it('keeps an interval where the reference has no outcomes', () => {
    const result = riskRatio({ group: { events: 4, n: 40 }, reference: { events: 0, n: 100 } });
    expect(result.riskRatio).toBeNull();
    expect(result.flag).toBe('comparison_risk_zero');
    expect(Number(result.upper)).toBeGreaterThan(Number(result.lower));
  });

  it('shows an uncorrected point of 0 beside a corrected interval', () => {
    const result = riskRatio({ group: { events: 0, n: 40 }, reference: { events: 5, n: 100 } });
    expect(result).toMatchObject({ riskRatio: 0, flag: 'continuity_corrected' });
    // by hand: cells 0.5, 40.5, 5.5, 95.5; ratio (0.5/41)/(5.5/101), variance 1/0.5 − 1/41 + 1/5.5 − 1/101
    expect(Number(result.seLog) ** 2).toBeCloseTo(2 - 1 / 41 + 1 / 5.5 - 1 / 101, 12);
    expect(Number(result.lower) * Number(result.upper)).toBeCloseTo((0.5 / 41 / (5.5 / 101)) ** 2, 12);
  });

  it('corrects where everybody on both sides has the outcome, not where only the group has', () => {
    const all = { events: 8, n: 8 };
    expect(riskRatio({ group: all, reference: { events: 9, n: 9 } }).flag).toBe('continuity_corrected');
    expect(riskRatio({ group: all, reference: { events: 5, n: 9 } }).flag).toBeNull();
  });

  it('gives nothing when a group is empty', () => {
    expect(riskRatio({ group: { events: 0, n: 0 }, reference: { events: 1, n: 2 } })).toEqual({
      riskRatio: null,
      lower: null,
      upper: null,
      seLog: null,
      flag: 'no_denominator',
    });
  });

  it('inverts, limits included, when the groups are swapped', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const [one, other] = [riskRatio(groups), riskRatio(swapped(groups))];
        expect(Number(one.lower) * Number(other.upper)).toBeCloseTo(1, 9);
        expect(one.seLog).toBeCloseTo(Number(other.seLog), 12);
        if (one.riskRatio && other.riskRatio) expect(one.riskRatio * other.riskRatio).toBeCloseTo(1, 9);
      }),
    );
  });
});
