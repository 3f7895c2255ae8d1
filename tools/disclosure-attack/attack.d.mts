/** A published number, or the mark in its place. */
export interface AttackedRow {
  readonly release: number;
  readonly indicator: number | string;
  readonly schoolId: string | null;
  readonly group: Readonly<Record<string, string>>;
  readonly n?: number;
  readonly events?: number;
  readonly display?: string;
  readonly suppressed: boolean;
}

export interface Finding {
  readonly least: number;
  readonly most: number;
  readonly what: 'n' | 'e' | 'rest';
  readonly row: AttackedRow;
}

export interface Knowledge {
  readonly schools: readonly string[];
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly isSame: (row: AttackedRow, other: AttackedRow) => boolean;
  readonly wanted: (row: AttackedRow, what: Finding['what']) => boolean;
}

export function attack(rows: readonly AttackedRow[], knowledge: Knowledge): Finding[];
export function placeOf(row: Pick<AttackedRow, 'schoolId' | 'group'>): string;
/** People of hidden groups that plain subtraction tells, by place. */
export function subtract(rows: readonly AttackedRow[]): Map<string, number>;
