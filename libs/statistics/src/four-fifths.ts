import { requireCounts } from './counts.js';
import { finiteResult } from './finite-result.js';
import { requireWithin } from './invalid-input.js';

/** `selected` people with the good outcome out of `pool`; whole numbers. */
export interface SelectionPool {
  group: string;
  selected: number;
  pool: number;
}

export interface FourFifthsInput {
  groups: readonly SelectionPool[];
  /** Smallest share of all people a group needs to be judged, 0..1; 0.02 when absent. */
  minShareOfPool?: number;
}

export interface GroupImpact {
  group: string;
  rate: number | null;
  /** Rate over the highest rate; above 1 only for a group too small to be judged. */
  impactRatio: number | null;
  evaluated: boolean;
  belowFourFifths: boolean;
}

export interface FourFifths {
  highestRate: number | null;
  results: GroupImpact[];
}

/** Rounding within which a pool counts as reaching its smallest share. */
const SLACK = 1e-9;

/**
 * Whether a group's rate of a good outcome is under 80 % of the best group's rate. A screen taken from employment law,
 * not a legal test for schools; for adverse outcomes use riskRatio.
 *
 * impactRatio = rate / highest rate among the evaluated groups; below when 5·s·top pool < 4·top s·pool, in whole
 * numbers, so that exactly 0.8 is not below.
 *
 * @returns one result per group in the order of the input; ratios null when nobody anywhere is selected
 * @throws InvalidCounts if selected exceed the pool; InvalidParameter if the share is outside 0..1
 * @source 29 CFR 1607.4(D)
 */
export function fourFifths({ groups, minShareOfPool = 0.02 }: FourFifthsInput): FourFifths {
  requireWithin('minShareOfPool', minShareOfPool, 0, 1);
  groups.forEach(({ selected, pool }) => requireCounts({ events: selected, n: pool }));
  const people = groups.reduce((sum, { pool }) => sum + pool, 0);
  const isEvaluated = ({ pool }: SelectionPool) => pool > 0 && pool >= minShareOfPool * people - SLACK;
  const top = groups.filter(isEvaluated).reduce<SelectionPool | null>(higherRate, null);
  const highestRate = top && top.selected / top.pool;
  return finiteResult({
    highestRate,
    results: groups.map((group) => {
      const rate = group.pool > 0 ? group.selected / group.pool : null;
      return {
        group: group.group,
        rate,
        impactRatio: rate === null || !highestRate ? null : rate / highestRate,
        evaluated: isEvaluated(group),
        belowFourFifths:
          isEvaluated(group) && top !== null && 5 * group.selected * top.pool < 4 * top.selected * group.pool,
      };
    }),
  });
}

function higherRate(top: SelectionPool | null, group: SelectionPool): SelectionPool {
  return top === null || group.selected * top.pool > top.selected * group.pool ? group : top;
}
