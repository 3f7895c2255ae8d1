import type { DisclosurePolicy } from '@evenground/contracts';
import { momentsOf } from '@evenground/cube';
import { rateWilson } from '@evenground/statistics';
import type { Shown } from './cell-system.js';
import { codePercent } from './code-percent.js';
import type { Frame, FrameCell } from './frame.js';

/** A published number, or the mark in its place. Nothing else of a cell leaves the control. */
export interface PublishedRow {
  readonly schoolId: string | null;
  readonly group: Readonly<Record<string, string>>;
  readonly n?: number;
  readonly events?: number;
  /** 0 to 1. */
  readonly rate?: number;
  readonly low?: number;
  readonly high?: number;
  readonly mean?: number;
  /** The coded percent. */
  readonly display?: string;
  readonly suppressed: boolean;
}

/** How a mean is read. */
export interface MeanReading {
  readonly scale: number;
  readonly per: number;
}

/** The rows of a frame as a reader gets them, in an order that tells nothing: by breakdown, school and group. */
export function publishFrame(
  frame: Frame,
  shown: readonly Shown[],
  policy: DisclosurePolicy,
  reading: MeanReading,
): PublishedRow[] {
  return frame.cells.flatMap((cell, at) => {
    const how = shown[at]!;
    if (how === 'unlisted') return [];
    const place = {
      schoolId: cell.schoolId,
      group: Object.fromEntries(cell.by.map((attribute, index) => [attribute, cell.values[index]!])),
    };
    return { ...place, ...numbersOf(cell, how, policy, reading) };
  });
}

function numbersOf(
  cell: FrameCell,
  shown: Exclude<Shown, 'unlisted'>,
  policy: DisclosurePolicy,
  { scale, per }: MeanReading,
): Omit<PublishedRow, 'schoolId' | 'group'> {
  switch (shown) {
    case 'hidden':
    case 'outcome-hidden':
      return { suppressed: true };
    case 'coded':
      return { display: codePercent({ n: cell.n, events: cell.events ?? 0 }, policy).display, suppressed: false };
    case 'exact':
      break;
  }
  const n = rounded(cell.n, policy.roundCountsTo);
  if (cell.events === null) {
    const { mean, sd } = momentsOf({ n: cell.n, sum: cell.sum, sumOfSquares: cell.sumOfSquares, scale });
    // All of them the same is what 0 % and 100 % are of a rate.
    if (mean === null || sd === null || sd === 0) return { suppressed: true };
    return { n, mean: Number((mean * per).toFixed(policy.meanDecimals)), suppressed: false };
  }
  const events = Math.min(n, rounded(cell.events, policy.roundCountsTo));
  const { rate, lower, upper } = rateWilson({ n, events });
  const decimals = policy.roundCountsTo === 1 ? undefined : 2;
  const said = (value: number | null) =>
    value === null ? undefined : decimals === undefined ? value : Number(value.toFixed(decimals));
  return { n, events, rate: said(rate), low: said(lower), high: said(upper), suppressed: false };
}

function rounded(count: number, to: number): number {
  return Math.round(count / to) * to;
}
