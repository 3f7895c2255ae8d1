import { CLOCK, type Clock, instant } from '@evenground/config';
import { ReportSent } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, notedReports } from '../collections.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';

interface ReportStep {
  readonly district: string;
  readonly cycleId: string;
  readonly reportId: string;
}

/** Writes into a cycle's log that a frontline report was sent or answered: its kind and id, nothing of its text. */
@Injectable()
export class NoteReports {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Handles one event of `feedback.reports`; a step that was noted before is not noted again. */
  async note(delivery: Delivery): Promise<void> {
    const [event] = delivery.events;
    const says = event && SAYS[event.envelope.type];
    if (event === undefined || says === undefined) return this.skip(delivery);
    const { district, cycleId, reportId } = event.data as ReportStep;
    const cycle = await this.keep.load(district, cycleId);
    const notedId = keyOf(district, cycleId, reportId, event.envelope.type);
    const [noted] = await this.store.load(notedReports, [notedId]);
    if (cycle === undefined || noted !== undefined) return this.skip(delivery);
    const added = await this.keep.noteWrites(cycle.body, [
      {
        at: instant(this.clock),
        byRole: 'system',
        byPseudonym: 'feedback',
        kind: 'note',
        text: says(event.data),
        refs: [reportId],
      },
    ]);
    const mark = { collection: notedReports, id: notedId, expected: 0, body: { seq: added.head.seq } };
    await this.keep.commit({ writes: [...added.writes, mark], handled: delivery.handled });
  }

  private async skip(delivery: Delivery): Promise<void> {
    await this.keep.commit({ handled: delivery.handled });
  }
}

/** What the log says of each step; the words are ours, never a person's. */
const SAYS: Readonly<Record<string, (data: unknown) => string>> = {
  'report.sent': (data) => {
    const { kind, severity } = ReportSent.pick({ kind: true, severity: true }).strip().parse(data);
    return `frontline report: ${kind}, ${severity}`;
  },
  'report.answered': () => 'frontline report answered',
};
