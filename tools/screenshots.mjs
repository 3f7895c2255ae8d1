// npm run screenshots: takes the pictures of README and user guide from a running demo, in docs/images.
// EVENGROUND_DATA_DIR says whose demo; without it a fresh one is made.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const images = join(root, 'docs', 'images');
const PORT = 8097;
const TOKEN = 'token-for-the-screenshots-0001';
const GAP = '/explore?district=northbay&indicator=oss-any&period=2025-26&by=raceEthnicity&reference=others';
const PICTURES = [
  { name: 'home', path: '/', whole: '.cycle' },
  { name: 'reflection', path: '/cycles/every-day-counts', whole: '.time-chart svg[role=img]', height: 1180 },
  { name: 'explore', path: `${GAP}&show=groups`, whole: '.interval-chart tbody tr', height: 1000 },
  { name: 'trend', path: `${GAP}&show=trend`, whole: '.time-chart svg[role=img]', height: 1000 },
  { name: 'connect', path: '/connect', whole: 'table tbody tr', height: 760 },
  {
    name: 'phone-dark-spanish',
    path: `${GAP}&show=groups`,
    whole: '.interval-chart tbody tr',
    width: 390,
    height: 1500,
    dark: true,
    language: 'es',
    scroll: '.answer',
  },
];

const own =
  process.env.EVENGROUND_DATA_DIR === undefined ? mkdtempSync(join(tmpdir(), 'evenground-pictures-')) : undefined;
const demo = spawn(process.execPath, [join(root, 'tools/demo.mjs')], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    EVENGROUND_PORT: String(PORT),
    EVENGROUND_DATA_DIR: own ?? process.env.EVENGROUND_DATA_DIR,
    EVENGROUND_LOCAL_TOKEN: TOKEN,
  },
});
try {
  await new Promise((resolve, reject) => {
    demo.stdout.on('data', (piece) => String(piece).includes('Evenground is ready: http') && resolve());
    demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)));
  });
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  for (const { name, path, whole, width = 1280, height = 900, dark = false, language = 'en', scroll } of PICTURES) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
    await context.addInitScript(
      ([token, chosen]) => {
        if (location.protocol !== 'http:') return;
        sessionStorage.setItem('evenground.token', token);
        localStorage.setItem('evenground.language', chosen);
      },
      [TOKEN, language],
    );
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${PORT}${path}`);
    await page.locator(whole).first().waitFor();
    await page.waitForTimeout(1_500); // what is asked afterwards has come
    if (scroll) await page.locator(scroll).scrollIntoViewIfNeeded();
    if (scroll) await page.evaluate((to) => document.querySelector(to)?.scrollIntoView(), scroll);
    await page.screenshot({ path: join(images, `${name}.png`) });
    await context.close();
    console.log(`docs/images/${name}.png`);
  }
  await browser.close();
} finally {
  demo.kill('SIGTERM');
  if (own) rmSync(own, { recursive: true, force: true });
}
