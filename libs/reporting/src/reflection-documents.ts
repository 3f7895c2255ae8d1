import type { Reflection, ReflectionChanged } from '@evenground/contracts';
import { type Collection, collection } from '@evenground/document-store';
import { idempotencyCollection } from '@evenground/http';
import type { InputsPart } from './domain/inputs-parts.js';
import { disclosureChoices, releaseParts, releases } from './publish-releases/collections.js';

/** The current reflection of a cycle (a projection), and the head of its history (a record). */
export interface ReflectionDocument {
  readonly district: string;
  readonly cycleId: string;
  /** Which generation of the cycle's inputs is the living one. */
  readonly generation: number;
  /** The newest entry of the history; 0 before the first. */
  readonly sequence: number;
  /** Null until the cycle itself is known. */
  readonly reflection: Reflection | null;
  readonly area: string | null;
  /** Whom it concerns; null while unknown. */
  readonly scope: { readonly level: 'school' | 'district'; readonly schoolIds: readonly string[] } | null;
  /** Indicators whose change changes it. */
  readonly tracked: readonly string[];
  /** How far the streams of `diagnostics.touched` are included in its numbers. */
  readonly touched: Readonly<Record<string, number>>;
}

/** One change of a reflection; never changed afterwards. */
export interface HistoryDocument {
  readonly district: string;
  readonly cycleId: string;
  readonly sequence: number;
  readonly reflection: Reflection;
  readonly cause: ReflectionChanged['cause'];
}

/** How a rebuild of one cycle's inputs goes. */
export interface RebuildDocument {
  readonly district: string;
  readonly cycleId: string;
  readonly rebuildId: string;
  readonly generation: number;
  readonly status: 'collecting' | 'finished';
  /** The streams that are said again, and how far that is. */
  readonly topics: Readonly<Record<string, 'requested' | 'begun' | 'ended'>>;
  /** Whether the rebuilt reflection was the living one; null until finished. */
  readonly isEqual: boolean | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** How far a stream of `ingestion.deliveries` is included. */
export interface IncludedDocument {
  readonly sequence: number;
}

export const reflections = collection<ReflectionDocument>('reflections', {
  'by-district': ['district', 'cycleId'],
  'by-cycle': ['cycleId', 'district'],
});
export const cycleInputs = collection<InputsPart>('cycle-inputs');
export const reflectionHistory = collection<HistoryDocument>('reflection-history');
export const rebuilds = collection<RebuildDocument>('rebuilds', { 'by-district': ['district', 'cycleId'] });
export const includedDeliveries = collection<IncludedDocument>('included-deliveries');

/** What the store of this service is opened with. */
export const reportingCollections: readonly Collection[] = [
  reflections,
  cycleInputs,
  reflectionHistory,
  rebuilds,
  includedDeliveries,
  ...[releases, releaseParts, disclosureChoices, idempotencyCollection],
];

/** Names a cycle, and its streams: `district/cycle`. */
export function cycleKey(district: string, cycleId: string): string {
  return `${district}/${cycleId}`;
}

export function historyId(key: string, sequence: number): string {
  return `${key}/${String(sequence).padStart(10, '0')}`;
}

export function inputsPrefix(key: string, generation: number): string {
  return `${key}|${generation}|`;
}

/** The cycle's id out of the name of its stream; the district's has no slash. */
export function cycleOfStream(stream: string): { readonly district: string; readonly cycleId: string } {
  const slash = stream.indexOf('/');
  return { district: stream.slice(0, slash), cycleId: stream.slice(slash + 1) };
}

const FINAL_STAGES: readonly string[] = ['decided', 'closed-early'];

/** Whether the cycle still goes on: a final one is measured no more. */
export function isOpen({ reflection }: ReflectionDocument): boolean {
  return reflection === null || !FINAL_STAGES.includes(reflection.stage);
}
