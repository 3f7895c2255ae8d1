import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { Comparison, Gaps, Group } from '../api/shapes.js';
import type { MessageKey } from '../language/en.js';
import { useGroupName } from '../language/groups.js';
import { useNames, useWords } from '../language/language.js';
import { useNumbers } from '../language/numbers.js';
import { isDifferenceShown } from './difference-shown.js';

/** One comparison in words: what of every hundred, and whether a difference is shown. */
export interface Sentence {
  readonly key: string;
  readonly text: string;
  readonly isShown: boolean;
}

/** Says a comparison in plain words; nothing where one of the two numbers is hidden or missing. */
export function useSentences(): (gaps: Gaps) => readonly Sentence[] {
  const t = useWords();
  const names = useNames();
  const groupName = useGroupName();
  const numbers = useNumbers();
  const intl = useIntl();
  return useCallback(
    (gaps) =>
      gaps.comparisons.flatMap((comparison) => {
        const group = gaps.groups.find((one) => keyOf(one.group) === keyOf(comparison.group));
        const value = group && valueOf(group);
        const { difference, reference } = comparison;
        if (!group || value === null || value === undefined || difference.value === null) return [];
        const isRate = gaps.kind === 'rate';
        const other = value - difference.value;
        const happened = names('happened', gaps.indicator, '');
        const key: MessageKey = !isRate
          ? 'explore.say.mean'
          : happened === ''
            ? 'explore.say.rate-plain'
            : 'explore.say.rate';
        const write = isRate ? numbers.ofHundred : numbers.plain;
        const text = t(key, {
          ...{ group: groupName(group.group), happened, a: write(value), b: write(other) },
          indicator: names('indicator', gaps.indicator, gaps.indicatorName),
          reference: referenceName(reference, isRate, t, groupName),
        });
        const isShown = isDifferenceShown(comparison);
        const verdict = t(isShown ? 'explore.say.shown' : 'explore.say.not-shown');
        return [{ key: keyOf(comparison.group), text: `${text} ${verdict}`, isShown }];
      }),
    // intl stands for the language: the words depend on it
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, names, groupName, numbers, intl],
  );
}

type Words = ReturnType<typeof useWords>;

function referenceName(
  reference: Comparison['reference'],
  isRate: boolean,
  t: Words,
  groupName: (group: Readonly<Record<string, string>>) => string,
): string {
  const suffix = isRate ? '' : '-mean';
  if (reference === 'others' || reference === 'overall') return t(`explore.say.${reference}${suffix}` as MessageKey);
  return t(`explore.say.group${suffix}` as MessageKey, { group: groupName(reference) });
}

/** A rate as a proportion or a mean in shown units. */
export function valueOf({ rate, mean }: Group): number | null {
  return rate ?? mean ?? null;
}

export function keyOf(group: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(group));
}
