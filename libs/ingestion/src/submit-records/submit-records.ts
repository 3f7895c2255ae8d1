import type { Clock, Random } from '@evenground/config';
import { instant, randomId } from '@evenground/config';
import {
  isRefusal,
  recordTypeNamed,
  type RecordResult,
  type Refusal,
  type RecordsBody,
  type StreamPosition,
} from '@evenground/contracts';
import type { DocumentStore, Write } from '@evenground/document-store';
import { uploads } from '../collections.js';
import { recogniseHeader, type RowShape } from '../domain/recognise-header.js';
import { cellsOf } from '../domain/split-json.js';
import { retrying } from '../keep-records/record-keeper.js';
import { receiptOf } from '../process-uploads/complete-upload.js';
import type { SourcedRow } from '../process-uploads/row-source.js';
import type { BatchSettler, RowOutcome } from '../process-uploads/settle-batch.js';
import { UploadHandle, positionsOf } from '../process-uploads/upload-handle.js';
import type { PseudonymKeys } from '../pseudonym-keys.js';
import { newUpload } from '../receive-upload/new-upload.js';
import { numbered } from '../receive-upload/number-write.js';

export interface SubmitParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: PseudonymKeys;
  readonly instance: string;
  readonly settler: BatchSettler;
}

export interface SubmittedRecords {
  readonly receiptId: string;
  readonly results: readonly RecordResult[];
  readonly positions: readonly StreamPosition[];
}

export interface RecordsRequest {
  readonly district: string;
  readonly body: RecordsBody;
  readonly principalId: string;
  /** What the answer's commit takes along, e.g. an idempotency key's memory of it. */
  readonly beside?: (answer: {
    readonly receiptId: string;
    readonly results: readonly RecordResult[];
  }) => readonly Write[];
}

/** Takes in up to 1,000 records of one call, each judged by itself; a refused one is answered and kept nowhere. */
export class SubmitRecords {
  constructor(private readonly parts: SubmitParts) {}

  async submit({ district, body, principalId, beside }: RecordsRequest): Promise<SubmittedRecords> {
    const { store, clock } = this.parts;
    const read = body.records.map(readRecord);
    const types = [
      ...new Set(read.flatMap((record) => ('sourced' in record ? [record.sourced.shape!.type.name] : []))),
    ];
    const receiptId = await this.open(district, body, types, principalId);
    const upload = (await UploadHandle.load(store, receiptId))!;
    const batch = read.flatMap((record) => ('sourced' in record ? [record.sourced] : []));
    const outcomes = await this.parts.settler.settleStrictly(upload, batch);
    let row = 0;
    const results = read.map((record, index): RecordResult =>
      'sourced' in record ? resultOf(index, outcomes.get(row++)!) : { index, status: 'refused', ...record.refused },
    );
    const positions = await retrying(clock, async (attempt) => {
      if (attempt > 1) await upload.reload(store);
      const reached = await positionsOf(store, upload.document.streams);
      upload.change({ status: 'completed', positions: reached, finishedAt: instant(clock) });
      const committed = await store.commit({
        writes: [upload.write(), ...(beside?.({ receiptId, results }) ?? [])],
        publish: [receiptOf(district, receiptId, reached)],
      });
      upload.committed();
      return [
        ...reached.filter(
          ({ topic, stream }) =>
            !committed.positions.some((position) => position.topic === topic && position.stream === stream),
        ),
        ...committed.positions,
      ];
    });
    return { receiptId, results, positions };
  }

  private async open(
    district: string,
    body: RecordsBody,
    types: readonly string[],
    principalId: string,
  ): Promise<string> {
    const { store, clock, random } = this.parts;
    const receiptId = randomId(random);
    await retrying(clock, async () => {
      const { uploadSequence, write } = await numbered(store, district, types);
      const document = newUpload(this.parts, {
        ...{ district, status: 'processing', phase: 'closed', format: 'records', mode: 'upsert', source: body.source },
        ...{
          countDate: '10-01',
          isConfirmed: false,
          batchRows: body.records.length,
          sender: principalId,
          uploadSequence,
        },
      });
      await store.commit({ writes: [write, { collection: uploads, id: receiptId, expected: 0, body: document }] });
    });
    return receiptId;
  }
}

type ReadRecord =
  | { readonly sourced: SourcedRow }
  | { readonly refused: { readonly code: string; readonly field?: string; readonly message: string } };

/** A record's fields as cells; a type or field nobody knows is refused by name. */
function readRecord(record: RecordsBody['records'][number], index: number): ReadRecord {
  const { type: typeName, ...fields } = record;
  const type = typeof typeName === 'string' ? recordTypeNamed(typeName) : undefined;
  if (type === undefined)
    return { refused: { code: 'record/type-unknown', field: 'type', message: 'type must be a record type' } };
  const cells = cellsOf(fields);
  if (typeof cells === 'string')
    return {
      refused: {
        code: 'row/not-flat',
        field: cells,
        message: `${cells} must be a text, number, true, false, null or a list of texts`,
      },
    };
  const shape: RowShape | Refusal = recogniseHeader(type, cells.names);
  if (isRefusal(shape)) {
    const code = shape.refused === 'upload/columns-missing' ? 'cell/missing' : shape.refused;
    return {
      refused: {
        code,
        message: shape.detail.replace('The file has no column', 'The record lacks'),
        ...(shape.field !== undefined && { field: shape.field }),
      },
    };
  }
  const [unknown] = shape.ignoredColumns;
  if (unknown !== undefined)
    return { refused: { code: 'field/unknown', field: unknown, message: `${type.name} has no field ${unknown}` } };
  return { sourced: { raw: { line: index + 1, cells: cells.cells, names: cells.names }, shape, file: '' } };
}

function resultOf(index: number, outcome: RowOutcome): RecordResult {
  if (outcome.status !== 'refused') return { index, status: outcome.status };
  const { code, field, message } = outcome.refusal;
  return { index, status: 'refused', code, message, ...(field !== undefined && { field }) };
}
