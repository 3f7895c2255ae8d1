import { useCallback } from 'react';
import type { Comparison, Gaps } from '../api/shapes.js';
import type { MessageKey } from '../language/en.js';
import { useGroupName } from '../language/groups.js';
import { useNames, useWords } from '../language/language.js';
import { useMeasures } from '../language/use-measures.js';
import { useNumbers } from '../language/numbers.js';
import { isHiddenBySource } from './group-rows.js';
import { keyOf, valueOf } from './group-value.js';
import { isDifferenceShown } from './difference-shown.js';
import { codedText } from '../language/coded.js';

/** One comparison in words: what of every hundred, and whether a difference is shown. */
export interface Sentence {
  readonly key: string;
  readonly text: string;
  readonly isShown: boolean;
}

/** Says every group in plain words: compared, alone where the others are hidden, and why where it is hidden itself. */
export function useSentences(): (gaps: Gaps) => readonly Sentence[] {
  const t = useWords();
  const names = useNames();
  const groupName = useGroupName();
  const numbers = useNumbers();
  const measures = useMeasures();
  return useCallback(
    (gaps) =>
      gaps.comparisons.flatMap((comparison) => {
        const group = gaps.groups.find((one) => keyOf(one.group) === keyOf(comparison.group));
        if (group === undefined) return [];
        const key = keyOf(group.group);
        const said = {
          group: groupName(group.group),
          indicator: names('indicator', gaps.indicator, gaps.indicatorName),
        };
        const only = (word: MessageKey, values = {}): readonly Sentence[] => [
          { key, text: t(word, { ...said, ...values }), isShown: false },
        ];
        if (group.suppressed)
          return only(isHiddenBySource(group) ? 'explore.say.hidden-by-source' : 'explore.say.hidden');
        if (group.display !== undefined) return only('explore.say.coded', { display: codedText(group.display) });
        const value = valueOf(group);
        if (value === null) return [];
        const isRate = gaps.kind === 'rate';
        const happened = isRate ? names('happened', gaps.indicator, '') : '';
        const write = isRate ? numbers.ofHundred : measures(gaps.indicator, gaps.kind)!.said;
        const { difference, reference } = comparison;
        if (difference.value === null) {
          if (difference.reason !== 'suppressed') return [];
          if (happened !== '') return only('explore.say.alone-rate', { happened, a: write(value) });
          return only('explore.say.alone', { a: measures(gaps.indicator, gaps.kind)!.said(value) });
        }
        const isShown = isDifferenceShown(comparison);
        const text = t(
          isRate ? (happened === '' ? 'explore.say.rate-plain' : 'explore.say.rate') : 'explore.say.mean',
          {
            ...{ ...said, happened, a: write(value), b: write(value - difference.value) },
            reference: referenceName(reference, isRate, t, groupName),
          },
        );
        return [{ key, text: `${text} ${t(isShown ? 'explore.say.shown' : 'explore.say.not-shown')}`, isShown }];
      }),
    [t, names, groupName, numbers, measures],
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
