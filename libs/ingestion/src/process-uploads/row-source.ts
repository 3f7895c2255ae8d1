import {
  isRefusal,
  recordTypeNamed,
  type MappingBody,
  type RecordTypeDeclaration,
  type Refusal,
} from '@evenground/contracts';
import { isUnreadable, type RawRow } from '../domain/raw-row.js';
import { recogniseHeader, recogniseMapped, type RowShape } from '../domain/recognise-header.js';
import { decoded, refuseFile, unpacked, type Bytes, type Encoding } from '../read-file/decode-file.js';
import { readRows, type FileKind } from '../read-file/read-rows.js';

/** A row of an upload with what it takes to read it. */
export interface SourcedRow {
  readonly raw: RawRow;
  /** Absent for a row that cannot be read as cells, or whose own fields are not those of its type. */
  readonly shape?: RowShape;
  readonly refusal?: Refusal;
  /** The file inside the upload; empty when the upload is the file. */
  readonly file: string;
}

export interface SourcedPiece {
  readonly rows: readonly SourcedRow[];
  /** Told once, with the first piece. */
  readonly file: FileKind;
  readonly shape?: RowShape;
}

/** What a table says of itself: its type, and where the columns come from. */
export interface TableFormat {
  readonly type: string;
  readonly mapping?: MappingBody;
}

/** Rows of formats that are more than one table, by format name; given by composition. */
export type FormatReader = (
  bytes: () => Bytes,
  about: { readonly uploadId: string },
) => AsyncIterable<readonly SourcedRow[]>;

/** Reads the rows of a table (CSV, JSON array, NDJSON; plain or gzip). A header that is not right refuses the file. */
export async function* tableRows(bytes: Bytes, encoding: Encoding, format: TableFormat): AsyncGenerator<SourcedPiece> {
  const type = recordTypeNamed(format.type);
  if (type === undefined) return refuseFile('upload/type-unknown', `There is no record type ${format.type}.`);
  const shapes = new Map<string, RowShape | Refusal>();
  for await (const { file, rows } of readRows(decoded(unpacked(bytes), encoding))) {
    if (file.kind === 'csv') {
      const shape = shapeNamed(shapes, type, format.mapping, file.header);
      if (isRefusal(shape)) return refuseFile(shape.refused, shape.detail, shape);
      yield {
        file,
        shape,
        rows: rows.map((raw) => (isUnreadable(raw) ? { raw, file: '' } : { raw, shape, file: '' })),
      };
    } else {
      yield {
        file,
        rows: rows.map((raw) => sourcedObject(raw, (names) => shapeNamed(shapes, type, format.mapping, names))),
      };
    }
  }
}

/** A JSON record brings its own names. */
export function sourcedObject(raw: RawRow, shapeOf: (names: readonly string[]) => RowShape | Refusal): SourcedRow {
  if (isUnreadable(raw)) return { raw, file: '' };
  const shape = shapeOf(raw.names ?? []);
  return isRefusal(shape) ? { raw, refusal: shape, file: '' } : { raw, shape, file: '' };
}

function shapeNamed(
  shapes: Map<string, RowShape | Refusal>,
  type: RecordTypeDeclaration,
  mapping: MappingBody | undefined,
  names: readonly string[],
): RowShape | Refusal {
  const identity = JSON.stringify(names);
  let shape = shapes.get(identity);
  if (shape === undefined) {
    shape = mapping === undefined ? recogniseHeader(type, names) : recogniseMapped(type, mapping.columns, names);
    if (shapes.size > 1000) shapes.clear();
    shapes.set(identity, shape);
  }
  return shape;
}
