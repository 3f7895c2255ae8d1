import { DEFAULT_POLICY, policyNamed } from './policies.js';
import { codePercent } from './code-percent.js';
import type { ProtectionRules } from './protect.js';

const policy = policyNamed(DEFAULT_POLICY)!;

/** Fewer people than this have no number of their own, wherever live numbers are shown to who sees them suppressed. */
export const LIVE_MINIMUM_N = policy.minimumN;

/**
 * How live numbers are shown to staff of a school who see small groups hidden. Percents are coded by the plain ladder
 * (M32): these readers know their students, and a release is what goes further.
 */
export const LIVE_RULES: ProtectionRules = { ...policy, outcomeCandidates: 1, leastBesideLargestSchool: 0 };

/** Whether a number may be shown exactly, for itself alone: enough people, with and without the outcome. */
export function isShownExactly({ n, events }: { readonly n: number; readonly events: number | null }): boolean {
  if (n === 0) return true; // nobody at all is no secret; a few are
  if (n < LIVE_MINIMUM_N) return false;
  return events === null || (events >= LIVE_MINIMUM_N && n - events >= LIVE_MINIMUM_N);
}

/** The coded percent that stands for a live number; undefined for a group that has none of its own. */
export function codedAlone(counts: { readonly n: number; readonly events: number }): string | undefined {
  return counts.n < LIVE_MINIMUM_N ? undefined : codePercent(counts, LIVE_RULES).display;
}
