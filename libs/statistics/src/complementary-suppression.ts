import { requireCount } from './invalid-input.js';
import type { LinearConstraint, LinearVariable } from './linear-program.js';
import { withLinearProgram } from './linear-program.js';
import { tableBounds, widthOf } from './suppression-audit.js';
import type { Cell, CountTable } from './table-cells.js';
import { cellsOf, linesThrough, requireTable, valueAt } from './table-cells.js';

export interface ComplementarySuppressionInput {
  /** True interior; its row and column totals stay public. */
  table: CountTable;
  /** Cells with fewer people than this, but not none, must be hidden. */
  minN: number;
  /** As in suppressionAudit. */
  minIntervalWidth?: number | ((value: number) => number);
}

export interface ComplementarySuppression {
  primary: Cell[];
  /** Cells to hide besides, by row and column; null when no choice protects the primary ones. */
  additional: Cell[] | null;
  minAdditionalCells: number | null;
  /** People in the additional cells. */
  minAdditionalValue: number | null;
  safePossible: boolean;
}

/**
 * The fewest further cells to hide so that no primary cell can be worked out from the totals; among equally few, those
 * with the fewest people. Zeros are shown and cannot help.
 *
 * A mixed-integer program picks cells; a primary cell that an audit still finds too narrow is added to it together with
 * the two tables, low and high, that must exist for it, until the audit passes. Each program asks for less than the
 * full task, so the first choice that passes is a best one.
 *
 * @returns `safePossible` false, and null, where even hiding everything discloses: drop totals, merge or withhold
 * @throws InvalidCounts if the table or minN is not of counts
 * @source Kelly, Golden & Assad 1992, Networks 22:397; Fischetti & Salazar 2001, Management Science 47:1008
 */
export function complementarySuppression(input: ComplementarySuppressionInput): ComplementarySuppression {
  const { table, minN } = input;
  requireTable(table);
  requireCount('minN', minN);
  const search = openSearch(input);
  const primary = search.primary.map((index) => search.cell(index));
  const chosen = search.isSafe(search.cells.map((_, index) => index)) ? fewestCells(search) : null;
  if (chosen === null) {
    return { primary, additional: null, minAdditionalCells: null, minAdditionalValue: null, safePossible: false };
  }
  const additional = chosen.filter((index) => !search.primary.includes(index)).map((index) => search.cell(index));
  return {
    primary,
    additional,
    minAdditionalCells: additional.length,
    minAdditionalValue: additional.reduce((sum, cell) => sum + valueAt(table, cell), 0),
    safePossible: true,
  };
}

/** The cells that may be hidden (those with people) by number, and what is known about them. */
interface Search {
  cells: Cell[];
  values: number[];
  /** Numbers of the cells that must be hidden. */
  primary: number[];
  /** Width each primary cell needs. */
  width: (index: number) => number;
  /** Numbers of the cells of each row and column. */
  lines: number[][];
  cell: (index: number) => Cell;
  isSafe: (hidden: readonly number[]) => boolean;
  /** The primary cell that falls furthest short of its width; null when all are protected. */
  weakest: (hidden: readonly number[]) => number | null;
}

function openSearch({ table, minN, minIntervalWidth = 1 }: ComplementarySuppressionInput): Search {
  const cells = cellsOf(table).filter((cell) => valueAt(table, cell) > 0);
  const values = cells.map((cell) => valueAt(table, cell));
  const primary = cells.flatMap((_, index) => ((values[index] ?? 0) < minN ? [index] : []));
  const cell = (index: number) => cells[index] ?? { row: -1, column: -1 };
  const width = (index: number) => widthOf(table, cell(index), minIntervalWidth);
  const weakest = (hidden: readonly number[]) => {
    const places = primary.map((index) => hidden.indexOf(index));
    const shortfalls = tableBounds(table, hidden.map(cell), places).map(({ min, max }, k) => ({
      index: primary[k] ?? -1,
      shortfall: width(primary[k] ?? -1) - (max - min),
    }));
    const worst = shortfalls.filter(({ shortfall }) => shortfall > 0).sort((a, b) => b.shortfall - a.shortfall)[0];
    return worst ? worst.index : null;
  };
  return {
    cells,
    values,
    primary,
    width,
    lines: linesThrough(cells),
    cell,
    weakest,
    isSafe: (hidden) => weakest(hidden) === null,
  };
}

/** Numbers of the cells to hide, primary ones included; the caller knows that hiding all is safe. */
function fewestCells(search: Search): number[] | null {
  const guarded: number[] = [];
  const required: number[][] = companions(search);
  for (;;) {
    const hidden = chooseCells(search, guarded, required);
    if (hidden === null) return null;
    const exposed = search.weakest(hidden);
    if (exposed === null) return hidden;
    if (!guarded.includes(exposed)) guarded.push(exposed);
    // Only rounding in the solver leads here: what is hidden now is too little, so something else must be hidden too.
    else required.push(search.cells.flatMap((_, index) => (hidden.includes(index) ? [] : [index])));
  }
}

/** A primary cell alone in its row or column is the total less what is shown, so each such line hides one more. */
function companions({ primary, lines, width }: Search): number[][] {
  return lines.flatMap((line) => {
    const hidden = line.filter((index) => primary.includes(index));
    const alone = hidden.length === 1 && hidden.every((index) => width(index) > 0);
    return alone ? [line.filter((index) => !primary.includes(index))] : [];
  });
}

/**
 * One choice of cells: variable k < cells is 1 when cell k is hidden; then, for each guarded cell, a low and a high
 * table with the published totals that differ from the true one only in hidden cells.
 */
function chooseCells(search: Search, guarded: readonly number[], required: readonly number[][]): number[] | null {
  const { cells, values, primary, lines, width } = search;
  const reach = largestValues(search);
  const variables: LinearVariable[] = cells.map((_, index) => ({
    lower: primary.includes(index) ? 1 : 0,
    upper: 1,
    isWhole: true,
  }));
  const constraints: LinearConstraint[] = required.map((line) => ({
    terms: line.map((variable) => ({ variable, factor: 1 })),
    lower: 1,
    upper: Infinity,
  }));
  for (const index of guarded) {
    const [low, high] = [variables.length, variables.length + cells.length];
    for (const first of [low, high]) {
      // A table is held as its departure from the true one: 0 where the cell is shown.
      variables.push(...cells.map((_, k) => ({ lower: -(values[k] ?? 0), upper: (reach[k] ?? 0) - (values[k] ?? 0) })));
      constraints.push(
        ...lines.map((line) => ({ terms: line.map((k) => ({ variable: first + k, factor: 1 })), lower: 0, upper: 0 })),
      );
      constraints.push(...cells.flatMap((_, k) => onlyIfHidden(first + k, k, values[k] ?? 0, reach[k] ?? 0)));
    }
    const terms = [
      { variable: high + index, factor: 1 },
      { variable: low + index, factor: -1 },
    ];
    constraints.push({ terms, lower: width(index), upper: Infinity });
  }
  // One cell more always costs more than all people, so fewer cells come first and fewer people second.
  const perCell = values.reduce((sum, value) => sum + value, 1);
  const objective = cells.flatMap((_, variable) =>
    primary.includes(variable) ? [] : [{ variable, factor: perCell + (values[variable] ?? 0) }],
  );
  return withLinearProgram({ variables, constraints }, (minimise) => {
    const best = minimise(objective);
    if (best.status !== 'optimal') return null;
    return cells.flatMap((_, index) => ((best.values[index] ?? 0) > 0.5 ? [index] : []));
  });
}

/** −value·hidden ≤ departure ≤ (largest − value)·hidden */
function onlyIfHidden(departure: number, hidden: number, value: number, largest: number): LinearConstraint[] {
  const term = { variable: departure, factor: 1 };
  return [
    { terms: [term, { variable: hidden, factor: value }], lower: 0, upper: Infinity },
    { terms: [term, { variable: hidden, factor: value - largest }], lower: -Infinity, upper: 0 },
  ];
}

/** Each cell is at most the smaller of its row and column total. */
function largestValues({ cells, values, lines }: Search): number[] {
  const largest = cells.map(() => Infinity);
  for (const line of lines) {
    const total = line.reduce((sum, index) => sum + (values[index] ?? 0), 0);
    for (const index of line) largest[index] = Math.min(largest[index] ?? 0, total);
  }
  return largest;
}
