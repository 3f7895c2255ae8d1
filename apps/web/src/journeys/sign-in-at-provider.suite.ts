import { TestIssuer } from '@evenground/testing';
import type { Page } from 'playwright-core';
import { axeViolations } from './axe.js';
import { type Bench, CYCLE, DISTRICT, becomesSo } from './bench.js';
import { withoutNetworkLines } from './open-browser.js';

const CLIENT = 'evenground-pages';
const LEAD = { subject: 'lead', roles: ['equity-lead'], districts: [DISTRICT], schools: '*' } as const;
const NEWCOMER = { subject: 'newcomer', roles: [], districts: [], schools: [] } as const;
const LASTS_SECONDS = 12; // long enough to load a page and to type, and no longer than a test should wait
const TOLERANCE_SECONDS = 60; // of the server, for clocks that differ

/** Ends with a demo that takes tokens of a provider that is gone: to be run last. */
export function providerJourneys(bench: () => Bench): void {
  describe('people sign in at the provider of their district', () => {
    let issuer: TestIssuer;

    beforeAll(async () => {
      const { demo, watched } = bench();
      issuer = await TestIssuer.start();
      issuer.offerSignIn({ clientId: CLIENT, origin: demo.baseUrl, people: [LEAD, NEWCOMER] });
      watched.parties.add(issuer.url);
      await demo.stop();
      await demo.start({
        environment: {
          EVENGROUND_OIDC_ISSUER: issuer.url,
          EVENGROUND_OIDC_AUDIENCE: issuer.audience,
          EVENGROUND_OIDC_CLIENT_ID: CLIENT,
        },
      });
    });

    afterAll(async () => {
      await issuer?.close();
    });

    const goToProvider = (page: Page): Promise<void> =>
      page.getByRole('button', { name: 'Continue to the sign-in of your district' }).click();

    const signInAs = async (page: Page, subject: string): Promise<void> => {
      await goToProvider(page);
      await page.getByRole('button', { name: `Sign in as ${subject}` }).click();
    };

    const tokenIn = (page: Page): Promise<string> =>
      // On its way from the provider the page is left once more: then it is asked again.
      page.waitForFunction(() => sessionStorage.getItem('evenground.token') ?? '').then((found) => found.jsonValue());

    const isTaken = async (token: string): Promise<boolean> => {
      const answer = await fetch(`${bench().demo.baseUrl}/sign-in/whoami`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      return answer.status !== 401;
    };

    test('a token that expires while somebody types takes nothing typed away, and signing in again goes on', async () => {
      const page = await bench().open(CYCLE, { token: '' });
      issuer.codeFlowTokens.lifetimeSeconds = LASTS_SECONDS - TOLERANCE_SECONDS;
      await signInAs(page, 'lead');
      // Back where the way began, and the code is in no address.
      await page.getByRole('heading', { name: 'Every day counts', level: 1 }).waitFor();
      expect(page.url()).toBe(bench().demo.baseUrl + CYCLE);
      await page.getByLabel('Add a note for the team').fill('Typed before the token expired');
      const first = await tokenIn(page);
      await becomesSo(async () => !(await isTaken(first)));
      issuer.codeFlowTokens.lifetimeSeconds = 3_600;
      const ended = page.getByRole('dialog', { name: 'Your sign-in has ended' });
      if (!(await ended.isVisible())) await page.getByRole('button', { name: 'Add to the log' }).click();
      await ended.waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.getByLabel('Add a note for the team').inputValue()).toBe('Typed before the token expired');
      await goToProvider(page); // the provider still knows who this is, and sends the browser straight back
      await page.getByText('Live: this page moves').waitFor();
      expect(await tokenIn(page)).not.toBe(first);
      expect(await page.getByLabel('Add a note for the team').inputValue()).toBe('Typed before the token expired');
      await page.getByRole('button', { name: 'Add to the log' }).click();
      await page.getByText('Added.').waitFor();
      await page.getByText('Typed before the token expired').waitFor();
      expect(withoutNetworkLines(bench().watched.complaints)).toEqual([]);
    });

    test('signing out ends the session at the provider too, and throws away what was not sent', async () => {
      const page = await bench().open(CYCLE, { token: '' });
      await signInAs(page, 'lead');
      await page.getByLabel('Add a note for the team').fill('For nobody else');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.waitForURL(`${bench().demo.baseUrl}/`);
      expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toMatch(
        /For nobody else|eyJ/,
      );
      await goToProvider(page);
      await page.getByRole('button', { name: 'Sign in as lead' }).waitFor(); // it asks again
    });

    test('an answer that this tab did not ask for signs nobody in', async () => {
      const { open, demo } = bench();
      const page = await open(CYCLE, { token: '' });
      await goToProvider(page);
      await page.getByRole('button', { name: 'Refuse' }).waitFor();
      await page.goto(`/signed-in?code=somebody-elses&state=wrong&iss=${encodeURIComponent(issuer.url)}`);
      await page.getByText('This answer does not belong to a sign-in that was begun in this tab').waitFor();
      expect(await page.evaluate(() => sessionStorage.getItem('evenground.token'))).toBeNull();
      expect(page.url()).toBe(`${demo.baseUrl}/signed-in`);
      expect(await axeViolations(page)).toEqual([]);
      const other = await open('/signed-in?code=somebody-elses&state=any', { token: '' });
      await other.getByText('This answer does not belong to a sign-in that was begun in this tab').waitFor();
      // Beginning again goes where the person wanted to be.
      await signInAs(page, 'lead');
      await page.getByRole('heading', { name: 'Every day counts', level: 1 }).waitFor();
    });

    test('refused consent, a wrong clock, a token that is not taken, and no role yet are said, each with what to do', async () => {
      const page = await bench().open('/', { token: '' });
      await goToProvider(page);
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.getByText('The sign-in was refused or cancelled').waitFor();
      await page.getByText('begin again below and agree there').waitFor();

      issuer.codeFlowTokens.audience = 'another-service';
      await signInAs(page, 'lead');
      await page.getByText('Evenground does not take its token').waitFor();
      await page.getByText('Tell whoever runs Evenground for you').waitFor();
      issuer.codeFlowTokens.audience = issuer.audience;

      const late = await bench().open('/', { token: '' });
      await late.clock.setSystemTime(Date.now() + 2 * 3_600_000);
      await signInAs(late, 'lead');
      await late.getByText('The clock of this device').waitFor();
      await late.getByText('Set date and time of this device to automatic').waitFor();

      const newcomer = await bench().open('/', { token: '' });
      await signInAs(newcomer, 'newcomer');
      await newcomer.getByRole('heading', { name: 'Your account is not yet for any district.' }).waitFor();
      expect(await axeViolations(newcomer)).toEqual([]);
    });

    test('a provider that does not answer is said too', async () => {
      const page = await bench().open('/', { token: '' });
      await page.getByRole('button', { name: 'Continue to the sign-in of your district' }).waitFor();
      await issuer.close();
      await goToProvider(page);
      await page.getByText('The sign-in of your district does not answer.').waitFor();
    });
  });
}
