import { useCallback } from 'react';
import { useNames } from './language.js';
import { slugOf } from './slug.js';

/**
 * A phrase of the reflection's written rules in the language of the page. The interface says them in English, from a
 * closed list; one that is not known here is shown as it came.
 */
export function useSaid(): (phrase: string) => string {
  const names = useNames();
  return useCallback((phrase) => names('says', slugOf(phrase), phrase), [names]);
}
