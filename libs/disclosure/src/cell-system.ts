/** One number of people in a set of tables that are shown together. */
export interface CountedCell {
  /** People; at least 1 for a cell that is listed. */
  readonly n: number;
  /** Of them, those with the outcome; null where the measure is no rate. */
  readonly events: number | null;
  /** Whether a reader finds it in a table at all; what is not listed ties listed tables together, and is never shown. */
  readonly isListed: boolean;
  /** People of the one school that has most of them; absent where the cell is of one school. */
  readonly largestSchool?: number;
  /** How it was shown before, where that binds: it is the number of an earlier release, or has not changed since. */
  readonly fixed?: Shown;
}

/** A total that a reader knows to be made of these parts. */
export interface CellSum {
  /** Which table it is a line of. */
  readonly table: number;
  readonly total: number;
  readonly parts: readonly number[];
}

/**
 * Everything that is shown of one indicator and period: the cells of all its tables and every sum that ties them.
 * Cells of nobody are no part of it: a reader sees that they are not there, and takes them as zero.
 */
export interface CellSystem {
  readonly cells: readonly CountedCell[];
  readonly sums: readonly CellSum[];
}

/**
 * How a cell is shown: `exact` with its numbers, `coded` by a percent alone, `hidden` by a mark, `unlisted` nowhere;
 * `outcome-hidden` has the same mark, but was hidden for its outcome. A reader is taken to know the number of people
 * of a coded or `outcome-hidden` cell, from other tables about the same people.
 */
export type Shown = 'exact' | 'coded' | 'hidden' | 'outcome-hidden' | 'unlisted';

/** The tables that each cell is a part of. */
export function tablesOf(system: CellSystem): ReadonlySet<number>[] {
  const tables = system.cells.map(() => new Set<number>());
  for (const { table, parts } of system.sums) for (const part of parts) tables[part]!.add(table);
  return tables;
}

/** Whether each cell is the total of any sum. */
export function totalsOf(system: CellSystem): boolean[] {
  const isTotal = system.cells.map(() => false);
  for (const { total } of system.sums) isTotal[total] = true;
  return isTotal;
}
