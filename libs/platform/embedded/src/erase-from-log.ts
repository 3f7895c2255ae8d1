import { PlatformError } from '@evenground/contracts';
import { rewrittenEvent, type RewriteEvent } from '@evenground/event-log';
import type { FaultInjector } from './crash-points.js';
import type { Database } from './database.js';
import { turnOfEventLoop } from './delivery-loop.js';
import type { EventRows } from './event-rows.js';

const STEP = { events: 500, bytes: 4_000_000 } as const;

/**
 * Rewrites the data of what lies in the log now, in place: every event stays, so sequences stay gapless. When it
 * resolves, the replaced content is in neither the file nor its write-ahead log (`secure_delete`, then truncated).
 * Each step of 500 is durable; after a crash begin again: rewriting twice must change nothing.
 *
 * @returns how many events were rewritten
 * @throws PlatformError `sequence-conflict` when a rewritten event is another event than it was
 */
export async function eraseFromLog(
  db: Database,
  rows: EventRows,
  rewrite: RewriteEvent,
  faults: FaultInjector | undefined,
): Promise<number> {
  const head = rows.head();
  let rewritten = 0;
  for (let after = 0; ;) {
    const page = rows.between(after, head, STEP);
    const last = page.at(-1);
    if (last === undefined) break;
    db.transaction(() => {
      for (const { position, event } of page) {
        const renewed = rewrittenEvent(event, rewrite, `the event at position ${position}`);
        if (renewed === 'keep') continue;
        rows.replaceData(position, renewed.envelope, renewed.text);
        rewritten += 1;
        faults?.at('erase/mid');
      }
    });
    after = last.position;
    await turnOfEventLoop();
  }
  faults?.at('erase/before-truncate');
  truncateWriteAheadLog(db);
  return rewritten;
}

/** Moves everything into the file itself and empties the write-ahead log. */
export function truncateWriteAheadLog(db: Database): void {
  const isBusy = db.row('PRAGMA wal_checkpoint(TRUNCATE)')?.[0] !== 0;
  if (isBusy)
    throw new PlatformError('store-unavailable', 'the write-ahead log is being read; try again', { retriable: true });
}
