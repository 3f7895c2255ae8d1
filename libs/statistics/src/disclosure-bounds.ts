import { InvalidParameter } from './invalid-input.js';
import { withLinearProgram } from './linear-program.js';

/** Hidden cells whose sum a reader knows, by their numbers from 0. */
export interface KnownSum {
  cells: readonly number[];
  total: number;
}

export interface DisclosureBoundsInput {
  /** How many cells are hidden. */
  hidden: number;
  /** Everything published about them: totals less the cells that are shown, of one table or of linked ones. */
  sums: readonly KnownSum[];
  /** The cells asked about; all when absent. */
  of?: readonly number[];
}

/** What a reader can work out about a cell; `max` is null where nothing bounds it. */
export interface CellBounds {
  min: number;
  max: number | null;
}

/**
 * The attack on suppressed cells: the smallest and largest value each can have among all non-negative tables that fit
 * the published sums.
 *
 * @returns one entry per cell asked about, in that order, rounded to nine digits
 * @throws InvalidParameter if no non-negative table fits the sums
 * @source Cox 1980, JASA 75:377
 */
export function disclosureBounds({ hidden, sums, of }: DisclosureBoundsInput): CellBounds[] {
  const asked = of ?? Array.from({ length: hidden }, (_, cell) => cell);
  if (asked.length === 0) return [];
  const program = {
    variables: Array.from({ length: hidden }, () => ({ lower: 0, upper: Infinity })),
    constraints: sums.map(({ cells, total }) => ({
      terms: cells.map((variable) => ({ variable, factor: 1 })),
      lower: total,
      upper: total,
    })),
  };
  return withLinearProgram(program, (minimise) =>
    asked.map((variable) => {
      const lowest = minimise([{ variable, factor: 1 }]);
      if (lowest.status !== 'optimal') throw new InvalidParameter('no non-negative table has these totals');
      const highest = minimise([{ variable, factor: -1 }]);
      return {
        min: nineDigits(lowest.objective),
        max: highest.status === 'optimal' ? nineDigits(-highest.objective) : null,
      };
    }),
  );
}

function nineDigits(value: number): number {
  return Math.round(value * 1e9) / 1e9 + 0;
}
