export type Cell = string | number | null;

/** A table as a file (RFC 4180). What a spreadsheet would take for a formula is led by an apostrophe. */
export function csvOfRows(rows: readonly (readonly Cell[])[]): Blob {
  return new Blob([csvText(rows)], { type: 'text/csv' });
}

export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
