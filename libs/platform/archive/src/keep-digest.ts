import { createHash } from 'node:crypto';
import { PlatformError } from '@evenground/contracts';
import { lineOfItem } from './item-line.js';
import { byPlace, type KeepItem } from './keep.js';
import { nameOf } from './name-of-item.js';

/** What a keep holds, in numbers. */
export interface KeepSummary {
  readonly documents: number;
  readonly heads: number;
  readonly handled: number;
  readonly events: number;
  /** SHA-256 of all items as lines, hex: two keeps with the same one hold the same bytes. */
  readonly sha256: string;
}

const COUNTED = { document: 'documents', head: 'heads', handled: 'handled', event: 'events' } as const;

/** Reads items by, in their order. */
export class KeepDigest {
  readonly #hash = createHash('sha256');
  readonly #counts = { documents: 0, heads: 0, handled: 0, events: 0 };
  #last: KeepItem | undefined;
  #bytes = 0;

  /** @returns the item's line @throws PlatformError `archive-invalid` when it is out of order or there twice */
  add(item: KeepItem): string {
    if (this.#last !== undefined && byPlace(this.#last, item) >= 0) {
      throw new PlatformError('archive-invalid', `an item is out of its order: ${nameOf(item)}`);
    }
    this.#last = item;
    const line = lineOfItem(item);
    this.#hash.update(line);
    this.#bytes += line.length;
    this.#counts[COUNTED[item.kind]] += 1;
    return line;
  }

  /** Characters of all lines so far. */
  get characters(): number {
    return this.#bytes;
  }

  summary(): KeepSummary {
    return { ...this.#counts, sha256: this.#hash.copy().digest('hex') };
  }
}

export async function digestOf(batches: AsyncIterable<readonly KeepItem[]>): Promise<KeepSummary> {
  const digest = new KeepDigest();
  for await (const items of batches) for (const item of items) digest.add(item);
  return digest.summary();
}
