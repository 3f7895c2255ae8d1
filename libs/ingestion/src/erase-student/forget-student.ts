import type { Clock } from '@evenground/config';
import { instant } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import type { DocumentStore, OutgoingEvent, Page, Stored, Write } from '@evenground/document-store';
import {
  currentRecords,
  erasures,
  quarantine,
  waitingRows,
  type ErasureDocument,
  type QuarantinePage,
} from '../collections.js';
import type { PackedDocument } from '../domain/packed-records.js';
import { partsOfStudentKey } from '../domain/place-record.js';
import type { FollowVisibility } from '../follow-visibility/follow-visibility.js';
import { editDocument } from '../keep-records/edit-document.js';
import { packKey, shelfPrefix } from '../keep-records/record-chunk.js';
import { headerWrite, loadHeaders, retrying } from '../keep-records/record-keeper.js';
import { receiptOf } from '../process-uploads/complete-upload.js';
import { positionsOf } from '../process-uploads/upload-handle.js';
import { UploadMarks } from '../replay-waiting/upload-marks.js';
import { forgetIn } from './forget-in-log.js';

export interface ForgetParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly visibility: FollowVisibility;
  readonly eraser?: { eraseFromLog(rewrite: (event: LogEvent) => LogEvent | null | 'keep'): Promise<number> };
}

const DOCUMENTS_PER_COMMIT = 12;

/** The steps of an erasure after the door was closed; each may be done again, and is gone on with after a restart. */
export class ForgetStudent {
  constructor(private readonly parts: ForgetParts) {}

  async goOn(erasureId: string): Promise<void> {
    for (;;) {
      const [erasure] = await this.parts.store.load(erasures, [erasureId]);
      if (erasure === undefined || erasure.body.student === undefined) return;
      switch (erasure.body.step) {
        case 'records':
          await this.forgetRecords(erasure, erasure.body.student);
          break;
        case 'rows':
          await this.forgetRows(erasure, erasure.body.student);
          break;
        case 'log':
          if (!(await this.forgetInLog(erasure, erasure.body.student))) return;
          break;
        case 'look-up':
        case 'done':
          return;
      }
    }
  }

  private async forgetRecords(erasure: Stored<ErasureDocument>, student: string): Promise<void> {
    await this.sweepRecords(erasure, student);
    await this.forgetDeliveries(erasure, student);
    await this.step(erasure, 'rows', [erasedEvent(erasure, student)]);
  }

  /** Whether there was anything left of the student among the current records. */
  private async sweepRecords(erasure: Stored<ErasureDocument>, student: string): Promise<boolean> {
    const { store, clock } = this.parts;
    const { district } = erasure.body;
    const { bucket, pack } = partsOfStudentKey(student);
    let hasSwept = false;
    for (let isMore = true; isMore; hasSwept ||= isMore) {
      isMore = await retrying(clock, async () => {
        const header = (await loadHeaders(store, district, [bucket])).get(bucket)!;
        const writes: Write[] = [];
        for await (const document of this.pages((after) =>
          store.find(currentRecords, 'by-pack', { equals: [packKey(district, bucket, pack)] }, { limit: 50, ...after }),
        )) {
          const write = editDocument(document, (record) => (record.student === student ? null : record));
          if (write !== undefined) writes.push(write);
          if (writes.length >= DOCUMENTS_PER_COMMIT) break;
        }
        if (writes.length > 0)
          await store.commit({ writes: [...writes, headerWrite(district, bucket, header.version, header.body)] });
        return writes.length > 0;
      });
    }
    return hasSwept;
  }

  private async forgetDeliveries(erasure: Stored<ErasureDocument>, student: string): Promise<void> {
    const { store, clock } = this.parts;
    const { district } = erasure.body;
    let after: string | undefined;
    do {
      after = await retrying(clock, async () => {
        const header = (await loadHeaders(store, district, ['deliveries'])).get('deliveries')!;
        const page = await store.list(currentRecords, shelfPrefix(district, 'deliveries'), {
          limit: DOCUMENTS_PER_COMMIT,
          ...(after !== undefined && { after }),
        });
        const lost = new Map<string, string[]>();
        const writes = page.items.flatMap((document): Write[] => {
          const write = editDocument(document, (record) => {
            if (record.content['student'] !== student) return record;
            const { student: _forgotten, ...content } = record.content;
            if (record.isLive)
              lost.set(String(content['interventionId']), [
                ...(lost.get(String(content['interventionId'])) ?? []),
                String(content['deliveryId']),
              ]);
            return { ...record, content };
          });
          return write === undefined ? [] : [write];
        });
        if (writes.length > 0) {
          const publish = [...lost].map(([interventionId, deliveryIds]): OutgoingEvent => ({
            topic: 'ingestion.deliveries',
            stream: `${district}/${interventionId}`,
            type: 'delivery-student.erased',
            data: { district, interventionId, erasureId: erasure.id, deliveryIds },
            correlationId: erasure.id,
          }));
          await store.commit({
            writes: [...writes, headerWrite(district, 'deliveries', header.version, header.body)],
            publish,
          });
        }
        return page.next;
      });
    } while (after !== undefined);
  }

  /** Rows that wait or were refused: those of the student lose what they say; their count, reason and line stay. */
  private async forgetRows(erasure: Stored<ErasureDocument>, student: string): Promise<void> {
    const { store, clock } = this.parts;
    const { district, lookUpIds } = erasure.body;
    for await (const { id } of this.pages((after) =>
      store.find(waitingRows, 'by-district', { equals: [district] }, { limit: 50, ...after }),
    )) {
      await retrying(clock, async () => {
        const [page] = await store.load(waitingRows, [id]);
        const theirs =
          page?.body.rows.filter((row) => row.student === student || row.content['student'] === student) ?? [];
        if (page === undefined || theirs.length === 0) return;
        const rows = page.body.rows.filter((row) => !theirs.includes(row));
        const marks = await UploadMarks.load(
          store,
          theirs.map(({ uploadId }) => uploadId),
        );
        for (const { uploadId } of theirs) marks.move(uploadId, 'waiting', 'quarantined');
        await store.commit({
          writes: [
            {
              collection: waitingRows,
              id,
              expected: page.version,
              body: rows.length === 0 ? null : { ...page.body, rows },
            },
            ...marks.writes(),
          ],
        });
      });
    }
    const isTheirs = (row: QuarantinePage['rows'][number]): boolean =>
      row.student === student || (row.lookUpId !== undefined && lookUpIds.includes(row.lookUpId));
    for await (const { id } of this.pages((after) =>
      store.find(quarantine, 'by-district', { equals: [district] }, { limit: 50, ...after }),
    )) {
      await retrying(clock, async () => {
        const [page] = await store.load(quarantine, [id]);
        if (page === undefined || !page.body.rows.some(isTheirs)) return;
        const rows = page.body.rows.map((row) => {
          if (!isTheirs(row)) return row;
          const { line, code, message, state, field } = row;
          return { line, code, message, state, ...(field !== undefined && { field }) };
        });
        await store.commit({
          writes: [{ collection: quarantine, id, expected: page.version, body: { ...page.body, rows } }],
        });
      });
    }
    const { bucket } = partsOfStudentKey(student);
    const positions = await positionsOf(store, [`ingestion.records|${district}/${bucket}`]);
    await this.step(erasure, 'log', [receiptOf(district, erasure.id, positions)]);
  }

  /** Only when those who must forget have read that they must, the log forgets who it was. */
  private async forgetInLog(erasure: Stored<ErasureDocument>, student: string): Promise<boolean> {
    const { store, visibility, eraser } = this.parts;
    const { district } = erasure.body;
    const { bucket } = partsOfStudentKey(student);
    const positions = await positionsOf(store, [`ingestion.records|${district}/${bucket}`]);
    if (!(await visibility.isHandled(district, positions))) return false;
    // A batch that had looked the student up before the door was closed may have been committed after: sweep again.
    if (await this.sweepRecords(erasure, student)) {
      await this.step(erasure, 'rows', [erasedEvent(erasure, student)]);
      return true;
    }
    await eraser?.eraseFromLog((event) => forgetIn(event, student));
    await this.step(erasure, 'done', []);
    await eraser?.eraseFromLog(() => 'keep'); // once more: what this job itself kept of the key is replaced, and must leave the file too
    return true;
  }

  /** The next step, unless another copy has made it. */
  private async step(
    { id: erasureId, body: { step: former } }: Stored<ErasureDocument>,
    step: ErasureDocument['step'],
    publish: readonly OutgoingEvent[],
  ): Promise<void> {
    const { store, clock } = this.parts;
    await retrying(clock, async () => {
      const [stored] = await store.load(erasures, [erasureId]);
      if (stored?.body.step !== former) return;
      const { student: _forgotten, ...rest } = stored.body;
      const isDone = step === 'done';
      const body: ErasureDocument = isDone
        ? { ...rest, step, status: 'completed', phase: 'closed', completedAt: instant(clock), lookUpIds: [] }
        : { ...stored.body, step };
      await store.commit({
        writes: [{ collection: erasures, id: erasureId, expected: stored.version, body }],
        publish,
      });
    });
  }

  private async *pages<Body = PackedDocument>(
    next: (after: { after?: string }) => Promise<Page<Body>>,
  ): AsyncGenerator<Stored<Body>> {
    let after: string | undefined;
    do {
      const page: Page<Body> = await next(after === undefined ? {} : { after });
      yield* page.items;
      after = page.next;
    } while (after !== undefined);
  }
}

function erasedEvent({ id, body: { district } }: Stored<ErasureDocument>, student: string): OutgoingEvent {
  const { bucket } = partsOfStudentKey(student);
  return {
    topic: 'ingestion.records',
    stream: `${district}/${bucket}`,
    type: 'student.erased',
    data: { district, erasureId: id, student },
    correlationId: id,
  };
}
