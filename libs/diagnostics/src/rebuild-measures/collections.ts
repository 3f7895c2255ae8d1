import { collection } from '@evenground/document-store';

/** One rebuild of a district's projections: a restatement of each of its ingestion streams. */
export interface RebuildDocument {
  readonly rebuildId: string;
  readonly district: string;
  readonly requestedAt: string;
  readonly streams: readonly string[];
  /** Stream → how it ended. */
  readonly ended: Readonly<Record<string, RebuildOutcome>>;
}

export interface RebuildOutcome {
  readonly outcome: 'taken-over' | 'refused';
  /** Columns that came out other than the living ones were. */
  readonly differences: number;
  readonly detail?: string;
}

export const rebuilds = collection<RebuildDocument>('rebuilds', { 'by-district': ['district', 'requestedAt'] });
