import type { Page } from 'playwright-core';
import { BLAMING_WORDS } from '../language/blaming-words.js';
import { axeViolations } from './axe.js';
import { type Bench, becomesSo } from './bench.js';
import { stopsOf } from './keyboard.js';
import { withoutNetworkLines } from './open-browser.js';
import type { PagesReport } from './pages-report.js';
import { textOutOfPlace } from './seen.js';
import { VIEWS, type ViewOfPages, openDetails } from './views.js';

const FIRST_LOAD_BYTES = 200 * 1024;
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const ZOOMED = { width: 640, height: 450 }; // what a window of 1280 pixels at 200 % has to lay out in

export function accessibilityJourneys(bench: () => Bench, report: PagesReport): void {
  describe('everybody can use', () => {
    const open = async (view: ViewOfPages): Promise<Page> => {
      const page = await bench().open(await view.path(bench()), {
        viewport: DESKTOP,
        reducedMotion: 'reduce',
        ...(view.isSignedOut && { token: '' }),
      });
      await isWhole(page, view);
      return page;
    };

    const isWhole = async (page: Page, { whole }: ViewOfPages): Promise<void> => {
      await page.locator(whole).first().waitFor({ timeout: 60_000 });
      await openDetails(page);
    };

    const speak = async (page: Page, language: 'en' | 'es'): Promise<void> => {
      await page.getByRole('combobox', { name: /^(?:Language|Idioma)$/ }).selectOption(language);
      await page.waitForFunction((tag) => document.documentElement.lang === tag, language);
    };

    test.each(VIEWS.map((view) => [view.name, view] as const))('%s', async (name, view) => {
      const page = await open(view);
      const looked = async (look: string): Promise<void> => {
        const violations = await axeViolations(page);
        report.axe(name, look, violations.length);
        expect([look, violations]).toEqual([look, []]);
      };
      const saysNothingBlaming = async (language: 'en' | 'es'): Promise<void> => {
        const text = await page.locator('body').innerText();
        expect(BLAMING_WORDS[language].filter((word) => word.test(text))).toEqual([]);
      };

      // Every theme in every language.
      for (const language of ['en', 'es'] as const) {
        await speak(page, language);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await looked(`${colorScheme}, ${language}`);
        }
        await saysNothingBlaming(language);
      }

      // The longer language on a phone, and a wide window at 200 % in forced colours.
      await page.setViewportSize(PHONE);
      await isInPlace(page);
      await page.setViewportSize(ZOOMED);
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
      await isInPlace(page);
      await looked('200 %, forced colours');
      await page.emulateMedia({ forcedColors: 'none' });
      await page.setViewportSize(DESKTOP);
      await isInPlace(page);

      // Every stop of the Tab key can be seen, and the first leads past the frame.
      const stops = await stopsOf(page);
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
      expect(stops.length).toBeGreaterThan(3);
      if (!view.isSignedOut) expect(stops[0]!.name).toBe('Ir al contenido');

      // Nothing escaped translation.
      await page.evaluate(() => localStorage.setItem('evenground.language', 'pseudo'));
      await page.reload();
      await isWhole(page, view);
      expect(await untranslated(page)).toEqual([]);
      const complaints = bench().watched.complaints;
      expect(name === 'no such page' ? withoutNetworkLines(complaints) : complaints).toEqual([]);
    });

    test('the first load: small, and every answer forbids what the pages do not need', async () => {
      const context = await bench().watched.context();
      const page = await context.newPage();
      let bytes = 0;
      page.on('response', (response) => {
        if (/javascript/.test(response.headers()['content-type'] ?? ''))
          bytes += Number(response.headers()['content-length'] ?? 0);
      });
      const response = await page.goto('/');
      await page.locator('input[type=password]').waitFor();
      report.firstLoad(bytes, FIRST_LOAD_BYTES);
      expect(bytes).toBeGreaterThan(20_000);
      expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
      const policy = response!.headers()['content-security-policy']!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
    });
  });
}

/** Nothing is cut off or outside, once the charts have drawn themselves for the new window. */
async function isInPlace(page: Page): Promise<void> {
  await becomesSo(async () => (await page.evaluate(textOutOfPlace)).length === 0).catch(() => undefined);
  expect(await page.evaluate(textOutOfPlace)).toEqual([]);
}

/** Texts without the brackets of the pseudo-locale that are not data. */
async function untranslated(page: Page): Promise<readonly string[]> {
  const texts = await page
    .locator(
      'h1, h2, h3, button, label > span:first-child, nav a, summary, th[scope=col], dt, figcaption, .note, .quiet',
    )
    .allInnerTexts();
  return texts.map((text) => text.trim()).filter((text) => text !== '' && !text.includes('[') && !isData(text));
}

function isData(text: string): boolean {
  return (
    /School$/.test(text) ||
    ['Every day counts', 'Reading for English learners', 'northbay', 'no-such-cycle'].includes(text) ||
    /^\d{4}-\d{2}$/.test(text) ||
    /^[A-Z]\d{3}$/.test(text) ||
    // Columns of a file are named as the file names them.
    /^(?:studentId|schoolYear|schoolId|grade|raceEthnicity|surname)$/.test(text)
  );
}
