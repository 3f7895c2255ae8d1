import type { BrowserContextOptions, Page } from 'playwright-core';
import { type WatchedBrowser, openBrowser } from './open-browser.js';
import { type RunningDemo, startDemo } from './running-demo.js';

const TOKEN_KEY = 'evenground.token';
const WITHIN_MS = 60_000;
const EVERY_MS = 100;

export const DISTRICT = 'northbay';
export const CYCLE = '/cycles/every-day-counts';

export interface Look extends BrowserContextOptions {
  /** Whose token the page has; empty: nobody's; absent: the administrator's. */
  readonly token?: string;
  readonly language?: string;
  /** Put into the browser's lasting storage before the first page. */
  readonly remembered?: Readonly<Record<string, string>>;
}

/** A running demo and a browser in front of it, which the journeys share. */
export interface Bench {
  readonly demo: RunningDemo;
  readonly watched: WatchedBrowser;
  /** A page in a browser of its own, of somebody who is signed in already. */
  open(path: string, look?: Look): Promise<Page>;
  /** Asks the interface as a program would; the administrator's token where none is given. */
  ask<Body = Record<string, unknown>>(
    path: string,
    options?: { token?: string; method?: string; body?: string },
  ): Promise<Body>;
  /** A token for somebody in these roles. */
  tokenOf(subject: string, roles: readonly string[], district?: string): Promise<string>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const demo = await startDemo();
  const watched = await openBrowser(demo.baseUrl);
  const answerOf = async (
    path: string,
    { token = demo.token, method = 'GET', body }: { token?: string; method?: string; body?: string } = {},
  ) => {
    const answer = await fetch(demo.baseUrl + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': body.startsWith('{') ? 'application/json' : 'text/csv' }),
      },
      ...(body !== undefined && { body }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    ...{ demo, watched },
    open: async (path, { token = demo.token, language = 'en', remembered = {}, ...options } = {}) => {
      const context = await watched.context(options);
      const kept = { 'evenground.language': language, 'evenground.district': DISTRICT, ...remembered };
      await context.addInitScript(keep, [TOKEN_KEY, token, kept] as const);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
    ask: async <Body>(path: string, options?: { token?: string; method?: string; body?: string }) =>
      (await answerOf(path, options)) as Body,
    tokenOf: async (subject, roles, district = DISTRICT) => {
      const person = { subject, roles, districts: [district], schools: '*' };
      const given = await answerOf('/sign-in/people', { method: 'POST', body: JSON.stringify(person) });
      return (given as { token: string }).token;
    },
    close: async () => {
      await watched.close();
      await demo.remove();
    },
  };
}

/** Runs in the page; the empty document before it has no storage. What the page keeps itself stays. */
function keep([key, token, remembered]: readonly [string, string, Readonly<Record<string, string>>]): void {
  if (location.protocol !== 'http:' || sessionStorage.getItem('journey.begun') !== null) return;
  sessionStorage.setItem('journey.begun', 'yes');
  if (token !== '') sessionStorage.setItem(key, token);
  for (const [name, value] of Object.entries(remembered)) localStorage.setItem(name, value);
}

/** How far the reflection on a page has come. */
export async function sequenceOn(page: Page): Promise<number> {
  return Number(await page.locator('[data-sequence]').getAttribute('data-sequence'));
}

export async function movesBeyond(page: Page, sequence: number): Promise<void> {
  await page.waitForFunction(
    (before) => Number(document.querySelector('[data-sequence]')?.getAttribute('data-sequence')) > before,
    sequence,
    { timeout: WITHIN_MS },
  );
}

export async function becomesSo(isSo: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < WITHIN_MS; waitedMs += EVERY_MS) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  throw new Error('it did not become so within a minute');
}
