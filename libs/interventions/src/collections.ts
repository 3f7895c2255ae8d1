import type { FidelityCheck, ProblemStatement, ThemeView } from '@evenground/contracts';
import { type Collection, collection } from '@evenground/document-store';
import { idempotencyCollection } from '@evenground/http';
import type { RestatementProgress } from '@evenground/event-log';
import type { CycleFact } from './domain/cycle-facts.js';
import type { Cycle } from './domain/cycle.js';
import type { LogEntry, LogHead } from './domain/decision-log.js';
import type { DeliveryPart, PartDigest } from './domain/delivery-parts.js';
import type { OpenCycle } from './domain/open-cycle-rules.js';
import type { StreamPosition } from '@evenground/contracts';

/** A cycle as its facts make it. Id: `district/cycle`. */
export const cycles = collection<Cycle>('cycles', {
  'by-district': ['district'],
  'by-state': ['district', 'state'],
  'by-review-day': ['state', 'reviewDueOn'],
});

/** What happened to a cycle, one document a fact. Id: `district/cycle/` and the number of the fact, from 1. */
export const cycleFacts = collection<{ readonly at: string; readonly fact: CycleFact }>('cycle-facts');

/** The open cycles of a district and area. Id: `district/area`. */
export const openCycles = collection<{ readonly open: readonly OpenCycle[] }>('open-cycles');
/** Written by every opening in a district, so that two cannot pass the limits side by side. Id: the district. */
export const openings = collection<{ readonly opened: number }>('openings');

/** Id: `district/cycle/` and the seq with leading zeros. */
export const logEntries = collection<LogEntry>('log-entries');
/** Id: `district/cycle`. */
export const logHeads = collection<LogHead>('log-heads');

/** Where an intervention is. Id: `district/intervention`. */
export const interventionPlaces = collection<{ readonly cycleId: string }>('intervention-places');

/** The statements that diagnostics has told of a cycle. Id: `district/cycle`. */
export const knownStatements = collection<{
  readonly statements: readonly Pick<ProblemStatement, 'id' | 'state' | 'baselinePeriod' | 'statedAt'>[];
}>('known-statements');

/** The themes that feedback has published. Id: `district/cycle/theme`. */
export const knownThemes = collection<ThemeView>('known-themes');

/** The head of an intervention's deliveries; every change of them writes it. Id: `district/intervention`. */
export interface DeliveryLedger {
  readonly cycleId: string;
  readonly count: number;
  readonly partCount: number;
  /** The part of each month that takes new rows. */
  readonly open: Readonly<Record<string, number>>;
  /** How far `ingestion.deliveries` is included. */
  readonly includes: readonly StreamPosition[];
}
export const deliveryLedgers = collection<DeliveryLedger>('delivery-ledgers');
/** Id: `district/intervention/` and the number of the part with leading zeros. */
export const deliveryParts = collection<DeliveryPart>('delivery-parts');
/** Beside each part; the same id. */
export const deliveryDigests = collection<PartDigest>('delivery-digests');

/** A check with what only the team reads. Id: `district/intervention/` and the id of the check. */
export type KeptCheck = FidelityCheck & {
  readonly differs: readonly { readonly component: string; readonly how: string; readonly reason: string }[];
};
export const fidelityChecks = collection<KeptCheck>('fidelity-checks');
/** The checks that events tell, packed. Id: `district/intervention`. */
export const fidelityWindows = collection<PackedWindow>('fidelity-windows');

/** `items` of each check as pairs of a criterion's place in `criteria` and the first letters of what was seen. */
export interface PackedWindow {
  readonly criteria: readonly string[];
  readonly checks: readonly (Omit<FidelityCheck, 'items'> & {
    readonly items: readonly (readonly [number, string])[];
  })[];
}

/** That a step of a report is in the log already. Id: `district/cycle/report/step`. */
export const notedReports = collection<{ readonly seq: number }>('noted-reports');

/** Id: the restatement's. */
export const restatements = collection<RestatementProgress>('restatements');

/** Every collection of the service, for opening its store. */
export const interventionsCollections: readonly Collection[] = [
  cycles,
  cycleFacts,
  openCycles,
  openings,
  logEntries,
  logHeads,
  interventionPlaces,
  knownStatements,
  knownThemes,
  deliveryLedgers,
  deliveryParts,
  deliveryDigests,
  fidelityChecks,
  fidelityWindows,
  notedReports,
  restatements,
  idempotencyCollection,
];

/** The id of a document that belongs to something of a district. */
export function keyOf(district: string, ...parts: readonly (string | number)[]): string {
  return [district, ...parts.map((part) => (typeof part === 'number' ? String(part).padStart(8, '0') : part))].join(
    '/',
  );
}
