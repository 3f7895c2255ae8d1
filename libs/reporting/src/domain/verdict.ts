import type { CycleSummary, ProblemStatement, TrackedMeasure } from '@evenground/contracts';
import { type Aim, type Gap, changeIsShown, disadvantageOf, gapChange, isBetter } from './gap-change.js';
import { type GapPoint, inTime, newestMeasure, valueOf } from './measured-value.js';
import { elapsedShare } from './progress.js';

/** Fewer people than this in a group carry no verdict. Source: `workflow.md` §4 V5 (district setting, 10). */
const LEAST_STUDENTS = 10;

/** What the completed periods since the baseline say; a live number is not among them. */
export interface Verdict extends Pick<Gap, 'status' | 'levellingDown' | 'ownGain'> {
  readonly completed: readonly TrackedMeasure[];
  readonly isTooSmall: boolean;
  readonly isTooWide: boolean;
  readonly excludesPlanned: boolean;
  readonly unclearPeriods: number;
}

export function aimOf(statement: ProblemStatement): Aim {
  return {
    unit: { kind: statement.kind, scale: statement.scale, per: statement.per },
    direction: statement.indicatorDirection,
    wanted: statement.direction,
  };
}

/** The statement's measures after the baseline, oldest first. */
export function sinceBaseline(
  statement: ProblemStatement,
  measures: readonly TrackedMeasure[],
): readonly TrackedMeasure[] {
  return inTime(
    measures.filter(
      ({ role, indicator, period }) =>
        role === 'statement' && indicator === statement.indicator && period > statement.baselinePeriod,
    ),
  );
}

export function verdictOf(
  cycle: CycleSummary,
  statement: ProblemStatement,
  measures: readonly TrackedMeasure[],
  asOfDate: string,
): Verdict {
  const aim = aimOf(statement);
  const completed = sinceBaseline(statement, measures).filter((measure) => measure.completed && measure.group.n > 0);
  const changes = completed.map((measure) => gapChange(aim, statement.frozen, measure));
  const newest = changes.at(-1);
  const planned = plannedChange(cycle, statement, aim, asOfDate);
  const interval = newest?.interval ?? null;
  const holds = (value: number): boolean => interval !== null && interval.low <= value && value <= interval.high;
  return {
    completed,
    status: newest?.status ?? 'unclear',
    levellingDown: newest?.levellingDown ?? false,
    ownGain: newest?.ownGain ?? false,
    isTooSmall: isTooSmall(statement.frozen) || isTooSmall(completed.at(-1)),
    isTooWide: planned !== null && holds(0) && holds(planned),
    excludesPlanned: planned !== null && interval !== null && !holds(planned),
    unclearPeriods: changes.length - 1 - changes.findLastIndex(({ status }) => status !== 'unclear'),
  };
}

/** The change of the gap that the expected progress asks for by now, the reference as at baseline. */
function plannedChange(cycle: CycleSummary, statement: ProblemStatement, aim: Aim, asOfDate: string): number | null {
  const group = valueOf(statement.frozen.group, aim.unit);
  const reference = valueOf(statement.frozen.reference, aim.unit);
  const elapsed = elapsedShare(cycle, statement.deadline, asOfDate);
  if (group === null || reference === null || elapsed === null) return null;
  const expected = group + (statement.target - group) * elapsed;
  const { direction } = aim;
  return disadvantageOf(expected, reference, direction) - disadvantageOf(group, reference, direction);
}

function isTooSmall(point: GapPoint | undefined): boolean {
  return point === undefined || point.group.n < LEAST_STUDENTS || point.reference.n < LEAST_STUDENTS;
}

/**
 * Whether every leading indicator that has two periods is better now than at first, and at least one by more than
 * chance. No leading indicator says nothing.
 */
export function leadingImproves(measures: readonly TrackedMeasure[]): boolean {
  const leading = measures.filter(({ role }) => role === 'leading');
  const changes = [...new Set(leading.map(({ indicator }) => indicator))].flatMap((indicator) => {
    const own = inTime(leading.filter((measure) => measure.indicator === indicator && measure.group.n > 0));
    const [first] = own;
    const newest = newestMeasure(own);
    if (first === undefined || newest === undefined || first.period === newest.period) return [];
    const wanted = first.direction === 'lower-is-better' ? 'decrease' : 'increase';
    const aim: Aim = { unit: first, direction: first.direction, wanted };
    return {
      isBetter: isBetter(aim, valueOf(newest.group, first), valueOf(first.group, first)),
      isShown: changeIsShown(aim, first.group, newest.group) === 'better',
    };
  });
  return changes.length > 0 && changes.every((change) => change.isBetter) && changes.some((change) => change.isShown);
}
