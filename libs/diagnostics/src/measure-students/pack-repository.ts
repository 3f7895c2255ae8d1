import { decodeColumn, type Contribution } from '@evenground/cube';
import type { Collection, DocumentStore, Stored } from '@evenground/document-store';
import { packColumns, packHeaders, packParts, type PackHeader } from './collections.js';
import { NO_COLUMN, Pack, headerId } from './pack.js';
import { NO_PART, loadedPart } from './pack-parts.js';

// A pack in memory is some hundred kilobytes to a few megabytes, by how many months of attendance were touched.
const REMEMBERED_PACKS = 128;
const LOADED_AT_ONCE = 500;

/** Where packs of one bucket lie. */
export interface PackPlace {
  readonly district: string;
  readonly bucket: number;
  readonly generation: number;
}

/**
 * Loads packs, and remembers those used last: their versions fence every commit, so a stale one is found out there.
 * Those who change packs of one bucket take turns, so that each sees what the other has made of a remembered pack.
 */
export class PackRepository {
  private readonly remembered = new Map<string, Pack>();

  constructor(private readonly store: DocumentStore) {}

  /** The packs, new ones empty, in the order asked. `referenceVersion` is that of packs which do not exist yet. */
  async open(place: PackPlace, packs: readonly string[], referenceVersion: number): Promise<Map<string, Pack>> {
    const ids = packs.map((pack) => headerId({ ...place, pack }));
    // Held from here on: another bucket's turn may let some be forgotten while the others are loaded.
    const opened = ids.map((id) => this.remembered.get(id));
    const headers = await this.loadAll(
      packHeaders,
      ids.filter((_, index) => opened[index] === undefined),
    );
    let next = 0;
    return new Map(
      packs.map((name, index) => {
        const pack = opened[index] ?? newPack({ ...place, pack: name, referenceVersion }, headers[next++]);
        return [name, this.used(ids[index]!, pack)];
      }),
    );
  }

  /** Loads the named parts and columns that are not in memory yet; one that does not exist is remembered as empty. */
  async load(wanted: Iterable<{ pack: Pack; parts?: Iterable<string>; columns?: Iterable<string> }>): Promise<void> {
    const parts: { pack: Pack; part: string; ids: string[] }[] = [];
    const columns: { pack: Pack; key: string }[] = [];
    for (const { pack, parts: ofParts = [], columns: ofColumns = [] } of wanted) {
      for (const part of new Set(ofParts)) {
        if (pack.parts.has(part)) continue;
        const chunks = pack.header.parts[part] ?? 0;
        if (chunks === 0) pack.parts.set(part, NO_PART);
        else parts.push({ pack, part, ids: Array.from({ length: chunks }, (_, chunk) => pack.partId(part, chunk)) });
      }
      for (const key of new Set(ofColumns)) if (!pack.columns.has(key)) columns.push({ pack, key });
    }
    const [partDocuments, columnDocuments] = await Promise.all([
      this.loadAll(
        packParts,
        parts.flatMap(({ ids }) => ids),
      ),
      this.loadAll(
        packColumns,
        columns.map(({ pack, key }) => pack.columnId(key)),
      ),
    ]);
    let next = 0;
    for (const { pack, part, ids } of parts) {
      pack.parts.set(part, loadedPart(partDocuments.slice(next, next + ids.length)));
      next += ids.length;
    }
    columns.forEach(({ pack, key }, index) => {
      const document = columnDocuments[index];
      pack.columns.set(
        key,
        document ? { byStudent: byStudent(decodeColumn(document.body.column)), version: document.version } : NO_COLUMN,
      );
    });
  }

  /** Forgets the packs of a bucket, because what is remembered of them may be stale or is no longer needed. */
  forgetBucket({ district, bucket }: Pick<PackPlace, 'district' | 'bucket'>): void {
    for (const [id, { header }] of this.remembered) {
      if (header.district === district && header.bucket === bucket) this.remembered.delete(id);
    }
  }

  /** Keeps memory bounded: forgets the packs used longest ago. Call it between batches. */
  trim(): void {
    for (const id of this.remembered.keys()) {
      if (this.remembered.size <= REMEMBERED_PACKS) return;
      this.remembered.delete(id);
    }
  }

  private used(id: string, pack: Pack): Pack {
    this.remembered.delete(id);
    this.remembered.set(id, pack);
    return pack;
  }

  private async loadAll<Body>(of: Collection<Body>, ids: readonly string[]) {
    const loaded: (Stored<Body> | undefined)[] = [];
    for (let from = 0; from < ids.length; from += LOADED_AT_ONCE) {
      loaded.push(...(await this.store.load(of, ids.slice(from, from + LOADED_AT_ONCE))));
    }
    return loaded;
  }
}

function newPack(empty: Omit<PackHeader, 'parts' | 'columns'>, stored: Stored<PackHeader> | undefined): Pack {
  return new Pack(stored?.body ?? { ...empty, parts: {}, columns: {} }, stored?.version ?? 0);
}

function byStudent(contributions: readonly Contribution[]): Map<string, Contribution[]> {
  const students = new Map<string, Contribution[]>();
  for (const contribution of contributions) {
    const known = students.get(contribution.studentKey);
    if (known) known.push(contribution);
    else students.set(contribution.studentKey, [contribution]);
  }
  return students;
}
