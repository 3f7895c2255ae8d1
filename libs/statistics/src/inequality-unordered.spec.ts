import fc from 'fast-check';
import { inequalityUnordered } from './inequality-unordered.js';
import { InvalidParameter } from './invalid-input.js';

const group = fc.record({
  rate: fc.integer({ min: 1, max: 1000 }).map((k) => k / 1000),
  pop: fc.integer({ min: 1, max: 5000 }),
});

describe('inequalityUnordered', () => {
  it('measures two groups of one size', () => {
    // by hand: rates 0.2 and 0.6, mean 0.4, distance 0.2 each
    const result = inequalityUnordered({
      groups: [
        { rate: 0.2, pop: 50 },
        { rate: 0.6, pop: 50 },
      ],
      favourable: true,
      referenceIndex: 0,
    });
    const expected = {
      mean: 0.4,
      differenceMaxMin: 0.4,
      ratioMaxMin: 3,
      bgv: 0.04,
      bgsd: 0.2,
      covPct: 50,
      mdbWeighted: 0.2,
      mdmUnweighted: 0.2,
      mdrWeighted: 0.2,
      idisWeightedPct: 50,
      theil: (0.5 * Math.log(0.5) + 1.5 * Math.log(1.5)) / 2,
      mld: -(Math.log(0.5) + Math.log(1.5)) / 2,
      par: 0.2,
      pafPct: 50,
    };
    const got = new Map<string, unknown>(Object.entries(result));
    for (const [name, value] of Object.entries(expected)) expect(got.get(name)).toBeCloseTo(value, 12);
  });

  it('has no relative measures of a mean of zero and no ratio to a zero', () => {
    const zero = inequalityUnordered({
      groups: [
        { rate: 0, pop: 1 },
        { rate: 0, pop: 2 },
      ],
      favourable: false,
      referenceIndex: 0,
    });
    expect(zero).toMatchObject({ mean: 0, covPct: null, theil: null, pafPct: null, bgv: 0, flag: 'zero_mean' });
    const one = inequalityUnordered({
      groups: [
        { rate: 0, pop: 1 },
        { rate: 0.5, pop: 2 },
      ],
      favourable: true,
      referenceIndex: 1,
    });
    expect(one).toMatchObject({ ratioMaxMin: null, mld: null, flag: null });
  });

  it('drops groups without people, and stops where the reference is one', () => {
    const groups = [
      { rate: 0.4, pop: 10 },
      { rate: null, pop: 0 },
    ];
    expect(inequalityUnordered({ groups, favourable: true, referenceIndex: 0 }).flag).toBe('single_group');
    expect(inequalityUnordered({ groups, favourable: true, referenceIndex: 1 })).toEqual({
      mean: null,
      flag: 'reference_group_empty',
    });
    expect(inequalityUnordered({ groups: [{ rate: null, pop: 0 }], favourable: true, referenceIndex: 0 }).flag).toBe(
      'no_population',
    );
  });

  it('refuses a reference that is not there and a negative rate', () => {
    expect(() =>
      inequalityUnordered({ groups: [{ rate: 0.4, pop: 10 }], favourable: true, referenceIndex: 3 }),
    ).toThrow(InvalidParameter);
    expect(() =>
      inequalityUnordered({ groups: [{ rate: -0.4, pop: 10 }], favourable: true, referenceIndex: 0 }),
    ).toThrow(InvalidParameter);
  });

  it('is 0 everywhere, and the ratio 1, at equality', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 7 }), (groups) => {
        const equal = groups.map(({ pop }) => ({ rate: 0.3, pop }));
        const result = inequalityUnordered({ groups: equal, favourable: true, referenceIndex: 0 });
        const { mean, max, min, ratioMaxMin, flag, ...measures } = result as Extract<typeof result, { max: number }>;
        expect([max, min, ratioMaxMin, flag]).toEqual([0.3, 0.3, 1, null]);
        expect(mean).toBeCloseTo(0.3, 12);
        for (const value of Object.values(measures)) expect(value).toBeCloseTo(0, 6);
      }),
    );
  });

  it('is at least 0 and does not depend on the order of the groups', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 7 }), fc.boolean(), (groups, favourable) => {
        const result = inequalityUnordered({ groups, favourable, referenceIndex: 0 });
        const backwards = inequalityUnordered({
          groups: [...groups].reverse(),
          favourable,
          referenceIndex: groups.length - 1,
        });
        const other = new Map<string, unknown>(Object.entries(backwards));
        for (const [name, value] of Object.entries(result)) {
          if (typeof value !== 'number') continue;
          expect(value).toBeGreaterThanOrEqual(-1e-12);
          expect(value).toBeCloseTo(Number(other.get(name)), 9);
        }
      }),
    );
  });
});
