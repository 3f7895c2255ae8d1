import { finiteResult } from './finite-result.js';
import { requireCount, requireWithin } from './invalid-input.js';

/** Children of one racial or ethnic group; `cell` with the outcome (removals may exceed n), `n` at risk. Whole numbers. */
export interface RiskCell {
  group: string;
  cell: number;
  n: number;
}

export interface IdeaYearInput {
  /** The seven groups of the district, without `unknown` and without in-combination counts. */
  district: readonly RiskCell[];
  /** The same groups of the State. */
  state: readonly RiskCell[];
  /** Smallest numerator and denominator that are calculated; children. */
  minCell: number;
  minN: number;
  /** Risk ratio above which a group's disproportionality is significant. */
  threshold: number;
}

export interface GroupDisproportionality {
  group: string;
  method: 'risk_ratio' | 'alternate_risk_ratio' | 'not_calculated';
  reason: 'group_below_minimum' | 'state_comparison_below_minimum' | 'comparison_risk_zero' | null;
  value: number | null;
  exceeds: boolean;
}

/**
 * Significant disproportionality of one year: the risk of each group against all other children of the district, or of
 * the State where the district's others are too few.
 *
 * value = (cell/n) / (others' cell / others' n); it exceeds when strictly above the threshold.
 *
 * @returns one entry per district group in the order of the input; value null with the reason it was not calculated
 * @throws InvalidCounts if a count is not a whole number ≥ 0; InvalidParameter if the threshold is below 0
 * @source 34 CFR 300.646 and 300.647(a)-(b); minimum cell up to 10 and minimum n up to 30 are presumed reasonable
 */
export function ideaYear({ district, state, minCell, minN, threshold }: IdeaYearInput): GroupDisproportionality[] {
  [...district, ...state].forEach(({ cell, n }) => {
    requireCount('cell', cell);
    requireCount('n', n);
  });
  requireCount('minCell', minCell);
  requireCount('minN', minN);
  requireWithin('threshold', threshold, 0, Number.MAX_VALUE);
  const meetsMinimum = ({ cell, n }: ChildCount) => cell >= minCell && n >= minN;
  return finiteResult(
    district.map((own) => {
      if (!meetsMinimum(own) || own.n === 0) return notCalculated(own.group, 'group_below_minimum');
      const districtOthers = othersOf(district, own.group);
      if (meetsMinimum(districtOthers)) return compared(own, districtOthers, 'risk_ratio', threshold);
      const stateOthers = othersOf(state, own.group);
      if (meetsMinimum(stateOthers)) return compared(own, stateOthers, 'alternate_risk_ratio', threshold);
      return notCalculated(own.group, 'state_comparison_below_minimum');
    }),
  );
}

type ChildCount = Pick<RiskCell, 'cell' | 'n'>;

function othersOf(cells: readonly RiskCell[], group: string): ChildCount {
  const others = cells.filter((other) => other.group !== group);
  return {
    cell: others.reduce((sum, { cell }) => sum + cell, 0),
    n: others.reduce((sum, { n }) => sum + n, 0),
  };
}

function notCalculated(group: string, reason: GroupDisproportionality['reason']): GroupDisproportionality {
  return { group, method: 'not_calculated', reason, value: null, exceeds: false };
}

function compared(
  own: RiskCell,
  others: ChildCount,
  method: GroupDisproportionality['method'],
  threshold: number,
): GroupDisproportionality {
  if (others.cell === 0 || others.n === 0) {
    return { group: own.group, method, reason: 'comparison_risk_zero', value: null, exceeds: false };
  }
  return {
    group: own.group,
    method,
    reason: null,
    value: (own.cell * others.n) / (own.n * others.cell),
    // Products instead of the ratio, because a ratio of exactly the threshold must not exceed it by rounding.
    exceeds: own.cell * others.n > threshold * own.n * others.cell,
  };
}
