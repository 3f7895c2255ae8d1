import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError } from '@evenground/contracts';

/** The one file that holds the log and every service's documents. */
export const DATABASE_FILE = 'evenground.db';

/** The same file while a keep is put into it; while it is there, no process may use the directory. */
export const FILLING_FILE = `${DATABASE_FILE}.restoring`;

/** What SQLite keeps beside a file. */
export function besides(file: string): readonly string[] {
  return [`${file}-wal`, `${file}-shm`];
}

/** @throws PlatformError `configuration-invalid` when the directory was filled only half */
export function requireNoFillingIn(directory: string): void {
  if (!existsSync(join(directory, FILLING_FILE))) return;
  throw new PlatformError(
    'configuration-invalid',
    `${directory} is half restored (${FILLING_FILE}): begin the restore or the move again, or remove that file to start empty`,
  );
}

/** @throws PlatformError `place-not-empty` when the directory holds data */
export function requireNoData(directory: string): void {
  const found = [DATABASE_FILE, ...besides(DATABASE_FILE)].find((file) => hasBytes(join(directory, file)));
  if (found === undefined) return;
  throw new PlatformError('place-not-empty', `${directory} holds ${found}: name an empty data directory`);
}

function hasBytes(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
