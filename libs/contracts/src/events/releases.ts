import { z } from 'zod';
import { declareEvent, type EventDeclaration } from '../declare.js';
import { DisclosurePolicy } from '../disclosure-policy.js';

/** One breakdown of a release: of the district, and of each school where it says so. */
export const PlannedBreakdown = z.strictObject({
  by: z.array(z.string().min(1).max(64)).min(1).max(2),
  bySchool: z.boolean(),
});
export type PlannedBreakdown = z.infer<typeof PlannedBreakdown>;

const Of = { district: z.string().min(1), releaseId: z.string().min(1) };

export const ReleaseRequested = z.strictObject({
  ...Of,
  /** What it holds: absent = every indicator that has numbers and may be published, of its newest period. */
  indicators: z.array(z.string()).optional(),
  periods: z.array(z.string()).optional(),
  breakdowns: z.array(PlannedBreakdown),
  policy: DisclosurePolicy,
});
export type ReleaseRequested = z.infer<typeof ReleaseRequested>;

/** A number that passed disclosure control: numbers, or a coded percent, or neither where it is suppressed. */
export const ReleasedRow = z.strictObject({
  /** Null: of the district. */
  schoolId: z.string().nullable(),
  group: z.record(z.string(), z.string()),
  n: z.int().optional(),
  events: z.int().optional(),
  rate: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  mean: z.number().optional(),
  display: z.string().optional(),
  suppressed: z.boolean(),
});
export type ReleasedRow = z.infer<typeof ReleasedRow>;

/** What became of one indicator and period. */
export const ReleasedSubject = z.strictObject({
  indicator: z.string(),
  indicatorName: z.string(),
  kind: z.enum(['rate', 'mean']),
  direction: z.enum(['higher-is-better', 'lower-is-better', 'parity']),
  period: z.string(),
  /** `carried`: as in the release named, since too little has changed to tell. `withheld`: nothing of it can be shown. */
  outcome: z.enum(['protected', 'carried', 'withheld']),
  carriedFrom: z.string().optional(),
  reason: z.string().optional(),
  /** How many tables: breakdowns, each of the district or of one school. */
  tables: z.int().min(0),
  parts: z.int().min(0),
});
export type ReleasedSubject = z.infer<typeof ReleasedSubject>;

export const ReleaseTablesMade = z.strictObject({
  ...Of,
  subject: ReleasedSubject,
  /** From 0 to `subject.parts` − 1. */
  part: z.int().min(0),
  rows: z.array(ReleasedRow),
  /** How many indicators and periods are through with this part, of how many. */
  made: z.int().min(0),
  of: z.int().min(0),
});
export type ReleaseTablesMade = z.infer<typeof ReleaseTablesMade>;

export const ReleaseTablesCompleted = z.strictObject({ ...Of, made: z.int().min(0) });
export type ReleaseTablesCompleted = z.infer<typeof ReleaseTablesCompleted>;

export const ReleasePublished = z.strictObject({
  ...Of,
  /** SHA-256 over the tables, hex: what whoever holds a copy can compare. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  publishedAt: z.iso.datetime(),
});
export type ReleasePublished = z.infer<typeof ReleasePublished>;

export const releaseEvents: readonly EventDeclaration[] = [
  declareEvent({
    type: 'release.requested',
    topic: 'reporting.releases',
    version: 1,
    schema: ReleaseRequested,
    says: 'the tables of a release are to be made',
    consumers: ['diagnostics.make-release-tables'],
  }),
  declareEvent({
    type: 'release.published',
    topic: 'reporting.releases',
    version: 1,
    schema: ReleasePublished,
    says: 'a release was approved, and is public from now on',
    consumers: [],
  }),
  declareEvent({
    type: 'release-tables.made',
    topic: 'diagnostics.tables',
    version: 1,
    schema: ReleaseTablesMade,
    says: 'disclosure-controlled tables of one indicator and period of a release, and how far the release is',
    consumers: ['reporting.keep-releases'],
  }),
  declareEvent({
    type: 'release-tables.completed',
    topic: 'diagnostics.tables',
    version: 1,
    schema: ReleaseTablesCompleted,
    says: 'every table of a release is made',
    consumers: ['reporting.keep-releases'],
  }),
];
