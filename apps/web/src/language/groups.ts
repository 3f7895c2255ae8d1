import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useNames, useWords } from './language.js';

export type GroupOfStudents = Readonly<Record<string, string>>;

/** The name of a group of students, people first: `{englishLearner: "yes"}` → Students learning English. */
export function useGroupName(): (group: GroupOfStudents) => string {
  const t = useWords();
  const names = useNames();
  const intl = useIntl();
  return useCallback(
    (group) => {
      const parts = Object.entries(group).map(([attribute, value]) => {
        const attributeName = names('attribute', attribute, attribute.replace(/^attribute:/, ''));
        if (value === 'unknown') return t('group.unknown', { attribute: attributeName });
        const own = names(`group.${attribute}`, value, '');
        if (own !== '') return own;
        if (attribute === 'grade') return t('group.grade', { grade: value.replace(/^0/, '') });
        return t('group.other', { attribute: attributeName, value });
      });
      return parts.length === 0 ? t('group.all') : intl.formatList(parts, { type: 'unit' });
    },
    [t, names, intl],
  );
}
