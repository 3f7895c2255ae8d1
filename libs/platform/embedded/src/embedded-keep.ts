import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Keep, KeepCut, KeepFilling, KnownServices } from '@evenground/archive';
import { PlatformError, isPlatformError } from '@evenground/contracts';
import type { FaultInjector } from './crash-points.js';
import { DATABASE_FILE, FILLING_FILE, besides, requireNoData, requireNoFillingIn } from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { EmbeddedFilling } from './embedded-filling.js';
import { itemsIn } from './items-in.js';
import { requireWholeWriteAheadLog } from './require-whole-wal.js';
import { Snapshot } from './snapshot.js';

export interface EmbeddedKeepOptions {
  readonly directory: string;
  /** Whether a cut may be taken while a process uses the directory, or only of a stopped one. */
  readonly whileInUse: boolean;
  /** Only in tests. */
  readonly faults?: FaultInjector;
}

/** Everything that a data directory's database holds, to be carried elsewhere, or an empty one to be filled. */
export function openEmbeddedKeep(options: EmbeddedKeepOptions): Keep {
  return new EmbeddedKeep(options);
}

class EmbeddedKeep implements Keep {
  readonly name: string;
  readonly #open = new Set<{ close(): Promise<void> }>();

  constructor(private readonly options: EmbeddedKeepOptions) {
    this.name = `the data directory ${options.directory}`;
  }

  async cut(): Promise<KeepCut> {
    const { directory } = this.options;
    const file = join(directory, DATABASE_FILE);
    if (!existsSync(directory)) throw nothingIn(directory);
    requireNoFillingIn(directory);
    if (!existsSync(file)) throw nothingIn(directory);
    const unlock = this.#lockIfStopped();
    try {
      if (unlock !== undefined) requireWholeWriteAheadLog(`${file}-wal`);
      const snapshot = new Snapshot(file);
      return this.#closing({
        items: () => itemsIn(snapshot),
        close: async () => {
          snapshot.close();
          unlock?.();
        },
      });
    } catch (error) {
      unlock?.();
      throw error;
    }
  }

  async fill(services: KnownServices): Promise<KeepFilling> {
    const { directory, faults } = this.options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const unlock = lockDirectory(directory);
    try {
      requireNoData(directory);
      for (const left of [FILLING_FILE, ...besides(FILLING_FILE)]) rmSync(join(directory, left), { force: true });
      return this.#closing(new EmbeddedFilling({ directory, services, unlock, faults }));
    } catch (error) {
      unlock();
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const open of [...this.#open]) await open.close();
  }

  /** The function that gives the directory back; `undefined` when a process uses it and that is no matter. */
  #lockIfStopped(): (() => void) | undefined {
    try {
      return lockDirectory(this.options.directory);
    } catch (error) {
      if (this.options.whileInUse && isPlatformError(error, 'data-directory-in-use')) return undefined;
      throw error;
    }
  }

  #closing<Open extends { close(): Promise<void> }>(open: Open): Open {
    const close = open.close.bind(open);
    open.close = async () => {
      if (this.#open.delete(open)) await close();
    };
    this.#open.add(open);
    return open;
  }
}

function nothingIn(directory: string): PlatformError {
  return new PlatformError('configuration-invalid', `${directory} holds no ${DATABASE_FILE}: name the data directory`);
}
