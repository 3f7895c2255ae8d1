import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { codedText } from '../language/coded.js';
import { axeViolations } from './axe.js';
import { type Bench, CYCLE, DISTRICT } from './bench.js';

interface GroupAnswered {
  readonly group: Readonly<Record<string, string>>;
  readonly n?: number;
  readonly suppressed: boolean;
  readonly display?: string;
}

const BY = 'by=englishLearner,raceEthnicity';
const QUESTION = `district=${DISTRICT}&indicator=oss-any&period=2025-26&${BY}&reference=others`;
const NUMBER = /\d/;

/** What somebody sees whose role reads suppressed numbers: a teacher. */
export function suppressedJourneys(bench: () => Bench): void {
  describe('what is hidden from a teacher', () => {
    let token: string;
    let answered: readonly GroupAnswered[];
    let exact: readonly GroupAnswered[];

    beforeAll(async () => {
      const gapsFor = async (whose: string): Promise<readonly GroupAnswered[]> =>
        (await bench().ask<{ groups: GroupAnswered[] }>(`/api/diagnostics/v1/gaps?${QUESTION}`, { token: whose }))
          .groups;
      token = await bench().tokenOf('teacher-who-looks', ['teacher']);
      [answered, exact] = [await gapsFor(token), await gapsFor(bench().demo.token)];
    });

    const rowsOf = async (page: Page, table: string): Promise<readonly string[]> =>
      (await page.locator(`${table} tbody tr`).allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));

    test('is said to be hidden, and why, in the chart, in words, in the table and in the file: never as zero', async () => {
      const small = exact.filter(({ n }) => n !== undefined && n < 10);
      const hidden = answered.flatMap(({ suppressed }, at) => (suppressed ? [at] : []));
      const coded = answered.flatMap(({ display }, at) => (display === undefined ? [] : [at]));
      expect(small.length).toBeGreaterThan(0);
      expect(hidden.length).toBeGreaterThanOrEqual(small.length);
      expect(coded.length).toBeGreaterThan(0);
      for (const { group } of small)
        expect(answered.find((one) => JSON.stringify(one.group) === JSON.stringify(group))!.suppressed).toBe(true);

      const page = await bench().open(`/explore?${QUESTION}&show=groups`, { token });
      await page.getByRole('rowheader').first().waitFor();
      await page.getByText('Small groups are hidden so that no number tells about a single student.').waitFor();
      const chart = await rowsOf(page, '.interval-chart');
      expect(chart).toHaveLength(answered.length);
      for (const at of hidden) {
        expect(chart[at]).toMatch(/Hidden: so few students that a number would tell about one of them/);
        expect(chart[at]).not.toMatch(NUMBER);
      }
      for (const at of coded) expect(chart[at]).toContain(`shown only as ${codedText(answered[at]!.display!)}`);
      expect(await page.locator('.interval-chart tbody tr').nth(hidden[0]!).locator('.dot, .range').count()).toBe(0);

      const words = page.getByRole('region', { name: 'In plain words' });
      const sentences = await words.getByRole('listitem').allInnerTexts();
      expect(sentences).toHaveLength(answered.length);
      for (const at of hidden) {
        expect(sentences[at]).toMatch(/^For the group “.*” no number is shown: there are so few students/);
        expect(sentences[at]).not.toMatch(NUMBER);
      }
      for (const at of coded)
        expect(sentences[at]).toMatch(
          new RegExp(`^For the group “.*” only “${codedText(answered[at]!.display!)}” is shown`),
        );

      await page.getByText('Show as a table').click();
      const table = await rowsOf(page, 'details table');
      for (const at of hidden) {
        expect(table[at]).toMatch(/ hidden hidden hidden /);
        expect(table[at]).not.toMatch(NUMBER);
      }
      for (const at of coded) expect(table[at]).toContain(` hidden ${codedText(answered[at]!.display!)} hidden `);

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      const [header, ...lines] = readFileSync(await download.path(), 'utf8')
        .trim()
        .split(/\r?\n/);
      const columns = header!.split(',');
      const cellsOf = (at: number): readonly string[] =>
        ['n', 'events', 'rate', 'low', 'high', 'suppressed', 'reason'].map(
          (column) => lines[at]!.split(',')[columns.indexOf(column)]!,
        );
      for (const at of hidden) expect(cellsOf(at)).toEqual(['', '', '', '', '', 'true', 'suppressed']);
      for (const at of coded) expect(cellsOf(at).slice(0, 6)).toEqual(['', '', '', '', '', 'false']);
      expect(await axeViolations(page)).toEqual([]);
      expect(bench().watched.complaints).toEqual([]);
    });

    test('is hidden school by school and over time too', async () => {
      const schools = await bench().open(`/explore?${QUESTION}&show=schools`, { token });
      await schools.locator('.interval-chart tbody tr').first().waitFor();
      const shown = (await rowsOf(schools, '.interval-chart')).filter((row) => row.includes('Hidden: '));
      expect(shown.length).toBeGreaterThan(answered.length);
      expect(shown.filter((row) => NUMBER.test(row))).toEqual([]);
      const trend = await bench().open(`/explore?${QUESTION}&show=trend`, { token });
      await trend.getByText('Show as a table').click();
      const at = answered.findIndex(({ suppressed }) => suppressed);
      expect((await rowsOf(trend, 'details table'))[at]).toMatch(/(?: hidden)+$/);
      await trend.getByText('2025-26: Hidden: so few students', { exact: false }).first().waitFor();
      expect(bench().watched.complaints).toEqual([]);
    });

    test('leaves the pages of a teacher whole: a cycle, and no way to what is not theirs', async () => {
      const page = await bench().open(CYCLE, { token });
      await page.getByText('Live: this page moves').waitFor();
      await page.getByRole('region', { name: 'Is it being done?' }).waitFor();
      expect(await page.getByLabel('Add a note for the team').count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Connect data' }).count()).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
    });
  });
}
