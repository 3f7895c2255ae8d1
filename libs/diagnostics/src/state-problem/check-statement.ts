import {
  UNKNOWN,
  type IndicatorDefinition,
  type Period,
  type ProblemStatementPost,
  type Refusal,
} from '@evenground/contracts';
import type { Sums } from '@evenground/cube';
import { normalQuantile } from '@evenground/statistics';
import { valueOf } from '../show-gaps/compare-groups.js';

/** What the cube says of the group in a period, in shown units. */
export interface MeasuredPeriod {
  readonly period: Period;
  readonly value: number;
}

/** A statement beside what is measured; all that the rules look at. */
export interface StatementInHand {
  readonly post: ProblemStatementPost;
  readonly definition: IndicatorDefinition;
  readonly direction: 'increase' | 'decrease';
  readonly period: Period;
  readonly group: Sums;
  readonly reference: Sums;
  /** Limits of the difference between group and reference; null where there are none. */
  readonly difference: { readonly low: number; readonly high: number } | null;
  /** Oldest first. */
  readonly past: readonly MeasuredPeriod[];
  /** The smallest and largest value that was seen; the range of a mean without a valid one. */
  readonly range: { readonly min: number; readonly max: number };
  /** Today, as `YYYY-MM-DD`. */
  readonly today: string;
  readonly suggestions: readonly string[];
}

const TOLERANCE = 0.0005; // V4: of a rate, and of the range of a mean
const MINIMUM_N = 10; // V5
const SMALL_N = 30; // V5
const LONGEST_YEARS = 5; // V7
const PERIOD_DAYS = 365;
const FULL_PERIOD_DAYS = 360; // V7: a school year or cohort, give or take a long weekend
const TERM_DAYS = 90;
const DAY_MS = 86_400_000;

/** V2: at least one known value; what is unknown is no group. */
export function checkGroup(group: Readonly<Record<string, string>>): Refusal | undefined {
  if (Object.keys(group).length === 0) {
    return { refused: 'problem/group-unknown', detail: 'Say which students it is about.', field: 'group', was: group };
  }
  if (Object.values(group).includes(UNKNOWN)) {
    return {
      refused: 'problem/group-is-unknown-value',
      detail: '"unknown" is not a group of students.',
      field: 'group',
      was: group,
    };
  }
  return undefined;
}

/** V3. */
export function checkReference(group: Readonly<Record<string, string>>, reference: string): Refusal | undefined {
  return Object.values(group)[0] === reference
    ? {
        refused: 'problem/reference-same',
        detail: 'The reference must differ from the group.',
        field: 'reference',
        was: reference,
        wouldBeRight: 'others, overall, best or another value',
      }
    : undefined;
}

/** V4 to V7, V9 and V11, in this order; the first that does not hold. */
export function refusalOf(inHand: StatementInHand): Refusal | undefined {
  return checkBaseline(inHand) ?? checkSize(inHand) ?? checkTarget(inHand) ?? checkDeadline(inHand) ?? checkGap(inHand);
}

/** V5, V8 and V10: what is told, never refused. */
export function warningsOf({ group, post, past, definition, period, suggestions, today }: StatementInHand): string[] {
  const warnings: string[] = [];
  if (group.n < SMALL_N) warnings.push('problem/small-n');
  const value = valueOf(group, definition) ?? 0;
  const asked = Math.abs(post.target - value);
  const years = Math.max(1 / 12, (Date.parse(post.deadline) - Date.parse(today)) / (PERIOD_DAYS * DAY_MS));
  const changes = past
    .filter((measured) => measured.period <= period)
    .slice(-6)
    .flatMap((measured, index, all) => (index === 0 ? [] : [Math.abs(measured.value - all[index - 1]!.value)]));
  const largest = Math.max(0, ...changes);
  if (largest > 0 && asked / years / largest > 2) warnings.push('problem/very-ambitious');
  if (definition.kind === 'rate' && detectableChange(value, group.n) > asked)
    warnings.push('problem/change-not-detectable');
  return [...warnings, ...suggestions.map((instead) => `problem/wording: ${instead}`)];
}

function checkBaseline({ post, definition, group, range }: StatementInHand): Refusal | undefined {
  const right = valueOf(group, definition);
  if (right === null) {
    return {
      refused: 'problem/group-unknown',
      detail: 'No student of this group is measured in the period.',
      field: 'group',
      was: post.group,
    };
  }
  if (post.baseline === undefined) {
    return {
      ...{ refused: 'problem/baseline-missing', field: 'baseline', wouldBeRight: String(right), baseline: right },
      detail: 'Without a baseline nobody could say whether it has moved.',
    };
  }
  const tolerance = definition.kind === 'rate' ? TOLERANCE : TOLERANCE * (range.max - range.min);
  if (Math.abs(post.baseline - right) <= tolerance + 1e-12) return undefined;
  return {
    refused: 'problem/baseline-differs',
    detail: isPercent(post.baseline, definition)
      ? 'A rate is a proportion from 0 to 1, not a percent.'
      : 'The baseline is not what the data says.',
    field: 'baseline',
    was: post.baseline,
    wouldBeRight: String(right),
    baseline: right,
  };
}

function checkSize({ group }: StatementInHand): Refusal | undefined {
  return group.n < MINIMUM_N
    ? {
        refused: 'problem/too-few-students',
        detail: `Fewer than ${MINIMUM_N} students.`,
        field: 'group',
        was: group.n,
        wouldBeRight: `at least ${MINIMUM_N} students`,
      }
    : undefined;
}

function checkTarget({ post, direction, definition }: StatementInHand): Refusal | undefined {
  const { target } = post;
  const baseline = post.baseline!;
  if (isPercent(target, definition)) {
    return {
      refused: 'problem/target-out-of-range',
      detail: 'A rate is a proportion from 0 to 1, not a percent.',
      field: 'target',
      was: target,
      wouldBeRight: String(target / 100),
    };
  }
  const isThere = direction === 'increase' ? target > baseline : target < baseline;
  if (!isThere) {
    return {
      refused: 'problem/target-direction',
      detail: `To ${direction}, the target must lie ${direction === 'increase' ? 'above' : 'below'} the baseline.`,
      field: 'target',
      was: target,
    };
  }
  const worse =
    definition.direction === 'higher-is-better'
      ? 'decrease'
      : definition.direction === 'lower-is-better'
        ? 'increase'
        : undefined;
  if (direction === worse) {
    return {
      refused: 'problem/levelling-down',
      detail: 'The group must move in the good direction.',
      field: 'target',
      was: target,
    };
  }
  const { min, max } =
    definition.kind === 'rate' ? { min: 0, max: 1 } : (definition.validRange ?? { min: -Infinity, max: Infinity });
  return target < min || target > max
    ? {
        refused: 'problem/target-out-of-range',
        detail: 'The target lies outside what the indicator can say.',
        field: 'target',
        was: target,
        wouldBeRight: `${min} to ${max}`,
      }
    : undefined;
}

/** 30 where 0.3 is meant. */
function isPercent(value: number, { kind }: IndicatorDefinition): boolean {
  return kind === 'rate' && value > 1 && value <= 100;
}

function checkDeadline({ post, period, today }: StatementInHand): Refusal | undefined {
  const days = (Date.parse(post.deadline) - Date.parse(today)) / DAY_MS;
  const refusal = (refused: string, wouldBeRight: string): Refusal => ({
    refused,
    detail: 'The deadline must leave time for a full period, and be at most five years away.',
    field: 'deadline',
    was: post.deadline,
    wouldBeRight,
  });
  const least = period.includes('/') ? TERM_DAYS : FULL_PERIOD_DAYS;
  if (days <= 0) return refusal('problem/deadline-passed', 'a day after today');
  if (days > LONGEST_YEARS * 366) return refusal('problem/deadline-too-far', 'within 5 years');
  return days < least ? refusal('problem/deadline-too-near', `at least ${least} days ahead`) : undefined;
}

function checkGap({ post, difference }: StatementInHand): Refusal | undefined {
  const isShown = difference !== null && (difference.low > 0 || difference.high < 0);
  return isShown || post.reason !== undefined
    ? undefined
    : {
        refused: 'problem/no-gap-shown',
        detail: 'The data shows no difference; say why it matters all the same.',
        field: 'reason',
        wouldBeRight: 'a reason, such as a count of access',
      };
}

/** The change of a rate that n students can show: 80 % power at the 5 % level, before and after alike. */
function detectableChange(rate: number, n: number): number {
  const reach = normalQuantile(0.975) + normalQuantile(0.8);
  return n === 0 ? 1 : reach * Math.sqrt((2 * rate * (1 - rate)) / n);
}
