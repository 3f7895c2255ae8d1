import type { Gaps, Group } from '../api/shapes.js';
import type { IntervalRow } from '../charts/interval-table.js';
import type { useNames, useWords } from '../language/language.js';
import type { Numbers } from '../language/numbers.js';
import { keyOf, valueOf } from './say.js';

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
    students: group.suppressed ? '–' : writing.numbers.count(group.n),
    value: group.suppressed || group.display !== undefined ? null : valueOf(group),
    low: group.interval?.low ?? null,
    high: group.interval?.high ?? null,
    isSmall: group.small === true,
    ...insteadOf(group, writing),
  }));
}

function insteadOf(group: Group, { t, names }: Writing): { readonly instead?: string } {
  if (group.suppressed) return { instead: t('chart.suppressed') };
  if (group.display !== undefined) return { instead: t('chart.coded', { display: group.display }) };
  return group.reason === null ? {} : { instead: names('reason', group.reason) };
}

/** Every number that a scale must have room for. */
export function numbersIn(rows: readonly IntervalRow[]): readonly (number | null)[] {
  return rows.flatMap(({ value, low, high }) => (value === null ? [] : [value, low, high]));
}
