import type {
  DisclosureChoice,
  DisclosurePolicy,
  PlannedBreakdown,
  RELEASE_STATES,
  ReleasedRow,
  ReleasedSubject,
} from '@evenground/contracts';
import { collection } from '@evenground/document-store';

/** A release. From `published` on nothing of it ever changes. */
export interface ReleaseDocument {
  readonly district: string;
  readonly releaseId: string;
  readonly title: string;
  readonly state: (typeof RELEASE_STATES)[number];
  /** Pseudonym: somebody else must approve. */
  readonly preparedBy: string;
  readonly approvedBy: string | null;
  readonly requestedAt: string;
  readonly publishedAt: string | null;
  readonly policy: DisclosurePolicy;
  readonly breakdowns: readonly PlannedBreakdown[];
  readonly progress: { readonly made: number; readonly of: number | null };
  readonly subjects: readonly ReleasedSubject[];
  /** Over the tables that have come so far, in their order; the release's own once all have. */
  readonly hash: string;
}

/** Some rows of a release. */
export interface ReleasePart {
  readonly rows: readonly ReleasedRow[];
}

export interface ChoiceDocument {
  readonly district: string;
  readonly choice: DisclosureChoice;
}

export const releases = collection<ReleaseDocument>('releases', { 'by-district': ['district', 'requestedAt'] });
export const releaseParts = collection<ReleasePart>('release-parts');
export const disclosureChoices = collection<ChoiceDocument>('disclosure-choices');

export function releaseKey(district: string, releaseId: string): string {
  return `${district}/${releaseId}`;
}

export function partKey(key: string, { indicator, period }: ReleasedSubject, part: number): string {
  return `${key}/${JSON.stringify([indicator, period])}/${String(part).padStart(5, '0')}`;
}
