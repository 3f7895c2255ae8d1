import type { Clock, Random } from '@evenground/config';
import { randomId } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { RecordKeeper } from './keep-records/record-keeper.js';
import { StudentLookUp } from './keep-records/student-look-up.js';
import { Door } from './process-uploads/admit-rows.js';
import type { ProcessParts } from './process-uploads/process-upload.js';
import type { FormatReader } from './process-uploads/row-source.js';
import { BatchSettler } from './process-uploads/settle-batch.js';
import { UploadProcessor, type ProcessorLog } from './process-uploads/upload-processor.js';
import type { PseudonymKeys } from './pseudonym-keys.js';
import { QuarantinePages } from './quarantine-rows/quarantine-pages.js';
import { ReceiveUpload } from './receive-upload/receive-upload.js';
import { Spool } from './spool/spool.js';

/** Rewrites events in the log in place; only where the platform can (the embedded one). */
export interface EventLogEraser {
  eraseFromLog(rewrite: (event: LogEvent) => LogEvent | null | 'keep'): Promise<number>;
}

export interface IngestionOptions {
  /** Opened for `ingestion` with `ingestionCollections`. */
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: PseudonymKeys;
  /** Where bodies of uploads rest, encrypted, until they are taken in; made if absent. */
  readonly spoolDirectory: string;
  /** Absent where the log forgets by retention alone. */
  readonly eraser?: EventLogEraser;
  readonly log?: ProcessorLog;
  /** Readers of formats that hold many tables, by format name. */
  readonly formats?: Readonly<Record<string, FormatReader>>;
  /** Rows a batch holds at most; 4,000. */
  readonly batchRows?: number;
  /** Buckets that one commit may touch; 16. Where a commit must stay on one stream: 1. */
  readonly bucketsPerCommit?: number;
}

const BATCH_ROWS = 4000;
const SILENT: ProcessorLog = { warn: () => undefined };

/** Puts the service together from its ports. */
export function assembleIngestion(options: IngestionOptions) {
  const { store, clock, random, keys, formats = {} } = options;
  const lookUp = new StudentLookUp(store, keys, random, clock);
  const keeper = new RecordKeeper(store, clock, randomId(random), options.bucketsPerCommit);
  const pages = new QuarantinePages(keys, random);
  const door = new Door(store, lookUp);
  const spool = new Spool(options.spoolDirectory, random);
  const settler = new BatchSettler({ store, clock, door, keeper, pages });
  const parts: ProcessParts = { store, clock, spool, keys, lookUp, settler, formats };
  const processor = new UploadProcessor(parts, options.log ?? SILENT);
  const receiveUpload = new ReceiveUpload({ store, clock, random, spool, keys, processor, formats, batchRows: options.batchRows ?? BATCH_ROWS });
  return {
    lookUp,
    processor,
    receiveUpload,
    start: async () => {
      await lookUp.checkKeys();
      await processor.resume();
    },
    stop: () => processor.stop(),
  };
}

export type Ingestion = ReturnType<typeof assembleIngestion>;
