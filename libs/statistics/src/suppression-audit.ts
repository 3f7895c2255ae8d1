import type { CellBounds } from './disclosure-bounds.js';
import { disclosureBounds } from './disclosure-bounds.js';
import { InvalidParameter, requireFinite } from './invalid-input.js';
import type { Cell, CountTable } from './table-cells.js';
import { isSameCell, linesThrough, requireTable, valueAt } from './table-cells.js';

export interface SuppressionAuditInput {
  /** True interior; its row and column totals are taken as public. */
  table: CountTable;
  suppressed: readonly Cell[];
  /** The suppressed cells that must stay protected; the others only hide them. */
  primary: readonly Cell[];
  /** Smallest max − min of a protected cell: one for all, or by the cell's true value; 1 when absent. */
  minIntervalWidth?: number | ((value: number) => number);
}

export interface AuditedCell {
  cell: Cell;
  min: number;
  max: number;
  exactlyDisclosed: boolean;
}

export interface SuppressionAudit {
  /** By row, then column. */
  bounds: AuditedCell[];
  safe: boolean;
}

/** Width below which a cell is known exactly. */
const EXACT = 1e-9;

/**
 * What a reader could work out from published totals: each suppressed cell at its smallest and largest over all
 * non-negative tables with these row and column totals.
 *
 * @returns bounds in people, rounded to nine digits; `safe` when every primary cell keeps at least its width
 * @throws InvalidCounts if the table is not one of counts; InvalidParameter if a cell is not in it, or a primary one is
 *         not suppressed
 * @source Cox 1980, JASA 75:377; worked example in suppression-audit.spec.ts
 */
export function suppressionAudit(input: SuppressionAuditInput): SuppressionAudit {
  const { table, primary, minIntervalWidth = 1 } = input;
  requireTable(table);
  const suppressed = distinctCells(input.suppressed);
  for (const cell of primary) {
    if (!suppressed.some((other) => isSameCell(cell, other))) {
      throw new InvalidParameter(`primary cell ${cell.row}, ${cell.column} is not suppressed`);
    }
  }
  const bounds = tableBounds(table, suppressed).map(({ min, max }, k) => ({
    cell: suppressed[k] ?? { row: -1, column: -1 },
    min,
    max,
    exactlyDisclosed: max - min < EXACT,
  }));
  const isProtected = (cell: Cell) =>
    bounds.some(
      (bound) => isSameCell(bound.cell, cell) && bound.max - bound.min >= widthOf(table, cell, minIntervalWidth),
    );
  return { bounds, safe: primary.every(isProtected) };
}

/** Bounds of suppressed cells; every one lies in a row and a column with a public total, so each has a largest value. */
export function tableBounds(table: CountTable, suppressed: readonly Cell[], of?: readonly number[]): Bounded[] {
  const sums = linesThrough(suppressed).map((cells) => ({
    cells,
    total: cells.reduce((sum, index) => sum + valueAtIndex(table, suppressed, index), 0),
  }));
  return disclosureBounds({ hidden: suppressed.length, sums, of }).map(requireMax);
}

/** The width the cell needs. */
export function widthOf(table: CountTable, cell: Cell, width: number | ((value: number) => number)): number {
  const needed = typeof width === 'number' ? width : width(valueAt(table, cell));
  requireFinite('minIntervalWidth', needed);
  return needed;
}

interface Bounded {
  min: number;
  max: number;
}

function requireMax({ min, max }: CellBounds): Bounded {
  if (max === null) throw new InvalidParameter('a suppressed cell lies outside every public total');
  return { min, max };
}

function valueAtIndex(table: CountTable, cells: readonly Cell[], index: number): number {
  const cell = cells[index];
  return cell ? valueAt(table, cell) : 0;
}

function distinctCells(cells: readonly Cell[]): Cell[] {
  return cells
    .filter((cell, k) => cells.findIndex((other) => isSameCell(cell, other)) === k)
    .sort((a, b) => a.row - b.row || a.column - b.column);
}
