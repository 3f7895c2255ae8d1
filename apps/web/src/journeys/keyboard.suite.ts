import type { Page } from 'playwright-core';
import { type Bench, movesBeyond, sequenceOn } from './bench.js';
import { tabTo } from './keyboard.js';
import { withoutNetworkLines } from './open-browser.js';

/** Nothing in here touches a mouse: pages are opened by an address once, and after that there are keys. */
export function keyboardJourneys(bench: () => Bench): void {
  describe('by keyboard alone', () => {
    const isFocused = async (page: Page, heading: string): Promise<void> => {
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await page.waitForFunction(
        (text) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === text,
        heading,
      );
    };

    test('from the printed link to a reflection that moves while it is watched, and a note in its log', async () => {
      const { demo, watched } = bench();
      const page = await (await watched.context()).newPage();
      await page.goto(demo.link);
      await page.getByRole('heading', { name: 'Where we stand', level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/'); // the code is gone from the address
      await page.getByRole('link', { name: 'Every day counts' }).first().waitFor();
      await tabTo(page, 'Every day counts');
      await page.keyboard.press('Enter');
      await isFocused(page, 'Every day counts');
      await page.getByText('Live: this page moves').waitFor();
      await movesBeyond(page, await sequenceOn(page));
      // The numbers behind the chart, as a table and as a file.
      await tabTo(page, 'Show as a table');
      await page.keyboard.press('Enter');
      await page.getByRole('columnheader', { name: 'Period' }).waitFor();
      await tabTo(page, 'Download CSV');
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      expect(download.suggestedFilename()).toBe('every-day-counts-way.csv');
      await tabTo(page, 'Add a note for the team');
      await page.keyboard.type('By keyboard');
      await tabTo(page, 'Add to the log');
      await page.keyboard.press('Enter');
      await page.getByText('Added.').waitFor();
      // The link worked once: who has it later gets in no more, and is told what to do.
      const late = await (await watched.context()).newPage();
      await late.goto(demo.link);
      await late.getByText('This link was used before').waitFor();
      expect(withoutNetworkLines(watched.complaints)).toEqual([]);
    });

    test('sign in by token, past the frame by the skip link, and explore: lists, choices, table, file, link', async () => {
      const { demo, watched } = bench();
      const context = await watched.context();
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const page = await context.newPage();
      await page.goto('/');
      await page.getByLabel('Token from your administrator').waitFor();
      await tabTo(page, 'Token from your administrator');
      await page.keyboard.type(demo.token);
      await page.keyboard.press('Enter');
      await isFocused(page, 'Where we stand');
      await page.locator('.cycle').first().waitFor();
      await page.keyboard.press('Shift+Tab');
      await tabTo(page, 'Explore a gap');
      await page.keyboard.press('Enter');
      await isFocused(page, 'Explore a gap');
      await page.reload();
      await page.getByRole('rowheader').first().waitFor();
      // From the top: the first stop leads past the frame.
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Copy the link');
      await tabTo(page, 'Indicator');
      await page.keyboard.type('Out-of-school');
      await tabTo(page, 'Compare groups by');
      await page.keyboard.type('Gender');
      await page.getByRole('rowheader', { name: 'Girls and women' }).first().waitFor();
      await tabTo(page, 'Show as a table');
      await page.keyboard.press('Enter');
      await page.getByRole('columnheader', { name: 'Difference' }).waitFor();
      await page.keyboard.press('Shift+Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Download CSV');
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      expect(download.suggestedFilename()).toMatch(/^oss-any-.*-gender\.csv$/);
      // Back to the choices: one school, then each school, then over time.
      await tabTo(page, 'Groups'); // round by the start
      await page.keyboard.press('ArrowDown');
      await page.waitForURL(/show=schools/);
      await tabTo(page, /^Schools/);
      await page.keyboard.press('Enter');
      await tabTo(page, /School$/);
      await page.keyboard.press('Space');
      await page.waitForURL(/school=/);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('ArrowDown');
      await page.waitForURL(/show=trend/);
      await page.getByRole('img').first().waitFor();
      await tabTo(page, 'Copy the link');
      await page.keyboard.press('Enter');
      await page.getByText('Copied.').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
      expect(watched.complaints).toEqual([]);
    });

    test('send a file, correct what waits, and see how everything is doing', async () => {
      const page = await bench().open('/connect');
      await page.getByRole('button', { name: 'Choose a file' }).waitFor();
      await tabTo(page, 'Choose a file');
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
      await chooser.setFiles({
        ...{ name: 'students.csv', mimeType: 'text/csv' },
        buffer: Buffer.from(
          'studentId,schoolYear,schoolId,grade,gender\nkey-1,2025-26,E001,03,Female\nkey-2,2025-31,E001,03,Male\n',
        ),
      });
      await page.getByText('Chosen: students.csv').waitFor();
      await tabTo(page, 'Send');
      await page.keyboard.press('Enter');
      await isFocused(page, 'File: Students');
      await page.getByRole('form', { name: 'Line 3' }).waitFor();
      await tabTo(page, 'schoolYear');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('2025-26');
      await tabTo(page, 'Send the row again');
      await page.keyboard.press('Enter');
      await page.getByText('Line 3 was sent again').waitFor();
      await page.waitForFunction(() => document.querySelector('[data-count=quarantined]')?.textContent === '0');
      await tabTo(page, 'Status'); // on from the last field, round by the start
      await page.keyboard.press('Enter');
      await isFocused(page, 'How Evenground is doing');
      await page.getByText('Everything works.').waitFor();
      await tabTo(page, 'Measuring'); // a table that may be wider than the screen can be scrolled by keyboard
      expect(bench().watched.complaints).toEqual([]);
    });
  });
}
