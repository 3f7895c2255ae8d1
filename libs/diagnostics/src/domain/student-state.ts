import { datesOf, withDay } from './attendance-month.js';
import { familyOfPart, monthOfPart, partOf, recordNameOf, rowKeyOf, text, yearOfPart } from './student-rows.js';
import type { Content, Family, StudentRow } from './student-rows.js';

/** The rows of one part by natural key; a month of attendance is one row. */
export type PartRows = Readonly<Record<string, Content>>;

/** All that is currently known of a student: part (`<family>|<school year>`) → rows. */
export type StudentState = Readonly<Record<string, PartRows>>;

export const NOTHING_KNOWN: StudentState = {};
const MONTH = 'month';

/**
 * The student after a row: its content replaces what had the same natural key, a withdrawn one removes it. The very
 * same state comes back when nothing changes, so a repeated row costs nothing and tells nothing.
 */
export function evolve(state: StudentState, row: StudentRow): StudentState {
  const part = partOf(row.type, row.content);
  if (row.type === 'attendance' && row.content.date !== undefined) return evolveMonth(state, part, row);
  const key = rowKeyOf(row.type, row.content);
  const cleared = row.type === 'discipline' ? withoutElsewhere(state, key, row.withdrawn ? undefined : part) : state;
  return withRow(cleared, part, key, row.withdrawn ? undefined : row.content);
}

/** The names of all rows of a student, as the publisher of records names them. */
export function recordNamesOf(student: string, state: StudentState): string[] {
  const names: string[] = [];
  for (const part in state) {
    const family = familyOfPart(part);
    for (const [key, content] of Object.entries(state[part]!)) {
      if (family !== 'attendance' || key !== MONTH) names.push(recordNameOf(student, family, content));
      else names.push(...datesOf(content, monthOfPart(part)).map((date) => recordNameOf(student, family, { date })));
    }
  }
  return names;
}

/** The rows of a family in a school year (of all years without one). */
export function rowsOf(state: StudentState, family: Family, year?: string): Content[] {
  const rows: Content[] = [];
  for (const part in state) {
    if (familyOfPart(part) !== family || (year !== undefined && yearOfPart(part) !== year)) continue;
    rows.push(...Object.values(state[part]!));
  }
  return rows;
}

/** The school years that a family has rows of, sorted. */
export function yearsOf(state: StudentState, family: Family): string[] {
  const years = new Set<string>();
  for (const part in state) if (familyOfPart(part) === family) years.add(yearOfPart(part));
  return [...years].filter((year) => year !== '').sort();
}

function evolveMonth(state: StudentState, part: string, row: StudentRow): StudentState {
  const date = text(row.content, 'date')!;
  return withRow(state, part, MONTH, withDay(state[part]?.[MONTH], date, row.withdrawn ? undefined : row.content));
}

/** An incident's key does not tell its date, so a changed date may leave it in another school year's part. */
function withoutElsewhere(state: StudentState, key: string, part: string | undefined): StudentState {
  let cleared = state;
  for (const other of Object.keys(state)) {
    if (familyOfPart(other) === 'discipline' && other !== part) cleared = withRow(cleared, other, key, undefined);
  }
  return cleared;
}

function withRow(state: StudentState, part: string, key: string, content: Content | undefined): StudentState {
  const rows = state[part];
  const former = rows?.[key];
  if (former === undefined ? content === undefined : content !== undefined && isSame(former, content)) return state;
  const { [key]: _replaced, ...others } = rows ?? {};
  const replaced = content === undefined ? others : { ...others, [key]: content };
  if (Object.keys(replaced).length > 0) return { ...state, [part]: replaced };
  const { [part]: _emptied, ...rest } = state;
  return rest;
}

function isSame(left: Content, right: Content): boolean {
  const fields = Object.keys(left);
  if (fields.length !== Object.keys(right).length) return false;
  return fields.every((field) => {
    const [a, b] = [left[field], right[field]];
    return Array.isArray(a) || Array.isArray(b) ? JSON.stringify(a) === JSON.stringify(b) : a === b;
  });
}
