import { type RefObject, useLayoutEffect, useState } from 'react';

/** How wide an element is, in pixels, now and whenever that changes. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const holder = element.current;
    if (holder === null) return;
    // The observer reports once at the beginning too.
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(holder);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
