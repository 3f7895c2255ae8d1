/** One acknowledged input; `oracle.mjs` says what each kind means. */
export type JournalEntry =
  | { kind: 'rows'; type: string; sequence: number; line: number; row: Record<string, string>; source?: string }
  | { kind: 'replace'; type: string; sequence: number; years: string[]; source?: string; keys: Set<string> }
  | { kind: 'withdraw'; type: string; sequence: number; line: number; key: string }
  | { kind: 'indicator'; id: string; definition: { source: string; kind: 'rate' | 'mean'; scale?: number } }
  | { kind: 'assessment'; id: string; levels: string[]; proficientFrom: string }
  | { kind: 'declaration'; type: string; schoolId: string; schoolYear: string; complete: boolean }
  | { kind: 'completed-upload'; type: string; schools: [string, string][] }
  | { kind: 'erase'; studentId: string };

export interface OracleCell {
  indicator: string;
  period: string;
  schoolId: string;
  profile: Record<string, string>;
  n: number;
  events: number;
  /** × 10^scale, as text. */
  sum: string;
}

export interface OracleGroup {
  group: Record<string, string>;
  n: number;
  events: number;
  sum: bigint;
}

export function naturalKey(type: string, row: Record<string, string>): string;
export function currentRecords(
  journal: readonly JournalEntry[],
): Record<string, Map<string, { row: Record<string, string>; source: string }>>;
export function yearOfDate(date: string): string;
export function yearOfPeriod(period: string): string;
export function cells(journal: readonly JournalEntry[]): OracleCell[];
export function scaled(text: string, scale: number): bigint;
export function gaps(
  allCells: readonly OracleCell[],
  question: { indicator: string; period: string; by: string[]; where?: Record<string, string>; school?: string },
): OracleGroup[];
