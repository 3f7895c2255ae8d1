import type { PlannedBreakdown, DisclosurePolicy } from '@evenground/contracts';
import { collection } from '@evenground/document-store';
import type { Shown } from '@evenground/disclosure';

/** The tables of one release, as far as they are made. */
export interface ReleaseJob {
  readonly district: string;
  readonly releaseId: string;
  readonly indicators?: readonly string[];
  readonly periods?: readonly string[];
  readonly breakdowns: readonly PlannedBreakdown[];
  readonly policy: DisclosurePolicy;
  /** What is to be made, in order; null until it was found out. */
  readonly subjects: readonly { readonly indicator: string; readonly period: string }[] | null;
  /** The next of the subjects. */
  readonly next: number;
  /** The next part to say of the one that is made; null where it is yet to be made. */
  readonly saying: { readonly releaseId: string; readonly part: number } | null;
  readonly state: 'making' | 'completed';
  /** For the order of releases: the sequence is gapless in its stream alone, so the time of the request decides. */
  readonly requestedAt: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/**
 * What was made public of one indicator and period, release by release: what the next release is checked against. Kept
 * for ever, like the releases themselves.
 */
export interface ReleaseLedger {
  /** Under which numbers of this indicator and period stay: a second policy would tell what the first had hidden. */
  readonly policy: DisclosurePolicy;
  /** Oldest first. */
  readonly releases: readonly {
    readonly releaseId: string;
    readonly breakdowns: readonly PlannedBreakdown[];
    readonly parts: number;
  }[];
}

/** [school, attributes, values, n, events, sum, sum of squares, how it is shown, people of the largest school] */
export type LedgerCell = readonly [
  schoolId: string | null,
  by: readonly string[],
  values: readonly string[],
  n: number,
  events: number | null,
  sum: string,
  sumOfSquares: string,
  shown: Shown,
  largestSchool: number | null,
];

/** Some of the cells of a release's tables with their exact numbers; they never leave the service. */
export interface LedgerPart {
  readonly cells: readonly LedgerCell[];
}

export const releaseJobs = collection<ReleaseJob>('release-jobs', { 'by-state': ['state', 'requestedAt'] });
export const releaseLedgers = collection<ReleaseLedger>('release-ledgers');
export const ledgerParts = collection<LedgerPart>('release-ledger-parts');
