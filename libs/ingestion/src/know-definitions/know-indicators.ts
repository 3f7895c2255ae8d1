import type { Clock } from '@evenground/config';
import type { IndicatorDefinition } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { references } from '../collections.js';
import { retrying } from '../keep-records/record-keeper.js';
import type { ReplayWaiting } from '../replay-waiting/replay-waiting.js';
import { EVERY_DISTRICT, definitionWrite, referenceId } from './definitions.js';

/** Knows the indicators that diagnostics announces, and lets the rows that waited for one be judged. */
export class KnowIndicators {
  constructor(
    private readonly parts: {
      readonly store: DocumentStore;
      readonly clock: Clock;
      readonly replay: ReplayWaiting;
      readonly replayWaiting: () => void;
    },
  ) {}

  async handle(delivery: Delivery): Promise<void> {
    const { store, clock, replay } = this.parts;
    for (const { envelope, data } of delivery.events) {
      if (envelope.type !== 'indicator.defined') continue;
      const { district, definition } = data as { district: string; definition: IndicatorDefinition };
      const id = referenceId(district, { kind: 'indicator', id: definition.id });
      await retrying(clock, async () => {
        const [stored] = await store.load(references, [id]);
        await store.commit({ writes: [definitionWrite(id, stored, { kind: 'indicator', indicator: definition })] });
      });
      if (district === EVERY_DISTRICT) await replay.dueEverywhere(id, { kind: 'indicator', indicator: definition });
      await delivery.progress();
    }
    // What was written before is absolute, so the marks may follow in a commit of their own.
    await store.commit({ handled: delivery.handled });
    this.parts.replayWaiting();
  }
}
