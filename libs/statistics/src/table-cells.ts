import { InvalidCounts, InvalidParameter, requireCount } from './invalid-input.js';

/** Place of a cell in the interior of a table, counted from 0. */
export interface Cell {
  row: number;
  column: number;
}

/** True interior of a table of counts; rows of one length, without totals. */
export type CountTable = readonly (readonly number[])[];

/** @throws InvalidCounts if the rows differ in length or a cell is not a whole number ≥ 0 */
export function requireTable(table: CountTable): void {
  const width = table[0]?.length ?? 0;
  for (const row of table) {
    if (row.length !== width) throw new InvalidCounts('the rows of a table must have one length');
    row.forEach((value) => requireCount('cell', value));
  }
}

/** All cells, row by row. */
export function cellsOf(table: CountTable): Cell[] {
  return table.flatMap((values, row) => values.map((_, column) => ({ row, column })));
}

/** @throws InvalidParameter if the table has no such cell */
export function valueAt(table: CountTable, { row, column }: Cell): number {
  const value = table[row]?.[column];
  if (value === undefined) throw new InvalidParameter(`the table has no cell ${row}, ${column}`);
  return value;
}

export function isSameCell(a: Cell, b: Cell): boolean {
  return a.row === b.row && a.column === b.column;
}

/** The given cells grouped by their row and by their column: the sums in which they can be found. */
export function linesThrough(cells: readonly Cell[]): number[][] {
  const lines = new Map<string, number[]>();
  cells.forEach(({ row, column }, index) => {
    for (const line of [`row ${row}`, `column ${column}`]) {
      lines.set(line, [...(lines.get(line) ?? []), index]);
    }
  });
  return [...lines.values()];
}
