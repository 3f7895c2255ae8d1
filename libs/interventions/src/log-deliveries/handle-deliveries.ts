import type { DeliveryBlock, EventEnvelope, Refusal } from '@evenground/contracts';
import type { OutgoingEvent } from '@evenground/document-store';
import type { Delivery, ReceivedEvent } from '@evenground/event-log';
import { isRefusal } from '@evenground/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { shortestDecimal } from '../domain/decimal-sum.js';
import type { DeliveryChange } from '../domain/delivery.js';
import { KeepCycle, causedBy } from '../keep-cycle/keep-cycle.js';
import { type IntakeCommit, LogDeliveries } from './log-deliveries.js';

interface ErasedStudent {
  readonly district: string;
  readonly interventionId: string;
  readonly deliveryIds: readonly string[];
}
type Block = { readonly envelope: EventEnvelope; readonly data: DeliveryBlock };
type Erasure = { readonly envelope: EventEnvelope; readonly data: ErasedStudent };

/** What came of one intervention, in the order of its stream. */
interface Arrived {
  readonly district: string;
  readonly interventionId: string;
  readonly events: (Block | Erasure)[];
}

const REJECTIONS_TOPIC = 'interventions.rejections';
const UNKNOWN: Refusal = {
  refused: 'intervention/unknown',
  detail: 'the district has no such intervention',
  field: 'interventionId',
};

/** Handles what ingestion took in: one step for each intervention of a batch, and one commit with the marks. */
@Injectable()
export class HandleDeliveries {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(LogDeliveries) private readonly log: LogDeliveries,
  ) {}

  /** Rows that the rules refuse are rejected in the same commit that counts their block as handled. */
  async handle(delivery: Delivery): Promise<void> {
    const rejected: OutgoingEvent[] = [];
    let last: IntakeCommit | undefined;
    for (const arrived of byIntervention(delivery.events)) {
      if (last) await this.log.commit([last]);
      last = await this.take(arrived, rejected);
      await delivery.progress();
    }
    await this.log.commit(last ? [last] : [], { publish: rejected, handled: delivery.handled });
  }

  private async take(arrived: Arrived, rejected: OutgoingEvent[]): Promise<IntakeCommit | undefined> {
    const { district, interventionId, events } = arrived;
    const found = await this.keep.findIntervention(district, interventionId);
    if (found === undefined) {
      for (const event of events)
        if (isBlock(event))
          rejected.push(
            ...rejection(
              event,
              event.data.rows.map(() => UNKNOWN),
            ),
          );
      return undefined;
    }
    const changes = events.map((event) => (isBlock(event) ? changesOf(event.data) : forgettings(event.data)));
    const done = await this.log.take({
      found,
      changes: changes.flat(),
      includes: events.map(({ envelope: { topic, stream, sequence } }) => ({ topic, stream, sequence })),
      cause: events.at(-1)?.envelope,
    });
    let at = 0;
    events.forEach((event, index) => {
      const size = changes[index]?.length ?? 0;
      const results = done.outcomes.slice(at, at + size).map(({ result }) => (isRefusal(result) ? result : undefined));
      at += size;
      if (isBlock(event)) rejected.push(...rejection(event, results));
    });
    return done;
  }
}

/** Markers of a restatement and other types of the topic are nothing to take in. */
function byIntervention(events: readonly ReceivedEvent[]): readonly Arrived[] {
  const found = new Map<string, Arrived>();
  for (const event of events) {
    if (!isDeliveryEvent(event)) continue;
    const { district, interventionId } = event.data;
    const key = JSON.stringify([district, interventionId]);
    const arrived = found.get(key) ?? { district, interventionId, events: [] };
    arrived.events.push(event);
    found.set(key, arrived);
  }
  return [...found.values()];
}

function isDeliveryEvent(event: ReceivedEvent): event is Block | Erasure {
  return event.envelope.type === 'deliveries.accepted' || event.envelope.type === 'delivery-student.erased';
}

function isBlock(event: Block | Erasure): event is Block {
  return event.envelope.type === 'deliveries.accepted';
}

function changesOf(block: DeliveryBlock): readonly DeliveryChange[] {
  return block.rows.map(({ deliveryId: id, content }): DeliveryChange => {
    if (content === undefined) return { kind: 'withdraw', id };
    const { minutes, planned = true, ...rest } = content;
    const delivery = { ...rest, id, planned, ...(minutes !== undefined && { minutes: shortestDecimal(minutes) }) };
    return { kind: 'put', delivery };
  });
}

function forgettings(erased: ErasedStudent): readonly DeliveryChange[] {
  return erased.deliveryIds.map((id) => ({ kind: 'forget-student', id }));
}

/** The event about the refused rows of one block; none when there are none. */
function rejection(block: Block, results: readonly (Refusal | undefined)[]): readonly OutgoingEvent[] {
  const { district, interventionId, uploadId, rows } = block.data;
  const rejections = rows.flatMap(({ deliveryId, line, content }, at) => {
    const refusal = results[at];
    if (refusal === undefined || content === undefined) return [];
    const { refused, detail, field } = refusal;
    return [{ deliveryId, line, code: refused, ...(field && { field }), message: detail }];
  });
  if (rejections.length === 0) return [];
  const data = { district, interventionId, uploadId, rejections };
  return [{ topic: REJECTIONS_TOPIC, stream: district, type: 'delivery.rejected', data, ...causedBy(block.envelope) }];
}
