/** An answer that is a table: JSON for programs, CSV for spreadsheets. */
export class Table<Body = unknown> {
  constructor(
    readonly columns: readonly string[],
    readonly rows: readonly Readonly<Record<string, unknown>>[],
    readonly json: Body,
    readonly notice?: string,
  ) {}
}

/**
 * Return it from a GET: answered as `json`, or as CSV where the caller accepts `text/csv` first.
 *
 * @param rows   values by column name; give numbers as numbers, so that they stay numeric in the CSV
 * @param notice a last column of the CSV, the same in every row, e.g. that it holds small groups which must not be published
 */
export function table<Body>(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  json: Body,
  options: { readonly notice?: string } = {},
): Table<Body> {
  return new Table(columns, rows, json, options.notice);
}
