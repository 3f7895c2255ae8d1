import type { GroupSums, Reflection } from '@evenground/contracts';
import {
  DEFAULT_CONFIDENCE,
  type TwoMeans,
  criticalZ,
  gapNarrowing,
  meanDifference,
  rateDifference,
} from '@evenground/statistics';
import { type GapPoint, type Unit, meanSummary, valueOf } from './measured-value.js';

export type Gap = NonNullable<Reflection['gap']>;
export type Direction = 'higher-is-better' | 'lower-is-better' | 'parity';

export interface Aim {
  readonly unit: Unit;
  readonly direction: Direction;
  /** Which way the group is meant to move; decides for itself only where parity is the aim. */
  readonly wanted: 'increase' | 'decrease';
}

/** A smaller change is not called one, however sure it is. Source: `workflow.md` §11 (0.01). */
const SMALLEST_CHANGE = 0.01;

/**
 * The change of a gap between two points in time, as a disadvantage: positive = worse off, so narrowing is negative.
 *
 * Rates: M20. Means: the interval is normal, change ∓ z·√(se₀² + se₁²), with the standard errors of the two Welch
 * differences; the smallest change counts in standard deviations of the reference at baseline.
 * Where parity is the aim the gap is a distance, and the same standard error serves for its change.
 */
export function gapChange(aim: Aim, before: GapPoint, after: GapPoint): Omit<Gap, 'provisional'> {
  const baseline = disadvantage(before, aim);
  const current = disadvantage(after, aim);
  const raw = rawChange(before, after, aim.unit);
  if (baseline === null || current === null || raw === undefined) {
    return { baseline, current, ...NO_CHANGE };
  }
  const change = current - baseline;
  const reach = criticalZ() * raw.se;
  const status = Math.abs(change) < floorOf(before, aim.unit) && raw.status !== 'reversed' ? 'unclear' : raw.status;
  const narrowed = status === 'narrowed';
  return {
    baseline,
    current,
    change,
    interval: { low: change - reach, high: change + reach, level: DEFAULT_CONFIDENCE, method: raw.method },
    status,
    narrowed,
    levellingDown: narrowed && !isBetter(aim, valueOf(after.group, aim.unit), valueOf(before.group, aim.unit)),
    ownGain: changeIsShown(aim, before.group, after.group) === 'better',
  };
}

const NO_CHANGE: Omit<Gap, 'provisional' | 'baseline' | 'current'> = {
  ...{ change: null, interval: null, status: 'unclear' as const, narrowed: false },
  ...{ levellingDown: false, ownGain: false },
};

/** How much worse off the group is than its reference; `null` when either has nobody. */
export function disadvantage(point: GapPoint, aim: Aim): number | null {
  const group = valueOf(point.group, aim.unit);
  const reference = valueOf(point.reference, aim.unit);
  return group === null || reference === null ? null : disadvantageOf(group, reference, aim.direction);
}

export function disadvantageOf(group: number, reference: number, direction: Direction): number {
  switch (direction) {
    case 'higher-is-better':
      return reference - group;
    case 'lower-is-better':
      return group - reference;
    case 'parity':
      return Math.abs(group - reference);
  }
}

/** Whether `value` lies on the good side of `than`. */
export function isBetter(aim: Aim, value: number | null, than: number | null): boolean {
  if (value === null || than === null) return false;
  return isHigherBetter(aim) ? value > than : value < than;
}

/** Whether a group's own value changed by more than chance, and which way. */
export function changeIsShown(aim: Aim, before: GroupSums, after: GroupSums): 'better' | 'worse' | 'not-shown' {
  const { lower, upper } = ownDifference(aim.unit, before, after);
  if (lower === null || upper === null || (lower <= 0 && upper >= 0)) return 'not-shown';
  return lower > 0 === isHigherBetter(aim) ? 'better' : 'worse';
}

export function isHigherBetter({ direction, wanted }: Aim): boolean {
  return direction === 'parity' ? wanted === 'increase' : direction === 'higher-is-better';
}

function ownDifference(unit: Unit, before: GroupSums, after: GroupSums) {
  if (unit.kind === 'rate') return rateDifference({ group: after, reference: before });
  const means = twoMeans(unit, after, before);
  return means === undefined ? { lower: null, upper: null } : meanDifference(means);
}

interface RawChange {
  readonly se: number;
  readonly status: Gap['status'];
  readonly method: string;
}

function rawChange(before: GapPoint, after: GapPoint, unit: Unit): RawChange | undefined {
  return unit.kind === 'rate' ? rateChange(before, after) : meanChange(before, after, unit);
}

function rateChange(before: GapPoint, after: GapPoint): RawChange | undefined {
  const { se, status } = gapNarrowing({ before, after });
  if (se === null || status === 'not_calculable') return undefined;
  return { se, status: status === 'no_detectable_change' ? 'unclear' : status, method: 'gap-narrowing' };
}

function meanChange(before: GapPoint, after: GapPoint, unit: Unit): RawChange | undefined {
  const first = welch(unit, before);
  const second = welch(unit, after);
  if (first === undefined || second === undefined) return undefined;
  const se = Math.hypot(first.se, second.se);
  return { se, status: statusOf(first.difference, second.difference, se), method: 'welch-normal' };
}

/** In the order of M20: not detectable, reversed, narrowed, widened. */
function statusOf(gapBefore: number, gapAfter: number, se: number): Gap['status'] {
  const change = gapAfter - gapBefore;
  if (change === 0 || Math.abs(change) < criticalZ() * se) return 'unclear';
  if (gapBefore * gapAfter < 0) return 'reversed';
  return Math.abs(gapAfter) < Math.abs(gapBefore) ? 'narrowed' : 'widened';
}

function welch(unit: Unit, { group, reference }: GapPoint): { difference: number; se: number } | undefined {
  const means = twoMeans(unit, group, reference);
  if (means === undefined) return undefined;
  const { difference, se } = meanDifference(means);
  return difference === null || se === null ? undefined : { difference, se };
}

function twoMeans(unit: Unit, group: GroupSums, reference: GroupSums): TwoMeans | undefined {
  const [first, second] = [meanSummary(group, unit), meanSummary(reference, unit)];
  return first === undefined || second === undefined ? undefined : { group: first, reference: second };
}

function floorOf(before: GapPoint, unit: Unit): number {
  return unit.kind === 'rate' ? SMALLEST_CHANGE : SMALLEST_CHANGE * (meanSummary(before.reference, unit)?.sd ?? 0);
}
