import { jest } from '@jest/globals';
import { axeViolations } from './axe.js';
import { type WatchedBrowser, describeOnBrowser, openBrowser } from './open-browser.js';
import { type RunningDemo, startDemo } from './running-demo.js';

jest.setTimeout(180_000);

const GAP = '/explore?district=northbay&indicator=oss-any&by=raceEthnicity';
/** Every page, with something that is there once it is whole. */
const PAGES: readonly (readonly [name: string, path: string, whole: string])[] = [
  ['sign-in', '/', 'input[type=password]'],
  ['home', '/', '.cycle'],
  ['reflection', '/cycles/every-day-counts', '.time-chart svg[role=img]'],
  ['explore-groups', `${GAP}&show=groups`, '.interval-chart tbody tr'],
  ['explore-schools', `${GAP}&show=schools`, '.interval-chart tbody tr'],
  ['explore-trend', `${GAP}&show=trend`, '.time-chart svg[role=img]'],
  ['connect', '/connect', 'table tbody tr'],
  ['status', '/status', 'table tbody tr'],
];
const FIRST_LOAD_BYTES = 200 * 1024;

describeOnBrowser('everybody can use the pages', () => {
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

  afterEach(() => watched.closePages());

  async function open(
    name: string,
    path: string,
    whole: string,
    options: Parameters<WatchedBrowser['context']>[0],
    language = 'en',
  ) {
    const context = await watched.context(options);
    await context.addInitScript(
      ([token, chosen]) => {
        if (location.protocol !== 'http:') return; // the empty document before the page has no storage
        if (token) sessionStorage.setItem('evenground.token', token);
        localStorage.setItem('evenground.language', chosen!);
      },
      [name === 'sign-in' ? '' : demo.token, language],
    );
    const page = await context.newPage();
    await page.goto(path);
    await page.locator(whole).first().waitFor({ timeout: 60_000 });
    return page;
  }

  test.each(
    PAGES.flatMap(([name, path, whole]) =>
      (['light', 'dark'] as const).flatMap((theme) =>
        (['en', 'es'] as const).map((language) => [name, theme, language, path, whole] as const),
      ),
    ),
  )('axe finds nothing: %s, %s, %s', async (name, theme, language, path, whole) => {
    watched.complaints.length = 0;
    const page = await open(name, path, whole, { colorScheme: theme, reducedMotion: 'reduce' }, language);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    expect(watched.complaints).toEqual([]);
    await page.context().close();
  });

  test.each(PAGES)('fits 360 pixels, which is also a wide screen at 350 %%: %s', async (name, path, whole) => {
    const page = await open(name, path, whole, { viewport: { width: 360, height: 740 } }, 'es');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.context().close();
  });

  test('holds together at 200 % and in forced colours', async () => {
    for (const [name, path, whole] of PAGES) {
      // A window of 1280 pixels at 200 % has 640 to lay out in.
      const page = await open(name, path, whole, {
        ...{ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2, forcedColors: 'active' },
      });
      expect([name, await page.evaluate(() => document.documentElement.scrollWidth <= 640)]).toEqual([name, true]);
      expect(await axeViolations(page)).toEqual([]);
      await page.context().close();
    }
  });

  test('shows no text that escaped translation', async () => {
    for (const [name, path, whole] of PAGES) {
      const page = await open(name, path, whole, {}, 'pseudo');
      const texts = await page
        .locator('h1, h2, h3, button, label > span, nav a, summary, th[scope=col]')
        .allInnerTexts();
      const plain = texts.map((text) => text.trim()).filter((text) => text !== '' && !text.includes('['));
      const isData = (text: string): boolean =>
        /School$/.test(text) ||
        ['Evenground', 'Every day counts', 'Reading for English learners', 'northbay'].includes(text) ||
        /^\d{4}-\d{2}$/.test(text) ||
        /^[A-Z]\d{3}$/.test(text);
      expect([name, plain.filter((text) => !isData(text))]).toEqual([name, []]);
      await page.context().close();
    }
  });

  test('the first load stays small, and every answer forbids what the pages do not need', async () => {
    const context = await watched.context();
    const page = await context.newPage();
    let bytes = 0;
    page.on('response', (response) => {
      if (/javascript/.test(response.headers()['content-type'] ?? ''))
        bytes += Number(response.headers()['content-length'] ?? 0);
    });
    const response = await page.goto('/');
    await page.locator('input[type=password]').waitFor();
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
    const policy = response!.headers()['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    await context.close();
  });
});
