import type { RowFilter, RowMeasure } from '@evenground/contracts';
import { addDecimals, compareDecimals } from '../exact-decimal.js';
import { text, type Content } from '../student-rows.js';

/** The rows that pass every filter; all where there is none. */
export function passing(rows: readonly Content[], filters: readonly RowFilter[] | undefined): readonly Content[] {
  if (!filters || filters.length === 0) return rows;
  return rows.filter((row) => filters.every((filter) => passes(row, filter)));
}

/** Whether the row says what the filter asks; what is not known passes nothing. */
export function passes(row: Content, filter: RowFilter): boolean {
  const values = textsOf(row, filter.field);
  return values.some((value) => isWithin(value, filter) && isAnyOf(value, filter));
}

/** The number that a measure makes of the rows, as exact decimal text. */
export function measured(rows: readonly Content[], { rows: filters, take }: RowMeasure): string {
  const kept = passing(rows, filters);
  switch (take.of) {
    case 'rows':
      return String(kept.length);
    case 'distinct':
      return String(new Set(kept.map((row) => JSON.stringify(take.fields.map((field) => row[field] ?? null)))).size);
    case 'sum': {
      const sum = addDecimals(kept.map((row) => text(row, take.field)).filter(isDecimal));
      return take.cap !== undefined && compareDecimals(sum, take.cap) > 0 ? take.cap : sum;
    }
  }
}

/** Whether a number lies within limits, both of them included. */
export function isWithin(value: string, { atLeast, atMost }: Pick<RowFilter, 'atLeast' | 'atMost'>): boolean {
  if (atLeast === undefined && atMost === undefined) return true;
  if (!isDecimal(value)) return false;
  return (
    (atLeast === undefined || compareDecimals(value, atLeast) >= 0) &&
    (atMost === undefined || compareDecimals(value, atMost) <= 0)
  );
}

function isAnyOf(value: string, { field, anyOf }: RowFilter): boolean {
  if (!anyOf) return true;
  const said = spelt(field, value);
  return anyOf.some((wanted) => spelt(field, wanted) === said);
}

/** A grade is the same with and without its leading zero; case and outer blanks never matter. */
function spelt(field: string, value: string): string {
  const lower = value.trim().toLowerCase();
  return field === 'grade' ? lower.replace(/^0+(?=\d)/, '') : lower;
}

function textsOf(row: Content, field: string): readonly string[] {
  const value = row[field];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

function isDecimal(value: string | undefined): value is string {
  return value !== undefined && /^-?\d+(\.\d+)?$/.test(value);
}
