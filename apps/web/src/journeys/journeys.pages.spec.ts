import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from './axe.js';
import { type WatchedBrowser, describeOnBrowser, openBrowser, withoutNetworkLines } from './open-browser.js';
import { type RunningDemo, startDemo } from './running-demo.js';

jest.setTimeout(120_000);

const CYCLE = '/cycles/every-day-counts';
const GAP = '/explore?district=northbay&indicator=oss-any&period=2025-26&by=raceEthnicity&reference=others&show=groups';
const TOKEN_KEY = 'evenground.token';

describeOnBrowser('people look at the pages', () => {
  let demo: RunningDemo;
  let watched: WatchedBrowser;

  beforeAll(async () => {
    demo = await startDemo();
    watched = await openBrowser(demo.baseUrl);
  });

  afterAll(async () => {
    await watched?.close();
    await demo?.remove();
  });

  beforeEach(() => {
    watched.complaints.length = 0;
  });

  afterEach(() => watched.closePages());

  /** A page of somebody who is signed in already. */
  async function signedIn(path: string, options: Parameters<WatchedBrowser['context']>[0] = {}): Promise<Page> {
    const context = await watched.context(options);
    await context.addInitScript(keepToken, [TOKEN_KEY, demo.token]);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  const sequenceOn = async (page: Page): Promise<number> =>
    Number(await page.locator('[data-sequence]').getAttribute('data-sequence'));

  const movesBeyond = (page: Page, sequence: number): Promise<unknown> =>
    page.waitForFunction(
      (before) => Number(document.querySelector('[data-sequence]')?.getAttribute('data-sequence')) > before,
      sequence,
      { timeout: 60_000 },
    );

  test('from the printed link to a reflection that moves while it is watched, by keyboard alone', async () => {
    const context = await watched.context();
    const page = await context.newPage();
    await page.goto(demo.link);
    await page.getByRole('heading', { name: 'Where we stand', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/'); // the code is gone from the address
    await page.getByRole('link', { name: 'Every day counts' }).first().waitFor();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Every day counts') break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Every day counts', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByText('Live: this page moves').waitFor();
    await movesBeyond(page, await sequenceOn(page));
    // The link worked once: who has it later gets in no more, and is told what to do.
    const late = await (await watched.context()).newPage();
    await late.goto(demo.link);
    await late.getByText('This link was used before').waitFor();
    expect(withoutNetworkLines(watched.complaints)).toEqual([]);
    await context.close();
  });

  test('a second tab is signed in by the first, and signing out in one is signing out in both', async () => {
    const context = await watched.context();
    const first = await context.newPage();
    await first.goto('/');
    await first.getByLabel('Token from your administrator').fill(demo.token);
    await first.getByRole('button', { name: 'Sign in' }).click();
    await first.getByRole('heading', { name: 'Where we stand' }).waitFor();
    const second = await context.newPage();
    await second.goto(GAP);
    await second.getByRole('rowheader', { name: 'Two or More Races' }).first().waitFor();
    await second.getByRole('button', { name: 'Sign out' }).click();
    await first.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(watched.complaints).toEqual([]);
    await context.close();
  });

  test('a dirty file, corrected here, changes the gap', async () => {
    const page = await signedIn('/connect');
    const before = await studentsIn(page);
    await page.goto('/connect');
    const rows = ['studentId,schoolYear,schoolId,grade,raceEthnicity,gender']
      .concat(
        Array.from(
          { length: 30 },
          (_, at) => `new-${at},2025-26,E001,0${(at % 5) + 1},Asian,${at % 2 ? 'Female' : 'Male'}`,
        ),
      )
      .concat('new-wrong,2025-26,E001,03,Martian,Female');
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: 'students.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) },
    });
    await page.getByText('Chosen: students.csv').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('All numbers include it.').waitFor({ timeout: 60_000 });
    expect(await page.locator('[data-count=quarantined]').textContent()).toBe('1');
    const form = page.getByRole('form', { name: 'Line 32' });
    await form.getByLabel('raceEthnicity').fill('Asian');
    await page.reload(); // what was typed stays
    expect(await form.getByLabel('raceEthnicity').inputValue()).toBe('Asian');
    await form.getByRole('button', { name: 'Send the row again' }).click();
    await page.getByText('Line 32 was sent again').waitFor();
    await page.waitForFunction(
      () => document.querySelector('[data-count=quarantined]')?.textContent === '0',
      undefined,
      { timeout: 60_000 },
    );
    await waitUntil(async () => (await studentsIn(page)) === before + 31);
    expect(watched.complaints).toEqual([]);
    await page.context().close();
  });

  test('a server that restarts takes nothing away: the page says so, and goes on without a gap', async () => {
    const page = await signedIn(CYCLE);
    await page.getByText('Live: this page moves').waitFor();
    await page.getByLabel('Add a note for the team').fill('Half a thought');
    const before = await sequenceOn(page);
    await demo.stop();
    await page.getByText('The live connection is interrupted').waitFor({ timeout: 60_000 });
    expect(await page.getByLabel('Add a note for the team').inputValue()).toBe('Half a thought');
    await demo.start();
    await page.getByText('Live: this page moves').waitFor({ timeout: 60_000 });
    await movesBeyond(page, before);
    expect(await page.getByLabel('Add a note for the team').inputValue()).toBe('Half a thought');
    await page.getByRole('button', { name: 'Add to the log' }).click();
    await page.getByText('Half a thought', { exact: false }).first().waitFor();
    expect(withoutNetworkLines(watched.complaints)).toEqual([]);
    await page.context().close();
  });

  test('a sign-in that ends keeps what was typed, and a new one goes on from there', async () => {
    const page = await signedIn(CYCLE);
    await page.getByLabel('Add a note for the team').fill('Typed before the end');
    await demo.stop();
    await demo.start({ token: 'token-of-the-journeys-0000000002' });
    await page.getByRole('dialog', { name: 'Your sign-in has ended' }).waitFor({ timeout: 60_000 });
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Token from your administrator').fill(demo.token);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Add a note for the team').inputValue()).toBe('Typed before the end');
    await page.getByRole('button', { name: 'Add to the log' }).click();
    await page.getByText('Added.').waitFor();
    expect(withoutNetworkLines(watched.complaints)).toEqual([]);
    await page.context().close();
  });

  test('a link shows the same view, its file the same numbers', async () => {
    const page = await signedIn('/explore');
    await page.getByLabel('Indicator').selectOption('oss-any');
    await page.getByLabel('Compare groups by').selectOption('englishLearner');
    await page.getByRole('rowheader', { name: 'Students learning English' }).first().waitFor();
    const shown = await page.locator('.interval-chart tbody').innerText();
    const again = await signedIn(page.url().replace(demo.baseUrl, ''));
    await again.getByRole('rowheader', { name: 'Students learning English' }).first().waitFor();
    expect(await again.locator('.interval-chart tbody').innerText()).toBe(shown);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^oss-any-.*-englishLearner\.csv$/);
    expect(watched.complaints).toEqual([]);
    await page.context().close();
    await again.context().close();
  });

  async function studentsIn(page: Page): Promise<number> {
    return page.evaluate(async (token) => {
      const answer = await fetch('/api/diagnostics/v1/populations?district=northbay&period=2025-26&by=raceEthnicity', {
        headers: { Authorization: `Bearer ${token}` },
      });
      return ((await answer.json()) as { total: number }).total;
    }, demo.token);
  }
});

/** Runs in the page; the empty document before it has no storage. A token that the page has already stays. */
function keepToken([key, token]: readonly string[]): void {
  if (location.protocol === 'http:' && sessionStorage.getItem(key!) === null) sessionStorage.setItem(key!, token!);
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error('it did not become so within a minute');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
