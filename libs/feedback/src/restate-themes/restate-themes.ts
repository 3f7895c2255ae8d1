import type { StreamRequested } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Stored } from '@evenground/document-store';
import { type Delivery, type RestatementSlice, restate, restatementKey } from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';
import { restatements, themes, type KeptTheme } from '../collections.js';
import { CommitReports } from '../keep-report/commit-reports.js';

interface ThemeSlice extends RestatementSlice {
  readonly stored: readonly Stored<KeptTheme>[];
}

const SLICE = 100; // documents that one commit reads and guards

/** Says the published themes of a cycle again on request. */
@Injectable()
export class RestateThemes {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CommitReports) private readonly commits: CommitReports,
  ) {}

  /** Handles one `stream.requested`; the same request again goes on where it was. */
  async answer(delivery: Delivery<StreamRequested>): Promise<void> {
    const [event] = delivery.events;
    if (event?.envelope.type === 'stream.requested') {
      const { stream, keys } = event.data;
      await restate<ThemeSlice>({
        request: event.data,
        correlationId: event.envelope.correlationId,
        causationId: event.envelope.id,
        source: {
          slices: (after) => this.slices(stream, after, keys),
          keysUpTo: (last) => this.keysUpTo(stream, last),
        },
        progress: async (id) => (await this.store.load(restatements, [id]))[0]?.body,
        commit: async (publish, progress, slice) => {
          const id = restatementKey(progress);
          const [known] = await this.store.load(restatements, [id]);
          const guards = (slice?.stored ?? []).map(({ id: theme, version, body }) => ({
            ...{ collection: themes, id: theme, expected: version, body },
          }));
          const kept = { collection: restatements, id, expected: known?.version ?? 0, body: progress };
          await this.commits.commit({ writes: [...guards, kept], publish });
        },
      });
    }
    await this.commits.commit({ handled: delivery.handled });
  }

  private async *slices(
    stream: string,
    after: string | undefined,
    keys: readonly string[] | undefined,
  ): AsyncIterable<ThemeSlice> {
    for await (const page of this.pages(stream)) {
      const stored = page.filter(
        ({ body }) => (after === undefined || body.id > after) && (keys?.includes(body.id) ?? true),
      );
      if (stored.length === 0) continue;
      const events = stored.map(({ body: { district, ...theme } }) => ({
        type: 'theme.published',
        data: { district, theme },
      }));
      yield { keys: stored.map(({ body }) => body.id), events, stored };
    }
  }

  private async *keysUpTo(stream: string, last: string): AsyncIterable<readonly string[]> {
    for await (const page of this.pages(stream)) yield page.map(({ body }) => body.id).filter((id) => id <= last);
  }

  private async *pages(stream: string): AsyncIterable<readonly Stored<KeptTheme>[]> {
    let next: string | undefined;
    do {
      const page = await this.store.list(themes, `${stream}/`, { limit: SLICE, after: next });
      yield page.items;
      next = page.next;
    } while (next !== undefined);
  }
}
