import { PlatformError } from '@evenground/contracts';
import { requireKnown } from './item-line.js';
import { KeepDigest, digestOf, type KeepSummary } from './keep-digest.js';
import type { Keep, KeepItem, KnownServices } from './keep.js';

export interface FillOptions {
  readonly keep: Keep;
  readonly services: KnownServices;
  readonly items: AsyncIterable<readonly KeepItem[]>;
  /** Looks at all that was put before the place may be used, e.g. whether it is what the archive's end says. */
  readonly beforeComplete?: (put: KeepSummary) => Promise<void> | void;
  /** Told how many items are put. */
  readonly onProgress?: (items: number) => void;
}

/**
 * Fills an empty place and reads everything back; only when both are the same to the byte may processes use the place.
 * However it ends before, the place stays refused and can be filled anew.
 */
export async function fillKeep(options: FillOptions): Promise<KeepSummary> {
  const { keep, services, items, beforeComplete, onProgress } = options;
  const filling = await keep.fill(services);
  try {
    const digest = new KeepDigest();
    let count = 0;
    for await (const batch of items) {
      for (const item of batch) {
        requireKnown(services, item);
        digest.add(item);
      }
      await filling.put(batch);
      onProgress?.((count += batch.length));
    }
    const put = digest.summary();
    const kept = await digestOf(filling.readBack());
    if (kept.sha256 !== put.sha256) {
      throw new PlatformError('store-unavailable', `${keep.name} gives back other than what was put: begin again`);
    }
    await beforeComplete?.(put);
    await filling.complete();
    return put;
  } finally {
    await filling.close();
  }
}
