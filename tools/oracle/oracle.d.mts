/** One acknowledged input; `oracle.mjs` and `reflect.mjs` say what each kind means. */
export type JournalEntry =
  | { kind: 'rows'; type: string; sequence: number; line: number; row: Record<string, string>; source?: string }
  | { kind: 'replace'; type: string; sequence: number; years: string[]; source?: string; keys: Set<string> }
  | { kind: 'withdraw'; type: string; sequence: number; line: number; key: string }
  | { kind: 'indicator'; id: string; definition: { source: string; kind: 'rate' | 'mean'; scale?: number } }
  | { kind: 'assessment'; id: string; levels: string[]; proficientFrom: string }
  | { kind: 'declaration'; type: string; schoolId: string; schoolYear: string; complete: boolean }
  | { kind: 'completed-upload'; type: string; schools: [string, string][] }
  | { kind: 'erase'; studentId: string }
  | CycleEntry;

/** What is known of an equity cycle. */
export type CycleEntry =
  | { kind: 'cycle'; id: string; schoolIds: readonly string[]; startedOn: string }
  | ({ kind: 'statement' } & OracleStatement)
  | ({ kind: 'intervention'; cycleId: string; startedOn: string } & OracleIntervention)
  | { kind: 'pause'; cycleId?: string; interventionId?: string; from: string; to?: string }
  | { kind: 'check'; interventionId: string; check: OracleCheck }
  | { kind: 'report'; cycleId: string; id: string; reportKind: string }
  | { kind: 'report-answered'; id: string };

export interface OracleStatement {
  cycleId: string;
  indicator: string;
  direction: 'higher-is-better' | 'lower-is-better';
  group: Record<string, string>;
  reference: string;
  schoolIds: readonly string[];
  baselinePeriod: string;
  target: number;
  deadline: string;
}

export interface OracleIntervention {
  id: string;
  schoolIds: readonly string[];
  dosage: {
    unit: 'session' | 'minute' | 'contact';
    plannedPerPeriod: number;
    period: 'week';
    targetStudents?: Record<string, number>;
    startOn: string;
    endOn: string;
  };
  fidelityCriteria: readonly { id: string; component: string; essential: boolean }[];
  leadingIndicators: readonly string[];
}

export interface OracleCheck {
  id: string;
  schoolId: string;
  on: string;
  method: 'observation' | 'log' | 'checklist' | 'self';
  items: readonly { criterionId: string; met: 'yes' | 'partly' | 'no' | 'notSeen' }[];
  quality?: number;
  engagement?: number;
  attended?: number;
  offered?: number;
}

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
