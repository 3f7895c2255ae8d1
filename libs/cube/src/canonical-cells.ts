import type { CountsFor, Profile } from './contribution.js';
import type { Cube } from './cube.js';

/** A cell as plain JSON: integers beyond 2^53 as decimal text, keys always in this order. */
export interface CanonicalCell {
  readonly schoolId: string;
  readonly profile: Profile;
  readonly counts: CountsFor;
  readonly n: number;
  readonly events: number;
  readonly sum: string;
  readonly sumOfSquares: string;
}

/**
 * The canonical dump of a cube: its cells with anything in them, sorted by school, profile and where they count. Cubes
 * of the same contributions give the same bytes, however they were packed and in whatever order they came.
 */
export function canonicalCells(cube: Cube): CanonicalCell[] {
  return Array.from(cube.cells(), ({ schoolId, profile, counts, n, events, sum, sumOfSquares }) => ({
    schoolId,
    profile,
    counts,
    n,
    events,
    sum: sum.toString(),
    sumOfSquares: sumOfSquares.toString(),
  }));
}
