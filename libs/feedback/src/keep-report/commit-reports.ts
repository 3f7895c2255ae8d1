import type { StreamPosition } from '@evenground/contracts';
import { type Commit, type Committed, DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { PositionWaiter } from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';

export const REPORTS_TOPIC = 'feedback.reports';

/** Commits, and lets those who wait for what was committed or handled know. */
@Injectable()
export class CommitReports {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(PositionWaiter) private readonly positions: PositionWaiter,
  ) {}

  async commit(commit: Commit): Promise<Committed> {
    const committed = await this.store.commit(commit);
    const reached: readonly StreamPosition[] = [...committed.positions, ...(commit.handled ?? [])];
    for (const { topic, stream, sequence } of reached) this.positions.advance(topic, stream, sequence);
    return committed;
  }
}
