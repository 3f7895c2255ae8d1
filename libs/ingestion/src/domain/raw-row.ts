import type { RowRefusal } from './refuse-row.js';

/** A row as it stands in the file: its cells, or why it cannot be read as cells at all. */
export type RawRow = ReadableRow | UnreadableRow;

export interface ReadableRow {
  /** The line it begins on, from 1; of a JSON array the position of the element. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Of JSON: the names of the cells. A CSV has them once, in its header. */
  readonly names?: readonly string[];
}

export interface UnreadableRow {
  readonly line: number;
  readonly refusal: RowRefusal;
  /** The beginning of what stands there, at most 4,000 characters. */
  readonly text: string;
}

export function isUnreadable(row: RawRow): row is UnreadableRow {
  return 'refusal' in row;
}

/** One record is read at a time, and never more than this. */
export const MAX_RECORD_CHARACTERS = 1_000_000;
export const EXCERPT_CHARACTERS = 4000;

/** Reads rows out of decoded text that comes in pieces. */
export interface RowReader {
  push(text: string): readonly RawRow[];
  end(): readonly RawRow[];
}
