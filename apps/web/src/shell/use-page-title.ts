import { type RefObject, useEffect, useRef } from 'react';
import { useWords } from '../language/language.js';

let isFirstPage = true;

/**
 * Names the page in the window's title, and moves the focus to the heading when one page follows another, so that a
 * screen reader says where one is.
 */
export function usePageTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const t = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('app.page-title', { title });
  }, [t, title]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return heading;
}
