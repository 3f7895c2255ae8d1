import fc from 'fast-check';
import { diffInDiff } from './diff-in-diff.js';
import { populatedCounts } from './two-groups.arbitrary.js';

const beforeAfter = fc.record({ before: populatedCounts, after: populatedCounts });

describe('diffInDiff', () => {
  it('takes the change of the comparison off the change of the treated', () => {
    // by hand: 0.5 → 0.7 against 0.5 → 0.55; variance (0.25 + 0.21 + 0.25 + 0.2475)/100
    const result = diffInDiff({
      treated: { before: { events: 50, n: 100 }, after: { events: 70, n: 100 } },
      comparison: { before: { events: 50, n: 100 }, after: { events: 55, n: 100 } },
    });
    expect(result.did).toBeCloseTo(0.15, 12);
    expect(result.se).toBeCloseTo(Math.sqrt(0.009575), 12);
    expect(result.lower).toBeLessThan(0);
  });

  it('keeps an error where all rates are 0 or 1', () => {
    const all = { before: { events: 9, n: 9 }, after: { events: 9, n: 9 } };
    const none = { before: { events: 0, n: 4 }, after: { events: 0, n: 4 } };
    const result = diffInDiff({ treated: all, comparison: none });
    expect(result).toMatchObject({ did: 0, z: 0, pValue: 1, flag: null });
    expect(Number(result.se)).toBeGreaterThan(0);
  });

  it('gives nothing when one of the four groups is empty', () => {
    const some = { events: 1, n: 2 };
    const result = diffInDiff({
      treated: { before: some, after: { events: 0, n: 0 } },
      comparison: { before: some, after: some },
    });
    expect(result).toMatchObject({ did: null, se: null, flag: 'no_denominator' });
  });

  it('changes sign when the sides are swapped, and is 0 against itself', () => {
    fc.assert(
      fc.property(beforeAfter, beforeAfter, (treated, comparison) => {
        const one = diffInDiff({ treated, comparison });
        const other = diffInDiff({ treated: comparison, comparison: treated });
        expect(Number(one.did)).toBeCloseTo(-Number(other.did), 12);
        expect(one.pValue).toBeCloseTo(Number(other.pValue), 10);
        expect(diffInDiff({ treated, comparison: treated }).did).toBe(0);
      }),
    );
  });
});
