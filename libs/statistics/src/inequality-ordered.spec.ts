import fc from 'fast-check';
import type { InequalityOrdered } from './inequality-ordered.js';
import { inequalityOrdered } from './inequality-ordered.js';
import { expit } from './logit-regression.js';
import { populatedCounts } from './two-groups.arbitrary.js';

function measured(groups: { events: number; n: number }[]): InequalityOrdered {
  const result = inequalityOrdered({ groups });
  if (result.flag === 'too_few_groups') throw new Error('too few groups for this test');
  return result;
}

describe('inequalityOrdered', () => {
  it('draws the line through two groups', () => {
    // by hand: rates 0.2 and 0.6 at ridits 0.25 and 0.75; line 0 + 0.8 R; C = 2/0.4·(0.5·0.2·0.25 + 0.5·0.6·0.75) − 1 = 0.25
    const result = measured([
      { events: 20, n: 100 },
      { events: 60, n: 100 },
    ]);
    expect(result.ridits).toEqual([0.25, 0.75]);
    expect(result.siiLinear).toBeCloseTo(0.8, 12);
    expect(result.pred0Linear).toBeCloseTo(0, 12);
    expect(result.concentrationIndex).toBeCloseTo(0.25, 12);
    expect(result.erreygers).toBeCloseTo(0.4, 12);
    expect(result.wagstaff).toBeCloseTo(0.25 / 0.6, 12);
  });

  it('fits the logit exactly where two groups leave nothing over', () => {
    const result = measured([
      { events: 20, n: 100 },
      { events: 60, n: 100 },
    ]);
    const slope = (Math.log(0.6 / 0.4) - Math.log(0.2 / 0.8)) / 0.5;
    expect(result.logitB1).toBeCloseTo(slope, 10);
    expect(result.logitB0).toBeCloseTo(Math.log(0.25) - slope * 0.25, 10);
  });

  it.each([
    [
      [
        [0, 10],
        [0, 20],
      ],
      'no_variation',
    ],
    [
      [
        [10, 10],
        [20, 20],
      ],
      'no_variation',
    ],
    [
      [
        [0, 15],
        [9, 20],
      ],
      'logit_separation',
    ],
    [
      [
        [5, 5],
        [2, 4],
        [0, 9],
      ],
      'logit_separation',
    ],
  ])('leaves the logit out of %j: %s', (groups, flag) => {
    const result = measured(groups.map(([events = 0, n = 0]) => ({ events, n })));
    expect(result).toMatchObject({ flag, logitB0: null, siiLogit: null, riiLogitUpper: null });
  });

  it.each([
    [
      [1779, 1778],
      [78, 8],
    ],
    [
      [1523, 1523],
      [3, 0],
      [3, 1],
    ],
  ])('fits groups of very unequal size and rate: %j, %j', (...sizes) => {
    const groups = sizes.map(([n = 0, events = 0]) => ({ events, n }));
    const { ridits, logitB0, logitB1, flag } = measured(groups);
    expect(flag).toBeNull();
    // at the maximum of the likelihood the fitted events are the events, in number and in place
    const missing = groups.map(
      ({ events, n }, k) => events - n * expit(Number(logitB0) + Number(logitB1) * (ridits[k] ?? 0)),
    );
    expect(missing.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 8);
    expect(missing.reduce((sum, value, k) => sum + value * (ridits[k] ?? 0), 0)).toBeCloseTo(0, 8);
  });

  it('leaves the logit out where a fitted end is nearer 0 than numbers go', () => {
    const groups = [
      { events: 0, n: 1716 },
      { events: 1, n: 3 },
      { events: 3, n: 4 },
    ];
    expect(measured(groups)).toMatchObject({ flag: 'logit_separation', logitB0: null, riiLogit: null });
  });

  it('needs two groups with people', () => {
    const groups = [
      { events: 4, n: 10 },
      { events: 0, n: 0 },
    ];
    expect(inequalityOrdered({ groups })).toEqual({ mean: 0.4, flag: 'too_few_groups' });
    expect(inequalityOrdered({ groups: [] })).toEqual({ mean: null, flag: 'too_few_groups' });
  });

  it('changes sign when the order is turned round, and the logit slope stays within -1 and 1', () => {
    fc.assert(
      fc.property(fc.array(populatedCounts, { minLength: 2, maxLength: 8 }), (groups) => {
        const [up, down] = [measured(groups), measured([...groups].reverse())];
        expect(up.siiLinear).toBeCloseTo(-down.siiLinear, 9);
        expect(Number(up.aci)).toBeCloseTo(-Number(down.aci), 9);
        expect(up.flag).toBe(down.flag);
        if (up.flag !== null) return;
        expect(up.siiLogit).toBeCloseTo(-Number(down.siiLogit), 7);
        expect(Number(up.riiLogit) * Number(down.riiLogit)).toBeCloseTo(1, 6);
        expect(Math.abs(Number(up.siiLogit))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
