import {
  naturalKeyOf,
  recordKeyText,
  recordTypeNamed,
  schoolYearEnding,
  schoolYearOfDate,
  schoolYearOfPeriod,
} from '@evenground/contracts';
import type { RecordValue, SchoolYear } from '@evenground/contracts';

/** What is kept of a record: its known fields; a field of which nothing is known is absent. */
export type Content = Readonly<Record<string, Exclude<RecordValue, null>>>;

/** One row of a block, as it concerns one student. */
export interface StudentRow {
  readonly type: Family;
  readonly content: Content;
  /** A withdrawn row has its key fields only. */
  readonly withdrawn: boolean;
}

/** Record types that are kept of a student. Nothing is measured by `rosters`: they count when all is said again. */
export const FAMILIES = [
  'students',
  'enrollments',
  'attendance',
  'discipline',
  'courses',
  'assessments',
  'graduation',
  'observations',
  'rosters',
] as const;
export type Family = (typeof FAMILIES)[number];

/** A year that is not known, e.g. of an incident without a date. */
export const NO_YEAR = '';

const YEARLY = 'year';
const SEPARATOR = '|';

export function isFamily(type: string): type is Family {
  return (FAMILIES as readonly string[]).includes(type);
}

/**
 * Where a row is kept: `<family>|<school year>`, attendance by month of it (`attendance|2025-26|09`), so that a closed
 * year is touched only when a record of it comes.
 */
export function partOf(type: Family, content: Content): string {
  if (type === 'attendance' && typeof content.date === 'string') return partOfDay(content.date);
  const part = type + SEPARATOR + yearOf(type, content);
  return type === 'attendance' ? part + SEPARATOR + YEARLY : part;
}

// A school year has some ten months; remembered because days of attendance outnumber everything else by far.
const partsOfMonths = new Map<string, string>();
const MONTHS_REMEMBERED = 5_000;

function partOfDay(date: string): string {
  const month = date.slice(0, 7);
  let part = partsOfMonths.get(month);
  if (part === undefined) {
    part = ['attendance', schoolYearOfDate(date), date.slice(5, 7)].join(SEPARATOR);
    if (partsOfMonths.size >= MONTHS_REMEMBERED) partsOfMonths.clear();
    partsOfMonths.set(month, part);
  }
  return part;
}

export function familyOfPart(part: string): Family {
  return part.slice(0, part.indexOf(SEPARATOR)) as Family;
}

export function yearOfPart(part: string): SchoolYear {
  return part.split(SEPARATOR)[1] ?? NO_YEAR;
}

/** The year and month of a part of daily attendance: `attendance|2025-26|09` → `2025-09`. */
export function monthOfPart(part: string): string {
  const first = Number(yearOfPart(part).slice(0, 4));
  const month = part.slice(-2);
  return `${Number(month) >= 7 ? first : first + 1}-${month}`;
}

/** The natural key of a row without the student. */
export function rowKeyOf(type: Family, content: Content): string {
  return keyOf(type, content).join('\n');
}

/** Names a row as the publisher of records does. */
export function recordNameOf(student: string, type: Family, content: Content): string {
  return recordKeyText(student, type, keyOf(type, content));
}

function keyOf(type: Family, content: Content): readonly string[] {
  return naturalKeyOf(recordTypeNamed(type)!, content as Readonly<Record<string, RecordValue>>);
}

/** A field as text; absent where nothing is known. */
export function text(content: Content, field: string): string | undefined {
  const value = content[field];
  return value === undefined ? undefined : String(value);
}

/** The known fields of a row that stands in the order of a block's columns. */
export function contentOf(columns: readonly string[], values: readonly RecordValue[]): Content {
  const content: Record<string, Exclude<RecordValue, null>> = {};
  columns.forEach((column, index) => {
    const value = values[index];
    if (value !== undefined && value !== null && !(value === '' && column !== 'actionId')) content[column] = value;
  });
  return content;
}

function yearOf(type: Family, content: Content): SchoolYear {
  switch (type) {
    case 'students':
    case 'courses':
    case 'rosters':
      return text(content, 'schoolYear') ?? NO_YEAR;
    case 'enrollments':
      return ofDate(text(content, 'entryDate'));
    case 'attendance':
      return text(content, 'schoolYear') ?? NO_YEAR;
    case 'discipline':
    case 'assessments':
      return ofDate(text(content, 'date'));
    case 'graduation':
      return content.cohort === undefined ? NO_YEAR : schoolYearEnding(Number(content.cohort));
    case 'observations':
      return content.period === undefined ? NO_YEAR : schoolYearOfPeriod(String(content.period));
  }
}

function ofDate(date: string | undefined): SchoolYear {
  return date === undefined ? NO_YEAR : schoolYearOfDate(date);
}
