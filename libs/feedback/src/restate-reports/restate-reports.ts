import type { StreamRequested } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Stored } from '@evenground/document-store';
import {
  type Delivery,
  type EventToPublish,
  type RestatementProgress,
  type RestatementSlice,
  restate,
  restatementKey,
} from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';
import { reports, restatements } from '../collections.js';
import { type Report, sentEvent } from '../domain/report.js';
import { CommitReports } from '../keep-report/commit-reports.js';

/** Some reports of a stream, as they were read. */
interface ReportSlice extends RestatementSlice {
  readonly stored: readonly Stored<Report>[];
}

const SLICE = 100; // documents that one commit reads and guards

/** Says the reports of a cycle again on request: that they were sent, and answered. */
@Injectable()
export class RestateReports {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CommitReports) private readonly commits: CommitReports,
  ) {}

  /** Handles one `stream.requested`; the same request again goes on where it was. */
  async answer(delivery: Delivery<StreamRequested>): Promise<void> {
    const [event] = delivery.events;
    if (event?.envelope.type === 'stream.requested') {
      const { stream, keys } = event.data;
      await restate<ReportSlice>({
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
  ): AsyncIterable<ReportSlice> {
    for await (const page of this.pages(stream)) {
      const isWanted = (id: string): boolean => (after === undefined || id > after) && (keys?.includes(id) ?? true);
      const stored = page.filter(({ body }) => isWanted(body.id));
      if (stored.length > 0) yield sliceOf(stored);
    }
  }

  private async *keysUpTo(stream: string, last: string): AsyncIterable<readonly string[]> {
    for await (const page of this.pages(stream)) yield page.map(({ body }) => body.id).filter((id) => id <= last);
  }

  /** Reports of the stream, ascending by id. */
  private async *pages(stream: string): AsyncIterable<readonly Stored<Report>[]> {
    let next: string | undefined;
    do {
      const page = await this.store.list(reports, `${stream}/`, { limit: SLICE, after: next });
      yield page.items;
      next = page.next;
    } while (next !== undefined);
  }

  /** Writes the reports again at the versions that were read: whoever changed one since makes this conflict. */
  private async commit(
    publish: readonly EventToPublish[],
    progress: RestatementProgress,
    slice: ReportSlice | undefined,
  ): Promise<void> {
    const id = restatementKey(progress);
    const known = await this.progress(id);
    const guards = (slice?.stored ?? []).map(({ id, version, body }) => ({
      ...{ collection: reports, id, expected: version, body },
    }));
    const kept = {
      collection: restatements,
      id,
      expected: known?.version ?? 0,
      body: progress,
    };
    await this.commits.commit({ writes: [...guards, kept], publish });
  }

  private async progress(id: string): Promise<Stored<RestatementProgress> | undefined> {
    return (await this.store.load(restatements, [id]))[0];
  }
}

function sliceOf(stored: readonly Stored<Report>[]): ReportSlice {
  const events = stored.flatMap(({ body: report }) => {
    const { district, cycleId, id: reportId, answer } = report;
    const sent = { type: 'report.sent', data: sentEvent(report) };
    if (answer === undefined) return [sent];
    return [sent, { type: 'report.answered', data: { district, cycleId, reportId, answeredOn: answer.on } }];
  });
  return { keys: stored.map(({ body }) => body.id), events, stored };
}
