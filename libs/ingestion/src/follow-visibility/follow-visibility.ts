import type { Clock } from '@evenground/config';
import { streamId, type MeasuresTouched, type StreamPosition } from '@evenground/contracts';
import type { DocumentStore, Write } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { visibility, type UploadDocument } from '../collections.js';
import { positionsOf } from '../process-uploads/upload-handle.js';

/** Knows how far diagnostics has handled our streams. */
export class FollowVisibility {
  constructor(
    private readonly parts: { readonly store: DocumentStore; readonly clock: Clock; readonly advanced?: () => void },
  ) {}

  async handle(delivery: Delivery): Promise<void> {
    const { store } = this.parts;
    const byDistrict = new Map<string, Map<string, number>>();
    for (const { envelope, data } of delivery.events) {
      if (envelope.type !== 'measures.touched') continue;
      const { district, handled } = data as MeasuresTouched;
      const reached = byDistrict.get(district) ?? new Map<string, number>();
      for (const position of handled)
        reached.set(streamId(position), Math.max(position.sequence, reached.get(streamId(position)) ?? 0));
      byDistrict.set(district, reached);
    }
    const districts = [...byDistrict.keys()];
    const stored = await store.load(visibility, districts);
    const writes = districts.map((district, index): Write => {
      const handled = { ...stored[index]?.body.handled };
      for (const [stream, sequence] of byDistrict.get(district)!)
        handled[stream] = Math.max(sequence, handled[stream] ?? 0);
      return { collection: visibility, id: district, expected: stored[index]?.version ?? 0, body: { handled } };
    });
    await store.commit({ writes, handled: delivery.handled });
    this.parts.advanced?.();
  }

  async isHandled(district: string, positions: readonly StreamPosition[]): Promise<boolean> {
    const measured = positions.filter(({ topic }) => topic !== 'ingestion.deliveries');
    if (measured.length === 0) return true;
    const [stored] = await this.parts.store.load(visibility, [district]);
    return measured.every((position) => (stored?.body.handled[streamId(position)] ?? 0) >= position.sequence);
  }

  /** Whether diagnostics has handled all that an upload wrote; deliveries are visible once they are in the log. */
  async isVisible(upload: UploadDocument): Promise<boolean> {
    if (upload.status !== 'completed') return false;
    const positions =
      upload.isPositionsBehind === true
        ? await positionsOf(this.parts.store, upload.streams)
        : (upload.positions ?? []);
    return this.isHandled(upload.district, positions);
  }
}
