import type { Clock } from '@evenground/config';
import {
  isRefusal,
  recordTypeNamed,
  type QuarantineItem,
  type QuarantineReplay,
  type Refusal,
  type StreamPosition,
} from '@evenground/contracts';
import type { DocumentStore, Stored } from '@evenground/document-store';
import { quarantine, references, uploads, waitingRows, type QuarantinePage } from '../collections.js';
import { recogniseHeader } from '../domain/recognise-header.js';
import { cellsOf } from '../domain/split-json.js';
import { retrying, type RecordKeeper } from '../keep-records/record-keeper.js';
import type { Door } from '../process-uploads/admit-rows.js';
import type { SourcedRow } from '../process-uploads/row-source.js';
import { numbered } from '../receive-upload/number-write.js';
import { UploadMarks } from '../replay-waiting/upload-marks.js';
import type { QuarantinePages } from './quarantine-pages.js';

export interface QuarantineParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly door: Door;
  readonly keeper: RecordKeeper;
  readonly pages: QuarantinePages;
}

/** `<upload>.<page>.<row>`: the id of a quarantined row. */
const ITEM_ID = /^([A-Za-z0-9_-]{1,64})\.(\d{8})\.(\d{1,3})$/;

/** Shows why rows were refused, and takes corrected ones in. */
export class QuarantineItems {
  constructor(private readonly parts: QuarantineParts) {}

  /** A page of an upload's refused rows; of schools outside `schools` nothing is shown. */
  async list(
    uploadId: string,
    schools: readonly string[] | '*',
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly items: readonly QuarantineItem[]; readonly next?: string }> {
    const [pageAfter = '', rowAfter = '-1'] = page.after === undefined ? [] : page.after.split('.');
    const items: QuarantineItem[] = [];
    let cursor: string | undefined;
    do {
      const found = await this.parts.store.list(quarantine, `${uploadId}/`, {
        limit: 20,
        ...(cursor !== undefined && { after: cursor }),
      });
      for (const stored of found.items) {
        const number = stored.id.slice(uploadId.length + 1);
        if (number < pageAfter) continue;
        for (const [index, row] of stored.body.rows.entries()) {
          const isBefore = number === pageAfter && index <= Number(rowAfter);
          const isHidden =
            row.state !== 'held' ||
            (schools !== '*' && (row.schoolId === undefined || !schools.includes(row.schoolId)));
          if (isBefore || isHidden) continue;
          const last = items.length === page.limit ? items.at(-1)! : undefined;
          if (last !== undefined) return { items, next: last.id.slice(uploadId.length + 1) };
          items.push(this.item(stored, number, index));
        }
      }
      cursor = found.next;
    } while (cursor !== undefined);
    return { items };
  }

  private item({ body }: Stored<QuarantinePage>, page: string, index: number): QuarantineItem {
    const row = body.rows[index]!;
    const { line, code, message, field } = row;
    return {
      id: `${body.uploadId}.${page}.${index}`,
      line,
      file: body.file,
      code,
      message,
      row: this.parts.pages.open(body, row),
      ...(field !== undefined && { field }),
    };
  }

  /** The district that a quarantined row belongs to; `undefined` when there is no such row. */
  async districtOf(itemId: string): Promise<string | undefined> {
    return (await this.find(itemId))?.page.body.district;
  }

  /** Takes a corrected row in, as a row of its own, newer than all before; its upload counts it as taken in from then on. */
  async replay(
    itemId: string,
    replay: QuarantineReplay,
  ): Promise<{ readonly positions: readonly StreamPosition[] } | Refusal> {
    return retrying(this.parts.clock, async (attempt) => {
      const found = await this.find(itemId);
      if (found === undefined) return UNKNOWN;
      const { page, index } = found;
      const held = page.body.rows[index]!;
      if (held.state !== 'held') return { refused: 'quarantine/replayed', detail: 'This row was replayed already.' };
      const sourced = sourcedRow(page.body.type, replay, held.line);
      if (isRefusal(sourced)) return sourced;
      const { district, uploadId } = page.body;
      const [upload] = await this.parts.store.load(uploads, [uploadId]);
      const order = await numbered(this.parts.store, district, [page.body.type]);
      const origin = {
        district,
        uploadId,
        uploadSequence: order.uploadSequence,
        source: upload?.body.source ?? 'default',
      };
      const [admission] = await this.parts.door.admit(origin, [{ row: 0, line: held.line, sourced }], {
        countDate: upload?.body.countDate ?? '10-01',
        isReplace: false,
      });
      if (admission === undefined || admission.kind === 'refused') {
        const { code = 'row/unreadable', message = '', field } = admission?.refusal ?? {};
        return { refused: code, detail: message, ...(field !== undefined && { field: `row.${field}` }) };
      }
      const { sealed: _erased, ...explained } = held;
      const rows = page.body.rows.map((row, at) => (at === index ? { ...explained, state: 'replayed' as const } : row));
      const pageWrite = { collection: quarantine, id: page.id, expected: page.version, body: { ...page.body, rows } };
      const marks = await UploadMarks.load(this.parts.store, [uploadId]);
      if (admission.kind === 'waits') {
        const { id, version, pages } = admission.reference;
        marks.move(uploadId, 'quarantined', 'waiting');
        const committed = await this.parts.store.commit({
          writes: [
            pageWrite,
            order.write,
            ...marks.writes(),
            { collection: references, id, expected: version, body: { pages: pages + 1, replay: 'none' } },
            {
              collection: waitingRows,
              id: `${id}/${pages}`,
              expected: 0,
              body: { district, rows: [admission.keep.incoming] },
            },
          ],
        });
        return { positions: committed.positions };
      }
      let positions: readonly StreamPosition[] = [];
      await this.parts.keeper.keep({
        district,
        rows: [admission.keep],
        correlationId: uploadId,
        attempt,
        companion: {
          with: (judged, streams) => {
            marks.judged(judged, 'quarantined', streams);
            return { writes: [pageWrite, order.write, ...marks.writes()] };
          },
          committed: (committed) => {
            positions = committed.positions;
          },
        },
      });
      return { positions };
    });
  }

  private async find(
    itemId: string,
  ): Promise<{ readonly page: Stored<QuarantinePage>; readonly index: number } | undefined> {
    const match = ITEM_ID.exec(itemId);
    if (match === null) return undefined;
    const [page] = await this.parts.store.load(quarantine, [`${match[1]}/${match[2]}`]);
    const index = Number(match[3]);
    return page?.body.rows[index] === undefined ? undefined : { page, index };
  }
}

const UNKNOWN: Refusal = { refused: 'quarantine/unknown', detail: 'There is no such row in the quarantine.' };

function sourcedRow(typeName: string, { row }: QuarantineReplay, line: number): SourcedRow | Refusal {
  const type = recordTypeNamed(typeName);
  if (type === undefined)
    return {
      refused: 'quarantine/type-unknown',
      detail: 'The type of this row is not known; send it in a new upload.',
    };
  const cells = cellsOf(row);
  if (typeof cells === 'string')
    return { refused: 'row/not-flat', detail: `${cells} must be flat.`, field: `row.${cells}` };
  const shape = recogniseHeader(type, cells.names);
  if (isRefusal(shape)) return shape;
  return { raw: { line, cells: cells.cells, names: cells.names }, shape, file: '' };
}
