import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { isUnreadable, type RawRow } from './raw-row.js';
import { CsvSplitter, delimiterOf } from './split-csv.js';

function split(text: string, cuts: readonly number[] = []): readonly RawRow[] {
  const splitter = new CsvSplitter(',');
  const rows: RawRow[] = [];
  let at = 0;
  for (const cut of [...cuts].sort((left, right) => left - right)) {
    const end = Math.max(at, Math.min(cut, text.length));
    rows.push(...splitter.push(text.slice(at, end)));
    at = end;
  }
  rows.push(...splitter.push(text.slice(at)), ...splitter.end());
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '"', ',', ';', ' ', '\n', '\r\n', '\r', '1'), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });

describe('splitting CSV', () => {
  it('agrees with csv-parse on well-formed text, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(120), { maxLength: 5 }),
        fc.boolean(),
        (rows, end, cuts, isEnded) => {
          const csv = stringify(rows, { record_delimiter: end, quoted: true });
          const text = isEnded ? csv : csv.slice(0, -end.length);
          const expected = parse(text, { relax_column_count: true, record_delimiter: end });
          expect(split(text, cuts).map((row) => (isUnreadable(row) ? row.refusal : row.cells))).toEqual(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads unquoted text as csv-parse does', () => {
    const plain = fc
      .string({ unit: fc.constantFrom('a', 'b', ' ', '0', 'é'), minLength: 1, maxLength: 5 })
      .map((text) => `x${text}`);
    fc.assert(
      fc.property(
        fc.array(fc.array(plain, { minLength: 1, maxLength: 5 }), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(60)),
        (rows, end, cuts) => {
          const text = rows.map((cells) => cells.join(',')).join(end);
          expect(split(text, cuts).map((row) => (isUnreadable(row) ? row.refusal : row.cells))).toEqual(rows);
        },
      ),
    );
  });

  it('numbers rows by the line they begin on, line breaks in cells and blank lines included', () => {
    const rows = split('h,i\r\n\r\n"a\nb\r\nc",1\r\nd,2\n\ne,3');
    expect(rows.map(({ line }) => line)).toEqual([1, 3, 6, 8]);
  });

  it('loses one line to a quote that is not closed, and reads on', () => {
    const rows = split('h,i\n"a,1\nb,2\nc,3\n');
    expect(rows.map((row) => (isUnreadable(row) ? row.refusal.code : row.cells.join('|')))).toEqual([
      'h|i',
      'row/quote-not-closed',
      'b|2',
      'c|3',
    ]);
  });

  it('explains a misplaced quote', () => {
    const rows = split('h,i\na"b,1\n"a"b,2\nc,3\n');
    expect(rows.map((row) => (isUnreadable(row) ? [row.line, row.refusal.code] : row.line))).toEqual([
      1,
      [2, 'row/quote-misplaced'],
      [3, 'row/quote-misplaced'],
      4,
    ]);
  });

  it('bounds memory by one record: an over-long line is explained and passed over', () => {
    const splitter = new CsvSplitter(',');
    const rows = [...splitter.push('h,i\n')];
    for (let piece = 0; piece < 40; piece += 1) rows.push(...splitter.push('x'.repeat(100_000)));
    rows.push(...splitter.push('\nb,2\n'), ...splitter.end());
    expect(rows.map((row) => (isUnreadable(row) ? [row.line, row.refusal.code, row.text.length] : row.line))).toEqual([
      1,
      [2, 'row/too-long', 4000],
      3,
    ]);
  });

  it('finds the delimiter of a header outside of quotes', () => {
    expect(['a,b;c,d', '"a,b,c";d;e', 'a\tb\tc', 'a'].map(delimiterOf)).toEqual([',', ';', '\t', ',']);
  });
});
