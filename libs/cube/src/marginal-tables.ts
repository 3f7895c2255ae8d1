import { UNKNOWN, checkCounts, compareText, type Sums } from './contribution.js';
import type { Filter } from './cube.js';

/** In a column: all values together (a margin). As a school: the whole district. */
export const ALL = '*';

/** One aggregate that a source has sent. */
export type MarginalRow = {
  /** School id, or `'*'` for a district-wide row. */
  readonly schoolId: string;
  /** Column → value, `'*'` = the margin; a column that is absent is `'unknown'`. */
  readonly values: Readonly<Record<string, string>>;
} & (MarginalNumbers | { readonly suppressed: true });

/** Safe integers ≥ 0 and scaled integers, as in `Sums`; what does not apply is left out and taken as 0. */
export interface MarginalNumbers {
  readonly suppressed?: false;
  readonly n: number;
  readonly events?: number;
  readonly sum?: bigint;
  readonly sumOfSquares?: bigint;
}

/** The `counts` rows that share their set of subgroup columns; one row per school and combination of values. */
export interface MarginalTable {
  readonly columns: readonly string[];
  readonly rows: readonly MarginalRow[];
}

export interface MarginalQuery {
  readonly by: readonly string[];
  readonly where: readonly Filter[];
  /** Absent = the district. */
  readonly school?: string;
}

export type MarginalGroup = {
  /** The attributes of `by`, in that order. */
  readonly group: Readonly<Record<string, string>>;
} & ({ readonly sums: Sums; readonly reason: null } | { readonly sums: null; readonly reason: 'suppressed' });

export type MarginalAnswer =
  | { readonly groups: readonly MarginalGroup[]; readonly columns: readonly string[]; readonly reason: null }
  | { readonly groups: null; readonly columns: null; readonly reason: 'no-table-has-these-attributes' };

/** `null`: at least one of the rows is suppressed. */
type MaybeSums = Sums | null;

/**
 * Answers from aggregates. Tables overlap in ways nobody knows, so the answer comes from *one* of them and tables are
 * never added:
 *
 * 1. A table fits when it has every attribute of `by` and `where`, and any row for the school (for the district: any
 *    row). Of the fitting ones the one with the fewest further columns is taken, then the first by column names. If all
 *    that have the attributes lack the school, the answer has no groups.
 * 2. A group is a combination of values in the columns of `by`; `'unknown'` is a value, the margin `'*'` is none, and
 *    rows that are `'*'` in an asked column are left aside. Groups come sorted by their values.
 * 3. For the district, a group's and filter value's district-wide rows (`schoolId '*'`) answer alone where there are
 *    any; else its schools are added.
 * 4. Columns that are not asked are resolved one by one, by name: where there are rows with `'*'`, only these are used,
 *    as complete; else the rows of the different values are added, each resolved in the same way.
 * 5. Values of a filter are added, within the same table. A value without a row adds nothing.
 * 6. A suppressed row among those that would be added makes that group's sums `null`, reason `suppressed`. A suppressed
 *    margin is not worked round through its parts.
 *
 * @throws RangeError if the counts of a group pass 2^53 − 1
 */
export function answerFromTables(
  tables: readonly MarginalTable[],
  { by, where, school = ALL }: MarginalQuery,
): MarginalAnswer {
  const asked = [...new Set([...by, ...where.map(({ attribute }) => attribute)])];
  const table = chooseTable(tables, asked, school);
  if (!table) return { groups: null, columns: null, reason: 'no-table-has-these-attributes' };
  const further = table.columns.filter((column) => !asked.includes(column)).sort(compareText);
  const rows = table.rows.filter((row) => isOfPlace(row, school) && isAsked(row, asked, where));
  const groups = [...partition(rows, (row) => keyOf(row, by)).values()].map((rowsOfGroup) => {
    const cells = [...partition(rowsOfGroup, (row) => keyOf(row, asked)).values()];
    return groupOf(by, rowsOfGroup[0]!, addAll(cells.map((cell) => resolveSchools(cell, further))));
  });
  groups.sort((left, right) => compareGroups(by, left, right));
  return { groups, columns: table.columns, reason: null };
}

function chooseTable(
  tables: readonly MarginalTable[],
  asked: readonly string[],
  school: string,
): MarginalTable | undefined {
  const having = tables.filter(({ columns }) => asked.every((attribute) => columns.includes(attribute)));
  const fitting = having.filter(({ rows }) => rows.some((row) => isOfPlace(row, school)));
  return (fitting.length > 0 ? fitting : having).sort(
    (left, right) => left.columns.length - right.columns.length || compareText(columnsText(left), columnsText(right)),
  )[0];
}

function columnsText({ columns }: MarginalTable): string {
  return JSON.stringify([...columns].sort(compareText));
}

function isOfPlace(row: MarginalRow, school: string): boolean {
  return school === ALL || row.schoolId === school;
}

function isAsked(row: MarginalRow, asked: readonly string[], where: readonly Filter[]): boolean {
  return (
    asked.every((attribute) => valueOf(row, attribute) !== ALL) &&
    where.every(({ attribute, values }) => values.includes(valueOf(row, attribute)))
  );
}

function resolveSchools(rows: readonly MarginalRow[], further: readonly string[]): MaybeSums {
  const schools = partition(rows, ({ schoolId }) => schoolId);
  const districtWide = schools.get(ALL);
  if (districtWide) return resolveColumns(districtWide, further);
  return addAll([...schools.values()].map((ofSchool) => resolveColumns(ofSchool, further)));
}

function resolveColumns(rows: readonly MarginalRow[], [column, ...rest]: readonly string[]): MaybeSums {
  if (column === undefined) return addAll(rows.map(sumsOf));
  const parts = partition(rows, (row) => valueOf(row, column));
  const margin = parts.get(ALL);
  if (margin) return resolveColumns(margin, rest);
  return addAll([...parts.values()].map((part) => resolveColumns(part, rest)));
}

function sumsOf(row: MarginalRow): MaybeSums {
  if (row.suppressed) return null;
  const { n, events = 0, sum = 0n, sumOfSquares = 0n } = row;
  return { n, events, sum, sumOfSquares };
}

function addAll(parts: readonly MaybeSums[]): MaybeSums {
  let [n, events, sum, sumOfSquares] = [0, 0, 0n, 0n];
  for (const part of parts) {
    if (!part) return null;
    n += part.n;
    events += part.events;
    sum += part.sum;
    sumOfSquares += part.sumOfSquares;
  }
  checkCounts(n, events);
  return { n, events, sum, sumOfSquares };
}

function groupOf(by: readonly string[], row: MarginalRow, sums: MaybeSums): MarginalGroup {
  const group = Object.fromEntries(by.map((attribute) => [attribute, valueOf(row, attribute)]));
  return sums ? { group, sums, reason: null } : { group, sums: null, reason: 'suppressed' };
}

function compareGroups(by: readonly string[], left: MarginalGroup, right: MarginalGroup): number {
  for (const attribute of by) {
    const order = compareText(left.group[attribute]!, right.group[attribute]!);
    if (order !== 0) return order;
  }
  return 0;
}

function partition(rows: readonly MarginalRow[], keyOfRow: (row: MarginalRow) => string): Map<string, MarginalRow[]> {
  const parts = new Map<string, MarginalRow[]>();
  for (const row of rows) {
    const key = keyOfRow(row);
    const part = parts.get(key);
    if (part) part.push(row);
    else parts.set(key, [row]);
  }
  return parts;
}

function keyOf(row: MarginalRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => valueOf(row, column)));
}

function valueOf({ values }: MarginalRow, column: string): string {
  return Object.hasOwn(values, column) ? values[column]! : UNKNOWN;
}
