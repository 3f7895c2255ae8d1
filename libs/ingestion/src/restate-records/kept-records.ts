import { recordKeyText, type StreamRequested } from '@evenground/contracts';
import type { DocumentStore, Page, Stored } from '@evenground/document-store';
import { currentRecords } from '../collections.js';
import { PackedRecords, type CurrentRecord, type PackedDocument } from '../domain/packed-records.js';
import { partsOfStudentKey, type Shelf } from '../domain/place-record.js';
import { packKey, placeOfDocument, shelfPrefix } from '../keep-records/record-chunk.js';
import { loadHeaders } from '../keep-records/record-keeper.js';

export interface KeptRecord {
  readonly type: string;
  readonly record: CurrentRecord;
  readonly keyText: string;
  /** Nearly, as JSON. */
  readonly bytes: number;
}

/** Records that are read together; their keys lie above those of the groups before. */
export interface RecordGroup {
  /** Ascending by key; live ones, or those that were asked for, withdrawn ones included. */
  read(): Promise<readonly KeptRecord[]>;
}

/** What a shelf keeps, in the order of keys: students pack by pack; the other shelves whole, as they hold far less. */
export class KeptRecords {
  constructor(private readonly store: DocumentStore) {}

  async *groups(district: string, shelf: Shelf, request: StreamRequested): AsyncIterable<RecordGroup> {
    const wanted = request.keys === undefined ? undefined : new Set(request.keys);
    if (typeof shelf === 'number') {
      for (const pack of await this.packs(district, shelf, wanted)) {
        yield {
          read: () =>
            this.read(district, shelf, this.ofPack(district, shelf, pack), ({ student, isLive }) =>
              wanted === undefined ? isLive : wanted.has(student),
            ),
        };
      }
      return;
    }
    const intervention = shelf === 'deliveries' ? request.stream.slice(district.length + 1) : undefined;
    const isSaid = (record: CurrentRecord): boolean =>
      (intervention === undefined || record.content['interventionId'] === intervention) &&
      (wanted === undefined ? record.isLive : wanted.has(record.key[0] ?? ''));
    yield { read: () => this.read(district, shelf, this.ofShelf(district, shelf), isSaid) };
  }

  /** In the order of the texts that their students' keys begin with. */
  private async packs(
    district: string,
    bucket: number,
    wanted: ReadonlySet<string> | undefined,
  ): Promise<readonly string[]> {
    if (wanted !== undefined) {
      const mine = [...wanted].map(partsOfStudentKey).filter((parts) => parts.bucket === bucket);
      return inKeyOrder([...new Set(mine.map(({ pack }) => pack))]);
    }
    const header = (await loadHeaders(this.store, district, [bucket])).get(bucket)!;
    return inKeyOrder(Array.from({ length: header.body.nextPack }, (_, pack) => String(pack)));
  }

  private async read(
    district: string,
    shelf: Shelf,
    documents: AsyncIterable<Stored<PackedDocument>>,
    isSaid: (record: CurrentRecord) => boolean,
  ): Promise<readonly KeptRecord[]> {
    const kept: KeptRecord[] = [];
    for await (const { id, body } of documents) {
      const { type } = placeOfDocument(district, shelf, id);
      for (const record of PackedRecords.unpack(body).all()) {
        if (!isSaid(record)) continue;
        kept.push({
          type,
          record,
          keyText: recordKeyText(record.student, type, record.key),
          bytes: 100 + JSON.stringify(record.content).length,
        });
      }
    }
    return kept.sort((left, right) => (left.keyText < right.keyText ? -1 : left.keyText > right.keyText ? 1 : 0));
  }

  private ofPack(district: string, shelf: Shelf, pack: string): AsyncIterable<Stored<PackedDocument>> {
    return paged((after) =>
      this.store.find(
        currentRecords,
        'by-pack',
        { equals: [packKey(district, shelf, pack)] },
        { limit: 100, ...after },
      ),
    );
  }

  private ofShelf(district: string, shelf: Shelf): AsyncIterable<Stored<PackedDocument>> {
    return paged((after) => this.store.list(currentRecords, shelfPrefix(district, shelf), { limit: 100, ...after }));
  }
}

function inKeyOrder(packs: readonly string[]): readonly string[] {
  return [...packs].sort((left, right) => (`${left}.` < `${right}.` ? -1 : 1));
}

export async function* paged<Body>(
  next: (after: { after?: string }) => Promise<Page<Body>>,
): AsyncGenerator<Stored<Body>> {
  let after: string | undefined;
  do {
    const page: Page<Body> = await next(after === undefined ? {} : { after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
