import type { JournalEntry } from './oracle.mjs';

/** What the reflection of a cycle must hold, a part of the answer's shape; `undefined` where the oracle cannot tell. */
export interface OracleReflection {
  readonly baseline?: OracleValue;
  readonly current?: OracleValue | null;
  readonly gap?: { readonly status?: string; readonly narrowed: boolean } & Readonly<Record<string, unknown>>;
  readonly progress?: number | null;
  readonly onTrack?: boolean | null;
  readonly baselineCorrected?: { readonly was: number | null; readonly is: number | null } | null;
  readonly interventions: readonly Readonly<Record<string, unknown>>[];
  readonly fidelity?: Readonly<Record<string, unknown>>;
  readonly leading: readonly unknown[];
  readonly feedback: { readonly reports: number; readonly open: number; readonly byKind: Record<string, number> };
}

interface OracleValue {
  readonly period: string;
  readonly value: number | null;
  readonly n: number;
}

export function reflection(
  journal: readonly JournalEntry[],
  question: { cycleId: string; date: string },
): OracleReflection;
