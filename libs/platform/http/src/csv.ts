import { stringify } from 'csv-stringify/sync';

/**
 * Text that a spreadsheet could take for a formula: a formula sign at the start, also in its full-width form, also
 * after quotes, separators or blanks that some programs drop; or a tab, line end or NUL in front.
 * Source: OWASP ASVS 5.0 1.2.10; CWE-1236.
 */

const DANGEROUS = /^(?:[\t\r\n\u0000]|["'`,;|\s\u0000\u200B\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;

/** The last column of a table that must not leave the district: in every row, so that a copied part still says it. */
const NOTICE_COLUMN = 'notice';

/** Rows as RFC 4180 CSV with CRLF. Numbers stay numbers; text that could act as a formula gets a leading `'`. */
export function toCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  notice?: string,
): string {
  const said = notice === undefined ? [] : [notice];
  const head = [...columns, ...said.map(() => NOTICE_COLUMN)];
  const body = rows.map((row) => [...columns.map((column) => row[column]), ...said]);
  return stringify(
    [head, ...body].map((line) => line.map(cell)),
    { record_delimiter: '\r\n', quoted_match: /[\r\n\t\u0000]/ },
  );
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return DANGEROUS.test(text) ? `'${text}` : text;
}
