import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core';

const GIVES_UP_MS = 20_000; // a step of a journey takes a second or two
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is: `CHROMIUM_PATH`, or where Debian puts it. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], ...PLACES].find((path) => path !== undefined && existsSync(path));
}

/**
 * `describe` for suites that need a browser. Where there is none they are skipped and say so, since a developer's machine
 * need not have one; in CI they run, and fail without one.
 */
export function describeOnBrowser(name: string, suite: () => void): void {
  if (findChromium() !== undefined || process.env['CI'] !== undefined) return describe(name, suite);
  describe.skip(`${name} (skipped: there is no Chromium; \`apt-get install chromium\`, or CHROMIUM_PATH)`, suite);
}

/** A browser that calls nobody but the product, and remembers what its pages complained of. */
export interface WatchedBrowser {
  readonly browser: Browser;
  /** Console errors, uncaught errors, refused policies and requests to anybody else. */
  readonly complaints: string[];
  /** Other parties that a journey means to visit, such as an identity provider: their origins. */
  readonly parties: Set<string>;
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Closes what a test has left open, also when it failed. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export async function openBrowser(baseUrl: string): Promise<WatchedBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium');
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
  const complaints: string[] = [];
  const parties = new Set([new URL(baseUrl).origin]);
  return {
    ...{ browser, complaints, parties, close: () => browser.close() },
    closePages: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    context: async (options = {}) => {
      const context = await browser.newContext({ baseURL: baseUrl, locale: 'en-US', ...options });
      context.setDefaultTimeout(GIVES_UP_MS);
      context.on('page', (page) => watch(page, parties, complaints));
      return context;
    },
  };
}

function watch(page: Page, parties: ReadonlySet<string>, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself writes a line for every refused or failed request; journeys that make some take them out.
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith('blob:') && !parties.has(new URL(url).origin)) complaints.push(`another party: ${url}`);
  });
}

/** What a browser writes when an answer was 401 or a server is away: expected in a journey that makes it so. */
export function withoutNetworkLines(complaints: readonly string[]): readonly string[] {
  return complaints.filter((line) => !/Failed to load resource|net::ERR_/.test(line));
}
