import fc from 'fast-check';
import { representativeness } from './representativeness.js';

const named = (groups: [number, number][]) =>
  groups.map(([population, respondents], k) => ({ group: `g${k}`, population, respondents }));

describe('representativeness', () => {
  it('compares respondents with the population', () => {
    // by hand: 60 of 100 and 20 of 100 answer; S² = (100·0.04 + 100·0.04)/199; χ² = 20²/40 · 2
    const result = representativeness(
      named([
        [100, 60],
        [100, 20],
      ]),
    );
    expect(result.overallResponseRate).toBeCloseTo(0.4, 12);
    expect(result.rIndicator).toBeCloseTo(1 - 2 * Math.sqrt(8 / 199), 12);
    expect(result.chi2Gof).toBeCloseTo(20, 10);
    expect(result.df).toBe(1);
    expect(result.groups[0]).toMatchObject({ responseRate: 0.6, respondentShare: 0.75, representationRatio: 1.5 });
  });

  it.each([
    [
      [
        [0, 0],
        [0, 0],
      ],
      'no_population',
    ],
    [
      [
        [50, 0],
        [20, 0],
      ],
      'no_respondents',
    ],
    [[[50, 20]], 'single_group'],
    [
      [
        [10, 12],
        [40, 20],
      ],
      'more_respondents_than_population',
    ],
  ])('flags %j as %s', (groups, flag) => {
    expect(representativeness(named(groups as [number, number][])).flag).toBe(flag);
  });

  it('is 1 when every group answers alike', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 6 }), (sizes) => {
        const result = representativeness(named(sizes.map((size) => [4 * size, size])));
        expect(result.rIndicator).toBeCloseTo(1, 12);
        expect(result.chi2Gof).toBeCloseTo(0, 9);
        for (const { representationRatio } of result.groups) expect(representationRatio).toBeCloseTo(1, 12);
      }),
    );
  });

  it('has shares that sum to 1', () => {
    const group = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 6 }), (groups) => {
        const shares = representativeness(named(groups)).groups;
        expect(shares.reduce((sum, { populationShare }) => sum + populationShare, 0)).toBeCloseTo(1, 10);
        expect(shares.reduce((sum, { respondentShare }) => sum + Number(respondentShare), 0)).toBeCloseTo(1, 10);
      }),
    );
  });
});
