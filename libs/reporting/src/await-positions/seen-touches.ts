import {
  type LogEvent,
  type MeasuresTouched,
  type ReceiptIssued,
  type StreamPosition,
  streamId,
} from '@evenground/contracts';

export const TOUCHED = 'diagnostics.touched';
export const REFERENCE = 'ingestion.reference';

/** A commit of diagnostics: where it lies, which incoming positions it handled, which indicators it changed. */
interface Touch {
  readonly position: StreamPosition;
  readonly district: string;
  readonly indicators: readonly string[];
  /** A pass over everything began or ended: any indicator may be concerned. */
  readonly isOfAll: boolean;
}

const TOUCHES_KEPT = 256; // of each stream; a position older than those was included long ago
const RECEIPTS_KEPT = 10_000;

/** What this process has seen of diagnostics' progress and of receipts; newest, bounded, in memory. */
export class SeenTouches {
  private readonly receipts = new Map<string, readonly StreamPosition[]>();
  /** By incoming stream: how far each touch handled it, in order. */
  private readonly handled = new Map<string, { readonly sequence: number; readonly touch: Touch }[]>();

  see(event: LogEvent): void {
    const { envelope, data } = event;
    if (envelope.topic === TOUCHED && envelope.type === 'measures.touched') this.seeTouch(event);
    if (envelope.topic === REFERENCE && envelope.type === 'receipt.issued') {
      const { receiptId, positions } = data as ReceiptIssued;
      this.receipts.set(receiptId, positions);
      const oldest = this.receipts.keys().next();
      if (this.receipts.size > RECEIPTS_KEPT && !oldest.done) this.receipts.delete(oldest.value);
    }
  }

  receipt(receiptId: string): readonly StreamPosition[] | undefined {
    return this.receipts.get(receiptId);
  }

  /**
   * The touches that a position's content may have made: the first that handled it and, since touches in between may
   * have been forgotten, none before. `undefined` while no touch has handled it.
   */
  touchesOf(position: StreamPosition): readonly Touch[] | undefined {
    const seen = this.handled.get(streamId(position)) ?? [];
    const first = seen.find(({ sequence }) => sequence >= position.sequence);
    if (first === undefined) return undefined;
    return seen.filter(({ sequence }) => sequence === first.sequence).map(({ touch }) => touch);
  }

  private seeTouch({ envelope, data }: LogEvent): void {
    const { district, handled, changes, recomputing } = data as MeasuresTouched;
    const { topic, stream, sequence } = envelope;
    const touch: Touch = {
      position: { topic, stream, sequence },
      district,
      indicators: [...new Set(changes.map(({ indicator }) => indicator))],
      isOfAll: recomputing !== undefined,
    };
    for (const position of handled) {
      const id = streamId(position);
      const seen = this.handled.get(id) ?? [];
      if (seen.some((known) => known.touch.position.stream === stream && known.touch.position.sequence === sequence))
        continue;
      seen.push({ sequence: position.sequence, touch });
      seen.sort((a, b) => a.sequence - b.sequence || a.touch.position.sequence - b.touch.position.sequence);
      if (seen.length > TOUCHES_KEPT) seen.shift();
      this.handled.set(id, seen);
    }
  }
}
