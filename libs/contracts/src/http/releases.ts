import { z } from 'zod';
import { numbersOfPeople } from '../numbers-of-people.js';
import { DisclosureChoice, DisclosurePolicy } from '../disclosure-policy.js';
import { PlannedBreakdown, ReleasedRow, ReleasedSubject } from '../events/releases.js';
import { Period } from '../periods.js';
import { ReportingDistrictQuery } from './reporting.js';

/** Request and response shapes of releases, under `/api/reporting/v1`. */

export const ReleasePost = z.strictObject({
  district: z.string().min(1).max(64).optional(),
  title: z.string().min(1).max(120),
  /** Absent = every indicator that has numbers and may be published. */
  indicators: z.array(z.string().min(1).max(64)).min(1).max(200).optional(),
  /** Absent = the newest period of each indicator. */
  periods: z.array(Period).min(1).max(40).optional(),
  /** Absent = the usual ones: each attribute alone, of the district and of each school. */
  breakdowns: z.array(PlannedBreakdown).min(1).max(20).optional(),
});
export type ReleasePost = z.infer<typeof ReleasePost>;

export const ReleaseParams = z.strictObject({ releaseId: z.string().min(1).max(64) });
export type ReleaseParams = z.infer<typeof ReleaseParams>;

export const RELEASE_STATES = ['making', 'prepared', 'published'] as const;

export const ReleaseView = z.strictObject({
  district: z.string(),
  releaseId: z.string(),
  title: z.string(),
  /** `making`: its tables are being made; `prepared`: they wait for a second person; `published`: frozen, and public. */
  state: z.enum(RELEASE_STATES),
  requestedAt: z.iso.datetime(),
  publishedAt: z.iso.datetime().nullable(),
  /** Indicators and periods that are through; `of` is null until that is known. */
  progress: z.strictObject({ made: z.int(), of: z.int().nullable() }),
  /** SHA-256 over the tables; null until they are all made. */
  hash: z.string().nullable(),
  policy: DisclosurePolicy,
  breakdowns: z.array(PlannedBreakdown),
  subjects: z.array(ReleasedSubject),
});
export type ReleaseView = z.infer<typeof ReleaseView>;

export const ReleaseGapsQuery = z.strictObject({
  ...ReportingDistrictQuery.shape,
  indicator: z.string().min(1).max(64),
  /** Absent = the newest of the release. */
  period: Period.optional(),
  /** Attributes of one published breakdown, as a comma list; absent = everybody. */
  by: z.string().max(200).optional(),
  /** A school, or `all` for every school; absent = the district. */
  school: z.string().min(1).max(64).optional(),
});
export type ReleaseGapsQuery = z.infer<typeof ReleaseGapsQuery>;

export const ReleaseGapsAnswer = numbersOfPeople(
  z.strictObject({
    district: z.string(),
    releaseId: z.string(),
    title: z.string(),
    publishedAt: z.iso.datetime().nullable(),
    hash: z.string().nullable(),
    ...ReleasedSubject.omit({ tables: true, parts: true }).shape,
    by: z.array(z.string()),
    school: z.string().nullable(),
    groups: z.array(ReleasedRow),
  }),
);
export type ReleaseGapsAnswer = z.infer<typeof ReleaseGapsAnswer>;

export const DisclosurePolicyAnswer = z.strictObject({
  district: z.string(),
  /** What applies to the next release. */
  policy: DisclosurePolicy,
  choice: DisclosureChoice,
  policies: z.array(DisclosurePolicy),
});
export type DisclosurePolicyAnswer = z.infer<typeof DisclosurePolicyAnswer>;
