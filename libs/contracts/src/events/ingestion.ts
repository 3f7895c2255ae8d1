import { z } from 'zod';
import { declareEvent, type EventDeclaration } from '../declare.js';
import { StreamPosition } from '../envelope.js';
import { RecordValue } from '../records.js';

/** What the single judge said of a row: new, other content than before, or gone. */
export const Outcome = z.enum(['accepted', 'corrected', 'withdrawn']);
export type Outcome = z.infer<typeof Outcome>;

/** Where a block comes from. `uploadSequence` and a row's line order any two rows of a district. */
const Origin = {
  district: z.string().min(1),
  uploadId: z.string().min(1),
  uploadSequence: z.int().min(0),
};

/** One row of a block. `values` stand in the order of the block's `columns`; a withdrawn row has its key fields only. */
const BlockRow = z.strictObject({
  student: z.string().min(1),
  outcome: Outcome,
  line: z.int().min(0),
  values: z.array(RecordValue),
});

/**
 * A block of 1 to 500 records of one type and one bucket of students. `columns` names the fields of the record type
 * without `studentId` (which is the `student` key here); fields that no row of the block has are left out.
 */
export const RecordBlock = z.strictObject({
  ...Origin,
  /** 0–63. */
  bucket: z.int().min(0).max(63),
  type: z.string().min(1),
  columns: z.array(z.string()),
  rows: z.array(BlockRow).min(1).max(500),
});
export type RecordBlock = z.infer<typeof RecordBlock>;

export const StudentErased = z.strictObject({
  district: z.string().min(1),
  erasureId: z.string().min(1),
  student: z.string().min(1),
});
export type StudentErased = z.infer<typeof StudentErased>;

/** Rows of a record type that describes the district: schools, calendar, counts. */
export const ReferenceBlock = z.strictObject({
  ...Origin,
  type: z.enum(['schools', 'calendar', 'counts']),
  columns: z.array(z.string()),
  rows: z
    .array(z.strictObject({ outcome: Outcome, line: z.int().min(0), values: z.array(RecordValue) }))
    .min(1)
    .max(500),
  /** Of `counts`: the subgroup columns of the file, sorted; they name the table. */
  table: z.array(z.string()).optional(),
  /** Of `counts`: the rows whose numbers the source hides, as indexes into `rows`. */
  suppressedRows: z.array(z.int().min(0)).optional(),
});
export type ReferenceBlock = z.infer<typeof ReferenceBlock>;

/** That a school's file of a type is complete for a school year, by the district's word or by a completed upload. */
export const CompletenessStated = z.strictObject({
  district: z.string().min(1),
  type: z.string().min(1),
  basis: z.enum(['declared', 'upload']),
  entries: z.array(
    z.strictObject({ schoolId: z.string().min(1), schoolYear: z.string().min(1), complete: z.boolean() }),
  ),
});
export type CompletenessStated = z.infer<typeof CompletenessStated>;

/** What a `performanceLevel` means. `levels` from lowest to highest. */
export const AssessmentDefined = z.strictObject({
  district: z.string().min(1),
  assessment: z.string().min(1),
  levels: z.array(z.string().min(1)).min(1),
  proficientFrom: z.string().min(1),
  validRange: z.strictObject({ min: z.number(), max: z.number() }).optional(),
});
export type AssessmentDefined = z.infer<typeof AssessmentDefined>;

/** Everything that an upload (or an erasure) wrote lies at or before these positions. */
export const ReceiptIssued = z.strictObject({
  district: z.string().min(1),
  receiptId: z.string().min(1),
  positions: z.array(StreamPosition),
});
export type ReceiptIssued = z.infer<typeof ReceiptIssued>;

export const DeliveryRow = z.strictObject({
  deliveryId: z.string().min(1),
  outcome: Outcome,
  line: z.int().min(0),
  /** Absent in a withdrawn row. */
  content: z
    .strictObject({
      schoolId: z.string().min(1),
      student: z.string().optional(),
      date: z.iso.date(),
      minutes: z.string().optional(),
      planned: z.boolean().optional(),
      quality: z.int().min(1).max(4).optional(),
      deliveredBy: z.string().optional(),
    })
    .optional(),
});
export const DeliveryBlock = z.strictObject({
  ...Origin,
  interventionId: z.string().min(1),
  rows: z.array(DeliveryRow).min(1).max(500),
});
export type DeliveryBlock = z.infer<typeof DeliveryBlock>;

export const ingestionEvents: readonly EventDeclaration[] = [
  declareEvent({
    type: 'records.accepted',
    topic: 'ingestion.records',
    version: 1,
    schema: RecordBlock,
    says: 'a block of records that were accepted, corrected or withdrawn',
    consumers: ['diagnostics.measure-students'],
    split: (block) => block.rows.map((row) => ({ ...block, rows: [row] })),
    keys: (block) => block.rows.map((row) => row.student),
  }),
  declareEvent({
    type: 'student.erased',
    topic: 'ingestion.records',
    version: 1,
    schema: StudentErased,
    says: 'a student is to be forgotten',
    consumers: ['diagnostics.measure-students'],
  }),
  declareEvent({
    type: 'reference.accepted',
    topic: 'ingestion.reference',
    version: 1,
    schema: ReferenceBlock,
    says: 'schools, calendar days or counts that were accepted, corrected or withdrawn',
    consumers: ['diagnostics.keep-reference'],
    split: (block) =>
      block.rows.map((row, index) => ({
        ...block,
        rows: [row],
        ...(block.suppressedRows && { suppressedRows: block.suppressedRows.includes(index) ? [0] : [] }),
      })),
  }),
  declareEvent({
    type: 'completeness.stated',
    topic: 'ingestion.reference',
    version: 1,
    schema: CompletenessStated,
    says: 'a school’s file of a type is (in)complete for a school year',
    consumers: ['diagnostics.keep-reference'],
  }),
  declareEvent({
    type: 'assessment.defined',
    topic: 'ingestion.reference',
    version: 1,
    schema: AssessmentDefined,
    says: 'what the levels of an assessment mean',
    consumers: ['diagnostics.keep-reference'],
  }),
  declareEvent({
    type: 'receipt.issued',
    topic: 'ingestion.reference',
    version: 1,
    schema: ReceiptIssued,
    says: 'how far the streams must be read to include an upload',
    consumers: ['diagnostics.keep-reference'],
  }),
  declareEvent({
    type: 'deliveries.accepted',
    topic: 'ingestion.deliveries',
    version: 1,
    schema: DeliveryBlock,
    says: 'deliveries that came as records',
    consumers: ['interventions.log-deliveries'],
    split: (block) => block.rows.map((row) => ({ ...block, rows: [row] })),
    keys: (block) => block.rows.map((row) => row.deliveryId),
  }),
  declareEvent({
    type: 'delivery-student.erased',
    topic: 'ingestion.deliveries',
    version: 1,
    schema: z.strictObject({
      district: z.string().min(1),
      interventionId: z.string().min(1),
      erasureId: z.string().min(1),
      deliveryIds: z.array(z.string().min(1)).min(1),
    }),
    says: 'deliveries lose their student and keep their count',
    consumers: ['interventions.log-deliveries'],
  }),
];
