import type { DisclosurePolicy } from '@evenground/contracts';
import type { CellSum, CountedCell, Shown } from './cell-system.js';
import { cellKey, sumsOf, type Frame, type FrameCell } from './frame.js';
import { protect } from './protect.js';
import { exposedNumbers } from './audit.js';

/** Tables as they were shown in an earlier release. */
export interface EarlierFrame extends Frame {
  readonly shown: readonly Shown[];
}

export type ProtectedFrame =
  /** How each cell of the frame is shown. */
  | { readonly outcome: 'protected'; readonly shown: readonly Shown[] }
  /** So little has changed that the difference would tell: the newest earlier tables are published again. */
  | { readonly outcome: 'carried' }
  /** Nothing can be shown without giving something away. */
  | { readonly outcome: 'withheld' };

/**
 * Decides how the tables of one indicator and period are shown, so that neither they nor the difference from any
 * earlier release gives a small number away.
 *
 * What an earlier release showed stays as it was shown where the number has not changed: what was hidden stays hidden.
 * A reader who holds both is met with both: unchanged numbers are one unknown, changed ones two. A number that changed
 * by a few people is held back; where that is all that changed, or cannot be protected, the earlier tables stand.
 */
export function protectFrame(frame: Frame, earlier: readonly EarlierFrame[], policy: DisclosurePolicy): ProtectedFrame {
  const changes = changesSince(frame, earlier);
  if (changes.some((by) => by > 0) && changes.every((by) => by < policy.leastChange)) return { outcome: 'carried' };
  const linked = link(frame, earlier, policy);
  const { shown, isPossible } = protect(linked.system, policy, linked.held);
  // Looked at once more as a reader would: what was decided step by step is judged as a whole.
  if (!isPossible || exposedNumbers(linked.system, shown, policy).length > 0)
    return { outcome: earlier.length > 0 ? 'carried' : 'withheld' };
  return { outcome: 'protected', shown: frame.cells.map((_, cell) => shown[cell]!) };
}

/** By how many people or outcomes each number of the newest earlier tables has changed. */
function changesSince(frame: Frame, earlier: readonly EarlierFrame[]): number[] {
  const newest = earlier.at(-1);
  if (!newest) return [];
  const now = new Map(frame.cells.map((cell) => [cellKey(cell), cell]));
  const before = new Map(newest.cells.map((cell) => [cellKey(cell), cell]));
  return [...new Set([...now.keys(), ...before.keys()])]
    .filter((key) => now.get(key)?.isListed ?? before.get(key)!.isListed)
    .filter(
      (key) =>
        isPlanned(before.get(key) ?? now.get(key)!, frame) && isPlanned(now.get(key) ?? before.get(key)!, newest),
    )
    .map((key) => changeOf(before.get(key), now.get(key)));
}

function isPlanned({ by, schoolId }: FrameCell, { plan }: Frame): boolean {
  if (by.length === 0) return true;
  return plan.some((planned) => planned.by.join() === by.join() && (schoolId === null || planned.bySchool));
}

function changeOf(before: FrameCell | undefined, now: FrameCell | undefined): number {
  const [n, events] = [(now?.n ?? 0) - (before?.n ?? 0), (now?.events ?? 0) - (before?.events ?? 0)];
  // A mean that changes without people or outcomes changing is one of one student, or of many: nobody can tell.
  const isOtherValue = (now?.sum ?? 0n) !== (before?.sum ?? 0n) && n === 0;
  return Math.max(Math.abs(n), Math.abs(events), Math.abs(n - events), isOtherValue ? 1 : 0);
}

function link(frame: Frame, earlier: readonly EarlierFrame[], policy: DisclosurePolicy) {
  const cells: CountedCell[] = frame.cells.map(counted);
  const places = new Map(frame.cells.map((cell, index) => [cellKey(cell), index]));
  const sums: CellSum[] = sumsOf(frame, (cell) => places.get(cellKey(cell))!);
  const held = new Set<number>();
  for (const former of earlier) {
    const known = new Map<string, number>();
    const offset = sums.reduce((most, { table }) => Math.max(most, table + 1), 0);
    former.cells.forEach((cell, at) => {
      const key = cellKey(cell);
      const here = places.get(key);
      const now = here === undefined ? undefined : frame.cells[here];
      const fixed = former.shown[at]!;
      if (now && here !== undefined && changeOf(cell, now) === 0) {
        known.set(key, here);
        if (fixed !== 'unlisted') cells[here] = { ...cells[here]!, fixed: strongest(cells[here]!.fixed, fixed) };
        return;
      }
      known.set(key, cells.push({ ...counted(cell), ...(fixed !== 'unlisted' && { fixed }) }) - 1);
      if (here !== undefined && fixed === 'exact' && isSmallChange(cell, now!, policy.leastChange)) held.add(here);
    });
    const own = sumsOf(former, (cell) => known.get(cellKey(cell))!);
    sums.push(...own.map((sum) => ({ ...sum, table: sum.table + offset })));
  }
  return { system: { cells, sums }, held };
}

function counted({ n, events, isListed, largestSchool }: FrameCell): CountedCell {
  return { n, events, isListed, ...(largestSchool !== undefined && { largestSchool }) };
}

function isSmallChange(before: FrameCell, now: FrameCell, least: number): boolean {
  const n = Math.abs(now.n - before.n);
  const events = Math.abs((now.events ?? 0) - (before.events ?? 0));
  const rest = Math.abs(now.n - before.n - ((now.events ?? 0) - (before.events ?? 0)));
  return [n, events, rest].some((by) => by > 0 && by < least);
}

const STRENGTH: readonly Shown[] = ['unlisted', 'hidden', 'outcome-hidden', 'coded', 'exact'];

/** What tells a reader most. */
function strongest(one: Shown | undefined, other: Shown): Shown {
  return one !== undefined && STRENGTH.indexOf(one) > STRENGTH.indexOf(other) ? one : other;
}
