import type { Cycle } from '../api/shapes.js';
import { isOpen } from './open-cycle.js';

/** Something that somebody has to do by a day. */
export interface Due {
  readonly kind: 'review' | 'annual' | 'resume' | 'answer';
  readonly cycleId: string;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** Negative = overdue. */
  readonly inDays: number;
}

const DAY_MS = 86_400_000;

/** What is overdue, or due within `days` of `today`, the most urgent first. */
export function dueOf(cycles: readonly Cycle[], today: string, days: number): readonly Due[] {
  return cycles
    .filter(isOpen)
    .flatMap((cycle) => {
      const due = (kind: Due['kind'], on: string): Due => ({
        ...{ kind, on, cycleId: cycle.id, title: cycle.title },
        inDays: daysBetween(today, on),
      });
      if (cycle.state === 'paused') return cycle.resumeBy === undefined ? [] : [due('resume', cycle.resumeBy)];
      return [due('review', cycle.reviewDueOn), due('annual', cycle.annualDueOn)];
    })
    .filter(({ inDays }) => inDays <= days)
    .sort((a, b) => a.inDays - b.inDays || a.title.localeCompare(b.title));
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The calendar day where the browser is. */
export function today(now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
