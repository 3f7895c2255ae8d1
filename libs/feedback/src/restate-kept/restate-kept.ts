import type { StreamRequested } from '@evenground/contracts';
import type { Collection, DocumentStore, Stored } from '@evenground/document-store';
import {
  type Delivery,
  type EventToPublish,
  type RestatementProgress,
  type RestatementSlice,
  restate,
  restatementKey,
} from '@evenground/event-log';
import { restatements } from '../collections.js';
import type { CommitReports } from '../keep-report/commit-reports.js';

/** What the stream of a cycle is made of: documents with ids `district/cycle/<id>`, and what each says. */
export interface KeptStream<Body extends { readonly id: string }> {
  readonly collection: Collection<Body>;
  eventsOf(body: Body): RestatementSlice['events'];
}

/** Some documents of a stream, as they were read. */
interface KeptSlice<Body> extends RestatementSlice {
  readonly stored: readonly Stored<Body>[];
}

const SLICE = 100; // documents that one commit reads and guards

/** Says the kept documents of a cycle again on request. */
export abstract class RestateKept<Body extends { readonly id: string }> {
  protected constructor(
    private readonly store: DocumentStore,
    private readonly commits: CommitReports,
    private readonly kept: KeptStream<Body>,
  ) {}

  /** Handles one `stream.requested`; the same request again goes on where it was. */
  async answer(delivery: Delivery<StreamRequested>): Promise<void> {
    const [event] = delivery.events;
    if (event?.envelope.type === 'stream.requested') {
      const { stream, keys } = event.data;
      await restate<KeptSlice<Body>>({
        request: event.data,
        correlationId: event.envelope.correlationId,
        causationId: event.envelope.id,
        source: {
          slices: (after) => this.slices(stream, after, keys),
          keysUpTo: (last) => this.keysUpTo(stream, last),
        },
        progress: async (id) => (await this.progress(id))?.body,
        commit: (events, progress, slice) => this.commit(events, progress, slice),
      });
    }
    await this.commits.commit({ handled: delivery.handled });
  }

  private async *slices(
    stream: string,
    after: string | undefined,
    keys: readonly string[] | undefined,
  ): AsyncIterable<KeptSlice<Body>> {
    const isWanted = (id: string): boolean => (after === undefined || id > after) && (keys?.includes(id) ?? true);
    for await (const page of this.pages(stream)) {
      const stored = page.filter(({ body }) => isWanted(body.id));
      if (stored.length === 0) continue;
      const bodies = stored.map(({ body }) => body);
      yield { keys: bodies.map(({ id }) => id), events: bodies.flatMap((body) => this.kept.eventsOf(body)), stored };
    }
  }

  private async *keysUpTo(stream: string, last: string): AsyncIterable<readonly string[]> {
    for await (const page of this.pages(stream)) yield page.map(({ body }) => body.id).filter((id) => id <= last);
  }

  /** Documents of the stream, ascending by id. */
  private async *pages(stream: string): AsyncIterable<readonly Stored<Body>[]> {
    let next: string | undefined;
    do {
      const page = await this.store.list(this.kept.collection, `${stream}/`, { limit: SLICE, after: next });
      yield page.items;
      next = page.next;
    } while (next !== undefined);
  }

  /** Writes the documents again at the versions that were read: whoever changed one since makes this conflict. */
  private async commit(
    publish: readonly EventToPublish[],
    progress: RestatementProgress,
    slice: KeptSlice<Body> | undefined,
  ): Promise<void> {
    const id = restatementKey(progress);
    const known = await this.progress(id);
    const guards = (slice?.stored ?? []).map(({ id: read, version, body }) => ({
      ...{ collection: this.kept.collection, id: read, expected: version, body },
    }));
    const said = { collection: restatements, id, expected: known?.version ?? 0, body: progress };
    await this.commits.commit({ writes: [...guards, said], publish });
  }

  private async progress(id: string): Promise<Stored<RestatementProgress> | undefined> {
    return (await this.store.load(restatements, [id]))[0];
  }
}
