import type { GapsAnswer, GroupComparison, IndicatorDefinition, MeasuredGroup, Reading } from '@evenground/contracts';
import { benjaminiHochberg } from '@evenground/statistics';
import { rounded, sayTogether, type Values } from '../readings/say.js';
import type { SentenceId } from '../readings/sentences.js';
import { UNITS, groupWords, happenedWords, indicatorWords, reasonWords } from '../readings/words.js';

/** A comparison before it is told what follows from it. */
export type Compared = Omit<GroupComparison, 'verdict' | 'reliability' | 'reading'>;

type Concluding = Pick<GapsAnswer, 'indicator' | 'indicatorName' | 'kind' | 'groups' | 'minimumEffect'>;

/** From so many students on a number is relied on without a word; people. Source: NCHS 2017, Series 2 No. 175. */
export const RELIABLE_FROM = 30;
/** A rate whose interval is this wide says little, whatever n is. Source: as above, absolute width 0.30. */
const WIDEST = 0.3;
/** A difference under it is too small to act on: a hundredth of a rate (`workflow.md` §11), in hundredths of a mean's spread 5 (Kraft 2020). */
const LEAST_DIFFERENCE = 0.01;
const LEAST_EFFECT = 0.05;
const FALSE_DISCOVERY = 0.05;

/** The least that matters, asked for or by default: of a rate the difference, of a mean the effect size g. */
export function minimumEffectOf(kind: 'rate' | 'mean', asked: number | undefined): GapsAnswer['minimumEffect'] {
  return kind === 'rate'
    ? { of: 'difference', value: asked ?? LEAST_DIFFERENCE }
    : { of: 'effect-size', value: asked ?? LEAST_EFFECT };
}

/** Whether a group's number can be relied on; null where there is none. */
export function reliabilityOf({ n, rate, mean, interval }: MeasuredGroup): MeasuredGroup['reliability'] {
  if (n === null || n === undefined || (rate ?? mean ?? null) === null) return null;
  if (n < RELIABLE_FROM) return 'few-students';
  const isWide = rate !== undefined && interval && interval.high - interval.low >= WIDEST;
  return isWide ? 'wide-interval' : 'reliable';
}

/**
 * What follows from each comparison, of those that the reader sees: p adjusted over them all (Benjamini-Hochberg), a
 * verdict, and the same in plain words. A difference is `shown` when its interval leaves out 0, the adjusted p is below
 * 0.05, and it is as large as the least that matters.
 */
export function concluded(
  comparisons: readonly Compared[],
  answer: Concluding,
  unit: IndicatorDefinition['unit'] = 'student',
): GroupComparison[] {
  const { adjusted } = benjaminiHochberg({ pValues: comparisons.map(({ test }) => test.pValue) });
  return comparisons.map((comparison, index) => {
    const adjustedP = adjusted[index] ?? null;
    const verdict = verdictOf({ ...comparison, adjustedP }, answer.minimumEffect);
    const smaller = smallerSideOf(comparison, answer.groups);
    const reliability =
      verdict === 'no-numbers' || smaller === null ? null : smaller < RELIABLE_FROM ? 'few-students' : 'reliable';
    const told = { ...comparison, adjustedP, verdict, reliability } as const;
    return { ...told, reading: readingOf(told, answer, smaller, unit) };
  });
}

function verdictOf(
  { difference, effectSize, adjustedP }: Compared,
  minimum: GapsAnswer['minimumEffect'],
): GroupComparison['verdict'] {
  if (difference.value === null) return 'no-numbers';
  const { interval } = difference;
  const isClear = interval !== null && (interval.low > 0 || interval.high < 0);
  if (!isClear || adjustedP === null || adjustedP >= FALSE_DISCOVERY) return 'not-shown';
  const size = minimum.of === 'difference' ? difference.value : effectSize.value;
  return size !== null && Math.abs(size) >= minimum.value ? 'shown' : 'below-minimum-effect';
}

/** The students of the smaller side; null where one of them is hidden. */
function smallerSideOf({ group, reference }: Compared, groups: readonly MeasuredGroup[]): number | null {
  const own = sizeOf(groups, group);
  if (own === null) return null;
  if (typeof reference === 'object') {
    const other = sizeOf(groups, reference);
    return other === null ? null : Math.min(own, other);
  }
  let all = 0;
  for (const each of groups) {
    if (each.n === null || each.n === undefined) return null;
    all += each.n;
  }
  return Math.min(own, Math.max(0, all - own));
}

function sizeOf(groups: readonly MeasuredGroup[], wanted: Readonly<Record<string, string>>): number | null {
  const key = JSON.stringify(wanted);
  return groups.find(({ group }) => JSON.stringify(group) === key)?.n ?? null;
}

function readingOf(
  comparison: Omit<GroupComparison, 'reading'>,
  answer: Concluding,
  smaller: number | null,
  unit: IndicatorDefinition['unit'],
): Reading {
  const { group, reference, difference, flag, verdict, reliability } = comparison;
  const names = { group: groupWords(group), reference: groupWords(reference) };
  const own = answer.groups.find((each) => JSON.stringify(each.group) === JSON.stringify(group));
  const value = own?.rate ?? own?.mean ?? null;
  if (verdict === 'no-numbers' || difference.value === null || value === null) {
    return sayTogether([['gap.no-numbers', { ...names, why: reasonWords(difference.reason ?? 'no-data') }]]);
  }
  const parts: [SentenceId, Values][] = [
    comparedSentence(names, value, difference.value, answer, unit),
    verdict === 'below-minimum-effect'
      ? ['verdict.below-minimum-effect', { minimum: minimumWords(answer.minimumEffect) }]
      : [`verdict.${verdict}`, {}],
  ];
  if (reliability === 'few-students') parts.push(['verdict.not-reliable', { n: smaller }]);
  if (flag === 'post-hoc') parts.push(['verdict.post-hoc', {}]);
  return sayTogether(parts);
}

function comparedSentence(
  names: Values,
  value: number,
  difference: number,
  { indicator: id, indicatorName: name, kind }: Concluding,
  unit: IndicatorDefinition['unit'],
): [SentenceId, Values] {
  const indicator = indicatorWords({ id, name });
  if (kind === 'mean') {
    const values = { ...names, indicator, size: rounded(Math.abs(difference), 3) };
    const sides = { a: rounded(value, 3), b: rounded(value - difference, 3) };
    const way = values.size === 0 ? 'same' : difference > 0 ? 'higher' : 'lower';
    return [`gap.mean-${way}`, { ...values, ...sides }];
  }
  const ofHundred = Math.abs(difference) * 100;
  const values = {
    ...names,
    ...{ indicator, happened: happenedWords({ id, name }), size: rounded(ofHundred, ofHundred >= 3 ? 0 : 1) },
    ...{ a: rounded(value * 100), b: rounded((value - difference) * 100) },
  };
  if (unit !== 'student') return [difference > 0 ? 'gap.units-more' : 'gap.units-fewer', values];
  const way = values.size === 0 ? 'same' : difference > 0 ? 'more' : 'fewer';
  return [`gap.rate-${way}`, values];
}

function minimumWords({ of, value }: GapsAnswer['minimumEffect']) {
  if (of === 'effect-size') {
    return { en: `${value} standard deviations`, es: `${value} desviaciones estándar` };
  }
  const points = rounded(value * 100, 2);
  return { en: `${points} ${UNITS.points.en}`, es: `${points} ${UNITS.points.es}` };
}
