import type { CycleSummary, ProblemStatement } from '@evenground/contracts';
import { activeDays } from './active-days.js';

/** onTrack asks for this share of the expected progress. Source: `workflow.md` §11. */
const ENOUGH_OF_EXPECTED = 0.9;
/** Before this share of the time it is too early to say. Source: `workflow.md` §11. */
const EARLY = 0.1;

export interface Progress {
  /** (current − baseline) ÷ (target − baseline); null without a current value or when target = baseline. */
  readonly progress: number | null;
  /** Elapsed active days ÷ all active days from the cycle's start to the deadline, 0–1. */
  readonly expectedProgress: number | null;
  readonly onTrack: boolean | null;
}

export function progressOf(
  cycle: CycleSummary,
  statement: ProblemStatement,
  values: { readonly baseline: number | null; readonly current: number | null },
  asOfDate: string,
): Progress {
  const expectedProgress = elapsedShare(cycle, statement.deadline, asOfDate);
  const { baseline, current } = values;
  const way = baseline === null ? 0 : statement.target - baseline;
  const progress = baseline === null || current === null || way === 0 ? null : (current - baseline) / way;
  const isEarly = expectedProgress === null || expectedProgress < EARLY;
  return {
    ...{ progress, expectedProgress },
    onTrack: isEarly || progress === null ? null : progress >= ENOUGH_OF_EXPECTED * expectedProgress,
  };
}

/** How much of the time to the deadline is over, pauses left out; null when there is none. */
export function elapsedShare(cycle: CycleSummary, deadline: string, asOfDate: string): number | null {
  const total = activeDays(cycle.startedOn, deadline, pausesUntil(cycle, asOfDate));
  if (total === 0) return null;
  const until = asOfDate < deadline ? asOfDate : deadline;
  return Math.min(1, activeDays(cycle.startedOn, until, cycle.pauses) / total);
}

/** A pause that lasts is known only up to today: the days ahead count as active. */
function pausesUntil(cycle: CycleSummary, asOfDate: string) {
  return cycle.pauses.map((pause) => ({ from: pause.from, to: pause.to ?? asOfDate }));
}
