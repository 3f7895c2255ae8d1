import fc from 'fast-check';
import { rateDifference } from './rate-difference.js';
import { populatedGroups, swapped } from './two-groups.arbitrary.js';

describe('rateDifference', () => {
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('gives the published limits of %i/%i less %i/%i', (x1, n1, x2, n2, lower, upper) => {
    const result = rateDifference({ group: { events: x1, n: n1 }, reference: { events: x2, n: n2 } });
    expect(result.lower).toBeCloseTo(lower, 4);
    expect(result.upper).toBeCloseTo(upper, 4);
  });

  it('gives nothing when a group is empty', () => {
    const empty = { events: 0, n: 0 };
    const some = { events: 1, n: 2 };
    expect(rateDifference({ group: empty, reference: some }).flag).toBe('no_denominator');
    expect(rateDifference({ group: some, reference: empty }).difference).toBeNull();
  });

  it('changes sign, limits included, when the groups are swapped', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const [one, other] = [rateDifference(groups), rateDifference(swapped(groups))];
        expect(Number(one.difference) + Number(other.difference)).toBe(0);
        expect(Number(one.lower)).toBeCloseTo(-Number(other.upper), 12);
      }),
    );
  });

  it('stays inside -1 and 1 and around the difference', () => {
    fc.assert(
      fc.property(populatedGroups, (groups) => {
        const { difference, lower, upper } = rateDifference(groups);
        const limits = [-1, lower, difference, upper, 1].map(Number);
        expect([...limits].sort((a, b) => a - b)).toEqual(limits);
      }),
    );
  });
});
