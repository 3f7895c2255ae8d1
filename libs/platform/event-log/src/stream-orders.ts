import { type LogEvent, type StreamName, streamId } from '@evenground/contracts';
import { jsonBytes } from './dead-letter.js';
import { StreamOrder } from './order.js';

export interface StreamOrdersOptions {
  /** How much may be kept ahead of its turn, over all streams. */
  readonly events?: number;
  readonly bytes?: number;
  /** Whether a stream's publisher says it again on request, so that what is kept may be let go. */
  readonly isRestatable: (topic: string) => boolean;
  /** Gives up what is missing in a stream that nobody says again. */
  readonly skip: (order: StreamOrder) => void;
}

const PARKED_EVENTS = 10_000;
const PARKED_BYTES = 32_000_000;
const IDLE_STREAMS = 50_000; // remembered orders; about 300 bytes each

/** The orders of all streams that one loop has met, within bounds. */
export class StreamOrders {
  private readonly orders = new Map<string, StreamOrder>();
  /** Those that keep an event after their work. */
  private readonly waiting = new Set<StreamOrder>();

  constructor(private readonly options: StreamOrdersOptions) {}

  of(name: StreamName): StreamOrder {
    const id = streamId(name);
    const known = this.orders.get(id) ?? new StreamOrder(name);
    this.orders.set(id, known);
    return known;
  }

  /** By stream id, in the order of first appearance. */
  ofEvents(events: readonly LogEvent[]): ReadonlyMap<string, StreamOrder> {
    return new Map(
      events.map(({ envelope: { topic, stream } }) => [streamId({ topic, stream }), this.of({ topic, stream })]),
    );
  }

  /** How many events wait ahead of their turn. */
  parked(): number {
    return this.gapped().reduce((sum, order) => sum + order.kept, 0);
  }

  /** To be called after the work on the orders: bounds what is kept. */
  settle(orders: Iterable<StreamOrder>): void {
    for (const order of orders) {
      if (order.kept > 0) this.waiting.add(order);
      else this.waiting.delete(order);
    }
    this.boundParking();
    this.forgetIdle();
  }

  private gapped(): readonly StreamOrder[] {
    return [...this.waiting].filter((order) => order.isGapped());
  }

  /** Over the bound, the highest events of the fullest stream go: a restatement says them again. */
  private boundParking(): void {
    const { events = PARKED_EVENTS, bytes = PARKED_BYTES, isRestatable, skip } = this.options;
    const gapped = this.gapped();
    let count = this.parked();
    let size = gapped.reduce((sum, order) => sum + order.bytes(jsonBytes), 0);
    while (count > events || size > bytes) {
      const fullest = gapped.reduce((most, order) => (order.kept > most.kept ? order : most));
      if (!isRestatable(fullest.name.topic)) return skip(fullest);
      size -= fullest.forgetHighest(jsonBytes);
      count -= 1;
    }
  }

  private forgetIdle(): void {
    for (const [id, order] of this.orders) {
      if (this.orders.size <= IDLE_STREAMS) return;
      if (order.kept === 0 && !order.isGapped()) this.orders.delete(id);
    }
  }
}
