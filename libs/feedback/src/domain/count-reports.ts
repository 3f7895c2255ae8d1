import { FRONTLINE_REPORT_KINDS, type ReportCounts } from '@evenground/contracts';
import type { ReportKind } from './routing.js';

/** How many reports of each kind there are; exact, never shown as it is. */
export type ExactCounts = Readonly<Partial<Record<ReportKind, number>>>;

/** Below it no count is shown. Source: workflow §10, k of anonymous answers. */
export const THRESHOLD = 10;

/**
 * What may be shown of counts: nothing below ten, and above only whole tens, so that neither a later count minus an
 * earlier one nor a total minus its parts makes a number below the threshold.
 */
export function shownCounts(exact: ExactCounts): ReportCounts {
  const numbers = FRONTLINE_REPORT_KINDS.map((kind) => exact[kind] ?? 0);
  return {
    threshold: THRESHOLD,
    total: shown(numbers.reduce((sum, count) => sum + count, 0)),
    counts: FRONTLINE_REPORT_KINDS.map((kind, at) => ({ kind, count: shown(numbers[at] ?? 0) })),
  };
}

export function addCounts(one: ExactCounts, other: ExactCounts): ExactCounts {
  return Object.fromEntries(
    FRONTLINE_REPORT_KINDS.map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)]),
  ) as ExactCounts;
}

function shown(count: number): number | null {
  return count < THRESHOLD ? null : count - (count % THRESHOLD);
}
