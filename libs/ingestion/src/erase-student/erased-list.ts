import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The look-up ids of erased students, kept outside data backups, so that a restored one forgets them again. */
export interface ErasedList {
  /** Durable when it resolves. An id that is there already may be added again. */
  add(lookUpIds: readonly string[]): Promise<void>;
  all(): Promise<ReadonlySet<string>>;
}

/** The list as a file beside the key file: one id a line, HMACs only. */
export function erasedListFile(path: string): ErasedList {
  return {
    add: async (lookUpIds) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(lookUpIds.map((id) => `${id}\n`).join(''));
        await file.sync();
      } finally {
        await file.close();
      }
    },
    all: async () => {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if ((error as { code?: string }).code === 'ENOENT') return '';
        throw error;
      });
      return new Set(text.split('\n').filter((line) => line !== ''));
    },
  };
}
