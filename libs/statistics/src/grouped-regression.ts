import { requireCount, requireFinite, InvalidParameter } from './invalid-input.js';
import { dot, leastSquares } from './least-squares.js';

/** Everybody with the same predictors: how many, and the sums of their outcomes. */
export interface RegressionCell {
  /** Predictors without the constant, the same number in every cell. */
  x: readonly number[];
  n: number;
  sum: number;
  sumOfSquares: number;
}

export interface RegressionFit {
  /** The constant first, then a coefficient for each predictor; null for one that the others already tell. */
  coefficients: (number | null)[];
  standardErrors: (number | null)[];
  /** People. */
  n: number;
  /** n minus the coefficients that were estimated. */
  df: number;
  flag: 'too_few' | 'separated' | null;
}

/** A column whose rest, beside the columns before it, is shorter than this share of itself is told by them. */
const COLLINEAR = 1e-9;
const MAX_STEPS = 100;
const CONVERGED = 1e-12;
/** A log odds so far out means that a cell has only events or only none: the estimate would run away. */
const RUNAWAY = 25;

/**
 * Linear regression by least squares on people who are given as cells, with errors that hold when the spread differs
 * between cells (HC1, n/(n − k)). The same as on single rows, because people of a cell have the same predictors.
 *
 * @returns coefficients in the unit of the outcome; null, `too_few`, when there are no more people than coefficients
 * @throws InvalidCounts, InvalidParameter if a number is none
 * @source White 1980, Econometrica 48:817; MacKinnon & White 1985 (HC1)
 */
export function linearRegression(cells: readonly RegressionCell[]): RegressionFit {
  const known = withPeople(cells);
  const kept = independentColumns(known);
  const n = known.reduce((sum, cell) => sum + cell.n, 0);
  const df = n - kept.length;
  if (df <= 0) return { ...nothing(cells), n, df, flag: 'too_few' };
  const rows = known.map((cell) => designRow(cell, kept));
  const weighted = rows.map((row, index) => row.map((value) => value * Math.sqrt(known[index]!.n)));
  const outcome = known.map((cell) => cell.sum / Math.sqrt(cell.n));
  const { coefficients, inverseGram } = leastSquares(weighted, outcome);
  const squares = known.map((cell, index) => {
    const fitted = dot(rows[index]!, coefficients);
    return Math.max(0, cell.sumOfSquares - 2 * fitted * cell.sum + cell.n * fitted * fitted);
  });
  const errors = inverseGram.map((weights) => {
    const variance = rows.reduce((sum, row, index) => sum + dot(weights, row) ** 2 * squares[index]!, 0);
    return Math.sqrt((variance * n) / df);
  });
  return { ...spread(kept, coefficients, errors, cells), n, df, flag: null };
}

/**
 * Logistic regression by maximum likelihood on people who are given as cells: sum = events, of n.
 *
 * @returns log odds ratios; null, `separated`, when a predictor tells the outcome (the estimate would be infinite), and
 *          `too_few` when there are no more people than coefficients
 * @throws InvalidCounts, InvalidParameter if a number is none, or events exceed n
 * @source McCullagh & Nelder 1989, iteratively reweighted least squares; errors from the inverse information
 */
export function logisticRegression(cells: readonly RegressionCell[]): RegressionFit {
  const known = withPeople(cells);
  if (known.some((cell) => cell.sum < 0 || cell.sum > cell.n)) throw new InvalidParameter('events must be from 0 to n');
  const kept = independentColumns(known);
  const n = known.reduce((sum, cell) => sum + cell.n, 0);
  const df = n - kept.length;
  if (df <= 0) return { ...nothing(cells), n, df, flag: 'too_few' };
  const rows = known.map((cell) => designRow(cell, kept));
  let coefficients = kept.map(() => 0);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const fit = leastSquares(...workingRegression(known, rows, coefficients));
    const moved = Math.max(...fit.coefficients.map((value, index) => Math.abs(value - coefficients[index]!)));
    coefficients = fit.coefficients;
    if (coefficients.some((value) => !(Math.abs(value) < RUNAWAY))) break;
    if (moved <= CONVERGED * (1 + Math.max(...coefficients.map(Math.abs)))) {
      const { inverseGram } = leastSquares(...workingRegression(known, rows, coefficients));
      const errors = inverseGram.map((row, index) => Math.sqrt(row[index]!));
      return { ...spread(kept, coefficients, errors, cells), n, df, flag: null };
    }
  }
  return { ...nothing(cells), n, df, flag: 'separated' };
}

/** The weighted regression of one step, rows and outcomes already multiplied by the root of their weight. */
function workingRegression(
  cells: readonly RegressionCell[],
  rows: readonly (readonly number[])[],
  coefficients: readonly number[],
): [number[][], number[]] {
  const parts = cells.map((cell, index) => {
    const logOdds = dot(rows[index]!, coefficients);
    const p = 1 / (1 + Math.exp(-logOdds));
    const weight = Math.max(cell.n * p * (1 - p), Number.MIN_VALUE);
    const root = Math.sqrt(weight);
    return { row: rows[index]!.map((value) => value * root), y: root * (logOdds + (cell.sum - cell.n * p) / weight) };
  });
  return [parts.map(({ row }) => row), parts.map(({ y }) => y)];
}

function withPeople(cells: readonly RegressionCell[]): RegressionCell[] {
  for (const { x, n, sum, sumOfSquares } of cells) {
    requireCount('n', n);
    [...x, sum, sumOfSquares].forEach((value) => requireFinite('value', value));
    if (x.length !== cells[0]!.x.length) throw new InvalidParameter('every cell must have the same predictors');
  }
  return cells.filter(({ n }) => n > 0);
}

function designRow({ x }: RegressionCell, kept: readonly number[]): number[] {
  return kept.map((column) => (column === 0 ? 1 : x[column - 1]!));
}

/** The constant (column 0) and the predictors that are no mix of the columns before them. */
function independentColumns(cells: readonly RegressionCell[]): number[] {
  const kept: number[] = [];
  const basis: number[][] = [];
  for (let column = 0; column <= (cells[0]?.x.length ?? 0); column += 1) {
    const values = cells.map((cell) => Math.sqrt(cell.n) * designRow(cell, [column])[0]!);
    let rest = values;
    for (let pass = 0; pass < 2; pass += 1) {
      for (const direction of basis) {
        const along = dot(direction, rest);
        rest = rest.map((value, index) => value - along * direction[index]!);
      }
    }
    const [length, whole] = [Math.sqrt(dot(rest, rest)), Math.sqrt(dot(values, values))];
    if (!(length > COLLINEAR * whole)) continue;
    kept.push(column);
    basis.push(rest.map((value) => value / length));
  }
  return kept;
}

function spread(
  kept: readonly number[],
  coefficients: readonly number[],
  errors: readonly number[],
  cells: readonly RegressionCell[],
): Pick<RegressionFit, 'coefficients' | 'standardErrors'> {
  const columns = Array.from({ length: (cells[0]?.x.length ?? 0) + 1 }, (_, column) => kept.indexOf(column));
  return {
    coefficients: columns.map((index) => coefficients[index] ?? null),
    standardErrors: columns.map((index) => errors[index] ?? null),
  };
}

function nothing(cells: readonly RegressionCell[]): Pick<RegressionFit, 'coefficients' | 'standardErrors'> {
  return spread([], [], [], cells);
}
