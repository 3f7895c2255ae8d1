import { DEFAULT_POLICY, policyNamed } from './policies.js';

/** The policy of live numbers that are shown suppressed. */
export const LIVE_POLICY = policyNamed(DEFAULT_POLICY)!;

/** Whether a number may be shown exactly, for itself alone: enough people, with and without the outcome. */
export function isShownExactly({ n, events }: { readonly n: number; readonly events: number | null }): boolean {
  const { minimumN } = LIVE_POLICY;
  if (n === 0) return true; // nobody at all is no secret; a few are
  if (n < minimumN) return false;
  return events === null || (events >= minimumN && n - events >= minimumN);
}
