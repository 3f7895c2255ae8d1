import type { Clock } from '@evenground/config';
import type { StreamRequested } from '@evenground/contracts';
import type { DocumentStore, Stored, Write } from '@evenground/document-store';
import {
  restate,
  restatementKey,
  type Delivery,
  type EventToPublish,
  type RestatementProgress,
  type RestatementSlice,
} from '@evenground/event-log';
import { restatements } from '../collections.js';
import { blocksOf, type Change } from '../domain/record-blocks.js';
import type { Shelf } from '../domain/place-record.js';
import { headerWrite, loadHeaders } from '../keep-records/record-keeper.js';
import { KeptRecords, type KeptRecord } from './kept-records.js';
import { referenceStatements } from './reference-statements.js';

interface GuardedSlice extends RestatementSlice {
  /** The header's version that the slice was read under; the commits of one reading move it on together. */
  readonly guard: { version: number };
}

const ROWS_PER_SLICE = 2000;
const BYTES_PER_SLICE = 1_500_000;

/**
 * Says a stream of ours again: every live record's absolute content between two markers, in slices that are read and
 * published under the version of the shelf's header. For some keys only their content is said, withdrawn ones included.
 */
export class RestateRecords {
  private readonly kept: KeptRecords;

  constructor(private readonly parts: { readonly store: DocumentStore; readonly clock: Clock }) {
    this.kept = new KeptRecords(parts.store);
  }

  async answer(delivery: Delivery<StreamRequested>): Promise<void> {
    for (const event of delivery.events) {
      if (event.envelope.type !== 'stream.requested') continue;
      const request = event.data;
      const shelf = shelfOf(request);
      if (shelf === undefined) continue;
      await restate<GuardedSlice>({
        request,
        correlationId: event.envelope.correlationId,
        causationId: event.envelope.id,
        source: {
          slices: (after) => this.slices(request, shelf, after),
          keysUpTo: (last) => this.keysUpTo(request, shelf, last),
        },
        progress: async (id) => (await this.progress(id))?.body,
        commit: (events, progress, slice) => this.commit(request, shelf, { events, progress, slice }),
      });
      await delivery.progress();
    }
    await this.parts.store.commit({ handled: delivery.handled });
  }

  private async *slices(
    request: StreamRequested,
    shelf: Shelf,
    after: string | undefined,
  ): AsyncIterable<GuardedSlice> {
    const district = districtOfStream(request);
    for await (const group of this.kept.groups(district, shelf, request)) {
      const header = (await loadHeaders(this.parts.store, district, [shelf])).get(shelf)!;
      const guard = { version: header.version };
      const records = (await group.read()).filter(({ keyText }) => after === undefined || keyText > after);
      for (const some of cut(records)) {
        yield { keys: some.map(({ keyText }) => keyText), events: this.said(district, shelf, request, some), guard };
      }
    }
    if (shelf !== 'reference' || request.keys !== undefined) return;
    const guard = { version: (await loadHeaders(this.parts.store, district, [shelf])).get(shelf)!.version };
    yield { keys: [], events: await referenceStatements(this.parts.store, district), guard };
  }

  private said(
    district: string,
    shelf: Shelf,
    { restatementId }: StreamRequested,
    records: readonly KeptRecord[],
  ): readonly Pick<EventToPublish, 'type' | 'data'>[] {
    const uploadSequence = Math.max(0, ...records.map(({ record }) => record.order.uploadSequence));
    const changes = records.map(({ type, record }): Change => ({
      ...{ type, record, uploadSequence, line: record.order.line },
      outcome: record.isLive ? 'accepted' : 'withdrawn',
      uploadId: `restatement:${restatementId}`,
    }));
    return blocksOf(district, shelf, changes).map(({ type, data }) => ({ type, data }));
  }

  private async *keysUpTo(request: StreamRequested, shelf: Shelf, last: string): AsyncIterable<readonly string[]> {
    for await (const group of this.kept.groups(districtOfStream(request), shelf, request)) {
      const keys = (await group.read()).map(({ keyText }) => keyText).filter((key) => key <= last);
      if (keys.length > 0) yield keys;
    }
  }

  private async commit(
    request: StreamRequested,
    shelf: Shelf,
    {
      events,
      progress,
      slice,
    }: { events: readonly EventToPublish[]; progress: RestatementProgress; slice: GuardedSlice | undefined },
  ): Promise<void> {
    const district = districtOfStream(request);
    const id = restatementKey(progress);
    const known = await this.progress(id);
    const writes: Write[] = [
      {
        collection: restatements,
        id,
        expected: known?.version ?? 0,
        body: progress,
      },
    ];
    if (slice !== undefined) {
      const header = (await loadHeaders(this.parts.store, district, [shelf])).get(shelf)!;
      writes.push(headerWrite(district, shelf, slice.guard.version, header.body));
    }
    await this.parts.store.commit({ writes, publish: events });
    if (slice !== undefined) slice.guard.version += 1;
  }

  private async progress(id: string): Promise<Stored<RestatementProgress> | undefined> {
    return (await this.parts.store.load(restatements, [id]))[0];
  }
}

function districtOfStream({ topic, stream }: StreamRequested): string {
  return topic === 'ingestion.reference' ? stream : stream.slice(0, stream.indexOf('/'));
}

function shelfOf({ topic, stream }: StreamRequested): Shelf | undefined {
  if (topic === 'ingestion.reference') return 'reference';
  if (topic === 'ingestion.deliveries') return 'deliveries';
  const bucket = Number(stream.slice(stream.lastIndexOf('/') + 1));
  return Number.isInteger(bucket) && bucket >= 0 && bucket < 64 ? bucket : undefined;
}

function cut(records: readonly KeptRecord[]): readonly (readonly KeptRecord[])[] {
  const slices: KeptRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const last = slices.at(-1);
    if (last === undefined || last.length >= ROWS_PER_SLICE || bytes + record.bytes > BYTES_PER_SLICE) {
      slices.push([record]);
      bytes = record.bytes;
    } else {
      last.push(record);
      bytes += record.bytes;
    }
  }
  return slices;
}
