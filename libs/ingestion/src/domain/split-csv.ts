import { EXCERPT_CHARACTERS, MAX_RECORD_CHARACTERS, type RawRow, type RowReader } from './raw-row.js';
import { refuseField, type RowRefusal } from './refuse-row.js';

export type Delimiter = ',' | ';' | '\t';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const BROKEN = 'broken';
const OPEN = 'open';

/**
 * Splits CSV text (RFC 4180) into rows with their line numbers, whatever ends the lines. A record that cannot be read
 * (a quote that is not closed, text after a closing quote, more than 1 MB) is given as unreadable, and reading goes on
 * at the line after the one it begins on, so that one bad quote never swallows the rest of a file. That is why this is
 * not csv-parse, which stops there; on well-formed text both agree (split-csv.spec.ts).
 */
export class CsvSplitter implements RowReader {
  private text = '';
  private at = 0;
  private line = 1;
  private nextLf = -2;
  private nextCr = -2;
  private isSkipping = false;
  private recordEnd = 0;
  private recordLines = 0;

  constructor(private readonly delimiter: Delimiter) {}

  push(text: string): readonly RawRow[] {
    this.text = this.text.slice(this.at) + text;
    this.at = 0;
    this.nextLf = -2;
    this.nextCr = -2;
    return this.take(false);
  }

  end(): readonly RawRow[] {
    const rows = this.take(true);
    this.text = '';
    this.at = 0;
    return rows;
  }

  private take(isEnd: boolean): RawRow[] {
    const rows: RawRow[] = [];
    for (;;) {
      if (this.isSkipping && !this.skipLine(isEnd)) return rows;
      if (this.at >= this.text.length) return rows;
      const row = this.takeRecord(isEnd);
      if (row === undefined) return rows;
      if (row !== null) rows.push(row);
    }
  }

  /** `undefined`: more text is needed; `null`: a blank line. */
  private takeRecord(isEnd: boolean): RawRow | null | undefined {
    const from = this.at;
    const end = this.lineEnd(from, isEnd);
    const isWhole = end < this.text.length || isEnd;
    const length = Math.min(end, this.text.length) - from;
    if (length > MAX_RECORD_CHARACTERS) {
      const row = this.unreadable(from, {
        code: 'row/too-long',
        message: 'a record has at most 1 MB; quote cells that hold line breaks, and close the quotes',
      });
      this.isSkipping = true;
      return row;
    }
    if (!isWhole) return undefined;
    const quote = this.text.indexOf('"', from);
    if (quote < 0 || quote >= end) {
      const line = this.text.slice(from, end);
      const number = this.line;
      this.passLine(end);
      return line.trim() === '' ? null : { line: number, cells: line.split(this.delimiter) };
    }
    return this.takeQuoted(from, end, isEnd);
  }

  private takeQuoted(from: number, end: number, isEnd: boolean): RawRow | undefined {
    const cells = this.scanQuoted(from);
    if (cells === OPEN && !isEnd && this.text.length - from <= MAX_RECORD_CHARACTERS) return undefined;
    if (typeof cells === 'string' || this.recordEnd - from > MAX_RECORD_CHARACTERS) {
      const row = this.unreadable(
        from,
        cells === BROKEN
          ? refuseField('', 'row/quote-misplaced', 'a quote stands only around a whole cell; inside it is doubled')
          : refuseField('', 'row/quote-not-closed', 'a cell that opens with a quote ends with one'),
      );
      this.passLine(end);
      return row;
    }
    const row = { line: this.line, cells };
    this.at = this.recordEnd;
    this.line += this.recordLines;
    return row;
  }

  /** The cells of the record at `from`; where it ends and its lines are left in `recordEnd` and `recordLines`. */
  private scanQuoted(from: number): string[] | typeof BROKEN | typeof OPEN {
    const { text, delimiter } = this;
    const separator = delimiter.charCodeAt(0);
    const cells: string[] = [];
    let at = from;
    let lines = 1;
    for (;;) {
      let next: number;
      if (text.charCodeAt(at) === QUOTE) {
        let close = text.indexOf('"', at + 1);
        while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
        if (close < 0) return OPEN;
        const raw = text.slice(at + 1, close);
        lines += lineBreaksIn(raw);
        cells.push(raw.includes('""') ? raw.replaceAll('""', '"') : raw);
        next = close + 1;
      } else {
        next = at;
        for (
          let code = text.charCodeAt(next);
          next < text.length && code !== separator && code !== LF && code !== CR;
          code = text.charCodeAt(next)
        ) {
          if (code === QUOTE) return BROKEN;
          next += 1;
        }
        cells.push(text.slice(at, next));
      }
      if (next >= text.length) return this.ended(next, lines, cells);
      const code = text.charCodeAt(next);
      if (code === separator) at = next + 1;
      else if (code === LF) return this.ended(next + 1, lines, cells);
      else if (code === CR) return this.ended(text.charCodeAt(next + 1) === LF ? next + 2 : next + 1, lines, cells);
      else return BROKEN;
    }
  }

  private ended(end: number, lines: number, cells: string[]): string[] | typeof OPEN {
    // At the very end of the text in hand more may follow: a doubled quote, the LF of a CR LF. The caller asks again.
    if (end >= this.text.length && !this.isAtEnd) return OPEN;
    this.recordEnd = end;
    this.recordLines = lines;
    return cells;
  }

  private isAtEnd = false;

  /** The position of the next line break, or the end of the text in hand. */
  private lineEnd(from: number, isEnd: boolean): number {
    this.isAtEnd = isEnd;
    if (this.nextLf !== -1 && this.nextLf < from) this.nextLf = this.text.indexOf('\n', from);
    if (this.nextCr !== -1 && this.nextCr < from) this.nextCr = this.text.indexOf('\r', from);
    const lf = this.nextLf < 0 ? this.text.length : this.nextLf;
    const cr = this.nextCr < 0 ? this.text.length : this.nextCr;
    // A CR that ends the text in hand may be half of a CR LF: wait for what follows.
    return cr < lf && cr === this.text.length - 1 && !isEnd ? this.text.length : Math.min(lf, cr);
  }

  private passLine(end: number): void {
    const isCrLf = this.text.charCodeAt(end) === CR && this.text.charCodeAt(end + 1) === LF;
    this.at = Math.min(this.text.length, end + (isCrLf ? 2 : 1));
    this.line += 1;
  }

  /** Drops the rest of an over-long line; `false` while its end has not come. */
  private skipLine(isEnd: boolean): boolean {
    const end = this.lineEnd(this.at, isEnd);
    if (end >= this.text.length) {
      const last = this.text.length - 1;
      this.at = !isEnd && this.text.charCodeAt(last) === CR ? last : this.text.length;
      return isEnd;
    }
    this.passLine(end);
    this.isSkipping = false;
    return true;
  }

  private unreadable(from: number, refusal: RowRefusal): RawRow {
    return { line: this.line, refusal: withoutField(refusal), text: this.text.slice(from, from + EXCERPT_CHARACTERS) };
  }
}

function withoutField({ code, message }: RowRefusal): RowRefusal {
  return { code, message };
}

function lineBreaksIn(text: string): number {
  let breaks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) breaks += 1;
  }
  return breaks;
}

/** The delimiter of a header line: the one of comma, semicolon and tab that stands in it most, outside quotes. */
export function delimiterOf(header: string): Delimiter {
  const counts = new Map<Delimiter, number>([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let isQuoted = false;
  for (const character of header) {
    if (character === '"') isQuoted = !isQuoted;
    const count = isQuoted ? undefined : counts.get(character as Delimiter);
    if (count !== undefined) counts.set(character as Delimiter, count + 1);
  }
  return [...counts].reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best))[0];
}
