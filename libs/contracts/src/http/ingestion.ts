import { z } from 'zod';
import { SchoolYear } from '../periods.js';
import { RECORD_TYPE_NAMES } from '../records.js';

/** Request and response shapes of `/api/ingestion/v1`. */

const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dot, underscore and hyphen, at most 64');
export const RecordTypeName = z.enum(RECORD_TYPE_NAMES as [string, ...string[]]);
export const UPLOAD_FORMATS = ['csv', 'oneroster', 'edfi', 'mapped'] as const;
export const UPLOAD_STATUSES = ['receiving', 'processing', 'needs-confirmation', 'completed', 'failed'] as const;

/** A district's id; it stands in the names of streams, so it has no slash. */
const DistrictId = z.string().regex(/^[^/|\s]{1,64}$/, 'at most 64 characters without blanks, slashes and bars');
export const DistrictQuery = z.strictObject({ district: DistrictId.optional() });
export type DistrictQuery = z.infer<typeof DistrictQuery>;

/** Query of `POST /uploads`; the body is the file itself. */
export const UploadQuery = z.strictObject({
  ...DistrictQuery.shape,
  format: z.enum(UPLOAD_FORMATS).default('csv'),
  type: RecordTypeName.optional(),
  mapping: Id.optional(),
  mode: z.enum(['upsert', 'replace']).default('upsert'),
  confirm: z.enum(['true', 'false']).default('false'),
  /** Which system the file comes from; a `replace` only withdraws what the same source sent. */
  source: Id.default('default'),
  /** The State's child-count date as month and day, for `ageOnCountDate`; 1 October unless said. */
  countDate: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a month and day: 10-01')
    .default('10-01'),
});
export type UploadQuery = z.infer<typeof UploadQuery>;

/** Something about a file that its sender should know; it refused nothing. */
export const QualityFinding = z.strictObject({
  code: z.string(),
  field: z.string().optional(),
  count: z.int().min(1),
  /** The first line it was seen on. */
  line: z.int().min(0),
  message: z.string(),
});
export type QualityFinding = z.infer<typeof QualityFinding>;

export const UploadQuality = z.strictObject({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  delimiter: z.enum([',', ';', '\t']).optional(),
  /** Columns that no record type knows; their values were dropped. */
  ignoredColumns: z.array(z.string()).optional(),
  findings: z.array(QualityFinding),
  /** How many cells of each field were empty (unknown) in the rows that were taken in. */
  unknown: z.record(z.string(), z.int()),
});
export type UploadQuality = z.infer<typeof UploadQuality>;

export const UploadView = z.strictObject({
  uploadId: z.string(),
  status: z.enum(UPLOAD_STATUSES),
  type: z.string().optional(),
  format: z.enum([...UPLOAD_FORMATS, 'records']),
  mode: z.enum(['upsert', 'replace']),
  /** accepted + unchanged + quarantined + waiting, always. */
  rows: z.int().min(0),
  accepted: z.int().min(0),
  unchanged: z.int().min(0),
  quarantined: z.int().min(0),
  waiting: z.int().min(0),
  /** Of the accepted: those whose numbers the source hides. */
  suppressed: z.int().min(0),
  /** Records that a `replace` withdrew. */
  withdrawn: z.int().min(0),
  /** Of the unchanged: rows older than what is current. */
  stale: z.int().min(0),
  /** Whether diagnostics has handled all of it. */
  visible: z.boolean(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  /** Why it failed. */
  problem: z.strictObject({ code: z.string(), detail: z.string(), field: z.string().optional() }).optional(),
  /** Of `needs-confirmation`: what a confirmed replace would withdraw, of how many. */
  wouldWithdraw: z.strictObject({ records: z.int(), of: z.int() }).optional(),
  /** When people were reminded of rows in quarantine. */
  notices: z.array(z.iso.datetime()).optional(),
  quality: UploadQuality,
});
export type UploadView = z.infer<typeof UploadView>;

export const UploadAccepted = z.strictObject({ uploadId: z.string() });

/** One cell map; columns by name. */
const Row = z.record(
  z.string().max(200),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

export const QuarantineItem = z.strictObject({
  id: z.string(),
  line: z.int(),
  file: z.string(),
  field: z.string().optional(),
  code: z.string(),
  message: z.string(),
  /** The row as it came; `null` once it was erased. */
  row: Row.nullable(),
});
export type QuarantineItem = z.infer<typeof QuarantineItem>;

export const QuarantineReplay = z.strictObject({ row: Row });
export type QuarantineReplay = z.infer<typeof QuarantineReplay>;

export const RECORDS_PER_CALL = 1000;
export const RecordsBody = z.strictObject({
  district: DistrictId.optional(),
  source: Id.default('default'),
  records: z.array(Row).min(1).max(RECORDS_PER_CALL),
});
export type RecordsBody = z.infer<typeof RecordsBody>;

export const RecordResult = z.strictObject({
  /** From 0, in the order sent. */
  index: z.int().min(0),
  status: z.enum(['accepted', 'corrected', 'unchanged', 'stale', 'waiting', 'refused']),
  code: z.string().optional(),
  field: z.string().optional(),
  message: z.string().optional(),
});
export type RecordResult = z.infer<typeof RecordResult>;
export const RecordsAnswer = z.strictObject({ receiptId: z.string(), results: z.array(RecordResult) });

export const DeclarationBody = z.strictObject({
  type: z.enum(['discipline', 'courses']),
  schoolId: z.string().min(1).max(64),
  schoolYear: SchoolYear,
  complete: z.boolean(),
});
export type DeclarationBody = z.infer<typeof DeclarationBody>;

export const AssessmentId = Id;
/** As in a file: 3 and "3" are the same level. */
const PerformanceLevel = z.union([z.string(), z.number().transform(String)]).pipe(z.string().min(1).max(64));
export const AssessmentBody = z
  .strictObject({
    /** From lowest to highest. */
    levels: z.array(PerformanceLevel).min(1).max(20),
    proficientFrom: PerformanceLevel,
    /** `{min, max}`, or `[min, max]`. */
    validRange: z
      .union([
        z.strictObject({ min: z.number(), max: z.number() }),
        z.tuple([z.number(), z.number()]).transform(([min, max]) => ({ min, max })),
      ])
      .optional(),
  })
  .refine((body) => body.levels.includes(body.proficientFrom), {
    path: ['proficientFrom'],
    message: 'must be one of the levels',
  })
  .refine((body) => new Set(body.levels).size === body.levels.length, { path: ['levels'], message: 'each level once' })
  .refine((body) => body.validRange === undefined || body.validRange.min <= body.validRange.max, {
    path: ['validRange'],
    message: 'min must not exceed max',
  });
export type AssessmentBody = z.infer<typeof AssessmentBody>;

/** Where a field of a record type comes from. */
export const ColumnMapping = z.union([
  z.string().min(1).max(200),
  z.strictObject({ column: z.string().min(1).max(200), values: z.record(z.string().max(200), z.string().max(200)) }),
  z.strictObject({ constant: z.string().max(200) }),
]);
export type ColumnMapping = z.infer<typeof ColumnMapping>;
export const MappingId = Id;
export const MappingBody = z.strictObject({
  type: RecordTypeName,
  columns: z.record(z.string().min(1).max(80), ColumnMapping),
});
export type MappingBody = z.infer<typeof MappingBody>;

export const ERASURE_REASONS = ['district-directive', 'contract-end', 'schedule'] as const;
export const ErasureQuery = z.strictObject({ ...DistrictQuery.shape, reason: z.enum(ERASURE_REASONS) });
export type ErasureQuery = z.infer<typeof ErasureQuery>;
export const ErasureView = z.strictObject({
  erasureId: z.string(),
  status: z.enum(['asked', 'erasing', 'completed']),
  reason: z.enum(ERASURE_REASONS),
  askedAt: z.iso.datetime(),
  confirmedAt: z.iso.datetime().optional(),
  completedAt: z.iso.datetime().optional(),
  /**
   * When the event log has forgotten the student's key, too: with the completion where the log can be rewritten, else when
   * the longest retention of its topics has passed. Backups are not in it: they end as the district ends them.
   */
  logForgets: z.strictObject({
    /** Days after the completion; 0 = with it; null = topics are kept without limit, so never by themselves. */
    afterDays: z.int().min(0).nullable(),
    /** Known once the erasure is completed. */
    by: z.iso.datetime().optional(),
  }),
});
export type ErasureView = z.infer<typeof ErasureView>;

/** A parent's request to inspect a student's records: while it is open, nothing of the student is erased. */
export const InspectionBody = z.strictObject({ open: z.boolean() });
export type InspectionBody = z.infer<typeof InspectionBody>;

export function pageOfItems<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().optional() });
}
