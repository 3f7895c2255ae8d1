import { collection } from '@evenground/document-store';
import type { IndicatorDefinition } from '@evenground/contracts';
import type { MeasuredFamily } from '../domain/contributions.js';
import type { Completeness } from '../domain/district-reference.js';
import type { AssessmentCut } from '../domain/reference.js';

/** What a change of reference data may change in the columns. */
export interface ReferenceChange {
  readonly version: number;
  readonly sources: readonly MeasuredFamily[];
  /** Absent = every school year. */
  readonly years?: readonly string[];
}

/** The version of a district's reference data and what changed lately. */
export interface ReferenceHeader {
  readonly district: string;
  readonly version: number;
  /** Every pack's columns are known to be computed under this version or a later one. */
  readonly passed: number;
  /** The last changes, ascending; a pack older than the first of them is computed anew as a whole. */
  readonly changes: readonly ReferenceChange[];
  /** Grows with what answers show and no column depends on: names of schools, counts. */
  readonly shown?: number;
  readonly generation: number;
  /** The version of the product's own definitions that packs are computed under; absent = 1. */
  readonly builtIn?: number;
  readonly building?: { readonly restatementId: string; readonly generation: number };
}

/** One thing that the district said of itself. */
export type ReferenceDocument =
  | { readonly kind: 'calendar'; readonly schoolId: string; readonly year: string; readonly days: readonly string[] }
  | ({ readonly kind: 'completeness'; readonly type: string; readonly year: string } & Completeness)
  | { readonly kind: 'assessment'; readonly assessment: string; readonly cut: AssessmentCut }
  | {
      readonly kind: 'school';
      readonly schoolId: string;
      readonly content: Readonly<Record<string, string | number | boolean>>;
    };

/** The cells of one marginal table at one school (`*`: the district), by the text of their values. */
export interface CountsDocument {
  readonly indicator: string;
  readonly period: string;
  readonly columns: readonly string[];
  readonly schoolId: string;
  readonly cells: Readonly<Record<string, CountsCell>>;
}

export interface CountsCell {
  readonly values: Readonly<Record<string, string>>;
  readonly suppressed?: true;
  readonly n?: number;
  readonly events?: number;
  /** Decimal texts as sent; the definition's scale is applied when they are read. */
  readonly sum?: string;
  readonly sumOfSquares?: string;
}

export const referenceHeaders = collection<ReferenceHeader>('reference-headers');
export const referenceDocuments = collection<ReferenceDocument>('reference');
export const countsDocuments = collection<CountsDocument>('counts');
export const definitions = collection<IndicatorDefinition>('definitions');
