import fc from 'fast-check';
import { composition } from './composition.js';
import { InvalidParameter } from './invalid-input.js';
import { riskRatio } from './risk-ratio.js';

describe('composition', () => {
  it('compares a group with all others', () => {
    // by hand: 30 of 60 outcomes from 100 of 400 students; risk 0.3 against 30/300 = 0.1
    const [first] = composition([
      { group: 'A', outcome: 30, enrolment: 100 },
      { group: 'B', outcome: 30, enrolment: 300 },
    ]);
    expect(first).toMatchObject({ outcomeShare: 0.5, enrolmentShare: 0.25, representationRatio: 2, risk: 0.3 });
    expect(first?.differenceInCompositionPp).toBeCloseTo(25, 12);
    expect(first?.relativeDifferenceInCompositionPct).toBeCloseTo(100, 12);
    expect(first?.riskRatioVsAllOthers).toBeCloseTo(3, 12);
    expect(first?.weightedRiskRatio).toBeNull();
  });

  it('weights the others by the State', () => {
    // by hand: (1 - 0.5)·0.2 / (0.3·0.1 + 0.2·0.05) = 2.5
    const [first] = composition([
      { group: 'A', outcome: 20, enrolment: 100, stateEnrolment: 500 },
      { group: 'B', outcome: 10, enrolment: 100, stateEnrolment: 300 },
      { group: 'C', outcome: 5, enrolment: 100, stateEnrolment: 200 },
    ]);
    expect(first?.weightedRiskRatio).toBeCloseTo(2.5, 12);
  });

  it('has no shares of nothing and no ratio against nobody', () => {
    expect(composition([{ group: 'A', outcome: 0, enrolment: 10 }])[0]).toMatchObject({
      outcomeShare: null,
      enrolmentShare: 1,
      risk: 0,
      riskRatioVsAllOthers: null,
    });
  });

  it('refuses a State count for some groups only', () => {
    const groups = [
      { group: 'A', outcome: 1, enrolment: 2, stateEnrolment: 5 },
      { group: 'B', outcome: 1, enrolment: 2 },
    ];
    expect(() => composition(groups)).toThrow(InvalidParameter);
  });

  it('has shares that sum to 1, and the risk ratio of the other measure', () => {
    const group = fc
      .integer({ min: 1, max: 500 })
      .chain((enrolment) => fc.integer({ min: 1, max: enrolment }).map((outcome) => ({ outcome, enrolment })));
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 6 }), (counts) => {
        const results = composition(counts.map((item, k) => ({ group: `g${k}`, ...item })));
        expect(results.reduce((sum, { outcomeShare }) => sum + Number(outcomeShare), 0)).toBeCloseTo(1, 10);
        const [first, ...others] = counts;
        const ratio = riskRatio({
          group: { events: first?.outcome ?? 0, n: first?.enrolment ?? 0 },
          reference: {
            events: others.reduce((sum, { outcome }) => sum + outcome, 0),
            n: others.reduce((sum, { enrolment }) => sum + enrolment, 0),
          },
        });
        expect(results[0]?.riskRatioVsAllOthers).toBeCloseTo(Number(ratio.riskRatio), 8);
      }),
    );
  });
});
