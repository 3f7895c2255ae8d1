import type { GroupSums, InterventionSummary, TrackedMeasure } from '@evenground/contracts';
import { criticalZ, diffInDiff, meanDifference } from '@evenground/statistics';
import type { AttributionFacts } from './attribute.js';
import { type Aim, changeIsShown, isHigherBetter } from './gap-change.js';
import { meanSummary } from './measured-value.js';

export type Trend = Pick<AttributionFacts, 'comparison' | 'trend' | 'gainedMore'>;

const NO_TREND: Trend = { comparison: 'none', trend: 'none', gainedMore: false };

/**
 * How the group did at the comparison schools between two periods, and whether it gained more where it was served
 * (difference in differences, M19; for means the normal interval over two Welch standard errors).
 * `none` where no intervention has comparison schools or a side has nobody.
 */
export function comparisonTrend(
  interventions: readonly InterventionSummary[],
  aim: Aim,
  before: TrackedMeasure | undefined,
  after: TrackedMeasure | undefined,
): Trend {
  const compared = interventions.filter((each) => each.comparison !== 'none' && each.comparisonSchoolIds.length > 0);
  const [first] = compared;
  if (first === undefined || before === undefined || after === undefined) return NO_TREND;
  const servedIds = new Set(interventions.flatMap(({ schoolIds }) => schoolIds));
  const otherIds = new Set(compared.flatMap((each) => each.comparisonSchoolIds).filter((id) => !servedIds.has(id)));
  const served = { before: groupAt(before, servedIds), after: groupAt(after, servedIds) };
  const others = { before: groupAt(before, otherIds), after: groupAt(after, otherIds) };
  if ([served.before, served.after, others.before, others.after].some(({ n }) => n === 0)) return NO_TREND;
  const shown = changeIsShown(aim, others.before, others.after);
  const trend = shown === 'better' ? 'improved' : shown === 'worse' ? 'worse' : 'flat';
  return { comparison: first.comparison, trend, gainedMore: gainedMore(aim, served, others) };
}

interface BeforeAfter {
  readonly before: GroupSums;
  readonly after: GroupSums;
}

function gainedMore(aim: Aim, served: BeforeAfter, others: BeforeAfter): boolean {
  const { lower, upper } =
    aim.unit.kind === 'rate' ? diffInDiff({ treated: served, comparison: others }) : meansInDiff(aim, served, others);
  if (lower === null || upper === null) return false;
  return isHigherBetter(aim) ? lower > 0 : upper < 0;
}

function meansInDiff(aim: Aim, served: BeforeAfter, others: BeforeAfter) {
  const changes = [served, others].map((units) => {
    const after = meanSummary(units.after, aim.unit);
    const before = meanSummary(units.before, aim.unit);
    return after && before ? meanDifference({ group: after, reference: before }) : undefined;
  });
  const [of, than] = changes;
  if (!of || !than || of.difference === null || than.difference === null || of.se === null || than.se === null) {
    return { lower: null, upper: null };
  }
  const reach = criticalZ() * Math.hypot(of.se, than.se);
  const difference = of.difference - than.difference;
  return { lower: difference - reach, upper: difference + reach };
}

function groupAt(measure: TrackedMeasure, schoolIds: ReadonlySet<string>): GroupSums {
  return measure.bySchool
    .filter(({ schoolId }) => schoolIds.has(schoolId))
    .reduce<GroupSums>(
      (sums, { group }) => ({
        n: sums.n + group.n,
        events: sums.events + group.events,
        sum: String(BigInt(sums.sum) + BigInt(group.sum)),
        sumOfSquares: String(BigInt(sums.sumOfSquares) + BigInt(group.sumOfSquares)),
      }),
      { n: 0, events: 0, sum: '0', sumOfSquares: '0' },
    );
}
