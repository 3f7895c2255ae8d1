import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError, isPlatformError } from '@evenground/contracts';
import type { Clock, Random } from '@evenground/config';
import type { DocumentStores } from '@evenground/document-store';
import type { EventLog, RewriteEvent } from '@evenground/event-log';
import { backUp } from './back-up.js';
import { DATABASE_FILE, requireNoFillingIn } from './data-directory.js';
import type { FaultInjector } from './crash-points.js';
import { Database } from './database.js';
import { lockDirectory } from './directory-lock.js';
import { EmbeddedDocumentStores } from './embedded-document-stores.js';
import { EmbeddedEventLog } from './embedded-event-log.js';
import { eraseFromLog, truncateWriteAheadLog } from './erase-from-log.js';
import { EventRows } from './event-rows.js';
import { requireWholeWriteAheadLog } from './require-whole-wal.js';
import { migrate } from './schema.js';
import { StreamHeads } from './stream-heads.js';
import { WorkCursors } from './work-cursors.js';

export interface EmbeddedOptions {
  /** Made if absent. One process at a time. */
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Only in tests. */
  readonly faults?: FaultInjector;
}

/** Both ports on one SQLite file in one process. */
export interface EmbeddedPlatform {
  readonly log: EventLog;
  readonly stores: DocumentStores;

  /** See `eraseFromLog`; the result is the number of rewritten events. */
  eraseFromLog(rewrite: RewriteEvent): Promise<number>;
  /** The lock of the directory sees to it. */
  readonly isExclusive: true;

  /** Writes a consistent copy into an empty or absent directory. */
  backup(toDirectory: string): Promise<void>;

  /** Ends consumptions after the batch in hand, closes the file and gives the directory back. Twice does nothing. */
  close(): Promise<void>;
}

/**
 * Opens the data directory for this process alone.
 * @throws PlatformError `data-directory-in-use`, `configuration-invalid` (written by a newer version, or half restored),
 *   `log-corrupt` (no database)
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPlatform> {
  const { directory, clock, random, faults } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(directory);
  try {
    faults?.at('open/after-lock');
    requireNoFillingIn(directory);
    const db = openDatabase(join(directory, DATABASE_FILE), faults);
    const rows = new EventRows(db);
    const heads = new StreamHeads(db);
    const log = new EmbeddedEventLog({ db, rows, heads, cursors: new WorkCursors(db, rows), clock, faults });
    const stores = new EmbeddedDocumentStores({
      db,
      events: rows,
      heads,
      clock,
      random,
      faults,
      appended: (topics) => log.wake(topics),
    });
    let closing: Promise<void> | undefined;
    return {
      log,
      stores,
      eraseFromLog: async (rewrite) => {
        if (closing !== undefined) throw new PlatformError('closed', 'the embedded platform is closed');
        return eraseFromLog(db, rows, rewrite, faults);
      },
      isExclusive: true,
      backup: async (toDirectory) => backUp(db, DATABASE_FILE, toDirectory, faults),
      close: () => {
        // Consumptions first: what they have in hand still needs the documents.
        closing ??= log.close().finally(async () => {
          await stores.close();
          db.close();
          unlock();
        });
        return closing;
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function openDatabase(path: string, faults: FaultInjector | undefined): Database {
  requireWholeWriteAheadLog(`${path}-wal`);
  const db = new Database(path, faults);
  try {
    beginWriteAheadLog(db);
    migrate(db, faults);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Each process begins its own, so that what two power cuts left is never read together as damage. */
function beginWriteAheadLog(db: Database): void {
  try {
    truncateWriteAheadLog(db);
  } catch (error) {
    // On a full disk reading goes on.
    if (!isPlatformError(error, 'disk-full')) throw error;
  }
}
