import type { Random } from '@evenground/config';
import { quarantine, type QuarantinePage, type QuarantinedRow } from '../collections.js';
import type { Write } from '@evenground/document-store';
import { isUnreadable } from '../domain/raw-row.js';
import type { RowRefusal } from '../domain/refuse-row.js';
import type { SourcedRow } from '../process-uploads/row-source.js';
import type { PseudonymKeys } from '../pseudonym-keys.js';
import { openText, sealText } from '../spool/sealed-text.js';

/** A refused row on its way to the quarantine. */
export interface RefusedRow {
  readonly row: number;
  readonly line: number;
  readonly refusal: RowRefusal;
  readonly sourced: SourcedRow;
  readonly lookUpId?: string;
  readonly schoolId?: string;
}

export type RawCells = Readonly<Record<string, string>>;

const PAGE_ROWS = 100;
const PAGE_BYTES = 120_000;
const RAW_BYTES = 40_000; // longer rows are explained, not kept

/** Puts refused rows on pages, raw rows sealed under the key file. */
export class QuarantinePages {
  constructor(
    private readonly keys: PseudonymKeys,
    private readonly random: Random,
  ) {}

  seal(
    district: string,
    uploadId: string,
    rows: readonly RefusedRow[],
    names: readonly string[] | undefined,
  ): readonly SealedRow[] {
    const key = this.keys.derive(this.keys.versions[0], district, 'quarantine');
    return rows.map(({ row, line, refusal, sourced, lookUpId, schoolId }) => {
      const raw = JSON.stringify(rawCells(sourced, names));
      const sealed = raw.length <= RAW_BYTES ? sealText(key, raw, `${uploadId}/${line}`, this.random) : undefined;
      const { code, field, message } = refusal;
      const kept: QuarantinedRow = {
        ...{ line, code, message, state: 'held' as const },
        ...(field !== undefined && { field }),
        ...(sealed !== undefined && { sealed }),
        ...(lookUpId !== undefined && { lookUpId }),
        ...(schoolId !== undefined && { schoolId }),
      };
      return { row, kept };
    });
  }

  page(
    about: Pick<QuarantinePage, 'district' | 'uploadId' | 'type' | 'file' | 'since'>,
    page: number,
    rows: readonly SealedRow[],
  ): Write {
    const body: QuarantinePage = {
      ...about,
      version: this.keys.versions[0],
      rows: rows.map(({ kept }) => kept),
      notices: [],
      rest: 'raw',
    };
    return { collection: quarantine, id: pageId(about.uploadId, page), expected: 0, body };
  }

  /** The row as it came; `null` when it is no longer there. */
  open(page: QuarantinePage, row: QuarantinedRow): Readonly<Record<string, string>> | null {
    if (row.sealed === undefined) return null;
    const key = this.keys.derive(page.version, page.district, 'quarantine');
    return JSON.parse(openText(key, row.sealed, `${page.uploadId}/${row.line}`)) as Record<string, string>;
  }
}

export interface SealedRow {
  readonly row: number;
  readonly kept: QuarantinedRow;
}

export function pageId(uploadId: string, page: number): string {
  return `${uploadId}/${String(page).padStart(8, '0')}`;
}

/** Cuts into what one page holds. */
export function paged(rows: readonly SealedRow[]): readonly (readonly SealedRow[])[] {
  const pages: SealedRow[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = 300 + (row.kept.sealed?.length ?? 0);
    const last = pages.at(-1);
    if (last === undefined || last.length >= PAGE_ROWS || bytes + size > PAGE_BYTES) {
      pages.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return pages;
}

function rawCells({ raw, shape }: SourcedRow, header: readonly string[] | undefined): RawCells {
  if (isUnreadable(raw)) return { '': raw.text };
  const names = raw.names ?? header ?? [];
  const cells = Object.create(null) as Record<string, string>;
  for (const [index, cell] of raw.cells.entries())
    cells[names[index] ?? shape?.columns.find((column) => column.index === index)?.field ?? `(column ${index + 1})`] =
      cell;
  return cells;
}
