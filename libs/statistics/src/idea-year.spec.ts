import fc from 'fast-check';
import { ideaYear } from './idea-year.js';

const rules = { minCell: 10, minN: 30, threshold: 2.5 };

describe('ideaYear', () => {
  it('takes the risk ratio within the district where the others are enough', () => {
    // by hand: (40/300) / (50/1000) = 2.667
    const [black] = ideaYear({
      district: [
        { group: 'black', cell: 40, n: 300 },
        { group: 'white', cell: 50, n: 1000 },
      ],
      state: [],
      ...rules,
    });
    expect(black).toMatchObject({ method: 'risk_ratio', reason: null, exceeds: true });
    expect(black?.value).toBeCloseTo(2.6667, 4);
  });

  it('takes the State where the others of the district are too few', () => {
    // 34 CFR 300.647(a)(1): alternate risk ratio; by hand (20/100) / (100/1000) = 2
    const [black] = ideaYear({
      district: [
        { group: 'black', cell: 20, n: 100 },
        { group: 'white', cell: 9, n: 400 },
      ],
      state: [
        { group: 'black', cell: 500, n: 900 },
        { group: 'white', cell: 100, n: 1000 },
      ],
      ...rules,
    });
    expect(black).toEqual({ group: 'black', method: 'alternate_risk_ratio', reason: null, value: 2, exceeds: false });
  });

  it('calculates nothing for a group under the minimum, or without any comparison', () => {
    const district = [
      { group: 'black', cell: 20, n: 100 },
      { group: 'white', cell: 9, n: 400 },
    ];
    const reasons = ideaYear({ district, state: [], ...rules }).map(({ reason }) => reason);
    expect(reasons).toEqual(['state_comparison_below_minimum', 'group_below_minimum']);
  });

  it('has no ratio against a risk of zero', () => {
    const district = [
      { group: 'black', cell: 20, n: 100 },
      { group: 'white', cell: 0, n: 400 },
    ];
    const [black] = ideaYear({ district, state: [], minCell: 0, minN: 0, threshold: 2 });
    expect(black).toMatchObject({ method: 'risk_ratio', reason: 'comparison_risk_zero', value: null, exceeds: false });
  });

  it('does not exceed at exactly the threshold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 3000 }), fc.integer({ min: 1, max: 40 }), (cell, times) => {
        const district = [
          { group: 'a', cell: 5 * cell, n: 100 * cell },
          { group: 'b', cell: 2 * cell * times, n: 100 * cell * times },
        ];
        const [first] = ideaYear({ district, state: [], ...rules });
        expect(first).toMatchObject({ method: 'risk_ratio', exceeds: false });
        expect(first?.value).toBeCloseTo(2.5, 12);
      }),
    );
  });
});
