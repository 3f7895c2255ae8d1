import { useCallback, useState } from 'react';
import { DRAFT_PREFIX } from './forget-drafts.js';

/**
 * Text that somebody types, kept in this tab until it is done: a reload, an ended sign-in or a lost server does not
 * take it away; signing out does.
 */
export function useDraft(name: string, initial = ''): [string, (text: string) => void, () => void] {
  const key = DRAFT_PREFIX + name;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? initial);
  const change = useCallback(
    (next: string) => {
      setText(next);
      sessionStorage.setItem(key, next);
    },
    [key],
  );
  const done = useCallback(() => {
    sessionStorage.removeItem(key);
    setText('');
  }, [key]);
  return [text, change, done];
}
