import type { LogEvent } from '@evenground/contracts';
import { collection, type DocumentStore, type DocumentStores } from '@evenground/document-store';
import type { Feature } from '@evenground/event-log';
import { RECORDS, sequenced } from '../suites/sequenced-events.js';

export const APPLYING = 'reporting.apply';
const APPLIED = collection<{ readonly sequences: readonly number[] }>('applied');

/** An event that the catalogue has, so that a consumer loop hands it to its feature. */
export function catalogued(stream: string, sequence: number): LogEvent {
  const { envelope, data } = sequenced(stream, sequence, { data: { restatementId: 'suite', reset: false } });
  return { envelope: { ...envelope, type: 'restatement.begun' }, data };
}

export function openApplied(stores: DocumentStores): Promise<DocumentStore> {
  return stores.open('reporting', [APPLIED]);
}

/** A feature whose effect shows how often and in which order it was given each event of a stream. */
export function applying(store: DocumentStore, work: () => Promise<void> = () => Promise.resolve()): Feature {
  return {
    group: APPLYING,
    topics: [RECORDS],
    batch: true,
    maxBatch: 40,
    handle: async ({ events, handled, progress }) => {
      const streams = [...new Set(events.map(({ envelope }) => envelope.stream))];
      const found = await store.load(APPLIED, streams);
      await work();
      await progress();
      await store.commit({
        writes: streams.map((stream, at) => ({
          collection: APPLIED,
          id: stream,
          expected: found[at]?.version ?? 0,
          body: {
            sequences: [
              ...(found[at]?.body.sequences ?? []),
              ...events.filter(({ envelope }) => envelope.stream === stream).map(({ envelope }) => envelope.sequence),
            ],
          },
        })),
        handled,
      });
    },
  };
}

/** Of each stream what was applied, in the order of the effects. */
export async function appliedIn(store: DocumentStore): Promise<Readonly<Record<string, readonly number[]>>> {
  const { items } = await store.list(APPLIED, '', { limit: 1_000 });
  return Object.fromEntries(items.map(({ id, body }) => [id, body.sequences]));
}
