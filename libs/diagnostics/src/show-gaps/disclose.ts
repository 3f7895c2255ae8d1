import type { GapsAnswer, IndicatorDefinition, MeasuredGroup, PopulationsAnswer } from '@evenground/contracts';
import { codedAlone, type Shown as Decided } from '@evenground/disclosure';
import { MINIMUM_N, withoutNumbers } from './compare-groups.js';
import { concluded } from './conclude.js';

/** What hides or codes a group. */
type Shown = 'exact' | 'coded' | 'hidden';

/**
 * What a caller without the unsuppressed right may see of live numbers. A group under the minimum n has
 * no numbers; where hiding it alone would let it be found by subtraction another is hidden with it; a group whose
 * exact percent would give away an outcome (events or non-events under 10) has the coded percent instead of numbers.
 * Comparisons that rest on such a group carry none. Source: rule 5 of `indicators.md`, M32, P2.
 *
 * @param decided how each group may be shown by what else the caller may ask (`shownLive`); without it the answer is
 *                looked at for itself, which is all that can be done for tables that a source has sent
 */
export function disclosed(
  answer: GapsAnswer,
  unit: IndicatorDefinition['unit'] = 'student',
  decided?: readonly Decided[],
): GapsAnswer {
  if (NOT_PEOPLE.has(unit)) return withoutAnyNumber(answer, unit);
  const shown = decided ? asDecided(answer.groups, decided) : shownOf(answer.groups, answer.by);
  const groups = answer.groups.map((group, index) => gated(group, shown[index]!));
  const isAllExact = shown.every((how) => how === 'exact');
  const exact = new Set(
    answer.groups.filter((_, index) => shown[index] === 'exact').map(({ group }) => JSON.stringify(group)),
  );
  return {
    ...answer,
    groups,
    // Concluded anew over what the reader sees: a p-value adjusted for hidden ones would tell of them.
    comparisons: concluded(
      answer.comparisons.map((comparison) => {
        const { group, reference } = comparison;
        const rest = typeof reference === 'string' ? isAllExact : exact.has(JSON.stringify(reference));
        return rest && exact.has(JSON.stringify(group)) ? comparison : withoutNumbers(group, reference, 'suppressed');
      }),
      { ...answer, groups },
      unit,
    ),
    summary: isAllExact ? answer.summary : null,
    warnings: [], // they count groups by size
    unsuppressed: false,
  };
}

/** Of these a minimum n protects nobody: ten incidents may be of one student. */
const NOT_PEOPLE: ReadonlySet<IndicatorDefinition['unit']> = new Set(['incident', 'school']);

function withoutAnyNumber(answer: GapsAnswer, unit: IndicatorDefinition['unit']): GapsAnswer {
  const groups = answer.groups.map((group) => gated(group, 'hidden'));
  return {
    ...answer,
    groups,
    comparisons: concluded(
      answer.comparisons.map(({ group, reference }) => withoutNumbers(group, reference, 'suppressed')),
      { ...answer, groups },
      unit,
    ),
    summary: null,
    warnings: [],
    unsuppressed: false,
  };
}

/** The same gate for counts of students. */
export function disclosedPopulations(
  answer: PopulationsAnswer,
  by: readonly string[],
  decided?: readonly Decided[],
): PopulationsAnswer {
  const counts = answer.groups.map(({ group, n }) => ({ group, n: n ?? 0, suppressed: false, reason: null }));
  const hidden = decided ? hiddenAmong(asDecided(counts, decided)) : withComplements(counts, by);
  const isTotalSmall = (answer.total ?? 0) < MINIMUM_N;
  return {
    ...answer,
    total: isTotalSmall ? null : answer.total,
    groups: answer.groups.map(({ group, n }, index) =>
      hidden.has(index) ? { group, suppressed: true } : { group, n, suppressed: false },
    ),
  };
}

/** Never more than the group for itself allows. */
function asDecided(groups: readonly MeasuredGroup[], decided: readonly Decided[]): Shown[] {
  return groups.map((group, index): Shown => {
    const how = decided[index] ?? 'hidden';
    if (isSmall(group) || how === 'hidden' || how === 'outcome-hidden') return 'hidden';
    return how === 'coded' && group.rate !== undefined && group.rate !== null ? 'coded' : alone(group);
  });
}

function hiddenAmong(shown: readonly Shown[]): Set<number> {
  return new Set(shown.flatMap((how, index) => (how === 'hidden' ? [index] : [])));
}

function isSmall({ n, suppressed }: MeasuredGroup): boolean {
  return suppressed || (n !== null && n !== undefined && n < MINIMUM_N);
}

function alone({ n, events, rate }: MeasuredGroup): Shown {
  if (rate === undefined || rate === null) return 'exact';
  return events! < MINIMUM_N || n! - events! < MINIMUM_N ? 'coded' : 'exact';
}

function shownOf(groups: readonly MeasuredGroup[], by: readonly string[]): Shown[] {
  const hidden = withComplements(groups, by);
  return groups.map((group, index) => (hidden.has(index) ? 'hidden' : alone(group)));
}

/**
 * The groups to hide: those under the minimum, and while a line of the table (all groups, or those that share a value
 * of one attribute) hides exactly one, the smallest other of it too.
 */
function withComplements(groups: readonly MeasuredGroup[], by: readonly string[]): Set<number> {
  const hidden = new Set<number>();
  groups.forEach((group, index) => {
    if (isSmall(group)) hidden.add(index);
  });
  const lines = linesOf(groups, by);
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (const line of lines) {
      const concealed = line.filter((index) => hidden.has(index));
      const others = line.filter((index) => !hidden.has(index) && (groups[index]!.n ?? 0) > 0);
      if (concealed.length !== 1 || others.length === 0) continue;
      hidden.add(others.reduce((smallest, index) => (groups[index]!.n! < groups[smallest]!.n! ? index : smallest)));
      isStable = false;
    }
  }
  return hidden;
}

function linesOf(groups: readonly MeasuredGroup[], by: readonly string[]): number[][] {
  const lines = new Map<string, number[]>([['', groups.map((_, index) => index)]]);
  if (by.length > 1) {
    groups.forEach(({ group }, index) => {
      for (const attribute of by) {
        const key = JSON.stringify([attribute, group[attribute]]);
        lines.set(key, [...(lines.get(key) ?? []), index]);
      }
    });
  }
  return [...lines.values()];
}

function gated(group: MeasuredGroup, shown: Shown): MeasuredGroup {
  switch (shown) {
    case 'hidden':
      return { group: group.group, suppressed: true, reason: 'suppressed' };
    case 'coded':
      return {
        group: group.group,
        display: codedAlone({ events: group.events!, n: group.n! }) ?? '*',
        suppressed: false,
        reason: group.reason,
      };
    case 'exact':
      return group;
  }
}
