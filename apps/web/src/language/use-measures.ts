import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useIndicators } from '../explore/use-gaps.js';
import { useWords } from './language.js';
import { type Measure, measureOf } from './measure.js';
import { numbersOf } from './numbers.js';

/** How to write the numbers of any indicator; undefined while it is not known what there is. */
export function useMeasures(): (indicator: string | null | undefined, kind?: 'rate' | 'mean') => Measure | undefined {
  const t = useWords();
  const intl = useIntl();
  const { data, failureReason } = useIndicators();
  return useCallback(
    (indicator, kind) => {
      if (data === undefined && failureReason === null && kind === undefined) return undefined;
      const definition = data?.items.find(({ id }) => id === indicator);
      return measureOf(kind ?? definition?.kind ?? 'rate', definition, numbersOf(intl), t);
    },
    [t, intl, data, failureReason],
  );
}
