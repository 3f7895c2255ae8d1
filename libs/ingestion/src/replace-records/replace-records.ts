import type { Clock } from '@evenground/config';
import { naturalKeyOf, recordTypeNamed, streamId } from '@evenground/contracts';
import type { DocumentStore, Page, Write } from '@evenground/document-store';
import { currentRecords } from '../collections.js';
import { checkSourced } from '../process-uploads/admit-rows.js';
import type { SourcedRow } from '../process-uploads/row-source.js';
import type { UploadHandle } from '../process-uploads/upload-handle.js';
import { isRefusedRow, keyFieldsOf, type Content, type DoorSettings } from '../domain/check-row.js';
import { floorKey, isWithdrawnBy, withdrawn, type ReplaceScope } from '../domain/current-records.js';
import { PackedRecords, type CurrentRecord, type PackedDocument } from '../domain/packed-records.js';
import { BUCKETS, ANY_YEAR, schoolYearOf, type Shelf } from '../domain/place-record.js';
import { isUnreadable } from '../domain/raw-row.js';
import { blocksOf, type Change } from '../domain/record-blocks.js';
import { editDocument } from '../keep-records/edit-document.js';
import { shelfPrefix } from '../keep-records/record-chunk.js';
import { headerWrite, loadHeaders, retrying } from '../keep-records/record-keeper.js';
import type { StudentLookUp } from '../keep-records/student-look-up.js';
import { KeySet } from './key-set.js';

// A replace that takes away more than this stops until it is confirmed: 20 % guards against half a file.
export const CONFIRM_ABOVE = { share: 0.2, records: 20 } as const;
const DOCUMENTS_PER_COMMIT = 12;

/** What a replace says, found by reading its whole file before anything of it is applied. */
export class ReplaceSurvey {
  readonly schoolYears = new Set<string>();
  private readonly keys = new KeySet();

  constructor(
    private readonly district: string,
    private readonly lookUp: StudentLookUp,
    private readonly countDate: string,
  ) {}

  async add(rows: readonly SourcedRow[]): Promise<void> {
    const settings: DoorSettings = {
      countDate: this.countDate,
      pseudonymOfStaff: this.lookUp.staffPseudonym(this.district),
    };
    const named = rows.flatMap((row) => {
      const fields = fieldsOf(row, settings);
      return fields === undefined ? [] : [{ row, ...fields }];
    });
    const found = await this.lookUp.find(
      this.district,
      named.flatMap(({ studentId }) => (studentId === undefined ? [] : [studentId])),
    );
    for (const { row, studentId, content, isChecked } of named) {
      const { type, subgroups } = row.shape!;
      const year = schoolYearOf(type.name, content);
      if (isChecked && (year !== ANY_YEAR || type.name === 'schools')) this.schoolYears.add(year);
      const student = studentId === undefined ? undefined : found.get(studentId);
      if (type.subject === 'student' && (student === undefined || 'erased' in student)) continue;
      const owner = type.subject === 'student' && student !== undefined && 'student' in student ? student.student : '';
      this.keys.add(owner, naturalKeyOf(type, content, subgroups));
    }
  }

  /** Of the live records in the replace's scope: how many the file no longer has. */
  async wouldWithdraw(
    store: DocumentStore,
    type: string,
    scope: ReplaceScope,
  ): Promise<{ readonly records: number; readonly of: number }> {
    let records = 0;
    let of = 0;
    for (const shelf of shelvesOf(type)) {
      for await (const document of documentsOf(store, this.district, shelf, type)) {
        for (const record of PackedRecords.unpack(document.body).all()) {
          if (!isWithdrawnBy(record, type, scope)) continue;
          of += 1;
          if (!this.keys.has(record.student, record.key)) records += 1;
        }
      }
    }
    return { records, of };
  }
}

function fieldsOf(
  row: SourcedRow,
  settings: DoorSettings,
): { readonly studentId?: string; readonly content: Content; readonly isChecked: boolean } | undefined {
  const checked = checkSourced(row, settings);
  if (!isRefusedRow(checked))
    return {
      ...(checked.studentId !== undefined && { studentId: checked.studentId }),
      content: checked.content,
      isChecked: true,
    };
  if (row.shape === undefined || isUnreadable(row.raw)) return undefined;
  const content = keyFieldsOf(row.shape, row.raw.cells, settings);
  return content === undefined
    ? undefined
    : {
        ...(content['studentId'] !== undefined && { studentId: String(content['studentId']) }),
        content,
        isChecked: false,
      };
}

/** Whether so much would go that a person must confirm it. */
export function needsConfirmation({ records, of }: { readonly records: number; readonly of: number }): boolean {
  return records > CONFIRM_ABOVE.records && records > CONFIRM_ABOVE.share * of;
}

/** The shelves that records of a type are kept on. */
export function shelvesOf(type: string): readonly Shelf[] {
  const subject = recordTypeNamed(type)?.subject;
  if (subject === 'district') return ['reference'];
  return subject === 'intervention' ? ['deliveries'] : Array.from({ length: BUCKETS }, (_, bucket) => bucket);
}

async function* documentsOf(store: DocumentStore, district: string, shelf: Shelf, type: string) {
  let after: string | undefined;
  do {
    const page: Page<PackedDocument> = await store.list(currentRecords, `${shelfPrefix(district, shelf)}${type}/`, {
      limit: 50,
      ...(after !== undefined && { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/**
 * Takes away what a replace no longer has, shelf by shelf: first the floor, which late uploads find, then the records,
 * a few documents a commit, with how far it came in the upload's document.
 */
export async function* withdrawMissing(store: DocumentStore, clock: Clock, upload: UploadHandle): AsyncGenerator<void> {
  const { type = '' } = upload.document;
  const shelves = shelvesOf(type);
  for (let at = upload.document.withdrawing?.shelf ?? 0; at < shelves.length; at += 1) {
    for (let isMore = true; isMore;) {
      isMore = await retrying(clock, async (attempt) => {
        if (attempt > 1) await upload.reload(store);
        return withdrawPage(store, upload, type, shelves, at);
      });
      yield;
    }
  }
}

async function withdrawPage(
  store: DocumentStore,
  upload: UploadHandle,
  type: string,
  shelves: readonly Shelf[],
  at: number,
): Promise<boolean> {
  const { district, uploadSequence, source, schoolYears = [], withdrawing } = upload.document;
  const shelf = shelves[at]!;
  const scope: ReplaceScope = { uploadSequence, source, schoolYears };
  const header = (await loadHeaders(store, district, [shelf])).get(shelf)!;
  const after = withdrawing?.shelf === at ? withdrawing.after : undefined;
  const page = await store.list(currentRecords, `${shelfPrefix(district, shelf)}${type}/`, {
    limit: DOCUMENTS_PER_COMMIT,
    ...(after !== undefined && { after }),
  });
  const changes: Change[] = [];
  const writes = page.items.flatMap((document): Write[] => {
    const write = editDocument(document, (record) => {
      if (!isWithdrawnBy(record, type, scope)) return record;
      changes.push(withdrawal(type, record, upload));
      return withdrawn(record);
    });
    return write === undefined ? [] : [write];
  });
  const blocks = blocksOf(district, shelf, changes);
  const floors = { ...header.body.floors };
  for (const year of schoolYears) {
    const key = floorKey(type, year, source);
    floors[key] = Math.max(floors[key] ?? 0, uploadSequence);
  }
  const isMore = page.next !== undefined;
  const { counts, streams } = upload.document;
  upload.change({
    withdrawing: isMore ? { shelf: at, after: page.next! } : { shelf: at + 1 },
    counts: { ...counts, withdrawn: counts.withdrawn + changes.length },
    streams: [...new Set([...streams, ...blocks.map(streamId)])],
  });
  const isUntouched =
    header.version === 0 && page.items.length === 0 && writes.length === 0 && schoolYears.length === 0;
  await store.commit({
    writes: [
      ...writes,
      upload.write(),
      ...(isUntouched ? [] : [headerWrite(district, shelf, header.version, { ...header.body, floors })]),
    ],
    publish: blocks.map(({ topic, stream, type: event, data }) => ({
      topic,
      stream,
      type: event,
      data,
      correlationId: upload.id,
    })),
  });
  upload.committed();
  return isMore;
}

function withdrawal(type: string, record: CurrentRecord, upload: UploadHandle): Change {
  return {
    type,
    outcome: 'withdrawn',
    record,
    uploadId: upload.id,
    uploadSequence: upload.document.uploadSequence,
    line: record.order.line,
  };
}
