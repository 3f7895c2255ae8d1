import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { PlatformError } from '@evenground/contracts';

export const LOCK_FILE = 'lock.db';
export const PROCESS_ID_FILE = 'process-id';

/**
 * Takes the directory for this process alone; the returned function gives it back.
 * The lock is an exclusive SQLite transaction on a file of its own, which the kernel frees whatever ends the process.
 * @throws PlatformError `data-directory-in-use`, naming the process that has it
 */
export function lockDirectory(directory: string): () => void {
  const lock = new Libsql(join(directory, LOCK_FILE));
  const processIdFile = join(directory, PROCESS_ID_FILE);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new PlatformError('data-directory-in-use', `${directory} is used by process ${owner(processIdFile)}`, {
      cause: error,
    });
  }
  writeFileSync(processIdFile, `${process.pid}\n`);
  return () => {
    lock.close();
  };
}

function owner(processIdFile: string): string {
  try {
    return `${readFileSync(processIdFile, 'utf8').trim()} (see ${processIdFile})`;
  } catch {
    return `unknown (${processIdFile} cannot be read)`;
  }
}
