import type { RecordValue } from '@evenground/contracts';
import type { Content } from './check-row.js';
import { textHash } from './place-record.js';
import type { RecordOrder } from './record-order.js';

/** What is kept of one natural key: its newest row, and whether a replace or an erasure has taken it away. */
export interface CurrentRecord {
  /** The student's key; empty for records of no student. */
  readonly student: string;
  /** The natural key without the student. */
  readonly key: readonly string[];
  readonly content: Content;
  readonly order: RecordOrder;
  readonly uploadId: string;
  readonly source: string;
  readonly isLive: boolean;
  /** The newest replace that named this key in a row it could not take in; 0 = none. */
  readonly namedBy: number;
  /** Of `counts`: the subgroup columns, sorted. */
  readonly subgroups?: readonly string[];
}

/** One document of current records as it rests: texts and values once, rows as numbers that point to them. */
export interface PackedDocument {
  readonly district: string;
  /** `district/shelf.pack`, the index that a student's records are found by. */
  readonly packKey: string;
  readonly part: number;
  /** How many documents this chunk of a pack is split into; a power of two, the same in each. */
  readonly parts: number;
  readonly columns: readonly string[];
  readonly values: readonly RecordValue[];
  readonly texts: readonly string[];
  /** Each: student, key texts (JSON), source, upload, subgroups as places in `texts` or -1; sequence, line, state, namedBy; then per column 0 or the place in `values` + 1. */
  readonly rows: readonly (readonly number[])[];
}

const FIXED = 9;
const LIVE = 1;
/** A part is split well before the 256 KB that a document may have. */
export const PART_BYTES = 90_000;

/** The records of one document, editable; indexed by their key. */
export class PackedRecords {
  private readonly records = new Map<string, CurrentRecord>();
  private changed = false;
  private bytes = 0;

  constructor(records: Iterable<CurrentRecord> = []) {
    for (const record of records) this.records.set(keyIn(record.student, record.key), record);
  }

  static unpack(document: PackedDocument): PackedRecords {
    const { columns, values, texts } = document;
    const keys = new Map<number, readonly string[]>();
    const packed = new PackedRecords();
    for (const row of document.rows) {
      const keyAt = row[1]!;
      let key = keys.get(keyAt);
      if (key === undefined) keys.set(keyAt, (key = JSON.parse(texts[keyAt]!) as string[]));
      const content: Content = {};
      for (let column = FIXED; column < row.length; column += 1) {
        const at = row[column]!;
        if (at > 0) content[columns[column - FIXED]!] = values[at - 1]!;
      }
      const student = texts[row[0]!]!;
      const subgroups = row[4]! < 0 ? undefined : (JSON.parse(texts[row[4]!]!) as string[]);
      packed.records.set(`${student}\n${texts[keyAt]!}`, {
        student,
        key,
        content,
        source: texts[row[2]!]!,
        uploadId: texts[row[3]!]!,
        order: { uploadSequence: row[5]!, line: row[6]! },
        isLive: row[7] === LIVE,
        namedBy: row[8]!,
        ...(subgroups !== undefined && { subgroups }),
      });
    }
    return packed;
  }

  get isChanged(): boolean {
    return this.changed;
  }

  get size(): number {
    return this.records.size;
  }

  get(student: string, key: readonly string[]): CurrentRecord | undefined {
    return this.records.get(keyIn(student, key));
  }

  set(record: CurrentRecord): void {
    this.records.set(keyIn(record.student, record.key), record);
    this.changed = true;
  }

  /** Forgets a record without a trace; only erasure does that. */
  remove(record: CurrentRecord): void {
    this.changed = this.records.delete(keyIn(record.student, record.key)) || this.changed;
  }

  all(): IterableIterator<CurrentRecord> {
    return this.records.values();
  }

  /** The bytes of the newest `pack`, nearly. */
  get packedBytes(): number {
    return this.bytes;
  }

  pack(about: Pick<PackedDocument, 'district' | 'packKey' | 'part' | 'parts'>): PackedDocument {
    const columns = new Interned<string>();
    const values = new Interned<RecordValue>();
    const texts = new Interned<string>();
    const rows: number[][] = [];
    let bytes = 300;
    for (const record of this.records.values()) {
      const row = [
        texts.place(record.student),
        texts.place(JSON.stringify(record.key)),
        texts.place(record.source),
        texts.place(record.uploadId),
        record.subgroups === undefined ? -1 : texts.place(JSON.stringify(record.subgroups)),
        record.order.uploadSequence,
        record.order.line,
        record.isLive ? LIVE : 0,
        record.namedBy,
      ];
      for (const [name, value] of Object.entries(record.content)) {
        const column = FIXED + columns.place(name);
        while (row.length <= column) row.push(0);
        row[column] = values.place(value) + 1;
      }
      bytes += 24 + 5 * row.length;
      rows.push(row);
    }
    this.bytes = bytes + columns.bytes + values.bytes + texts.bytes;
    return { ...about, columns: columns.items, values: values.items, texts: texts.items, rows };
  }
}

/** Which part of a split chunk a key lies in. */
export function partOf(student: string, key: readonly string[], parts: number): number {
  return parts === 1 ? 0 : textHash(keyIn(student, key)) % parts;
}

class Interned<Item extends RecordValue> {
  readonly items: Item[] = [];
  bytes = 0;
  private readonly places = new Map<unknown, number>();

  place(item: Item): number {
    const identity = Array.isArray(item) ? JSON.stringify(item) + '\u0000' : item;
    const known = this.places.get(identity);
    if (known !== undefined) return known;
    this.places.set(identity, this.items.length);
    this.items.push(item);
    this.bytes += 8 + (typeof item === 'string' ? Buffer.byteLength(item) : Array.isArray(item) ? String(item).length * 2 : 8);
    return this.items.length - 1;
  }
}

function keyIn(student: string, key: readonly string[]): string {
  return `${student}\n${JSON.stringify(key)}`;
}
