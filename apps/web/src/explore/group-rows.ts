import type { Gaps, Group } from '../api/shapes.js';
import type { IntervalRow } from '../charts/interval-table.js';
import type { useNames, useWords } from '../language/language.js';
import type { Numbers } from '../language/numbers.js';
import { keyOf, valueOf } from './group-value.js';
import { codedText } from '../language/coded.js';

interface Writing {
  readonly t: ReturnType<typeof useWords>;
  readonly names: ReturnType<typeof useNames>;
  readonly numbers: Numbers;
  readonly groupName: (group: Readonly<Record<string, string>>) => string;
}

/** The groups of an answer as rows, in the order of the answer: never by size, so that no group is ranked. */
export function groupRows(gaps: Gaps, writing: Writing): readonly IntervalRow[] {
  return gaps.groups.map((group) => ({
    key: keyOf(group.group),
    name: writing.groupName(group.group),
    students: group.suppressed || group.display !== undefined ? '–' : writing.numbers.count(group.n),
    value: group.suppressed || group.display !== undefined ? null : valueOf(group),
    low: group.interval?.low ?? null,
    high: group.interval?.high ?? null,
    isSmall: group.small === true,
    ...insteadOf(group, writing),
  }));
}

function insteadOf(group: Group, { t, names }: Writing): { readonly instead?: string } {
  if (group.suppressed)
    return { instead: t(isHiddenBySource(group) ? 'chart.suppressed-by-source' : 'chart.suppressed') };
  if (group.display !== undefined) return { instead: t('chart.coded', { display: codedText(group.display) }) };
  return group.reason === null ? {} : { instead: names('reason', group.reason) };
}

/** The district never had the number itself, or it is hidden from this caller. */
export function isHiddenBySource({ reason }: Pick<Group, 'reason'>): boolean {
  return reason === 'suppressed-by-source';
}

/** What stands for the value of a group in a table: the number, its coded form, or in a word why there is none. */
export function cellOf(group: Group, names: Writing['names'], write: (value: number | null) => string): string {
  if (group.suppressed) return names('reason', group.reason ?? 'suppressed');
  if (group.display !== undefined) return codedText(group.display);
  const value = valueOf(group);
  return value === null && group.reason !== null ? names('reason', group.reason) : write(value);
}

/** Every number that a scale must have room for. */
export function numbersIn(rows: readonly IntervalRow[]): readonly (number | null)[] {
  return rows.flatMap(({ value, low, high }) => (value === null ? [] : [value, low, high]));
}
