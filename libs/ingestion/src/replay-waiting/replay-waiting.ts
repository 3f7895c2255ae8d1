import type { Clock, Random } from '@evenground/config';
import { recordTypeNamed } from '@evenground/contracts';
import type { DocumentStore, Stored } from '@evenground/document-store';
import { quarantine, references, waitingRows, type QuarantinePage, type ReferenceDocument } from '../collections.js';
import type { IncomingRecord } from '../domain/current-records.js';
import { placeOf } from '../domain/place-record.js';
import { definitionRefusal, type Definition } from '../domain/refer-to-definitions.js';
import type { RowRefusal } from '../domain/refuse-row.js';
import { retrying, type RecordKeeper } from '../keep-records/record-keeper.js';
import { EVERY_DISTRICT } from '../know-definitions/definitions.js';
import type { PseudonymKeys } from '../pseudonym-keys.js';
import { pageId } from '../quarantine-rows/quarantine-pages.js';
import { sealText } from '../spool/sealed-text.js';
import { UploadMarks } from './upload-marks.js';

export interface ReplayParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: PseudonymKeys;
  readonly keeper: RecordKeeper;
}

/** Judges the rows that waited for a definition, once it is known; resumable, page by page. */
export class ReplayWaiting {
  constructor(private readonly parts: ReplayParts) {}

  /** Everything that is due now. */
  async run(): Promise<void> {
    for (;;) {
      const page = await this.parts.store.find(references, 'by-replay', { equals: ['due'] }, { limit: 20 });
      if (page.items.length === 0) return;
      for (const reference of page.items) await this.replay(reference);
    }
  }

  /** A definition that is announced for every district makes the rows of each due. */
  async dueEverywhere(id: string, definition: Definition): Promise<void> {
    const { store, clock } = this.parts;
    const kindAndId = id.slice(EVERY_DISTRICT.length);
    let after: string | undefined;
    do {
      const page = await store.list(references, '', { limit: 200, ...(after !== undefined && { after }) });
      for (const { id: candidate, body } of page.items) {
        const isWaiting =
          candidate !== id && candidate.endsWith(kindAndId) && body.definition === undefined && body.pages > 0;
        if (!isWaiting) continue;
        await retrying(clock, async () => {
          const [stored] = await store.load(references, [candidate]);
          const known: ReferenceDocument = { definition, pages: stored!.body.pages, replay: 'due' };
          await store.commit({
            writes: [{ collection: references, id: candidate, expected: stored!.version, body: known }],
          });
        });
      }
      after = page.next;
    } while (after !== undefined);
  }

  private async replay({ id, version, body }: Stored<ReferenceDocument>): Promise<void> {
    const { store, clock } = this.parts;
    const { definition, pages } = body;
    if (definition !== undefined)
      for (let page = 0; page < pages; page += 1) await this.replayPage(`${id}/${page}`, definition);
    await retrying(clock, async () => {
      const [stored] = await store.load(references, [id]);
      if (stored?.version !== version) return; // defined anew, or replayed by another copy: what is due is found again
      await store.commit({
        writes: [
          { collection: references, id, expected: stored.version, body: { ...stored.body, pages: 0, replay: 'none' } },
        ],
      });
    });
  }

  private async replayPage(id: string, definition: Definition): Promise<void> {
    const { store, clock, keeper } = this.parts;
    await retrying(clock, async (attempt) => {
      const [page] = await store.load(waitingRows, [id]);
      if (page === undefined) return;
      let { version } = page;
      const left = new Map(page.body.rows.entries());
      const { district } = page.body;
      const marks = await UploadMarks.load(
        store,
        page.body.rows.map(({ uploadId }) => uploadId),
      );
      const pageWrite = () => ({
        collection: waitingRows,
        id,
        expected: version,
        body: left.size === 0 ? null : { ...page.body, rows: [...left.values()] },
      });
      const judgedBy = [...left].map(([row, incoming]) => ({
        row,
        incoming,
        refusal: definitionRefusal(incoming.type, incoming.content, definition),
      }));
      const refused = judgedBy.filter(({ refusal }) => refusal !== undefined);
      for (const { row, incoming, refusal } of refused) {
        left.delete(row);
        marks.move(incoming.uploadId, 'waiting', 'quarantined');
        const body = this.quarantinePage(district, incoming, refusal!);
        const write = {
          collection: quarantine,
          id: pageId(incoming.uploadId, marks.nextPage(incoming.uploadId)),
          expected: 0,
          body,
        };
        await store.commit({ writes: [pageWrite(), write, ...marks.writes()] });
        marks.committed();
        version += 1;
      }
      const rows = judgedBy.flatMap(({ row, incoming, refusal }) =>
        refusal === undefined
          ? [{ row, incoming, place: placeOf(recordTypeNamed(incoming.type)!, incoming.content, incoming.student) }]
          : [],
      );
      await keeper.keep({
        district,
        rows,
        correlationId: id,
        attempt,
        companion: {
          with: (judged, streams) => {
            for (const { row } of judged) left.delete(row);
            marks.judged(judged, 'waiting', streams);
            return { writes: [pageWrite(), ...marks.writes()] };
          },
          committed: () => {
            version += 1;
            marks.committed();
          },
        },
      });
    });
  }

  /** The raw row is gone; what is shown is the canonical content, without the student. */
  private quarantinePage(
    district: string,
    incoming: IncomingRecord,
    { code, field, message }: RowRefusal,
  ): QuarantinePage {
    const { keys, random, clock } = this.parts;
    const version = keys.versions[0];
    const cells = Object.fromEntries(
      Object.entries(incoming.content).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(';') : String(value),
      ]),
    );
    const { line } = incoming.order;
    const sealed = sealText(
      keys.derive(version, district, 'quarantine'),
      JSON.stringify(cells),
      `${incoming.uploadId}/${line}`,
      random,
    );
    const { schoolId } = incoming.content;
    const row = {
      line,
      code,
      message,
      sealed,
      state: 'held' as const,
      ...(field !== undefined && { field }),
      ...(typeof schoolId === 'string' && { schoolId }),
      ...(incoming.student !== '' && { student: incoming.student }),
    };
    return {
      district,
      uploadId: incoming.uploadId,
      type: incoming.type,
      file: '',
      version,
      rows: [row],
      since: clock.nowMs(),
      notices: [],
      rest: 'raw',
    };
  }
}
