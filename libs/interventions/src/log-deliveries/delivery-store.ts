import type { DeliveredAtSchool, DeliveryLogged, StreamPosition } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Stored, type Write } from '@evenground/document-store';
import { Inject, Injectable } from '@nestjs/common';
import { type DeliveryLedger, deliveryDigests, deliveryLedgers, deliveryParts, keyOf } from '../collections.js';
import { type ChangeResult, PartFinder, changeDeliveries, monthOf } from '../domain/change-deliveries.js';
import { type DeliveryChange, type KeptDelivery, idOf } from '../domain/delivery.js';
import { type DeliveryPart, type PartDigest, deliveredBySchool, digestOf } from '../domain/delivery-parts.js';

/** An intervention's deliveries as a whole: the head, and what its parts add up to. */
export interface LoadedLedger {
  readonly district: string;
  readonly interventionId: string;
  readonly stored: Stored<DeliveryLedger> | undefined;
  readonly digests: readonly PartDigest[];
}

/** Changes that are ready to commit, and the ledger as it is after them. */
export interface LedgerWrites {
  readonly writes: readonly Write[];
  readonly results: readonly ChangeResult[];
  readonly delivered: DeliveredAtSchool[];
  readonly includes: readonly StreamPosition[];
  /** What to tell `committed` once they are durable. */
  readonly after: KnownDigests;
}

/** The digests of a ledger at a version of it. */
export interface KnownDigests {
  readonly key: string;
  readonly version: number;
  readonly digests: readonly PartDigest[];
}

const CACHED_LEDGERS = 32; // some 5 MB at a hundred thousand deliveries each

/**
 * Keeps deliveries packed by intervention and month. Every change writes the ledger at the version that was read, so
 * that two writers never both change the parts, and what was read under that version may be remembered.
 */
@Injectable()
export class DeliveryStore {
  private readonly remembered = new Map<string, KnownDigests>();

  constructor(@Inject(DOCUMENT_STORE) private readonly store: DocumentStore) {}

  async open(district: string, interventionId: string): Promise<LoadedLedger> {
    const key = keyOf(district, interventionId);
    const [stored] = await this.store.load(deliveryLedgers, [key]);
    if (stored === undefined) return { district, interventionId, stored, digests: [] };
    const known = this.remembered.get(key);
    if (known?.version === stored.version) return { district, interventionId, stored, digests: known.digests };
    const digests = await this.digests(key, stored.body.partCount);
    const [again] = await this.store.load(deliveryLedgers, [key]);
    if (again?.version !== stored.version) return this.open(district, interventionId);
    this.committed({ key, version: stored.version, digests });
    return { district, interventionId, stored, digests };
  }

  /** Remembers what is durable now, so that the next change need not read it. */
  committed(known: KnownDigests): void {
    this.remembered.delete(known.key);
    this.remembered.set(known.key, known);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > CACHED_LEDGERS && oldest !== undefined) this.remembered.delete(oldest);
  }

  async delivered(district: string, interventionId: string): Promise<DeliveredAtSchool[]> {
    return deliveredBySchool((await this.open(district, interventionId)).digests);
  }

  /** What the events of a restatement say. */
  async restated(district: string, cycleId: string, interventionId: string): Promise<DeliveryLogged> {
    const { stored, digests } = await this.open(district, interventionId);
    return {
      ...{ district, cycleId, interventionId, logged: 0, withdrawn: 0, refused: 0 },
      delivered: deliveredBySchool(digests),
      includes: [...(stored?.body.includes ?? [])],
    };
  }

  /** The parts that the changes may touch; how large a step is depends on them. */
  touchedParts(ledger: LoadedLedger, changes: readonly DeliveryChange[]): ReadonlySet<number> {
    const finder = new PartFinder(ledger.digests);
    const open = ledger.stored?.body.open ?? {};
    return new Set(
      changes.flatMap((change): readonly number[] => {
        const taking = change.kind === 'put' ? open[monthOf(change.delivery)] : undefined;
        return [...finder.candidates(idOf(change)), ...(taking === undefined ? [] : [taking])];
      }),
    );
  }

  /** Rows by id, as far as they are kept. */
  async find(ledger: LoadedLedger, ids: readonly string[]): Promise<ReadonlyMap<string, KeptDelivery>> {
    const finder = new PartFinder(ledger.digests);
    const parts = await this.parts(ledger, new Set(ids.flatMap((id) => finder.candidates(id))));
    const wanted = new Set(ids);
    const rows = [...parts.values()].flatMap((part) => part.rows).filter(({ id }) => wanted.has(id));
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Makes changes ready to commit. `includes` are positions that the ledger has taken in with them. */
  async change(
    ledger: LoadedLedger,
    cycleId: string,
    changes: readonly DeliveryChange[],
    includes: readonly StreamPosition[],
  ): Promise<LedgerWrites> {
    const { district, interventionId, stored, digests } = ledger;
    const { open, partCount } = stored?.body ?? { open: {}, partCount: 0 };
    const loaded = await this.parts(ledger, this.touchedParts(ledger, changes));
    const changed = changeDeliveries({ loaded, partCount, open }, changes);
    const after = [...digests];
    for (const [number, part] of changed.changed) after[number] = digestOf(part);
    const body: DeliveryLedger = {
      cycleId,
      count: after.reduce((sum, { count }) => sum + count, 0),
      partCount: changed.partCount,
      open: changed.open,
      includes: mergedPositions(stored?.body.includes ?? [], includes),
    };
    const key = keyOf(district, interventionId);
    const parts = [...changed.changed].flatMap(([number, part]): Write[] => [
      { collection: deliveryParts, id: partKey(key, number), expected: 'any', body: part },
      { collection: deliveryDigests, id: partKey(key, number), expected: 'any', body: after[number] },
    ]);
    return {
      writes: [{ collection: deliveryLedgers, id: key, expected: stored?.version ?? 0, body }, ...parts],
      results: changed.results,
      delivered: deliveredBySchool(after),
      includes: body.includes,
      after: { key, version: (stored?.version ?? 0) + 1, digests: after },
    };
  }

  /** One part of an intervention, for the list; `undefined` after the last. */
  async part(district: string, interventionId: string, number: number): Promise<DeliveryPart | undefined> {
    return (await this.store.load(deliveryParts, [partKey(keyOf(district, interventionId), number)]))[0]?.body;
  }

  private async parts(ledger: LoadedLedger, numbers: ReadonlySet<number>): Promise<ReadonlyMap<number, DeliveryPart>> {
    const key = keyOf(ledger.district, ledger.interventionId);
    const asked = [...numbers];
    const found = await this.store.load(
      deliveryParts,
      asked.map((number) => partKey(key, number)),
    );
    return new Map(found.flatMap((stored, at) => (stored ? [[asked[at] ?? 0, stored.body] as const] : [])));
  }

  private async digests(key: string, partCount: number): Promise<readonly PartDigest[]> {
    const ids = Array.from({ length: partCount }, (_none, number) => partKey(key, number));
    const digests: PartDigest[] = [];
    for (let at = 0; at < ids.length; at += 500) {
      const found = await this.store.load(deliveryDigests, ids.slice(at, at + 500));
      for (const stored of found) if (stored) digests.push(stored.body);
    }
    return digests;
  }
}

function partKey(key: string, number: number): string {
  return `${key}/${String(number).padStart(8, '0')}`;
}

/** The newest position of each stream. */
function mergedPositions(
  before: readonly StreamPosition[],
  more: readonly StreamPosition[],
): readonly StreamPosition[] {
  const merged = new Map<string, StreamPosition>();
  for (const position of [...before, ...more]) {
    const id = `${position.topic}|${position.stream}`;
    const known = merged.get(id);
    if (known === undefined || known.sequence < position.sequence) merged.set(id, position);
  }
  return [...merged.values()];
}
