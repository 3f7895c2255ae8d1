import type { RestatementBegun, RestatementEnded } from '@evenground/contracts';
import type { ReceivedEvent } from '@evenground/event-log';
import { type CycleInputs, withEvent } from '../domain/cycle-inputs.js';
import type { RebuildDocument } from '../reflection-documents.js';

/** A rebuild and the inputs it has collected so far. */
export interface Rebuilding {
  readonly rebuild: RebuildDocument;
  readonly inputs: CycleInputs;
}

/**
 * Follows a rebuild over one event. What a stream says counts from its begin marker on; a stream that had nothing to
 * say again, because it did not exist when the rebuild was asked for, counts from its first event.
 */
export function followed({ rebuild, inputs }: Rebuilding, { envelope, data }: ReceivedEvent): Rebuilding {
  const { topic, type, sequence } = envelope;
  const state = rebuild.topics[topic];
  const isOurs = (data as Partial<RestatementBegun & RestatementEnded>).restatementId === rebuild.rebuildId;
  if (type === 'restatement.begun' && isOurs && state === 'requested') {
    return { rebuild: { ...rebuild, topics: { ...rebuild.topics, [topic]: 'begun' } }, inputs };
  }
  if (type === 'restatement.ended') {
    if (!isOurs || state !== 'begun') return { rebuild, inputs };
    return { rebuild: { ...rebuild, topics: { ...rebuild.topics, [topic]: 'ended' } }, inputs };
  }
  if (state === 'requested') return { rebuild, inputs };
  return { rebuild, inputs: withEvent(inputs, { topic, type, sequence, data }) };
}

export function isComplete({ topics }: RebuildDocument): boolean {
  return Object.values(topics).every((state) => state === 'ended');
}
