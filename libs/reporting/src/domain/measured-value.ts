import type { GroupSums, Reflection, TrackedMeasure } from '@evenground/contracts';
import { momentsOf } from '@evenground/cube';
import { DEFAULT_CONFIDENCE, type MeanSummary, meanLimits, rateWilson } from '@evenground/statistics';

export type MeasuredValue = NonNullable<Reflection['current']>;
type Interval = NonNullable<MeasuredValue['interval']>;

/** How sums become a number: a rate is a proportion 0–1, a mean is given per `per` units. */
export interface Unit {
  readonly kind: 'rate' | 'mean';
  /** Decimals of the sums. */
  readonly scale: number;
  readonly per: number;
}

/** A group beside its reference at one time. */
export interface GapPoint {
  readonly group: GroupSums;
  readonly reference: GroupSums;
}

export function valueOf(sums: GroupSums, unit: Unit): number | null {
  if (unit.kind === 'rate') return sums.n === 0 ? null : sums.events / sums.n;
  const { mean } = momentsOf(scaled(sums, unit));
  return mean === null ? null : mean * unit.per;
}

/** Mean and spread in shown units; `undefined` where nobody is, or where one value has no spread. */
export function meanSummary(sums: GroupSums, unit: Unit): MeanSummary | undefined {
  const { mean, sd } = momentsOf(scaled(sums, unit));
  return mean === null || sd === null ? undefined : { mean: mean * unit.per, sd: sd * unit.per, n: sums.n };
}

export function intervalOf(sums: GroupSums, unit: Unit): Interval | null {
  const { lower, upper } =
    unit.kind === 'rate'
      ? rateWilson({ events: sums.events, n: sums.n })
      : meanLimits(meanSummary(sums, unit) ?? { mean: 0, sd: 0, n: 0 });
  if (lower === null || upper === null) return null;
  return { low: lower, high: upper, level: DEFAULT_CONFIDENCE, method: unit.kind === 'rate' ? 'wilson' : 'student-t' };
}

export interface PeriodPoint extends GapPoint {
  readonly period: string;
  readonly completed: boolean;
  readonly reason?: string;
}

export function measuredValue(point: PeriodPoint, unit: Unit): MeasuredValue {
  const value = valueOf(point.group, unit);
  return {
    period: point.period,
    value,
    n: point.group.n,
    interval: intervalOf(point.group, unit),
    referenceValue: valueOf(point.reference, unit),
    referenceN: point.reference.n,
    provisional: !point.completed,
    reason: value === null ? (point.reason ?? 'no-data') : null,
  };
}

/** The newest period that has anybody in the group; the newest of all when none has. */
export function newestMeasure(measures: readonly TrackedMeasure[]): TrackedMeasure | undefined {
  const byTime = inTime(measures);
  return byTime.findLast((measure) => measure.group.n > 0) ?? byTime.at(-1);
}

/** Oldest first. Periods of one indicator are of one grain, so that their text sorts by time. */
export function inTime<Point extends { readonly period: string }>(points: readonly Point[]): readonly Point[] {
  return [...points].sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : 0));
}

function scaled(sums: GroupSums, unit: Unit) {
  return { n: sums.n, sum: BigInt(sums.sum), sumOfSquares: BigInt(sums.sumOfSquares), scale: unit.scale };
}
