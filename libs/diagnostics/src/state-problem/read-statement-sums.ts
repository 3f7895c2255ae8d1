import { isRefusal, type GroupSums, type IndicatorDefinition, type Refusal } from '@evenground/contracts';
import type { Sums } from '@evenground/cube';
import { compareGroups, sumsOf, type GroupOfSums } from '../show-gaps/compare-groups.js';
import { resolveValue } from '../show-gaps/read-query.js';
import type { ShowGaps } from '../show-gaps/show-gaps.js';

/** Whom a statement is about, and beside whom. */
export interface StatementSubject {
  readonly district: string;
  readonly definition: IndicatorDefinition;
  readonly period?: string;
  /** Attribute → value, as profiles have them. */
  readonly group: Readonly<Record<string, string>>;
  readonly reference: string;
  /** Empty = the district. */
  readonly schoolIds: readonly string[];
}

export interface StatementSums {
  readonly period: string | null;
  /** With attributes and values as profiles have them. */
  readonly group: Readonly<Record<string, string>>;
  /** `best` is resolved to the value that was best. */
  readonly reference: string;
  readonly sums: { readonly group: Sums; readonly reference: Sums };
  readonly difference: { readonly low: number; readonly high: number } | null;
  readonly groups: readonly GroupOfSums[];
  readonly reason: string | null;
  readonly recomputing: boolean;
}

const NOBODY: Sums = { n: 0, events: 0, sum: 0n, sumOfSquares: 0n };

/** The sums of a statement's group and reference in a period, from the cube; a group without anybody has none. */
export async function readStatementSums(gaps: ShowGaps, subject: StatementSubject): Promise<StatementSums | Refusal> {
  const { district, definition, period, schoolIds } = subject;
  const found = await gaps.groups({
    ...{ district, definition, by: Object.keys(subject.group), where: [], reference: 'others' },
    ...(period !== undefined && { period }),
    ...(schoolIds.length > 0 && { schools: schoolIds }),
  });
  if (isRefusal(found)) return found;
  const asked = Object.values(subject.group);
  const group = Object.fromEntries(
    found.by.map((attribute, index) => [attribute, resolveValue(attribute, asked[index]!)]),
  );
  const known = found.reason === 'not-declared' ? [] : found.groups.filter(hasSums);
  const own = known.find((candidate) => isSame(candidate.group, group));
  const comparisons = compareGroups(known, found.by, subject.reference, definition);
  const compared = isRefusal(comparisons)
    ? undefined
    : comparisons.find((comparison) => isSame(comparison.group, group));
  const reference = referenceOf(subject.reference, compared?.reference, found.by);
  return {
    period: found.period,
    group,
    reference,
    sums: { group: own?.sums ?? NOBODY, reference: referenceSums(known, own, group, reference, found.by) },
    difference: compared?.difference.interval ?? null,
    groups: known,
    reason: found.reason,
    recomputing: found.recomputing,
  };
}

/** As they stand in events. */
export function groupSums({ n, events, sum, sumOfSquares }: Sums): GroupSums {
  return { n, events, sum: sum.toString(), sumOfSquares: sumOfSquares.toString() };
}

function referenceOf(asked: string, compared: unknown, by: readonly string[]): string {
  if (asked !== 'best' || typeof compared !== 'object' || compared === null) return asked;
  return (compared as Record<string, string>)[by[0]!] ?? asked;
}

function referenceSums(
  groups: readonly (GroupOfSums & { sums: Sums })[],
  own: GroupOfSums | undefined,
  group: Readonly<Record<string, string>>,
  reference: string,
  by: readonly string[],
): Sums {
  switch (reference) {
    case 'overall':
      return sumsOf(groups);
    case 'others':
    case 'best': // no group is large enough to be it
      return sumsOf(groups.filter((candidate) => candidate !== own));
    default: {
      const wanted = { ...group, [by[0]!]: resolveValue(by[0]!, reference) };
      return groups.find((candidate) => isSame(candidate.group, wanted))?.sums ?? NOBODY;
    }
  }
}

function hasSums(group: GroupOfSums): group is GroupOfSums & { sums: Sums } {
  return group.sums !== null;
}

function isSame(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  return Object.keys(right).every((attribute) => left[attribute] === right[attribute]);
}
