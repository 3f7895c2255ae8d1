import type { Page } from 'playwright-core';
import { type Bench, becomesSo } from './bench.js';

const DISTRICT = 'hillside'; // of its own, so that nothing but this journey changes its numbers
const YEAR = '2025-26';
const DAYS = 180;

/** A row of yearly attendance, and what it should have been where it is wrong. */
interface Row {
  readonly student: string;
  readonly group: 'Asian' | 'White';
  readonly absent: number;
  /** As the file has it. */
  readonly sent?: string;
}

const ROWS: readonly Row[] = [
  ...numbered(18).map((at): Row => ({ student: `a${at}`, group: 'Asian', absent: at < 5 ? 36 : 4 })),
  { student: 'a18', group: 'Asian', absent: 60, sent: 'sixty' },
  { student: 'a19', group: 'Asian', absent: 60, sent: '600' },
  ...numbered(20).map((at): Row => ({ student: `w${at}`, group: 'White', absent: at < 2 ? 30 : 3 })),
];

export function connectingJourneys(bench: () => Bench): void {
  describe('people connect data', () => {
    test('a file with wrong rows is taken in but for these; corrected here and sent again, they change the gap', async () => {
      const { ask, open, watched } = bench();
      const upload = (type: string, lines: readonly string[]) =>
        ask<{ uploadId: string }>(`/api/ingestion/v1/uploads?district=${DISTRICT}&type=${type}&format=csv`, {
          ...{ method: 'POST', body: `${lines.join('\n')}\n` },
        });
      await upload('schools', ['schoolId,name', 'H1,Hill School']);
      await upload('students', [
        'studentId,schoolYear,schoolId,grade,raceEthnicity',
        ...ROWS.map(({ student, group }) => `${student},${YEAR},H1,04,${group}`),
      ]);
      const page = await open(`/connect?district=${DISTRICT}`);
      // A file that takes a while: each row has a long cell that no record knows.
      const file = ['studentId,schoolYear,daysEnrolled,daysAbsent,remark']
        .concat(
          ROWS.map(({ student, absent, sent }) => `${student},${YEAR},${DAYS},${sent ?? absent},${'x'.repeat(9_000)}`),
        )
        .join('\n');
      await page.locator('input[type=file]').setInputFiles({
        ...{ name: 'attendance-2025.csv', mimeType: 'text/csv', buffer: Buffer.from(file) },
      });
      await page.getByText('Chosen: attendance-2025.csv').waitFor();
      expect(await page.getByLabel('What the file holds').inputValue()).toBe('attendance'); // by its name
      const network = await page.context().newCDPSession(page);
      await network.send('Network.enable');
      await network.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 250_000 },
      });
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByRole('progressbar', { name: 'Sending attendance-2025.csv' }).waitFor();
      await network.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
      });
      await page.getByText('All numbers include it.').waitFor({ timeout: 60_000 });
      expect(await countsOn(page)).toEqual({ rows: 40, accepted: 38, unchanged: 0, quarantined: 2, waiting: 0 });
      await page.getByText('Worth knowing').click();
      await page.getByText('Columns that no record has, which were dropped: remark').waitFor();
      await expectGap(
        page,
        ROWS.filter(({ sent }) => sent === undefined),
      );

      await page.goBack();
      for (const { student, absent } of ROWS.filter(({ sent }) => sent !== undefined)) {
        const line = ROWS.findIndex((row) => row.student === student) + 2;
        const form = page.getByRole('form', { name: `Line ${line}` });
        expect(await form.getByText('Why: ').innerText()).toMatch(/daysAbsent/);
        expect(await form.getByLabel('daysAbsent').getAttribute('aria-invalid')).toBe('true');
        await form.getByLabel('daysAbsent').fill(String(absent));
        await page.reload(); // what was typed stays
        expect(await form.getByLabel('daysAbsent').inputValue()).toBe(String(absent));
        await form.getByRole('button', { name: 'Send the row again' }).click();
        await page.getByText(`Line ${line} was sent again`).waitFor();
        await form.waitFor({ state: 'detached' });
      }
      await page.getByText('No row waits for a correction.').waitFor();
      expect(await countsOn(page)).toMatchObject({ rows: 40, accepted: 40, quarantined: 0 });
      await expectGap(page, ROWS);
      expect(watched.complaints).toEqual([]);
    });

    test('a file that did not arrive is still chosen, and sent again by one press', async () => {
      const page = await bench().open('/connect');
      await page.locator('input[type=file]').setInputFiles({
        ...{ name: 'students.csv', mimeType: 'text/csv' },
        buffer: Buffer.from(`studentId,schoolYear,schoolId,grade\nlate-1,${YEAR},E001,03\n`),
      });
      await page.route('**/api/ingestion/v1/uploads?*type=students*', (route) => route.abort('connectionreset'), {
        times: 1,
      });
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('The file did not arrive').waitFor();
      await page.getByText('Choose Send to try again; the file is still chosen.').waitFor();
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('All numbers include it.').waitFor({ timeout: 60_000 });
      expect(await countsOn(page)).toMatchObject({ rows: 1, accepted: 1 });
    });

    test('a mean is shown in its own unit, in explore and in a reflection, and never in percent', async () => {
      const { ask, demo, open, tokenOf, watched } = bench();
      const valueOf = ({ group }: Row, at: number): number => (group === 'Asian' ? 3 : 4) + (at % 2) / 2;
      const send = (path: string, body: object | string, method = 'POST', token = demo.token) =>
        ask<{ id: string }>(path, { method, token, body: typeof body === 'string' ? body : JSON.stringify(body) });
      await send(
        `/api/diagnostics/v1/indicators/belonging?district=${DISTRICT}`,
        {
          ...{ name: 'Belonging', source: 'observations', kind: 'mean', direction: 'higher-is-better' },
          ...{ timing: 'lagging', validRange: { min: 1, max: 5 } },
        },
        'PUT',
      );
      await send(
        `/api/ingestion/v1/uploads?district=${DISTRICT}&type=observations&format=csv`,
        ['studentId,indicator,period,value']
          .concat(ROWS.map((row, at) => `${row.student},belonging,${YEAR},${valueOf(row, at)}`))
          .join('\n'),
      );
      const asian = ROWS.flatMap((row, at) => (row.group === 'Asian' ? [valueOf(row, at)] : []));
      const mean = asian.reduce((sum, value) => sum + value, 0) / asian.length;
      const question = `district=${DISTRICT}&indicator=belonging&period=${YEAR}&by=raceEthnicity&reference=others`;
      await becomesSo(async () => {
        const { groups } = await ask<{ groups: { n: number; mean: number }[] }>(`/api/diagnostics/v1/gaps?${question}`);
        return groups[0]?.n === asian.length && groups[0].mean === mean;
      });
      const page = await open(`/explore?${question}&show=groups`);
      await page.getByRole('columnheader', { name: 'Value, on a scale from 1 to 5' }).waitFor();
      expect(await page.locator('.interval-chart .value').first().innerText()).toBe(mean.toFixed(2));
      await page
        .getByText(`In the group “Asian”, “Belonging” is ${mean.toFixed(2)} on a scale from 1 to 5; among the others,`)
        .waitFor();
      await page.getByText('Show as a table').click();
      expect(await page.locator('.answer').innerText()).not.toMatch(/\d\s?%(?!\))|points/);

      const lead = await tokenOf('lead-of-hillside', ['equity-lead'], DISTRICT);
      const cycles = '/api/interventions/v1/cycles';
      const { id } = await send(
        cycles,
        {
          ...{ id: 'a-place-here', district: DISTRICT, title: 'A place here', level: 'district', schoolIds: ['H1'] },
          ...{ area: 'belonging', schoolYear: YEAR, startedOn: '2026-08-25' },
          ...{ reviewDueOn: '2027-06-15', annualDueOn: '2027-08-25' },
        },
        'POST',
        lead,
      );
      await send(`${cycles}/${id}/begin-diagnosis`, {}, 'POST', lead);
      const statement = await send(
        '/api/diagnostics/v1/problem-statements',
        {
          ...{ cycleId: id, direction: 'increase', indicator: 'belonging', measure: 'mean', reference: 'others' },
          ...{ group: { raceEthnicity: 'Asian' }, scope: { schoolIds: ['H1'] }, baseline: mean, baselinePeriod: YEAR },
          ...{ target: 4, deadline: '2028-06-30' },
        },
        'POST',
        lead,
      );
      await send(`/api/diagnostics/v1/problem-statements/${statement.id}/adopt`, {}, 'POST', lead);
      await send(`${cycles}/${id}/begin-design`, { problemStatementId: statement.id }, 'POST', lead);
      // There is no `current` yet: the only period with values is the one it began from.
      await becomesSo(async () => {
        const known = await fetch(`${demo.baseUrl}/api/reporting/v1/cycles/${id}/reflection?district=${DISTRICT}`, {
          headers: { Authorization: `Bearer ${lead}` },
        });
        return known.ok && ((await known.json()) as { baseline: object | null }).baseline !== null;
      });
      const watchedCycle = await open(`/cycles/${id}?district=${DISTRICT}`, { token: lead });
      const figures = watchedCycle.locator('.figure-row');
      await figures.getByText('on a scale from 1 to 5').first().waitFor();
      expect(await figures.innerText()).toContain(mean.toFixed(2));
      expect(await figures.innerText()).toContain('4.00');
      expect(await figures.innerText()).not.toMatch(/%|points/);
      await watchedCycle.getByText(`from ${mean.toFixed(2)} (${YEAR}) to 4.00 on a scale from 1 to 5`).waitFor();
      expect(watched.complaints).toEqual([]);
    });

    /** The page and the interface say what is worked out here from the rows alone. */
    async function expectGap(page: Page, rows: readonly Row[]): Promise<void> {
      const [asian, white] = (['Asian', 'White'] as const).map((name) => {
        const own = rows.filter(({ group }) => group === name);
        // Chronically absent: on a tenth of the enrolled days or more.
        const events = own.filter(({ absent }) => absent / DAYS >= 0.1).length;
        return { name, n: own.length, events, rate: events / own.length };
      }) as [Expected, Expected];
      const question = `district=${DISTRICT}&indicator=chronic-absence&period=${YEAR}&by=raceEthnicity&reference=others`;
      const gaps = (): Promise<Answered> => bench().ask<Answered>(`/api/diagnostics/v1/gaps?${question}`);
      await becomesSo(async () => (await gaps()).groups[0]?.n === asian.n);
      const answer = await gaps();
      expect(answer.groups.map(({ group, n, events, rate }) => [group.raceEthnicity, n, events, rate])).toEqual(
        [asian, white].map(({ name, n, events, rate }) => [name, n, events, expect.closeTo(rate, 9)]),
      );
      expect(answer.comparisons[0]!.difference.value).toBeCloseTo(asian.rate - white.rate, 9);
      expect(answer.comparisons[0]!.riskRatio.value).toBeCloseTo(asian.rate / white.rate, 9);

      await page.goto(`/explore?${question}&show=groups`);
      await page.getByRole('rowheader', { name: 'Asian' }).first().waitFor();
      const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
      const shown = await page
        .locator('.interval-chart tbody tr')
        .evaluateAll((lines) =>
          lines.map((line) => [...line.querySelectorAll('th, .number')].map((cell) => cell.textContent)),
        );
      expect(shown).toEqual([asian, white].map(({ name, n, rate }) => [name, percent(rate), String(n)]));
      const ofHundred = (share: number): string => String(Math.round(share * 100));
      await page
        .getByText(
          `Of every 100 students in the group “Asian”, ${ofHundred(asian.rate)} were absent on a tenth of the days or more; of every 100 of the others, ${ofHundred(white.rate)}.`,
        )
        .waitFor();
      await page.getByText('Show as a table').click();
      const points = `+${((asian.rate - white.rate) * 100).toFixed(1)} points`;
      expect(await page.locator('details table tbody tr').first().innerText()).toContain(points);
    }
  });
}

interface Expected {
  readonly name: string;
  readonly n: number;
  readonly events: number;
  readonly rate: number;
}

interface Answered {
  readonly groups: readonly {
    readonly group: { readonly raceEthnicity: string };
    readonly n: number;
    readonly events: number;
    readonly rate: number;
  }[];
  readonly comparisons: readonly { readonly difference: { value: number }; readonly riskRatio: { value: number } }[];
}

function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

async function countsOn(page: Page): Promise<Readonly<Record<string, number>>> {
  const counts = await page
    .locator('[data-count]')
    .evaluateAll((cells) => cells.map((cell) => [cell.getAttribute('data-count')!, Number(cell.textContent)] as const));
  return Object.fromEntries(counts);
}
