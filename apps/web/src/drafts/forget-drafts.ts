/** What the names of all drafts in a tab's storage begin with. */
export const DRAFT_PREFIX = 'evenground.draft.';

/** Throws away what was typed in this tab and not sent. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFT_PREFIX)) sessionStorage.removeItem(key);
}
