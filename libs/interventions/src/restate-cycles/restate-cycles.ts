import type { StreamRequested } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Stored, type Write } from '@evenground/document-store';
import {
  type Delivery,
  type EventToPublish,
  type RestatementProgress,
  type RestatementSlice,
  restate,
  restatementKey,
} from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';
import { CheckFidelity } from '../check-fidelity/check-fidelity.js';
import { cycles, deliveryLedgers, fidelityWindows, keyOf, restatements } from '../collections.js';
import { type Cycle, summaryOf } from '../domain/cycle.js';
import { KeepCycle } from '../keep-cycle/keep-cycle.js';
import { DeliveryStore } from '../log-deliveries/delivery-store.js';

/** The whole content of one stream: a cycle, its deliveries and its checks, with what they were read from. */
interface CycleSlice extends RestatementSlice {
  readonly guards: readonly Write[];
}

/** Says a cycle's stream again on request: one event with absolute content between two markers. */
@Injectable()
export class RestateCycles {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(CheckFidelity) private readonly fidelity: CheckFidelity,
  ) {}

  /** Handles one `stream.requested`; the same request again goes on where it was. */
  async answer(delivery: Delivery<StreamRequested>): Promise<void> {
    const [event] = delivery.events;
    if (event?.envelope.type === 'stream.requested') {
      const request = event.data;
      await restate<CycleSlice>({
        request,
        correlationId: event.envelope.correlationId,
        causationId: event.envelope.id,
        source: {
          slices: (after) => this.slices(request, after),
          keysUpTo: (last) => onePage(last),
        },
        progress: async (id) => (await this.progress(id))?.body,
        commit: (events, progress, slice) => this.commit(events, progress, slice),
      });
    }
    await this.keep.commit({ handled: delivery.handled });
  }

  private async *slices(request: StreamRequested, after: string | undefined): AsyncIterable<CycleSlice> {
    const [stored] = await this.store.load(cycles, [request.stream]);
    if (stored === undefined || (after !== undefined && after >= stored.body.id)) return;
    if (request.keys !== undefined && !request.keys.includes(stored.body.id)) return;
    yield this.slice(stored);
  }

  private async slice(stored: Stored<Cycle>): Promise<CycleSlice> {
    const { body: cycle } = stored;
    const guards = await this.guards(stored);
    const ids = cycle.interventions.map(({ id }) => id);
    const { district, id: cycleId } = cycle;
    const data = {
      district,
      cycleId,
      cycle: summaryOf(cycle),
      deliveries: await Promise.all(ids.map((id) => this.deliveries.restated(district, cycleId, id))),
      checks: await Promise.all(ids.map((id) => this.fidelity.restated(district, cycleId, id))),
    };
    return { keys: [cycleId], events: [{ type: 'cycle.restated', data }], guards };
  }

  /** Writes the same content again at the versions that were read first: whoever changed it since makes this conflict. */
  private async guards(stored: Stored<Cycle>): Promise<readonly Write[]> {
    const { district, interventions } = stored.body;
    const keys = interventions.map(({ id }) => keyOf(district, id));
    const [ledgers, windows] = await Promise.all([
      this.store.load(deliveryLedgers, keys),
      this.store.load(fidelityWindows, keys),
    ]);
    const again = (collection: Write['collection'], found: Stored<unknown> | undefined): readonly Write[] =>
      found === undefined ? [] : [{ collection, id: found.id, expected: found.version, body: found.body }];
    return [
      ...again(cycles, stored),
      ...ledgers.flatMap((ledger) => again(deliveryLedgers, ledger)),
      ...windows.flatMap((window) => again(fidelityWindows, window)),
    ];
  }

  private async commit(
    publish: readonly EventToPublish[],
    progress: RestatementProgress,
    slice: CycleSlice | undefined,
  ): Promise<void> {
    const id = restatementKey(progress);
    const known = await this.progress(id);
    const kept = {
      collection: restatements,
      id,
      expected: known?.version ?? 0,
      body: progress,
    };
    await this.keep.commit({ writes: [...(slice?.guards ?? []), kept], publish });
  }

  private async progress(id: string): Promise<Stored<RestatementProgress> | undefined> {
    return (await this.store.load(restatements, [id]))[0];
  }
}

/** A stream has one key, so that what was said up to it is all of it. */
async function* onePage(last: string): AsyncIterable<readonly string[]> {
  yield await Promise.resolve([last]);
}
