import { jest } from '@jest/globals';
import { accessibilityJourneys } from './accessibility.suite.js';
import { type Bench, openBench } from './bench.js';
import { connectingJourneys } from './connecting.suite.js';
import { keyboardJourneys } from './keyboard.suite.js';
import { lookingJourneys, restartJourneys } from './looking.suite.js';
import { describeOnBrowser, withoutNetworkLines } from './open-browser.js';
import { PagesReport } from './pages-report.js';
import { suppressedJourneys } from './suppressed.suite.js';
import { providerJourneys } from './sign-in-at-provider.suite.js';

jest.setTimeout(120_000);

/** One demo and one browser for all journeys: what they cost is their starts. */
describeOnBrowser('the pages', () => {
  let open: Bench | undefined;
  const bench = (): Bench => open!;
  const report = new PagesReport();

  beforeAll(async () => {
    open = await openBench();
  });

  afterAll(async () => {
    report.write();
    await open?.close();
  });

  beforeEach(() => {
    bench().watched.complaints.length = 0;
  });

  afterEach(async () => {
    report.journey(withoutNetworkLines(bench().watched.complaints).length);
    await bench().watched.closePages();
  });

  keyboardJourneys(bench);
  lookingJourneys(bench);
  connectingJourneys(bench);
  suppressedJourneys(bench);
  accessibilityJourneys(bench, report);
  restartJourneys(bench);
  providerJourneys(bench);
});
