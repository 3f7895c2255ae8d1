import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError } from '@evenground/contracts';
import type { FaultInjector } from './crash-points.js';
import type { Database } from './database.js';

/**
 * Writes a compact copy of one instant into a directory that a platform can then be opened on. The copy appears under
 * its name only when it is whole and durable. The process does nothing else meanwhile.
 * @throws PlatformError `configuration-invalid` when the directory already holds a database
 */
export function backUp(db: Database, file: string, toDirectory: string, faults: FaultInjector | undefined): void {
  const target = join(toDirectory, file);
  const part = `${target}.part`;
  if (existsSync(target))
    throw new PlatformError('configuration-invalid', `${target} exists: back up into an empty directory`);
  mkdirSync(toDirectory, { recursive: true, mode: 0o700 });
  rmSync(part, { force: true });
  faults?.at('backup/mid');
  db.run('VACUUM INTO ?', part);
  syncToDisk(part);
  faults?.at('backup/before-rename');
  renameSync(part, target);
  syncToDisk(toDirectory);
}

export function syncToDisk(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
