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
  /**
   * A line each, of numbers to base 36 with commas: student and key (JSON) as places in `texts`; source, upload and
   * subgroups likewise (none: empty); sequence, line, live (1), namedBy; then per column the place in `values`, or
   * empty. One text, because a row that does not change is neither parsed nor checked nor written anew.
   */
  readonly rows: string;
}

const FIXED = 7; // numbers of a row after student and key, before its columns
const LIVE = '1';
/** A part is split well before the 256 KB that a document may have. */
export const PART_BYTES = 110_000;

/** The records of one document, editable, found by student and key. Rows are read only when they are asked for. */
export class PackedRecords {
  private readonly columns: Interned<string>;
  private readonly values: Interned<RecordValue>;
  private readonly texts: Interned<string>;
  private readonly rows = new Map<string, string>();
  private changed = false;
  /** True when values were replaced: what nobody points to any longer must not rest on. */
  private hasLeftovers = false;
  private last: { readonly student: string; readonly key: readonly string[]; readonly place: string } | undefined;
  private bytes = 0;

  constructor(
    records: Iterable<CurrentRecord> = [],
    tables: Pick<PackedDocument, 'columns' | 'values' | 'texts'> = { columns: [], values: [], texts: [] },
  ) {
    this.columns = new Interned(tables.columns);
    this.values = new Interned(tables.values);
    this.texts = new Interned(tables.texts);
    for (const record of records) this.write(record);
  }

  static unpack(document: PackedDocument): PackedRecords {
    const packed = new PackedRecords([], document);
    for (const row of document.rows.split('\n')) {
      const end = row.indexOf(',', row.indexOf(',') + 1);
      if (end > 0) packed.rows.set(row.slice(0, end), row.slice(end + 1));
    }
    return packed;
  }

  get isChanged(): boolean {
    return this.changed;
  }

  get(student: string, key: readonly string[]): CurrentRecord | undefined {
    const place = this.placeOf(student, key);
    const row = place === undefined ? undefined : this.rows.get(place);
    return row === undefined ? undefined : this.read(student, key, row);
  }

  set(record: CurrentRecord): void {
    this.write(record);
    this.changed = true;
  }

  /** Forgets a record without a trace in what is packed next; only erasure does that. */
  remove(record: CurrentRecord): void {
    const place = this.placeOf(record.student, record.key);
    if (place === undefined || !this.rows.delete(place)) return;
    this.changed = true;
    this.hasLeftovers = true;
  }

  *all(): IterableIterator<CurrentRecord> {
    for (const [place, row] of this.rows) {
      const comma = place.indexOf(',');
      const key = JSON.parse(this.texts.at(place.slice(comma + 1))) as string[];
      yield this.read(this.texts.at(place.slice(0, comma)), key, row);
    }
  }

  /** The bytes of the newest `pack`, nearly. */
  get packedBytes(): number {
    return this.bytes;
  }

  pack(about: Pick<PackedDocument, 'district' | 'packKey' | 'part' | 'parts'>): PackedDocument {
    const { district, packKey, part, parts } = about;
    if (this.hasLeftovers) this.writeAnew();
    const lines: string[] = [];
    for (const [place, row] of this.rows) lines.push(`${place},${row}`);
    const rows = lines.join('\n');
    this.bytes = 300 + rows.length + lines.length + this.columns.bytes() + this.values.bytes() + this.texts.bytes();
    return {
      district,
      packKey,
      part,
      parts,
      columns: this.columns.items,
      values: this.values.items,
      texts: this.texts.items,
      rows,
    };
  }

  private writeAnew(): void {
    const records = [...this.all()];
    this.rows.clear();
    this.last = undefined;
    for (const table of [this.columns, this.values, this.texts]) table.clear();
    for (const record of records) this.write(record);
    this.hasLeftovers = false;
  }

  private placeOf(student: string, key: readonly string[]): string | undefined {
    // Asked twice for each row, to read and to write: the answer is kept as long as it is the same key object.
    if (this.last?.key === key && this.last.student === student) return this.last.place;
    const [owner, named] = [this.texts.find(student), this.texts.find(JSON.stringify(key))];
    const place =
      owner === undefined || named === undefined ? undefined : `${owner.toString(36)},${named.toString(36)}`;
    if (place !== undefined) this.last = { student, key, place };
    return place;
  }

  private write(record: CurrentRecord): void {
    const { texts } = this;
    const numbers = [
      texts.place(record.source),
      texts.place(record.uploadId),
      record.subgroups === undefined ? '' : texts.place(JSON.stringify(record.subgroups)),
      record.order.uploadSequence.toString(36),
      record.order.line.toString(36),
      record.isLive ? LIVE : '',
      record.namedBy === 0 ? '' : record.namedBy.toString(36),
    ];
    for (const name of Object.keys(record.content)) {
      const column = FIXED + parseInt(this.columns.place(name), 36);
      while (numbers.length <= column) numbers.push('');
      numbers[column] = this.values.place(record.content[name]!);
    }
    const place =
      this.placeOf(record.student, record.key) ??
      `${texts.place(record.student)},${texts.place(JSON.stringify(record.key))}`;
    const row = numbers.join(',');
    const former = this.rows.get(place);
    if (former !== undefined && columnsIn(former) !== columnsIn(row)) this.hasLeftovers = true;
    this.rows.set(place, row);
  }

  private read(student: string, key: readonly string[], row: string): CurrentRecord {
    const numbers = row.split(',');
    const content: Content = {};
    for (let column = FIXED; column < numbers.length; column += 1) {
      const at = numbers[column]!;
      if (at !== '') content[this.columns.items[column - FIXED]!] = this.values.at(at);
    }
    const subgroups = numbers[2] === '' ? undefined : (JSON.parse(this.texts.at(numbers[2]!)) as string[]);
    return {
      student,
      key,
      content,
      source: this.texts.at(numbers[0]!),
      uploadId: this.texts.at(numbers[1]!),
      order: { uploadSequence: parseInt(numbers[3]!, 36), line: parseInt(numbers[4]!, 36) },
      isLive: numbers[5] === LIVE,
      namedBy: numbers[6] === '' ? 0 : parseInt(numbers[6]!, 36),
      ...(subgroups !== undefined && { subgroups }),
    };
  }
}

function columnsIn(row: string): string {
  return row.split(',').slice(FIXED).join(',');
}

/** Which part of a split chunk a key lies in. */
export function partOf(student: string, key: readonly string[], parts: number): number {
  return parts === 1 ? 0 : textHash(`${student}\n${JSON.stringify(key)}`) % parts;
}

/** Items once each, by place. */
class Interned<Item extends RecordValue> {
  readonly items: Item[];
  private places: Map<unknown, number> | undefined;

  constructor(items: readonly Item[]) {
    this.items = [...items];
  }

  at(place: string): Item {
    return this.items[parseInt(place, 36)]!;
  }

  find(item: Item): number | undefined {
    this.places ??= new Map(this.items.map((known, place) => [identityOf(known), place]));
    return this.places.get(identityOf(item));
  }

  /** To base 36. */
  place(item: Item): string {
    const known = this.find(item);
    if (known !== undefined) return known.toString(36);
    this.places!.set(identityOf(item), this.items.length);
    this.items.push(item);
    return (this.items.length - 1).toString(36);
  }

  clear(): void {
    this.items.length = 0;
    this.places = undefined;
  }

  bytes(): number {
    return Buffer.byteLength(JSON.stringify(this.items));
  }
}

/** Lists by their content; a text is never taken for a list. */
function identityOf(item: RecordValue): unknown {
  return Array.isArray(item) ? `\u0000${JSON.stringify(item)}` : item;
}
