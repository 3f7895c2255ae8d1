// What was fetched once is kept in the user's cache directory.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { locked } from './lock.mjs';

const COMPLETE = '.complete';

export function cacheDirectory() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'evenground');
}

export function isCached(name) {
  return existsSync(join(cacheDirectory(), name, COMPLETE));
}

/** The folder `name` of the cache, filled by `fetch(folder)` if it is not there whole. A half-fetched one is never seen. */
export async function cached(name, fetch) {
  const cache = cacheDirectory();
  const folder = join(cache, name);
  if (isCached(name)) return folder;
  mkdirSync(cache, { recursive: true });
  await locked(join(cache, `${name}.lock`), async () => {
    if (isCached(name)) return;
    const draft = mkdtempSync(join(cache, `${name}-`));
    try {
      await fetch(draft);
      writeFileSync(join(draft, COMPLETE), '');
      rmSync(folder, { recursive: true, force: true });
      renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  });
  return folder;
}
