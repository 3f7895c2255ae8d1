import type { AssessmentBody, ErasureView, MappingBody, UploadQuality, UploadView } from '@evenground/contracts';
import { idempotencyCollection } from '@evenground/http';
import { collection, type Collection } from '@evenground/document-store';
import type { RestatementProgress } from '@evenground/event-log';
import type { BucketHeader } from './domain/bucket-header.js';
import type { Definition } from './domain/refer-to-definitions.js';
import type { PackedDocument } from './domain/packed-records.js';
import type { RowCounts } from './domain/upload-state.js';
import type { IncomingRecord } from './domain/current-records.js';

/** One per district: what numbers its uploads and knows the newest of each type. */
export interface DistrictDocument {
  readonly uploadSequence: number;
  /** By record type: what the newest write was, when it was an upload. */
  readonly newest: Readonly<Record<string, { readonly fingerprint: string; readonly uploadId: string }>>;
  /** Types that the district has declared anything for. */
  readonly declaredTypes: readonly string[];
}
/** id: district */
export const districts = collection<DistrictDocument>('districts');

/** id: district / HMAC of the identifier. */
export type LookUpDocument =
  { readonly student: string; readonly version: string } | { readonly erased: true; readonly version: string };
export const lookUps = collection<LookUpDocument>('look-ups');

/** id: key version; tells a wrong key file from the right one. */
export const keyChecks = collection<{ readonly check: string }>('key-checks');

/** id: district / shelf */
export const bucketHeaders = collection<BucketHeader>('bucket-headers');
/** id: district / shelf / type / chunk / pack [# part] */
export const currentRecords = collection<PackedDocument>('current-records', { 'by-pack': ['packKey'] });

export interface UploadDocument {
  readonly district: string;
  readonly status: UploadView['status'];
  /** `open` while it is not at its end, to be found after a restart. */
  readonly phase: 'receiving' | 'open' | 'closed';
  readonly format: UploadView['format'];
  readonly type?: string;
  readonly mapping?: MappingBody;
  readonly mode: 'upsert' | 'replace';
  readonly source: string;
  readonly countDate: string;
  readonly fingerprint?: string;
  readonly uploadSequence: number;
  readonly isConfirmed: boolean;
  readonly startedAt: string;
  readonly startedAtMs: number;
  readonly finishedAt?: string;
  readonly counts: RowCounts;
  readonly quality: UploadQuality;
  readonly problem?: { readonly code: string; readonly detail: string; readonly field?: string };
  readonly wouldWithdraw?: { readonly records: number; readonly of: number };
  readonly encoding?: UploadQuality['encoding'];
  /** Rows that a batch holds at most; fixed at acceptance, so that a resumed upload cuts the same batches. */
  readonly batchRows: number;
  /** Rows of the file before the batch in hand; and which rows of that batch are settled (bits, base64). */
  readonly progress: { readonly rows: number; readonly settled: string };
  /** Next free page of the quarantine. */
  readonly quarantinePages: number;
  /** Streams that this upload has written to, as `topic|stream`. */
  readonly streams: readonly string[];
  /** Everything it wrote lies at or before these; set at completion. */
  readonly positions?: readonly { readonly topic: string; readonly stream: string; readonly sequence: number }[];
  /** True when rows were taken in after completion, so that `positions` must be asked again. */
  readonly isPositionsBehind?: boolean;
  /** Of discipline and courses: the schools in the file, by school year. */
  readonly coverage: Readonly<Record<string, readonly string[]>>;
  /** Of a replace: the school years in the file, known after the first pass; and how far records were withdrawn. */
  readonly schoolYears?: readonly string[];
  readonly withdrawing?: { readonly shelf: number; readonly after?: string };
  readonly notices: readonly string[];
  /** Name of its spool, where that is not the upload's id: of a confirmed replace the body that confirmed it. */
  readonly spoolId?: string;
  /** The copy of the service that its body rests with; only that one can take it in. */
  readonly holder: string;
  /** Key version that its spool is sealed under. */
  readonly spoolVersion: string;
  /** Idempotency key of its sender, hashed. */
  readonly sender: string;
}
export const uploads = collection<UploadDocument>('uploads', {
  'by-phase': ['phase', 'startedAtMs'],
  'by-district': ['district', 'startedAtMs'],
  'by-fingerprint': ['fingerprint'],
});
/** id: principal / idempotency key, hashed. */
export const uploadKeys = collection<{ readonly uploadId: string; readonly fingerprint: string }>('upload-keys');

export interface QuarantinedRow {
  readonly line: number;
  readonly code: string;
  readonly field?: string;
  readonly message: string;
  /** The row as it came, sealed; absent once erased or when it was too long to keep. */
  readonly sealed?: string;
  /** HMACs of the student's identifier (look-up ids), so that an erasure finds the row. */
  readonly lookUpId?: string;
  readonly schoolId?: string;
  /** Of a row that was refused after the door: its student's key. */
  readonly student?: string;
  readonly state: 'held' | 'replayed';
}
/** Up to 100 refused rows of one upload. id: upload / page. */
export interface QuarantinePage {
  readonly district: string;
  readonly uploadId: string;
  readonly type: string;
  readonly file: string;
  /** Key version of the sealed rows. */
  readonly version: string;
  readonly rows: readonly QuarantinedRow[];
  readonly since: number;
  readonly notices: readonly number[];
  /** `raw` while raw rows rest here. */
  readonly rest: 'raw' | 'erased';
}
export const quarantine = collection<QuarantinePage>('quarantine', {
  'by-upload': ['uploadId', 'since'],
  'by-district': ['district', 'since'],
  'by-rest': ['rest', 'since'],
});

/** A definition that rows may name, or the rows that wait for it. id: district / kind / id. */
export interface ReferenceDocument {
  readonly definition?: Definition;
  readonly pages: number;
  /** `due` when it is known and rows still wait. */
  readonly replay: 'due' | 'none';
}
export const references = collection<ReferenceDocument>('references', { 'by-replay': ['replay'] });
/** Rows that wait for a definition; pseudonymous and canonical. id: district / kind / id / page. */
export const waitingRows = collection<{ readonly rows: readonly IncomingRecord[]; readonly district: string }>(
  'waiting-rows',
  {
    'by-district': ['district'],
  },
);

/** id: district / type / school year; entries by school. */
export interface DeclarationsDocument {
  readonly entries: Readonly<Record<string, { readonly complete: boolean; readonly basis: 'declared' | 'upload' }>>;
}
export const declarations = collection<DeclarationsDocument>('declarations');
/** id: district / assessment */
export const assessments = collection<AssessmentBody>('assessments');
/** id: district / mapping */
export const mappings = collection<MappingBody>('mappings');

/** How far diagnostics has handled our streams. id: district. */
export const visibility = collection<{ readonly handled: Readonly<Record<string, number>> }>('visibility');

export interface ErasureDocument {
  readonly district: string;
  readonly status: ErasureView['status'];
  /** `open` while there is work to do. */
  readonly phase: 'asked' | 'open' | 'closed';
  readonly reason: ErasureView['reason'];
  readonly askedBy: string;
  readonly askedAt: string;
  readonly confirmedAt?: string;
  readonly completedAt?: string;
  readonly lookUpIds: readonly string[];
  readonly student?: string;
  /** What has been done. */
  readonly step: 'look-up' | 'records' | 'rows' | 'log' | 'done';
}
/** Everybody who was erased, so that each copy of the service can keep the whole list outside of backups. id: look-up id. */
export const erasedLookUps = collection<Record<string, never>>('erased-look-ups');
export const erasures = collection<ErasureDocument>('erasures', { 'by-phase': ['phase'] });
/** Students whose parents asked to inspect. id: look-up id. */
export const inspections = collection<{ readonly open: boolean }>('inspections');

/** id: topic / stream / restatement */
export const restatements = collection<RestatementProgress>('restatements');

/** What the app opens the service's store with. */
export const ingestionCollections: readonly Collection[] = [
  idempotencyCollection,
  ...[
    districts,
    lookUps,
    keyChecks,
    bucketHeaders,
    currentRecords,
    uploads,
    uploadKeys,
    quarantine,
    references,
    waitingRows,
  ],
  ...[declarations, assessments, mappings, visibility, erasures, erasedLookUps, inspections, restatements],
];
