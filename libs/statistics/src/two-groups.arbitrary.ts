import fc from 'fast-check';
import type { Counts, TwoGroups } from './counts.js';

/** Counts of a group with at least one person. */
export const populatedCounts: fc.Arbitrary<Counts> = fc
  .integer({ min: 1, max: 2000 })
  .chain((n) => fc.integer({ min: 0, max: n }).map((events) => ({ events, n })));

export const populatedGroups: fc.Arbitrary<TwoGroups> = fc.record({
  group: populatedCounts,
  reference: populatedCounts,
});

/** The same comparison seen from the other side. */
export function swapped({ group, reference, confidence }: TwoGroups): TwoGroups {
  return { group: reference, reference: group, confidence };
}
