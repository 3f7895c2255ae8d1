import fc from 'fast-check';
import { gapNarrowing } from './gap-narrowing.js';
import { populatedGroups } from './two-groups.arbitrary.js';

const at = (group: [number, number], reference: [number, number]) => ({
  group: { events: group[0], n: group[1] },
  reference: { events: reference[0], n: reference[1] },
});

describe('gapNarrowing', () => {
  it.each([
    ['narrowed', at([300, 600], [700, 1000]), at([420, 620], [720, 1000])],
    ['widened', at([300, 600], [700, 1000]), at([260, 620], [760, 1000])],
    ['reversed', at([300, 1000], [500, 1000]), at([620, 1000], [480, 1000])],
    ['no_detectable_change', at([30, 60], [70, 100]), at([34, 60], [71, 100])],
    ['no_detectable_change', at([49, 100], [50, 100]), at([51, 100], [50, 100])],
    ['not_calculable', at([0, 0], [1, 2]), at([1, 2], [1, 2])],
  ])('says %s', (status, before, after) => {
    expect(gapNarrowing({ before, after }).status).toBe(status);
  });

  it('gives the gap and its change', () => {
    // by hand: 0.4 − 0.6 = −0.2, then 0.5 − 0.6 = −0.1: half of the gap is gone
    const result = gapNarrowing({ before: at([400, 1000], [600, 1000]), after: at([500, 1000], [600, 1000]) });
    expect(result.gapBefore).toBeCloseTo(-0.2, 12);
    expect(result.change).toBeCloseTo(0.1, 12);
    expect(result.narrowingAbs).toBeCloseTo(0.1, 12);
    expect(result.narrowingPctOfBefore).toBeCloseTo(50, 9);
  });

  it('has no percent of no gap', () => {
    const result = gapNarrowing({ before: at([50, 100], [100, 200]), after: at([90, 100], [100, 200]) });
    expect(result).toMatchObject({ narrowingPctOfBefore: null, status: 'widened' });
  });

  it('finds a change exactly where the interval leaves out 0', () => {
    fc.assert(
      fc.property(populatedGroups, populatedGroups, (before, after) => {
        const { status, lower, upper } = gapNarrowing({ before, after });
        const holdsZero = Number(lower) < 0 && Number(upper) > 0;
        expect(status === 'no_detectable_change').toBe(holdsZero);
      }),
    );
  });
});
