import { rewrittenEvent, type RewriteEvent } from '@evenground/event-log';
import type { FaultInjector } from './crash-points.js';
import { checksumOf, eventOf, outboxPage } from './outbox-rows.js';
import type { ServiceDatabase } from './service-database.js';

const ROWS_PER_STEP = 500;

/**
 * Rewrites the data of what lies in a service's outbox, sent or not. Each step of up to 500 is durable; after a crash begin
 * again: rewriting twice must change nothing.
 *
 * @returns how many events were rewritten
 * @throws PlatformError `sequence-conflict` when a rewritten event is another event than it was
 */
export async function eraseFromOutbox(
  { outbox }: ServiceDatabase,
  rewrite: RewriteEvent,
  faults: FaultInjector | undefined,
): Promise<number> {
  let rewritten = 0;
  for (let after = ''; ;) {
    const rest = outbox.find({ _id: { $gt: after } }).sort({ _id: 1 });
    const { rows, isLast } = await outboxPage(rest, ROWS_PER_STEP);
    const operations = rows.flatMap((row) => {
      const renewed = rewrittenEvent(eventOf(row), rewrite, `the outbox row ${row._id}`);
      if (renewed === 'keep') return [];
      const envelope = JSON.stringify(renewed.envelope);
      const content = { envelope, data: renewed.text, checksum: checksumOf(envelope, renewed.text) };
      return [{ updateOne: { filter: { _id: row._id }, update: { $set: content } } }];
    });
    if (operations.length > 0) await outbox.bulkWrite(operations, { ordered: false });
    rewritten += operations.length;
    faults?.at('erase/mid');
    if (isLast) return rewritten;
    after = rows.at(-1)?._id ?? after;
  }
}
