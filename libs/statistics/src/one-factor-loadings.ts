const MAX_SWEEPS = 100_000;
/** Largest change of a loading in a sweep at which the fit is done. */
const CONVERGED = 1e-12;

/**
 * Unweighted-least-squares loadings of one factor (minres): the l that minimise Σ over i<j of (r_ij − l_i·l_j)².
 * Each loading in turn takes its best value beside the others, until none moves. Written here because no kept library
 * fits factor models.
 *
 * @param correlations square, symmetric, at least 3 items
 * @returns one loading per item, sign such that they sum to more than 0; one beyond ±1 is an improper solution
 * @source Harman & Jones 1966, Psychometrika 31:351
 */
export function oneFactorLoadings(correlations: readonly (readonly number[])[]): number[] {
  const loadings = correlations.map(() => 0.6);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep += 1) {
    if (sweepOnce(correlations, loadings) < CONVERGED) break;
  }
  const sum = loadings.reduce((total, l) => total + l, 0);
  return sum < 0 ? loadings.map((l) => -l) : loadings;
}

function sweepOnce(correlations: readonly (readonly number[])[], loadings: number[]): number {
  let moved = 0;
  correlations.forEach((row, i) => {
    let [shared, size] = [0, 0];
    loadings.forEach((l, j) => {
      if (j === i) return;
      shared += (row[j] ?? 0) * l;
      size += l * l;
    });
    const best = size > 0 ? shared / size : 0;
    moved = Math.max(moved, Math.abs(best - (loadings[i] ?? 0)));
    loadings[i] = best;
  });
  return moved;
}
