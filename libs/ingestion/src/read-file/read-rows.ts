import { isUnreadable, MAX_RECORD_CHARACTERS, type RawRow, type RowReader } from '../domain/raw-row.js';
import { CsvSplitter, delimiterOf, type Delimiter } from '../domain/split-csv.js';
import { JsonBroken, JsonSplitter } from '../domain/split-json.js';
import { refuseFile } from './decode-file.js';

/** What the beginning of a file tells: JSON, or a table with its header and delimiter. */
export type FileKind =
  | { readonly kind: 'json' }
  | { readonly kind: 'csv'; readonly header: readonly string[]; readonly delimiter: Delimiter };

export interface RowPiece {
  readonly file: FileKind;
  readonly rows: readonly RawRow[];
}

/** Reads the rows of a decoded file, piece by piece; told by its first character whether it is JSON or CSV. */
export async function* readRows(texts: AsyncIterable<string>): AsyncGenerator<RowPiece> {
  let begun = '';
  let reading: { reader: RowReader; file: FileKind } | undefined;
  for await (const text of texts) {
    if (text === '') continue;
    if (reading === undefined) {
      begun += text;
      const opened = open(begun, false);
      if (opened === undefined) continue;
      reading = opened;
      if (opened.rows.length > 0) yield { file: opened.file, rows: opened.rows };
      continue;
    }
    const rows = guarded(() => reading!.reader.push(text));
    if (rows.length > 0) yield { file: reading.file, rows };
  }
  const opened = reading ?? open(begun, true);
  if (opened === undefined)
    refuseFile('upload/empty', 'The file is empty.', { wouldBeRight: 'a header and at least one row' });
  const early = reading === undefined && 'rows' in opened ? (opened as Opened).rows : [];
  const rows = [...early, ...guarded(() => opened.reader.end())];
  yield { file: opened.file, rows };
}

/**
 * Refuses JSON that is not whole, before anything of it is taken in: a file that ends in the middle of an array was cut
 * off on its way, wherever that happened. A table cannot say where it should have ended.
 */
export async function requireWholeJson(texts: AsyncIterable<string>): Promise<void> {
  for await (const { file } of readRows(texts)) if (file.kind === 'csv') return;
}

interface Opened {
  readonly reader: RowReader;
  readonly file: FileKind;
  readonly rows: readonly RawRow[];
}

/** `undefined` while the header is not whole. */
function open(begun: string, isEnd: boolean): Opened | undefined {
  const start = begun.replace(/^[\ufeff\s]+/, '');
  if (start === '') return undefined;
  if (start[0] === '[' || start[0] === '{') {
    const reader = new JsonSplitter();
    return { reader, file: { kind: 'json' }, rows: guarded(() => reader.push(start)) };
  }
  const lineBreak = /[\r\n]/.exec(start)?.index;
  if (lineBreak === undefined && !isEnd) {
    if (begun.length > MAX_RECORD_CHARACTERS)
      refuseFile('upload/header-too-long', 'The first line has more than 1 MB.', {
        wouldBeRight: 'a header line with the names of the columns',
      });
    return undefined;
  }
  return openTable(begun.replace(/^\ufeff/, ''), delimiterOf(start.slice(0, lineBreak ?? start.length)), isEnd);
}

function openTable(begun: string, delimiter: Delimiter, isEnd: boolean): Opened | undefined {
  const reader = new CsvSplitter(delimiter);
  const [header, ...rows] = [...reader.push(begun), ...(isEnd ? reader.end() : [])];
  if (header === undefined) {
    if (!isEnd && begun.length <= MAX_RECORD_CHARACTERS) return undefined;
    return refuseFile('upload/empty', 'The file has no header.', {
      wouldBeRight: 'a header line with the names of the columns',
    });
  }
  if (isUnreadable(header))
    refuseFile('upload/header-unreadable', `The header cannot be read: ${header.refusal.message}.`);
  return { reader, file: { kind: 'csv', header: header.cells, delimiter }, rows };
}

function guarded(read: () => readonly RawRow[]): readonly RawRow[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof JsonBroken)) throw error;
    return refuseFile('upload/json-broken', `The JSON cannot be read from element ${error.line} on.`, {
      wouldBeRight: 'an array of flat objects, or one object a line',
    });
  }
}
