import type { Clock } from '@evenground/config';
import { instant } from '@evenground/config';
import { streamId } from '@evenground/contracts';
import type { DocumentStore, OutgoingEvent, Write } from '@evenground/document-store';
import { declarations, districts, type UploadDocument } from '../collections.js';
import { ANY_YEAR } from '../domain/place-record.js';
import { retrying } from '../keep-records/record-keeper.js';
import { positionsOf, type UploadHandle } from './upload-handle.js';

/** Ends an upload: what its file stands for is stated, then its receipt is issued with the last position of each stream. */
export async function completeUpload(store: DocumentStore, clock: Clock, upload: UploadHandle): Promise<void> {
  await retrying(clock, async (attempt) => {
    if (attempt > 1) await upload.reload(store);
    await stateCompleteness(store, upload);
    const positions = await positionsOf(store, upload.document.streams);
    upload.change({
      status: 'completed',
      phase: 'closed',
      finishedAt: instant(clock),
      positions,
      isPositionsBehind: false,
      progress: { rows: upload.document.progress.rows, settled: '' },
    });
    await store.commit({
      writes: [upload.write()],
      publish: [receiptOf(upload.document.district, upload.id, positions)],
    });
    upload.committed();
  });
}

export function receiptOf(
  district: string,
  receiptId: string,
  positions: UploadDocument['positions'] = [],
): OutgoingEvent {
  return {
    topic: 'ingestion.reference',
    stream: district,
    type: 'receipt.issued',
    data: { district, receiptId, positions },
    correlationId: receiptId,
  };
}

/** As long as the district has never declared a type, its uploaded file is taken as complete for the schools in it. */
async function stateCompleteness(store: DocumentStore, upload: UploadHandle): Promise<void> {
  const { district, coverage } = upload.document;
  const covered = Object.entries(coverage).filter(([key]) => !key.endsWith(`|${ANY_YEAR}`));
  if (covered.length === 0) return;
  const [known] = await store.load(districts, [district]);
  for (const [key, schools] of covered) {
    const [type = '', schoolYear = ''] = key.split('|');
    if (known?.body.declaredTypes.includes(type) === true) continue;
    const id = `${district}/${type}/${schoolYear}`;
    const [stored] = await store.load(declarations, [id]);
    const added = schools.filter((schoolId) => stored === undefined || !Object.hasOwn(stored.body.entries, schoolId));
    if (added.length === 0) continue;
    const entries = {
      ...stored?.body.entries,
      ...Object.fromEntries(added.map((schoolId) => [schoolId, { complete: true, basis: 'upload' as const }])),
    };
    const event: OutgoingEvent = {
      topic: 'ingestion.reference',
      stream: district,
      type: 'completeness.stated',
      data: {
        district,
        type,
        basis: 'upload',
        entries: added.map((schoolId) => ({ schoolId, schoolYear, complete: true })),
      },
      correlationId: upload.id,
    };
    const write: Write = { collection: declarations, id, expected: stored?.version ?? 0, body: { entries } };
    upload.change({ streams: [...new Set([...upload.document.streams, streamId(event)])] });
    await store.commit({ writes: [write, upload.write()], publish: [event] });
    upload.committed();
  }
}
