import type { Clock } from '@evenground/config';
import { type Service, type StreamName, streamId, topicNamed } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import { PositionWaiter } from '@evenground/event-log';
import type { EventFeature } from '@evenground/http';
import type { Receipts } from './receipts.js';

export interface ServicePositionsOptions {
  readonly service: Service;
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** What the service handles; asked when somebody waits, since the service starts later than this. */
  readonly features: () => readonly EventFeature[];
  /** Topics whose positions the service tells by itself, with `advance`. */
  readonly followsTopics?: readonly string[];
  readonly receipts: Receipts;
}

/**
 * How far a service includes each stream: its own, as soon as they are committed; those it handles, when every one of
 * its features has handled them; those it has nothing to do with, always.
 */
export function servicePositions(options: ServicePositionsOptions): PositionWaiter {
  const { followsTopics = [], receipts } = options;
  return new PositionWaiter({
    clock: options.clock,
    loadReceipt: (receiptId) => receipts.positionsOf(receiptId),
    load: async (streams) => {
      const known = streams.filter(({ topic }) => !followsTopics.includes(topic));
      return new Map(
        await Promise.all(known.map(async (name) => [streamId(name), await includedUpTo(name, options)] as const)),
      );
    },
  });
}

async function includedUpTo(name: StreamName, { service, store, features }: ServicePositionsOptions): Promise<number> {
  const groups = features().filter(({ topics }) => topics.includes(name.topic));
  const own = topicNamed(name.topic)?.publisher === service ? [await store.heads([name])] : [];
  const handled = await Promise.all(groups.map(({ group }) => store.handled(group, [name])));
  const sequences = [...own, ...handled].map((known) => known.get(streamId(name)) ?? 0);
  return sequences.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...sequences);
}
