import type { DeliveryChange, KeptDelivery } from './delivery.js';
import { idOf } from './delivery.js';
import { type DeliveryPart, PART_CAPACITY, type PartDigest, fingerprintOf } from './delivery-parts.js';

export type ChangeResult = 'logged' | 'replaced' | 'unchanged' | 'withdrawn' | 'unknown' | 'forgotten';

/** Where fingerprints say that a delivery may lie. */
export class PartFinder {
  private readonly partsOf = new Map<string, number[]>();

  constructor(digests: readonly PartDigest[]) {
    digests.forEach(({ fingerprints }, part) => {
      for (let at = 0; at < fingerprints.length; at += 8) this.add(fingerprints.slice(at, at + 8), part);
    });
  }

  /** The parts that may hold the id; usually none or one. */
  candidates(id: string): readonly number[] {
    return this.partsOf.get(fingerprintOf(id)) ?? [];
  }

  private add(fingerprint: string, part: number): void {
    const known = this.partsOf.get(fingerprint);
    if (known === undefined) this.partsOf.set(fingerprint, [part]);
    else if (!known.includes(part)) known.push(part);
  }
}

/** The parts of one intervention that are at hand: all that may hold one of the ids, and the open one of each month. */
export interface PartsAtHand {
  readonly loaded: ReadonlyMap<number, DeliveryPart>;
  /** How many parts there are; a new one gets this number. */
  readonly partCount: number;
  /** The part of each month that takes new rows. */
  readonly open: Readonly<Record<string, number>>;
}

export interface ChangedParts {
  readonly changed: ReadonlyMap<number, DeliveryPart>;
  readonly partCount: number;
  readonly open: Readonly<Record<string, number>>;
  /** What became of each change, in their order. */
  readonly results: readonly ChangeResult[];
}

/** Applies changes to the parts at hand. The same changes again leave everything as it is. */
export function changeDeliveries(parts: PartsAtHand, changes: readonly DeliveryChange[]): ChangedParts {
  const work = new WorkingParts(parts);
  const results = changes.map((change) => work.apply(change));
  return { changed: work.changedParts(), partCount: work.partCount, open: work.open, results };
}

class WorkingParts {
  private readonly rows = new Map<number, Map<string, KeptDelivery>>();
  private readonly months = new Map<number, string>();
  private readonly whereIs = new Map<string, number>();
  private readonly touched = new Set<number>();
  readonly open: Record<string, number>;
  partCount: number;

  constructor(parts: PartsAtHand) {
    this.open = { ...parts.open };
    this.partCount = parts.partCount;
    for (const [number, part] of parts.loaded) {
      this.months.set(number, part.month);
      this.rows.set(number, new Map(part.rows.map((row) => [row.id, row])));
      for (const { id } of part.rows) this.whereIs.set(id, number);
    }
  }

  apply(change: DeliveryChange): ChangeResult {
    const part = this.whereIs.get(idOf(change));
    const known = part === undefined ? undefined : this.rows.get(part)?.get(idOf(change));
    if (change.kind === 'put') return this.put(change.delivery, part, known);
    if (part === undefined || known === undefined) return 'unknown';
    if (change.kind === 'withdraw') {
      this.remove(part, known.id);
      return 'withdrawn';
    }
    if (known.student === undefined) return 'unchanged';
    const { student: _student, ...rest } = known;
    this.set(part, rest);
    return 'forgotten';
  }

  changedParts(): ReadonlyMap<number, DeliveryPart> {
    return new Map(
      [...this.touched].map((number) => [
        number,
        { month: this.months.get(number) ?? '', rows: [...(this.rows.get(number)?.values() ?? [])] },
      ]),
    );
  }

  private put(delivery: KeptDelivery, part: number | undefined, known: KeptDelivery | undefined): ChangeResult {
    if (part === undefined || known === undefined) {
      this.add(delivery);
      return 'logged';
    }
    if (isSame(known, delivery)) return 'unchanged';
    if (monthOf(known) === monthOf(delivery)) this.set(part, delivery);
    else {
      this.remove(part, known.id);
      this.add(delivery);
    }
    return 'replaced';
  }

  private add(delivery: KeptDelivery): void {
    const month = monthOf(delivery);
    let part = this.open[month];
    if (part === undefined || (this.rows.get(part)?.size ?? 0) >= PART_CAPACITY) {
      part = this.partCount;
      this.partCount += 1;
      this.open[month] = part;
      this.months.set(part, month);
      this.rows.set(part, new Map());
    }
    this.set(part, delivery);
  }

  private set(part: number, delivery: KeptDelivery): void {
    this.rows.get(part)?.set(delivery.id, delivery);
    this.whereIs.set(delivery.id, part);
    this.touched.add(part);
  }

  private remove(part: number, id: string): void {
    this.rows.get(part)?.delete(id);
    this.whereIs.delete(id);
    this.touched.add(part);
  }
}

export function monthOf(delivery: Pick<KeptDelivery, 'date'>): string {
  return delivery.date.slice(0, 7);
}

function isSame(one: KeptDelivery, other: KeptDelivery): boolean {
  const fields = ['schoolId', 'date', 'minutes', 'planned', 'quality', 'deliveredBy', 'student'] as const;
  return fields.every((field) => one[field] === other[field]);
}
