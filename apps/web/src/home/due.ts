import type { Cycle, Reports } from '../api/shapes.js';
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

const OPEN_VOICES: ReadonlySet<string> = new Set(['new', 'seen', 'routed']);
const DAY_MS = 86_400_000;

type AskedFor = Pick<Reports['items'][number], 'cycleId' | 'state' | 'answerDueOn'>;

/**
 * What is overdue, or due within `days` of `today`, the most urgent first: of the cycles, and of the voices from the
 * front line that wait for an answer of the caller. Several of a cycle by the same day are one.
 */
export function dueOf(
  cycles: readonly Cycle[],
  voices: readonly AskedFor[],
  today: string,
  days: number,
): readonly Due[] {
  return cycles
    .filter(isOpen)
    .flatMap((cycle) => {
      const due = (kind: Due['kind'], on: string): Due => ({
        ...{ kind, on, cycleId: cycle.id, title: cycle.title },
        inDays: daysBetween(today, on),
      });
      if (cycle.state === 'paused') return cycle.resumeBy === undefined ? [] : [due('resume', cycle.resumeBy)];
      const answers = voices.flatMap(({ cycleId, state, answerDueOn }) =>
        cycleId === cycle.id && answerDueOn !== undefined && OPEN_VOICES.has(state) ? [answerDueOn] : [],
      );
      return [
        ...[due('review', cycle.reviewDueOn), due('annual', cycle.annualDueOn)],
        ...[...new Set(answers)].map((on) => due('answer', on)),
      ];
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
