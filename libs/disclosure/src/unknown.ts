import type { CountedCell, Shown } from './cell-system.js';
import { codePercent } from './code-percent.js';
import type { ProtectionRules } from './protect.js';
import type { Direction, Slack } from './rectangles.js';

/** What a reader does not know of a cell. */
export type Unknown =
  | { readonly kind: 'hidden' | 'outcome-hidden' | 'unlisted' }
  /** The counts of the outcome that fit the code. */
  | { readonly kind: 'coded'; readonly least: number; readonly most: number };

export function unknownOf(cell: CountedCell, shown: Shown, rules: ProtectionRules): Unknown | undefined {
  if (shown === 'exact') return undefined;
  if (shown !== 'coded') return { kind: shown };
  const { least, most } = codePercent({ n: cell.n, events: cell.events ?? 0 }, rules);
  return { kind: 'coded', least, most };
}

/** How far a cell may go for itself: somebody is in every listed cell, and nobody has more outcomes than people. */
export function slackIn(cell: CountedCell, unknown: Unknown | undefined, direction: Direction): Slack | undefined {
  if (!unknown) return undefined;
  const { n, events, isListed } = cell;
  const outcomes = events ?? 0;
  if (direction === 'e') {
    if (unknown.kind === 'coded') return { forth: unknown.most - outcomes, back: outcomes - unknown.least };
    return { forth: n - outcomes, back: outcomes };
  }
  if (unknown.kind === 'coded' || unknown.kind === 'outcome-hidden') return undefined;
  const people = isListed ? n - 1 : n;
  if (events === null) return { forth: Infinity, back: people };
  return { forth: Infinity, back: Math.min(people, direction === 'ne' ? outcomes : n - outcomes) };
}
