import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@evenground/config';
import { type FrontDoor, frontDoor } from '@evenground/http';
import { openPages } from './pages.js';
import { signInPage } from './sign-in-page.js';

describe('the built pages', () => {
  let folder: string;
  let doors: FrontDoor;
  let base: string;
  const redeemed: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenground-pages-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>pages</title>');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export const x = 1;\n'.repeat(50));
    writeFileSync(join(folder, 'manifest.json'), '{}');
    const pages = openPages(folder, ['https://id.example'])!;
    const redeem = (code: string): Promise<string | undefined> => {
      redeemed.push(code);
      return Promise.resolve(code === 'good' ? 'a.b.c' : undefined);
    };
    const links = { newCode: () => 'good', redeem, tokenFor: () => Promise.resolve('') };
    doors = frontDoor({
      doors: [pages.door, signInPage(links, systemClock, pages)],
      random: systemRandom,
      onFault: () => undefined,
    });
    base = `http://127.0.0.1:${await doors.listen(0, '127.0.0.1')}`;
  });

  afterAll(async () => {
    await doors.close(1_000);
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['/', '/explore?by=gender', '/connect', '/connect/u1', '/cycles/every-day-counts', '/status'])(
    '%s answers the page under a policy that lets in nothing but our own',
    async (path) => {
      const answer = await fetch(base + path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<title>pages</title>');
      const policy = answer.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'self' https://id.example;");
      expect(policy).not.toMatch(/unsafe|data:|\*/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  test('files of the build are compressed and kept for ever; nothing else of the folder is there', async () => {
    const file = await fetch(`${base}/assets/app-1a2b.js`);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-encoding')).toBe('gzip');
    expect(await file.text()).toContain('export const x');
    const again = await fetch(`${base}/assets/app-1a2b.js`, {
      headers: { 'If-None-Match': file.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    for (const path of ['/manifest.json', '/assets/', '/assets/none.js', '/cycles/', '/nothing', '/index.html']) {
      const answer = await fetch(base + path);
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        path,
        404,
        'route/unknown',
      ]);
    }
    expect((await fetch(base, { method: 'POST' })).status).toBe(404);
  });

  test('whoever opens a sign-in link gets the pages; only the pages use up its code', async () => {
    const opened = await fetch(`${base}/sign-in/good`, { headers: { Accept: 'text/html' } });
    expect(await opened.text()).toContain('<title>pages</title>');
    expect(redeemed).toEqual([]);
    const exchanged = await fetch(`${base}/sign-in/good`, { headers: { Accept: 'application/json' } });
    expect(await exchanged.json()).toMatchObject({ token: 'a.b.c' });
    expect(redeemed).toEqual(['good']);
  });

  test('where nobody built them there are none', () => {
    expect(openPages(join(folder, 'assets'))).toBeUndefined();
  });
});
