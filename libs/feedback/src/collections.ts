import type { CycleState, ThemeView } from '@evenground/contracts';
import { type Collection, collection } from '@evenground/document-store';
import type { RestatementProgress } from '@evenground/event-log';
import { idempotencyCollection } from '@evenground/http';
import type { ExactCounts } from './domain/count-reports.js';
import type { Report } from './domain/report.js';

/** A cycle as far as reports need it. Id: `district/cycle`. */
export interface KnownCycle {
  readonly level: 'school' | 'district';
  readonly schoolIds: readonly string[];
  readonly state: CycleState;
  readonly interventionIds: readonly string[];
}
export const knownCycles = collection<KnownCycle>('known-cycles');

/** Id: `district/cycle/report`, so that the ids, which are random, tell nothing of the order in which they came. */
export const reports = collection<Report>('reports');
/** In which cycle a report is. Id: `district/report`. */
export const reportPlaces = collection<{ readonly cycleId: string }>('report-places');
/** Id: `district/cycle`. */
export const reportCounts = collection<{ readonly counts: ExactCounts }>('report-counts');

/** A published theme. Id: `district/cycle/theme`. */
export type KeptTheme = ThemeView & { readonly district: string };
export const themes = collection<KeptTheme>('themes');

/** Id: the restatement's. */
export const restatements = collection<RestatementProgress>('restatements');

/** Every collection of the service, for opening its store. */
export const feedbackCollections: readonly Collection[] = [
  knownCycles,
  reports,
  reportPlaces,
  reportCounts,
  themes,
  restatements,
  idempotencyCollection,
];

/** The id of a document that belongs to something of a district. */
export function keyOf(district: string, ...parts: readonly string[]): string {
  return [district, ...parts].join('/');
}
