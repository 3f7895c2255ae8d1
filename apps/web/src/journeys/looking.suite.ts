import type { Page } from 'playwright-core';
import { axeViolations } from './axe.js';
import { type Bench, CYCLE, DISTRICT, movesBeyond, sequenceOn } from './bench.js';
import { withoutNetworkLines } from './open-browser.js';

const GAP = `/explore?district=${DISTRICT}&indicator=oss-any&period=2025-26&by=raceEthnicity&reference=others&show=groups`;

export function lookingJourneys(bench: () => Bench): void {
  describe('people look', () => {
    test('in a second tab they are signed in by the first, and signing out in one is signing out in both', async () => {
      const { demo, watched } = bench();
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
    });

    test('at what has changed since they were here, and at what is due', async () => {
      const { ask, open, tokenOf, watched } = bench();
      const { items } = await ask<{
        items: { cycleId: string; asOf: { sequence: number }; gap: { current: number } }[];
      }>(`/api/reporting/v1/cycles?district=${DISTRICT}`);
      const { asOf } = items.find(({ cycleId }) => cycleId === 'every-day-counts')!;
      const seen = { sequence: asOf.sequence - 4, gap: 0.5, onTrack: null };
      const visit = { at: Date.now() - 3 * 86_400_000, cycles: { 'every-day-counts': seen } };
      const first = await open('/');
      await first.getByText('This is your first visit in this browser.').waitFor();
      const page = await open('/', { remembered: { [`evenground.visit.${DISTRICT}`]: JSON.stringify(visit) } });
      const changed = page.getByRole('region', { name: 'Since your last visit' });
      const line = changed.getByRole('listitem').filter({ hasText: /Every day counts.*The gap / });
      await line.waitFor();
      const [, times] = /: (\d+) updates\./.exec(await line.innerText())!;
      expect(Number(times)).toBeGreaterThanOrEqual(4);
      expect(await line.innerText()).toMatch(/The gap went from 50\.0 points to -?\d+\.\d points\./);
      // What is due is for whom it is: a lead owes the front line an answer.
      const lead = await open('/', { token: await tokenOf('lead-who-looks', ['equity-lead']) });
      const due = lead.getByRole('region', { name: 'What is due' });
      const answer = due.getByRole('listitem').filter({ hasText: 'Answer to a voice from the front line' });
      await answer.first().waitFor();
      expect(await answer.first().innerText()).toMatch(
        /\((?:Every day counts|Reading for English learners)\)\s+(?:in \d+ days|tomorrow|today|since yesterday|for \d+ days), /,
      );
      expect(watched.complaints).toEqual([]);
    });

    test('at a reflection: start, now and target with intervals, the way, the work, the voices, the log', async () => {
      const { ask, open, watched } = bench();
      const page = await open(CYCLE);
      await page.getByRole('img', { name: /Target: / }).waitFor();
      const { baseline, target, fidelity } = await ask<{
        baseline: { value: number; interval: { low: number; high: number } };
        target: { value: number };
        fidelity: Record<string, number | null>;
      }>(`/api/reporting/v1${CYCLE}/reflection?district=${DISTRICT}`);
      const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;
      const figures = await page.locator('.figure-row').innerText();
      for (const number of [baseline.value, baseline.interval.low, baseline.interval.high, target.value])
        expect(figures).toContain(percent(number));
      expect(figures).toMatch(/Others: \d+\.\d%/);
      // Intervals are drawn, and the line is cut where the work began.
      expect(await page.locator('.time-chart .own .range').count()).toBeGreaterThan(1);
      expect(await page.locator('.time-chart svg .own .line').count()).toBeGreaterThan(1);
      expect(await page.locator('.time-chart svg .mark').count()).toBeGreaterThan(0);
      for (const [name, dimension] of [
        ['As designed', 'adherence'],
        ['As often as planned', 'dosage'],
        ['How well', 'quality'],
        ['Students take part', 'responsiveness'],
      ] as const) {
        const line = await page.getByRole('listitem').filter({ hasText: name }).innerText();
        expect([dimension, fidelity[dimension] === null ? /not seen yet/.test(line) : /\d+%/.test(line)]).toEqual([
          ...[dimension, true],
        ]);
      }
      await page.getByRole('region', { name: 'Voices from the front line' }).getByText('report').first().waitFor();
      expect(await page.getByRole('region', { name: 'Decision log' }).getByRole('listitem').count()).toBeGreaterThan(3);
      expect(watched.complaints).toEqual([]);
    });

    test('while it moves, screen readers are told politely and now and then, and what moves respects who wants less', async () => {
      const { open, watched } = bench();
      const page = await open(CYCLE, { reducedMotion: 'no-preference' });
      await page.getByText('Live: this page moves').waitFor();
      const spoken = page.locator('.live [aria-live=polite]');
      await page.waitForFunction(
        () => /^New data: now /.test(document.querySelector('.live [aria-live=polite]')?.textContent ?? ''),
        undefined,
        { timeout: 60_000 },
      );
      const [first, since] = [await spoken.textContent(), Date.now()];
      await movesBeyond(page, await sequenceOn(page));
      const next = await spoken.textContent();
      expect(next === first || Date.now() - since > 10_000).toBe(true); // not with every update
      const movesFor = (): Promise<string> =>
        page
          .locator('.moves')
          .first()
          .evaluate((dot) => getComputedStyle(dot).transitionDuration);
      expect(await movesFor()).toMatch(/0\.6s/);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      expect(await movesFor()).toBe('0s');
      expect(watched.complaints).toEqual([]);
    });

    test('at groups in a fixed order, whoever is ahead: by race nobody is ranked', async () => {
      const { open, watched } = bench();
      const page = await open(GAP);
      const orders: (readonly string[])[] = [];
      const values = new Set<string>();
      for (const indicator of ['oss-any', 'chronic-absence', 'iss-any']) {
        await page.getByLabel('Indicator').selectOption(indicator);
        await page.getByLabel('Period').selectOption('2025-26');
        const title = { 'oss-any': 'Out-of-school', 'chronic-absence': 'Chronic', 'iss-any': 'In-school' }[indicator]!;
        await page.getByRole('heading', { name: new RegExp(`^${title}.*, 2025-26`) }).waitFor();
        const names = await page.locator('.interval-chart tbody th').allInnerTexts();
        orders.push(names.map((name) => name.replace(/ \(small.*/s, '')));
        values.add((await page.locator('.interval-chart tbody .value').allInnerTexts()).join('|'));
      }
      expect(values.size).toBe(3);
      // Not every group has numbers of every indicator.
      const inAll = orders[0]!.filter((name) => orders.every((order) => order.includes(name)));
      expect(inAll.length).toBeGreaterThan(4);
      for (const order of orders) expect(order.filter((name) => inAll.includes(name))).toEqual(inAll);
      expect(watched.complaints).toEqual([]);
    });

    test('by a link at the same view, and find the same numbers in its file', async () => {
      const { demo, open, watched } = bench();
      const page = await open('/explore');
      await page.getByLabel('Indicator').selectOption('oss-any');
      await page.getByLabel('Compare groups by').selectOption('englishLearner');
      await page.getByLabel('and, crossed with').selectOption('gender');
      await page.getByRole('combobox', { name: 'Only', exact: true }).selectOption('03');
      await page.getByLabel('Compare with').selectOption('overall');
      await page.getByRole('rowheader', { name: 'Students learning English, Girls and women' }).first().waitFor();
      const shown = await page.locator('.interval-chart tbody').innerText();
      const again = await open(page.url().replace(demo.baseUrl, ''));
      await again.getByRole('rowheader', { name: 'Students learning English' }).first().waitFor();
      expect(await again.locator('.interval-chart tbody').innerText()).toBe(shown);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^oss-any-.*-englishLearner-gender\.csv$/);
      expect(watched.complaints).toEqual([]);
    });

    test('at the services: each with its parts, how far behind it is, and how fresh', async () => {
      const { open, watched } = bench();
      const page = await open('/status');
      for (const service of ['Taking data in', 'Measuring', 'Cycles and plans', 'Voices', 'Reflection'])
        await page.getByRole('region', { name: service }).getByRole('cell', { name: 'works' }).first().waitFor();
      const measuring = page.getByRole('region', { name: 'Measuring' });
      const row = await measuring.getByRole('row').filter({ hasText: 'measure-students' }).innerText();
      expect(row).toMatch(/works\s+\d+\s+\d+\.\d\d s\s+(?:\d+|–)/);
      expect(watched.complaints).toEqual([]);
    });
  });
}

/** These end and begin the server anew. */
export function restartJourneys(bench: () => Bench): void {
  describe('when the server goes', () => {
    const noteIn = (page: Page) => page.getByLabel('Add a note for the team');

    test('and comes back nothing is taken away: the page says so, and goes on without a gap', async () => {
      const { ask, demo, open, tokenOf, watched } = bench();
      const page = await open(CYCLE);
      await page.getByText('Live: this page moves').waitFor();
      await noteIn(page).fill('Half a thought');
      const before = await sequenceOn(page);
      await demo.stop();
      await page.getByText('The live connection is interrupted').waitFor({ timeout: 60_000 });
      expect(await noteIn(page).inputValue()).toBe('Half a thought');
      // Sent to nobody: it stays, and the page says what to do.
      await page.getByRole('button', { name: 'Add to the log' }).click();
      await page.getByText('The server does not answer.').first().waitFor();
      expect(await noteIn(page).inputValue()).toBe('Half a thought');
      await demo.start();
      await page.getByText('Live: this page moves').waitFor({ timeout: 60_000 });
      // The sample's year may be over by now: what moves the page is a teacher who says something.
      const { schoolIds } = await ask<{ schoolIds: string[] }>(`/api/interventions/v1${CYCLE}?district=${DISTRICT}`);
      const report = {
        cycleId: CYCLE.split('/').at(-1),
        schoolId: schoolIds[0],
        kind: 'no-time',
        text: 'No room today.',
      };
      await ask(`/api/feedback/v1/frontline-reports?district=${DISTRICT}`, {
        ...{ method: 'POST', token: await tokenOf('teacher-who-reports', ['teacher']), body: JSON.stringify(report) },
      });
      await movesBeyond(page, before);
      await page.reload();
      expect(await noteIn(page).inputValue()).toBe('Half a thought');
      await page.getByRole('button', { name: 'Add to the log' }).click();
      await page.getByText('Half a thought', { exact: false }).first().waitFor();
      expect(withoutNetworkLines(watched.complaints)).toEqual([]);
    });

    test('with the old tokens, the page stays below a dialog, and a new token goes on from there', async () => {
      const { demo, open, watched } = bench();
      const page = await open(CYCLE);
      await noteIn(page).fill('Typed before the end');
      await demo.stop();
      await demo.start({ token: 'token-of-the-journeys-0000000002' });
      await page.getByRole('dialog', { name: 'Your sign-in has ended' }).waitFor({ timeout: 60_000 });
      expect(await axeViolations(page)).toEqual([]);
      await page.getByLabel('Token from your administrator').fill(demo.token);
      await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await noteIn(page).inputValue()).toBe('Typed before the end');
      await page.getByRole('button', { name: 'Add to the log' }).click();
      await page.getByText('Added.').waitFor();
      expect(withoutNetworkLines(watched.complaints)).toEqual([]);
    });
  });
}
