import type { Page } from 'playwright-core';
import { focusSeen } from './seen.js';

const MOST_STOPS = 120;

/**
 * Goes on by Tab until what has the focus has this name. On the way every stop must be one that an eye can see.
 */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < MOST_STOPS; presses++) {
    await page.keyboard.press('Tab');
    let focus = await page.evaluate(focusSeen);
    if (!focus.isSeen) {
      await page.waitForTimeout(200); // what was still coming has moved it, and the browser follows
      focus = await page.evaluate(focusSeen);
    }
    if (!focus.isSeen) throw new Error(`the focus cannot be seen on ${focus.tag} "${focus.name}"`);
    if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) return;
    passed.push(focus.name);
  }
  throw new Error(`"${name}" is not reached by Tab; passed: ${[...new Set(passed)].join(' | ')}`);
}

/** Every stop of the Tab key on a page, from the top until it is left, each with whether it can be seen. */
export async function stopsOf(page: Page): Promise<readonly { readonly name: string; readonly isSeen: boolean }[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
  });
  const stops: { name: string; isSeen: boolean }[] = [];
  for (let presses = 0; presses < MOST_STOPS; presses++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focusSeen);
    if (focus.tag === 'BODY') break;
    stops.push(focus);
  }
  return stops;
}
