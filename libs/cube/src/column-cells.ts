import { checkCounts, COUNTS_FOR, type Sums } from './contribution.js';
import type { Magnitudes } from './exact-row.js';
import { countsCodeAt, sumAt, sumOfSquaresAt, type PackColumn } from './pack-column.js';

/** The sums of one pack in one finest cell; school and profile are indices into the column's dictionaries. */
export interface ColumnCell extends Sums {
  readonly school: number;
  readonly profile: number;
  /** Index into `COUNTS_FOR`. */
  readonly counts: number;
}

/** A column added up to its finest cells. */
export interface ColumnCells {
  readonly cells: readonly ColumnCell[];
  readonly magnitudes: Magnitudes;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Adds a column up by school, profile and where it counts.
 *
 * @throws RangeError if a count of the column, or the sum of them, is not a safe integer ≥ 0
 */
export function addUpColumn(column: PackColumn): ColumnCells {
  const cells = new Map<number, Mutable<ColumnCell>>();
  for (let entry = 0; entry < column.profile.length; entry += 1) addEntry(cells, column, entry);
  const added = [...cells.values()];
  return { cells: added, magnitudes: magnitudesOf(added) };
}

function addEntry(cells: Map<number, Mutable<ColumnCell>>, column: PackColumn, entry: number): void {
  const school = column.school?.[entry] ?? 0;
  const profile = column.profile[entry]!;
  const counts = countsCodeAt(column, entry);
  const key = (school * column.profiles.length + profile) * COUNTS_FOR.length + counts;
  let cell = cells.get(key);
  if (cell === undefined) {
    cell = { school, profile, counts, n: 0, events: 0, sum: 0n, sumOfSquares: 0n };
    cells.set(key, cell);
  }
  cell.n += column.n?.[entry] ?? 1;
  cell.events += column.events?.[entry] ?? 0;
  checkCounts(cell.n, cell.events);
  if (column.sum === undefined && column.sumOfSquares === undefined) return;
  const sum = sumAt(column, entry);
  cell.sum += sum;
  cell.sumOfSquares += sumOfSquaresAt(column, entry, sum);
}

function magnitudesOf(cells: readonly ColumnCell[]): Magnitudes {
  let [n, events, sum, sumOfSquares] = [0, 0, 0n, 0n];
  for (const cell of cells) {
    n += cell.n;
    events += cell.events;
    checkCounts(n, events);
    sum += absolute(cell.sum);
    sumOfSquares += absolute(cell.sumOfSquares);
  }
  return { n: BigInt(n), events: BigInt(events), sum, sumOfSquares };
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
