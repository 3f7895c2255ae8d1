import type { Counts } from './counts.js';
import { requireCounts } from './counts.js';
import { requireCount } from './invalid-input.js';

/** From `fromN` people on: percents up to `tail` and from 100 − `tail` are coded together, between them in bands. */
export interface CodingRung {
  fromN: number;
  tail: number;
  /** Width of a band in percent points; 1 shows the whole percent. */
  band: number;
}

export const DEFAULT_CODING_LADDER: readonly CodingRung[] = [
  { fromN: 10, tail: 20, band: 10 },
  { fromN: 21, tail: 10, band: 10 },
  { fromN: 41, tail: 5, band: 5 },
  { fromN: 101, tail: 2, band: 1 },
  { fromN: 301, tail: 1, band: 1 },
];

export interface PercentCodingInput extends Counts {
  /** Smallest group that is shown at all; people, 10 when absent. */
  minN?: number;
  /** Rungs by rising `fromN`; a group below the first uses the first. */
  ladder?: readonly CodingRung[];
}

export interface CodedPercent {
  display: string;
  kind: 'suppressed' | 'bottom_coded' | 'top_coded' | 'whole_percent' | 'range';
}

/**
 * The percent of a group as it may be released: coded at both ends, in ranges for small groups. Never show the exact
 * n or events beside it, or the percent can be recomputed.
 *
 * w = ⌊(200·events + n)/(2n)⌋ is the whole percent, halves up; all rules use w.
 *
 * @returns what to display (`*`, `<=5%`, `20-29%`, `>=95%`, `47%`) and which rule gave it
 * @throws InvalidCounts if events exceed n or minN is not a whole number ≥ 0
 * @source NCES 2011-603, Statistical Methods for Protecting Personally Identifiable Information, table of coding rules
 */
export function percentCoding({
  events,
  n,
  minN = 10,
  ladder = DEFAULT_CODING_LADDER,
}: PercentCodingInput): CodedPercent {
  requireCounts({ events, n });
  requireCount('minN', minN);
  const rung = ladder.filter(({ fromN }) => n >= fromN).at(-1) ?? ladder[0];
  if (n < minN || n === 0 || !rung) return { display: '*', kind: 'suppressed' };
  const { tail, band } = rung;
  const whole = Math.floor((200 * events + n) / (2 * n));
  if (whole <= tail) return { display: `<=${tail}%`, kind: 'bottom_coded' };
  if (whole >= 100 - tail) return { display: `>=${100 - tail}%`, kind: 'top_coded' };
  if (band === 1) return { display: `${whole}%`, kind: 'whole_percent' };
  const low = Math.floor(whole / band) * band;
  return {
    display: `${Math.max(low, tail + 1)}-${Math.min(low + band - 1, 99 - tail)}%`,
    kind: 'range',
  };
}
