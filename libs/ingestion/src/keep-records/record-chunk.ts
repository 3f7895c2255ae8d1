import type { DocumentStore, Stored, Write } from '@evenground/document-store';
import { currentRecords } from '../collections.js';
import {
  PART_BYTES,
  PackedRecords,
  partOf,
  type CurrentRecord,
  type PackedDocument,
} from '../domain/packed-records.js';
import type { Place, Shelf } from '../domain/place-record.js';

/** The documents of one chunk of a pack, as far as they are needed. */
export class RecordChunk {
  private readonly loaded = new Map<number, { version: number; records: PackedRecords }>();

  private constructor(
    private readonly district: string,
    readonly place: Place,
    private parts: number,
  ) {}

  /** Loads the chunks and, of split ones, the parts where the keys lie (`'all'`: every part). */
  static async load(
    store: DocumentStore,
    district: string,
    wanted: readonly { place: Place; keys: readonly RecordKey[] | 'all' }[],
  ): Promise<readonly RecordChunk[]> {
    const first = await store.load(
      currentRecords,
      wanted.map(({ place }) => documentId(district, place, 0)),
    );
    const chunks = wanted.map(({ place }, index) => {
      const chunk = new RecordChunk(district, place, first[index]?.body.parts ?? 1);
      chunk.take(0, first[index]);
      return chunk;
    });
    const missing = chunks.flatMap((chunk, index) => {
      const { keys } = wanted[index]!;
      const parts = keys === 'all' ? chunk.allParts() : keys.map((key) => partOf(key.student, key.key, chunk.parts));
      return [...new Set(parts)].filter((part) => part !== 0).map((part) => ({ chunk, part }));
    });
    await takeParts(store, missing);
    return chunks;
  }

  static of(district: string, place: Place, documents: readonly Stored<PackedDocument>[]): RecordChunk {
    const chunk = new RecordChunk(district, place, documents[0]?.body.parts ?? 1);
    for (const document of documents) chunk.take(document.body.part, document);
    return chunk;
  }

  get(key: RecordKey): CurrentRecord | undefined {
    return this.recordsOf(key).get(key.student, key.key);
  }

  set(record: CurrentRecord): void {
    this.recordsOf(record).set(record);
  }

  remove(record: CurrentRecord): void {
    this.recordsOf(record).remove(record);
  }

  *all(): IterableIterator<CurrentRecord> {
    for (const { records } of this.loaded.values()) yield* records.all();
  }

  get isChanged(): boolean {
    return [...this.loaded.values()].some(({ records }) => records.isChanged);
  }

  /** The documents to write: the changed ones, or all of them when one grew so large that the chunk must be split. */
  async writes(store: DocumentStore): Promise<{ readonly writes: readonly Write[]; readonly bytes: number }> {
    const changed = [...this.loaded].filter(([, { records }]) => records.isChanged);
    const packed = changed.map(([part, { version, records }]) => ({
      part,
      version,
      document: this.pack(records, part),
      bytes: records.packedBytes,
    }));
    const largest = Math.max(0, ...packed.map(({ bytes }) => bytes));
    if (largest > PART_BYTES) return this.split(store);
    return {
      writes: packed.map(({ part, version, document }) => this.write(part, version, document)),
      bytes: packed.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  private async split(store: DocumentStore): Promise<{ readonly writes: readonly Write[]; readonly bytes: number }> {
    const missing = this.allParts().filter((part) => !this.loaded.has(part));
    await takeParts(
      store,
      missing.map((part) => ({ chunk: this, part })),
    );
    // What corrections left behind is gone when it is packed: it may be small enough then.
    const wholeBytes = [...this.loaded].reduce((sum, [part, { records: inPart }]) => {
      this.pack(inPart, part);
      return sum + inPart.packedBytes;
    }, 0);
    const records = [...this.all()];
    const versions = new Map([...this.loaded].map(([part, { version }]) => [part, version]));
    const needed = Math.max(this.parts, 2 ** Math.ceil(Math.log2(Math.max(1, wholeBytes / (PART_BYTES / 2)))));
    this.parts = wholeBytes / this.parts > PART_BYTES / 2 ? needed : this.parts;
    this.loaded.clear();
    for (const part of this.allParts())
      this.loaded.set(part, { version: versions.get(part) ?? 0, records: new PackedRecords() });
    for (const record of records) this.set(record);
    let bytes = 0;
    const writes = [...this.loaded].map(([part, { version, records: inPart }]) => {
      const document = this.pack(inPart, part);
      bytes += inPart.packedBytes;
      return this.write(part, version, document);
    });
    return { writes, bytes };
  }

  private take(part: number, stored: Stored<PackedDocument> | undefined): void {
    const records = stored === undefined ? new PackedRecords() : PackedRecords.unpack(stored.body);
    this.loaded.set(part, { version: stored?.version ?? 0, records });
  }

  private recordsOf(key: RecordKey): PackedRecords {
    return this.loaded.get(partOf(key.student, key.key, this.parts))!.records;
  }

  private allParts(): readonly number[] {
    return Array.from({ length: this.parts }, (_, part) => part);
  }

  private pack(records: PackedRecords, part: number): PackedDocument {
    return records.pack({
      district: this.district,
      packKey: packKey(this.district, this.place.shelf, this.place.pack),
      part,
      parts: this.parts,
    });
  }

  private write(part: number, version: number, body: PackedDocument): Write {
    return { collection: currentRecords, id: documentId(this.district, this.place, part), expected: version, body };
  }

  /** For loading many parts of many chunks in one call. */
  static take(chunk: RecordChunk, part: number, stored: Stored<PackedDocument> | undefined): void {
    chunk.take(part, stored);
  }

  partId(part: number): string {
    return documentId(this.district, this.place, part);
  }
}

export interface RecordKey {
  readonly student: string;
  readonly key: readonly string[];
}

async function takeParts(
  store: DocumentStore,
  missing: readonly { chunk: RecordChunk; part: number }[],
): Promise<void> {
  if (missing.length === 0) return;
  const documents = await store.load(
    currentRecords,
    missing.map(({ chunk, part }) => chunk.partId(part)),
  );
  for (const [index, { chunk, part }] of missing.entries()) RecordChunk.take(chunk, part, documents[index]);
}

/** `district/shelf.pack`: what all documents of a pack are found by. */
export function packKey(district: string, shelf: Shelf, pack: string): string {
  return `${district}/${shelf}.${pack}`;
}

export function documentId(district: string, { shelf, type, chunk, pack }: Place, part: number): string {
  return `${shelfPrefix(district, shelf)}${type}/${chunk}/${pack}${part === 0 ? '' : `#${part}`}`;
}

export function shelfPrefix(district: string, shelf: Shelf): string {
  return `${district}/${shelf}/`;
}

/** The place that a document's id says. */
export function placeOfDocument(district: string, shelf: Shelf, id: string): Place {
  const [type = '', chunk = '', pack = ''] = id.slice(shelfPrefix(district, shelf).length).split('/');
  return { shelf, type, chunk, pack: pack.split('#')[0]! };
}
