import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { requireCount } from './invalid-input.js';

/** True counts of a district, and whether they are hidden in what is published. */
export interface DistrictCounts extends Counts {
  suppressed: boolean;
}

export interface StateAggregate {
  trueEvents: number;
  trueN: number;
  trueRate: number | null;
  /** Rate of the shown districts alone: not the State's. */
  sumOfPublishedRate: number | null;
  /** What a reader gets about the hidden districts together by subtraction. */
  residualN: number;
  residualEvents: number;
  hiddenDistricts: number;
  publishStateSafe: boolean;
}

/**
 * State totals over districts of which some are hidden: computed from the true counts, and whether publishing them
 * gives the hidden ones away.
 *
 * @returns safe when none is hidden, or at least two are with minN people or more, some but not all with the outcome
 * @throws InvalidCounts if events exceed n or minN is not a whole number ≥ 0
 * @source NCES 2011-603 on complementary suppression across levels; rule M35 of the measures reference
 */
export function stateAggregate({
  districts,
  minN,
}: {
  districts: readonly DistrictCounts[];
  minN: number;
}): StateAggregate {
  districts.forEach(requireCounts);
  requireCount('minN', minN);
  const hidden = districts.filter(({ suppressed }) => suppressed);
  const all = summed(districts);
  const shown = summed(districts.filter(({ suppressed }) => !suppressed));
  const residual = summed(hidden);
  const hides = hidden.length >= 2 && residual.n >= minN && residual.events > 0 && residual.events < residual.n;
  return finiteResult({
    trueEvents: all.events,
    trueN: all.n,
    trueRate: all.n === 0 ? null : all.events / all.n,
    sumOfPublishedRate: shown.n === 0 ? null : shown.events / shown.n,
    residualN: residual.n,
    residualEvents: residual.events,
    hiddenDistricts: hidden.length,
    publishStateSafe: hidden.length === 0 || hides,
  });
}

function summed(counts: readonly Counts[]): Counts {
  return {
    events: counts.reduce((sum, { events }) => sum + events, 0),
    n: counts.reduce((sum, { n }) => sum + n, 0),
  };
}
