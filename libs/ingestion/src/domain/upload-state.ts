import type { QualityFinding, UploadQuality } from '@evenground/contracts';
import type { Verdict } from './current-records.js';

/** Where each row of an upload is now; `rows` is their sum and therefore always right. */
export interface RowCounts {
  readonly accepted: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly waiting: number;
  /** Of the accepted. */
  readonly suppressed: number;
  /** Of the unchanged. */
  readonly stale: number;
  /** Records that a replace took away; not rows of the file. */
  readonly withdrawn: number;
}

export const NO_ROWS: RowCounts = {
  accepted: 0,
  unchanged: 0,
  quarantined: 0,
  waiting: 0,
  suppressed: 0,
  stale: 0,
  withdrawn: 0,
};

/** accepted + unchanged + quarantined + waiting. */
export function rowsOf(counts: RowCounts): number {
  return counts.accepted + counts.unchanged + counts.quarantined + counts.waiting;
}

export function withVerdict(counts: RowCounts, verdict: Verdict, isSuppressed: boolean): RowCounts {
  switch (verdict) {
    case 'accepted':
    case 'corrected':
      return { ...counts, accepted: counts.accepted + 1, suppressed: counts.suppressed + (isSuppressed ? 1 : 0) };
    case 'unchanged':
      return { ...counts, unchanged: counts.unchanged + 1 };
    case 'stale':
      return { ...counts, unchanged: counts.unchanged + 1, stale: counts.stale + 1 };
  }
}

/** A row leaves the quarantine or the waiting room, and is counted by its verdict instead. */
export function withoutOne(counts: RowCounts, from: 'quarantined' | 'waiting' | 'accepted'): RowCounts {
  return { ...counts, [from]: counts[from] - 1 };
}

export function withOne(counts: RowCounts, to: 'quarantined' | 'waiting'): RowCounts {
  return { ...counts, [to]: counts[to] + 1 };
}

const MAX_FINDINGS = 100;

/** Adds what a row had to report; each code and field once, with a count and its first line. */
export function withFinding(
  quality: UploadQuality,
  finding: { readonly code: string; readonly field?: string; readonly message: string },
  line: number,
): UploadQuality {
  const at = quality.findings.findIndex((known) => known.code === finding.code && known.field === finding.field);
  if (at < 0 && quality.findings.length >= MAX_FINDINGS) return quality;
  const findings: QualityFinding[] =
    at < 0
      ? [...quality.findings, { ...finding, count: 1, line }]
      : quality.findings.map((known, index) => (index === at ? { ...known, count: known.count + 1 } : known));
  return { ...quality, findings };
}

/** Which rows of the batch in hand are settled: a bit each, so that a batch that was cut off goes on where it was. */
export class SettledRows {
  private constructor(private readonly bits: Uint8Array) {}

  static read(text: string, rows: number): SettledRows {
    const bits = new Uint8Array(Math.ceil(rows / 8));
    bits.set(Buffer.from(text, 'base64').subarray(0, bits.length));
    return new SettledRows(bits);
  }

  has(row: number): boolean {
    return (this.bits[row >> 3]! & (1 << (row & 7))) !== 0;
  }

  /** The same with these rows settled too. */
  with(rows: Iterable<number>): SettledRows {
    const bits = this.bits.slice();
    for (const row of rows) bits[row >> 3]! |= 1 << (row & 7);
    return new SettledRows(bits);
  }

  /** Whether the first `rows` are all settled. */
  hasAll(rows: number): boolean {
    for (let row = 0; row < rows; row += 1) if (!this.has(row)) return false;
    return true;
  }

  text(): string {
    return Buffer.from(this.bits).toString('base64');
  }
}
