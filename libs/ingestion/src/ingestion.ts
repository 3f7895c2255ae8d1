import type { Clock, Random } from '@evenground/config';
import { randomId } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { BackgroundWork } from './background-work.js';
import { DeclareCompleteness } from './declare-completeness/declare-completeness.js';
import { DefineAssessment } from './define-assessment/define-assessment.js';
import { EraseStudent } from './erase-student/erase-student.js';
import type { ErasedList } from './erase-student/erased-list.js';
import { FollowVisibility } from './follow-visibility/follow-visibility.js';
import { RecordKeeper } from './keep-records/record-keeper.js';
import { StudentLookUp } from './keep-records/student-look-up.js';
import { KnowIndicators } from './know-definitions/know-indicators.js';
import { MapColumns } from './map-columns/map-columns.js';
import { Door } from './process-uploads/admit-rows.js';
import type { ProcessParts } from './process-uploads/process-upload.js';
import type { FormatReader } from './process-uploads/row-source.js';
import { BatchSettler } from './process-uploads/settle-batch.js';
import { UploadProcessor, type ProcessorLog } from './process-uploads/upload-processor.js';
import type { PseudonymKeys } from './pseudonym-keys.js';
import { QuarantineRejections } from './quarantine-rejections/quarantine-rejections.js';
import { QuarantineItems } from './quarantine-rows/quarantine-items.js';
import { QuarantinePages } from './quarantine-rows/quarantine-pages.js';
import { ReceiveUpload } from './receive-upload/receive-upload.js';
import { ReplayWaiting } from './replay-waiting/replay-waiting.js';
import { RestateRecords } from './restate-records/restate-records.js';
import { RetainQuarantine } from './retain-quarantine/retain-quarantine.js';
import { ShowUploads } from './show-uploads/show-uploads.js';
import { Spool } from './spool/spool.js';
import { SubmitRecords } from './submit-records/submit-records.js';

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
  /** Names this copy of the service among the others, the same over restarts. */
  readonly instance: string;
  /** Where bodies of uploads rest, encrypted, until they are taken in; made if absent. */
  readonly spoolDirectory: string;
  /** Absent where the log forgets by retention alone. */
  readonly eraser?: EventLogEraser;
  /** How long after an erasure the log may still hold what was erased; 0, infinite where for ever. */
  readonly logForgetsAfterMs?: number;
  /** There is no other copy of the service on this store. */
  readonly isSoleCopy?: boolean;
  /** The look-up ids of erased students, outside of backups; see `erasedListFile`. */
  readonly erasedList?: ErasedList;
  /** Principal id of the one operator of an embedded process, who asks for an erasure and confirms it. */
  readonly soleOperatorId?: string;
  readonly log?: ProcessorLog;
  /** Readers of formats that hold many tables, by format name. */
  readonly formats?: Readonly<Record<string, FormatReader>>;
  /** Rows a batch holds at most; 16,000. */
  readonly batchRows?: number;
  /** Buckets that one commit may touch; 16. Where a commit must stay on one stream: 1. */
  readonly bucketsPerCommit?: number;
}

const BATCH_ROWS = 16_000; // the more, the fewer times a pack is read and written for one file
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const SILENT: ProcessorLog = { warn: () => undefined };

/** The whole service without its doors: every feature, made from the ports. */
export class Ingestion {
  readonly lookUp: StudentLookUp;
  readonly processor: UploadProcessor;
  readonly background: BackgroundWork;
  readonly receiveUpload: ReceiveUpload;
  readonly showUploads: ShowUploads;
  readonly submitRecords: SubmitRecords;
  readonly declareCompleteness: DeclareCompleteness;
  readonly defineAssessment: DefineAssessment;
  readonly mapColumns: MapColumns;
  readonly quarantineItems: QuarantineItems;
  readonly eraseStudent: EraseStudent;
  readonly followVisibility: FollowVisibility;
  readonly knowIndicators: KnowIndicators;
  readonly quarantineRejections: QuarantineRejections;
  readonly restateRecords: RestateRecords;
  readonly retainQuarantine: RetainQuarantine;
  private readonly replay: ReplayWaiting;

  constructor(options: IngestionOptions) {
    const { store, clock, random, keys, instance, formats = {}, log = SILENT } = options;
    const keeper = new RecordKeeper(store, clock, randomId(random), options.bucketsPerCommit);
    const pages = new QuarantinePages(keys, random);
    const spool = new Spool(options.spoolDirectory, random);
    this.background = new BackgroundWork(clock, log);
    this.lookUp = new StudentLookUp(store, keys, random, clock);
    const door = new Door(store, this.lookUp);
    const settler = new BatchSettler({ store, clock, door, keeper, pages });
    const { isSoleCopy = false } = options;
    const parts: ProcessParts = {
      ...{ store, clock, spool, instance, isSoleCopy, keys, lookUp: this.lookUp, settler, formats },
    };
    this.replay = new ReplayWaiting({ store, clock, random, keys, keeper });
    const replayWaiting = (): void => this.background.ask('replay-waiting', () => this.replay.run());
    const proceed = (): void => this.background.ask('erase-students', () => this.eraseStudent.run());
    this.processor = new UploadProcessor(parts, log);
    this.receiveUpload = new ReceiveUpload({
      store,
      clock,
      random,
      spool,
      keys,
      instance,
      processor: this.processor,
      formats,
      batchRows: options.batchRows ?? BATCH_ROWS,
    });
    this.followVisibility = new FollowVisibility({ store, clock, advanced: proceed });
    this.showUploads = new ShowUploads({ store, visibility: this.followVisibility });
    this.submitRecords = new SubmitRecords({ store, clock, random, keys, instance, settler });
    this.declareCompleteness = new DeclareCompleteness({ store, clock, random });
    this.defineAssessment = new DefineAssessment({ store, clock, random, replayWaiting });
    this.mapColumns = new MapColumns(store);
    this.quarantineItems = new QuarantineItems({ store, clock, door, keeper, pages });
    this.eraseStudent = new EraseStudent({
      ...{ store, clock, random, lookUp: this.lookUp, visibility: this.followVisibility, proceed },
      ...{ eraser: options.eraser, erasedList: options.erasedList, soleOperatorId: options.soleOperatorId },
      logForgetsAfterMs: options.logForgetsAfterMs ?? 0,
    });
    this.knowIndicators = new KnowIndicators({ store, clock, replay: this.replay, replayWaiting });
    this.quarantineRejections = new QuarantineRejections({ store, clock, random, keys });
    this.restateRecords = new RestateRecords({ store, clock });
    this.retainQuarantine = new RetainQuarantine({
      store,
      clock,
      notify: (district, uploadId) => log.warn({ district, uploadId }, 'rows of an upload are still in quarantine'),
    });
  }

  /** Checks the keys, erases again what was erased, then goes on with all that was in hand. @throws PlatformError `key-invalid` */
  async start(): Promise<void> {
    await this.lookUp.checkKeys();
    await this.eraseStudent.reapply();
    await this.processor.resume();
    // Again and again, because another copy may have been stopped in the middle of it.
    this.background.repeat('replay-waiting', () => this.replay.run(), MINUTE_MS);
    this.background.repeat('erase-students', () => this.eraseStudent.run(), MINUTE_MS);
    this.background.repeat('share-erased', () => this.eraseStudent.share(), HOUR_MS);
    this.background.repeat('end-forgotten', () => this.processor.endForgotten(), HOUR_MS);
    this.background.repeat('end-abandoned', () => this.processor.endAbandoned(), HOUR_MS);
    this.background.repeat('retain-quarantine', () => this.retainQuarantine.run(), DAY_MS);
  }

  /** Ends after the turn in hand. */
  async stop(): Promise<void> {
    await Promise.all([this.processor.stop(), this.background.stop()]);
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.processor.idle();
    await this.background.idle();
  }
}
