import { collection } from '@evenground/document-store';
import type { PackColumn } from '@evenground/cube';
import type { MeasuredFamily } from '../domain/contributions.js';
import type { PartRows } from '../domain/student-state.js';

/**
 * What a pack of students has: its parts and columns, and under which version of the reference data the columns were
 * computed. Written with every change of the pack, so that its version fences whoever remembers an older pack.
 */
export interface PackHeader {
  readonly district: string;
  readonly bucket: number;
  readonly pack: string;
  readonly generation: number;
  readonly referenceVersion: number;
  /** Part → number of documents it is spread over. */
  readonly parts: Readonly<Record<string, number>>;
  /** `<indicator>|<period>` → what the column is computed from. */
  readonly columns: Readonly<Record<string, MeasuredFamily>>;
  /** While a restatement builds this generation: record → whether it has said it, of those that came beside it. */
  readonly besides?: Readonly<Record<string, boolean>>;
}

/** The rows of a part, or of a share of it: the end of the student key → rows. */
export interface PartDocument {
  readonly students: Readonly<Record<string, PartRows>>;
}

/** What the students of a pack add to one indicator in one period. */
export interface ColumnDocument {
  readonly district: string;
  readonly bucket: number;
  readonly indicator: string;
  readonly period: string;
  readonly pack: string;
  readonly generation: number;
  readonly column: PackColumn;
}

/** What a bucket of students (−1: the reference data) has columns of, and which generation is the living one. */
export interface BucketDocument {
  readonly district: string;
  readonly bucket: number;
  readonly generation: number;
  /** Indicator → period → number of packs that have a column, of the living generation. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** A generation that a restatement is building beside the living one. */
  readonly building?: Building;
}

export interface Building {
  readonly restatementId: string;
  readonly generation: number;
  /** What its events are caused by; others come in between and are not part of it. */
  readonly causationId?: string;
  readonly columns: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const packHeaders = collection<PackHeader>('packs', {
  'by-reference': ['district', 'referenceVersion'],
  'by-bucket': ['district', 'bucket', 'generation'],
});
export const packParts = collection<PartDocument>('pack-parts');
export const packColumns = collection<ColumnDocument>('pack-columns');
export const buckets = collection<BucketDocument>('buckets');
