import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { toCsv } from './csv.js';

/** What a spreadsheet would see in the cells: RFC 4180 read back. */
const cellsOf = (csv: string): string[][] => parse(csv, { relax_column_count: true, record_delimiter: '\r\n' });

describe('CSV', () => {
  test('keeps numbers numeric, and protects text that looks alike', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          { a: -0.12, b: '-0.12' },
          { a: 5n, b: '+1' },
        ],
      ),
    ).toBe("a,b\r\n-0.12,'-0.12\r\n5,'+1\r\n");
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM',
    '\t=1',
    '\r=1',
    '\u0000=1',
    '\uFF1D1',
    '\uFF0B1',
    '\uFF0D1',
    '\uFF20x',
    '  =1',
    '"=1',
    ';=1',
    ',=1',
    "'=1",
    '\uFEFF=1',
    '\n=1',
  ])('protects %j', (text) => {
    expect(cellsOf(toCsv(['a'], [{ a: text }]))[1]).toEqual([`'${text}`]);
  });

  test.each(['Lincoln', 'a=b', '1-2', 'x@y', '', 'Peña, José', 'say "hi"', 'two\r\nlines'])(
    'leaves %j as it is',
    (text) => {
      const rows = cellsOf(toCsv(['a', 'b'], [{ a: text, b: 'x' }]));
      expect(rows[1]).toEqual([text, 'x']);
    },
  );

  test('protects column names, objects and the notice too', () => {
    expect(toCsv(['=a'], [{ '=a': { x: 1 } }], '=HYPERLINK("x")')).toBe(
      '\'=a,notice\r\n"{""x"":1}","\'=HYPERLINK(""x"")"\r\n',
    );
  });

  test('missing values are empty, truth is a word', () => {
    expect(toCsv(['a', 'b', 'c'], [{ a: null, c: true }])).toBe('a,b,c\r\n,,true\r\n');
  });

  test('whatever the text, it is read back whole, at most with a quote in front, and never begins as a formula', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(...'=+-@\t\r\n",; \'\u0000\uFF1D'), fc.string({ minLength: 1, maxLength: 1 })),
    });
    fc.assert(
      fc.property(text, (value) => {
        const [, [cell] = ['']] = cellsOf(toCsv(['a', 'b'], [{ a: value, b: 'x' }]));
        expect([value, `'${value}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n\u0000\uFF1D]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
