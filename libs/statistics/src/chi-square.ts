import gammainc from '@stdlib/math-base-special-gammainc';
import { finiteResult } from './finite-result.js';
import { InvalidCounts, requireCount } from './invalid-input.js';

export interface ChiSquare {
  chi2: number | null;
  df: number;
  pValue: number | null;
  /** Strength of the relation, 0..1. */
  cramersV: number | null;
  minExpected: number | null;
  flag: 'degenerate' | 'low_expected' | null;
}

/**
 * Pearson's chi-square of independence with Cramér's V, without Yates' correction: is the outcome related to the group
 * in a table larger than two by two.
 *
 * e = row·column/N; χ² = Σ(o−e)²/e; df = (r−1)(c−1); V = √(χ²/(N·(min(r,c)−1))). Empty rows and columns are dropped.
 *
 * @param table rows of counts, all of one length
 * @returns `degenerate` (null, df 0) with under two rows or columns left; `low_expected` when more than 20 % of the
 *          expected counts are below 5 or any is below 1
 * @throws InvalidCounts if a cell is not a whole number ≥ 0 or the rows differ in length
 * @source Pearson 1900; Cramér 1946; Cochran 1954, Biometrics 10:417 for the flag
 */
export function chiSquare(table: readonly (readonly number[])[]): ChiSquare {
  const used = withoutEmptyLines(table);
  const rowTotals = used.map(total);
  const columnTotals = columnsOf(used).map(total);
  const smaller = Math.min(rowTotals.length, columnTotals.length);
  if (smaller < 2) {
    return { chi2: null, df: 0, pValue: null, cramersV: null, minExpected: null, flag: 'degenerate' };
  }
  const n = total(rowTotals);
  const cells = used.flatMap((row, r) =>
    row.map((observed, c) => ({ observed, expected: ((rowTotals[r] ?? 0) * (columnTotals[c] ?? 0)) / n })),
  );
  const chi2 = total(cells.map(({ observed, expected }) => (observed - expected) ** 2 / expected));
  const df = (rowTotals.length - 1) * (columnTotals.length - 1);
  const minExpected = Math.min(...cells.map(({ expected }) => expected));
  const belowFive = cells.filter(({ expected }) => expected < 5).length / cells.length;
  return finiteResult({
    chi2,
    df,
    pValue: chiSquareUpperTail(chi2, df),
    cramersV: Math.sqrt(chi2 / (n * (smaller - 1))),
    minExpected,
    flag: belowFive > 0.2 || minExpected < 1 ? 'low_expected' : null,
  });
}

/** Probability above a chi-square statistic; the incomplete gamma keeps the digits that 1 − cdf loses when p is small. */
export function chiSquareUpperTail(chi2: number, df: number): number {
  return Math.min(1, Math.max(0, gammainc(chi2 / 2, df / 2, true, true)));
}

function withoutEmptyLines(table: readonly (readonly number[])[]): number[][] {
  const width = table[0]?.length ?? 0;
  for (const row of table) {
    if (row.length !== width) throw new InvalidCounts('the rows of a table must have one length');
    row.forEach((cell) => requireCount('cell', cell));
  }
  const kept = columnsOf(table).map((column) => total(column) > 0);
  return table.filter((row) => total(row) > 0).map((row) => row.filter((_, c) => kept[c]));
}

function columnsOf(table: readonly (readonly number[])[]): number[][] {
  return (table[0] ?? []).map((_, c) => table.map((row) => row[c] ?? 0));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
