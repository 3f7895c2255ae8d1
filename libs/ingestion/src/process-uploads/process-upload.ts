import type { Clock } from '@evenground/config';
import { instant } from '@evenground/config';
import type { DocumentStore } from '@evenground/document-store';
import { isUnreadable } from '../domain/raw-row.js';
import { rowsOf } from '../domain/upload-state.js';
import { decoded, encodingOf, refuseFile, unpacked, FileRefused, type Bytes } from '../read-file/decode-file.js';
import { requireWholeJson } from '../read-file/read-rows.js';
import { ReplaceSurvey, needsConfirmation, withdrawMissing } from '../replace-records/replace-records.js';
import type { StudentLookUp } from '../keep-records/student-look-up.js';
import { retrying } from '../keep-records/record-keeper.js';
import type { PseudonymKeys } from '../pseudonym-keys.js';
import type { Spool } from '../spool/spool.js';
import { completeUpload } from './complete-upload.js';
import { tableRows, type FormatReader, type SourcedPiece, type SourcedRow } from './row-source.js';
import type { BatchSettler } from './settle-batch.js';
import type { UploadHandle } from './upload-handle.js';

const BATCH_CHARACTERS = 4_000_000; // a batch is held in memory

export interface ProcessParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly spool: Spool;
  /** Names this copy of the service: the holder of the bodies in its spool. */
  readonly instance: string;
  /** There is no other copy: a body that does not rest here rests nowhere. */
  readonly isSoleCopy: boolean;
  readonly keys: PseudonymKeys;
  readonly lookUp: StudentLookUp;
  readonly settler: BatchSettler;
  readonly formats: Readonly<Record<string, FormatReader>>;
}

/**
 * Takes in one upload from its spool, a turn at a time (so that several are treated fairly), from wherever it was left.
 * A file that cannot be read ends as `failed`; any other fault is thrown, and the same upload can be processed again.
 */
export async function* processUpload(parts: ProcessParts, upload: UploadHandle): AsyncGenerator<void> {
  try {
    yield* takeIn(parts, upload);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const { refused: code, detail, wouldBeRight, field } = error.refusal;
    const before = rowsOf(upload.document.counts);
    const said = [
      detail,
      ...(wouldBeRight === undefined ? [] : [`Right would be: ${wouldBeRight}.`]),
      ...(before === 0 ? [] : [`The ${before} rows before it were judged.`]),
    ].join(' ');
    await failUpload(parts, upload, { code, detail: said, ...(field !== undefined && { field }) });
  }
}

/** Ends an upload in failure, unless it has left the phase in which it failed: then another copy has gone on with it. */
export async function failUpload(
  parts: Pick<ProcessParts, 'store' | 'clock' | 'spool'>,
  upload: UploadHandle,
  problem: { readonly code: string; readonly detail: string; readonly field?: string },
): Promise<void> {
  const { phase } = upload.document;
  await retrying(parts.clock, async () => {
    await upload.reload(parts.store);
    if (upload.document.phase !== phase) return;
    upload.change({ status: 'failed', phase: 'closed', finishedAt: instant(parts.clock), problem });
    await upload.save(parts.store);
  });
  await parts.spool.erase(upload.spoolId);
}

async function* takeIn(parts: ProcessParts, upload: UploadHandle): AsyncGenerator<void> {
  const { store, clock } = parts;
  const source = new RowSource(parts, upload);
  await source.inspect();
  yield;
  if (upload.document.mode === 'replace' && upload.document.schoolYears === undefined) {
    yield* surveyReplace(parts, upload, source);
    if (upload.document.status === 'needs-confirmation') {
      await parts.spool.erase(upload.spoolId); // the body that confirms brings it again
      return;
    }
  }
  if (upload.document.withdrawing === undefined) yield* settleRows(parts, upload, source);
  if (upload.document.mode === 'replace') yield* withdrawMissing(store, clock, upload);
  await completeUpload(store, clock, upload);
  await parts.spool.erase(upload.spoolId);
}

async function* settleRows(parts: ProcessParts, upload: UploadHandle, source: RowSource): AsyncGenerator<void> {
  let toSkip = upload.document.progress.rows;
  let batch: SourcedRow[] = [];
  let characters = 0;
  let hasRows = toSkip > 0;
  for await (const row of source.rows()) {
    hasRows = true;
    if (toSkip > 0) {
      toSkip -= 1;
      continue;
    }
    batch.push(row);
    characters += sizeOf(row);
    if (batch.length < upload.document.batchRows && characters < BATCH_CHARACTERS) continue;
    await parts.settler.settle(upload, batch, source.header);
    batch = [];
    characters = 0;
    yield;
  }
  if (!hasRows)
    refuseFile('upload/empty', 'The file has no rows.', {
      wouldBeRight: 'at least one row below the header; "nothing to report" is a declaration',
    });
  if (batch.length > 0) await parts.settler.settle(upload, batch, source.header);
  yield;
}

function sizeOf({ raw }: SourcedRow): number {
  return isUnreadable(raw) ? raw.text.length : raw.cells.reduce((sum, cell) => sum + cell.length, 0);
}

async function* surveyReplace(parts: ProcessParts, upload: UploadHandle, source: RowSource): AsyncGenerator<void> {
  const { store, clock, lookUp } = parts;
  const { district, countDate, type = '' } = upload.document;
  const survey = new ReplaceSurvey(district, lookUp, countDate);
  let batch: SourcedRow[] = [];
  for await (const row of source.rows()) {
    batch.push(row);
    if (batch.length < upload.document.batchRows) continue;
    await survey.add(batch);
    batch = [];
    yield;
  }
  await survey.add(batch);
  await retrying(clock, async (attempt) => {
    if (attempt > 1) await upload.reload(store);
    const { uploadSequence, source: from, isConfirmed } = upload.document;
    const schoolYears = [...survey.schoolYears].sort();
    const wouldWithdraw = await survey.wouldWithdraw(store, type, { uploadSequence, source: from, schoolYears });
    const stops = !isConfirmed && needsConfirmation(wouldWithdraw);
    upload.change(stops ? { status: 'needs-confirmation', phase: 'closed', wouldWithdraw } : { schoolYears });
    await upload.save(store);
  });
  yield;
}

/** The rows of an upload's spool, and what its beginning tells. */
class RowSource {
  header: readonly string[] | undefined;

  constructor(
    private readonly parts: ProcessParts,
    private readonly upload: UploadHandle,
  ) {}

  /** Finds out how the text is written, and that JSON is whole: once, before the first row is judged. */
  async inspect(): Promise<void> {
    if (this.upload.document.encoding !== undefined || this.isComposed()) return;
    const encoding = await encodingOf(unpacked(this.bytes()));
    await requireWholeJson(decoded(unpacked(this.bytes()), encoding));
    this.upload.note(({ quality }) => ({ encoding, quality: { ...quality, encoding } }));
  }

  async *rows(): AsyncIterable<SourcedRow> {
    const reader = this.parts.formats[this.upload.document.format];
    if (reader !== undefined) {
      for await (const rows of reader(() => this.bytes(), { uploadId: this.upload.id })) yield* rows;
      return;
    }
    const { encoding = 'utf-8', type = '', mapping } = this.upload.document;
    for await (const piece of tableRows(this.bytes(), encoding, { type, ...(mapping !== undefined && { mapping }) })) {
      this.note(piece);
      yield* piece.rows;
    }
  }

  private note({ file, shape }: SourcedPiece): void {
    if (this.header !== undefined || file.kind !== 'csv') return;
    this.header = file.header;
    const { delimiter } = file;
    const ignored = shape?.ignoredColumns ?? [];
    this.upload.note(({ quality }) => ({
      quality: { ...quality, delimiter, ...(ignored.length > 0 && { ignoredColumns: [...ignored] }) },
    }));
  }

  private isComposed(): boolean {
    return this.parts.formats[this.upload.document.format] !== undefined;
  }

  private bytes(): Bytes {
    const { keys, spool } = this.parts;
    return spool.read(
      this.upload.spoolId,
      keys.derive(this.upload.document.spoolVersion, this.upload.document.district, 'spool'),
    );
  }
}
