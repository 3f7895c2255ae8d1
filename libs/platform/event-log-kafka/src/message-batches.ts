import { type LogEvent, PlatformError } from '@evenground/contracts';
import { FOREIGN_MESSAGE } from '@evenground/event-log';
import type { KafkaMessage } from 'kafkajs';
import { decodeMessage } from './wire.js';

export interface BatchLimits {
  readonly events: number;
  readonly bytes: number;
}

/** Cuts what was fetched into batches of at most so many messages and (save for a single larger one) bytes. */
export function* slices(messages: readonly KafkaMessage[], limits: BatchLimits): Generator<readonly KafkaMessage[]> {
  let from = 0;
  let bytes = 0;
  for (let at = 0; at < messages.length; at += 1) {
    const size = messages[at]?.value?.length ?? 0;
    if (at > from && (at - from >= limits.events || bytes + size > limits.bytes)) {
      yield messages.slice(from, at);
      from = at;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < messages.length) yield messages.slice(from);
}

export interface Place {
  /** In the catalogue. */
  readonly topic: string;
  readonly partition: number;
}

/** What is no event of ours, and where it lies. */
export type OnForeign = (
  place: Place & { readonly offset: string; readonly why: string; readonly bytes: number },
) => LogEvent | undefined;

/** @throws PlatformError `log-corrupt` naming the first message that was one of ours and is damaged */
export function eventsOf(
  { topic, partition }: Place,
  messages: readonly KafkaMessage[],
  foreign: OnForeign,
): LogEvent[] {
  return messages.flatMap((message) => {
    const decoded = decodeMessage(topic, message);
    switch (decoded.kind) {
      case 'event':
        return [decoded.event];
      case 'damaged':
        throw new PlatformError(
          'log-corrupt',
          `${topic}: the event at partition ${partition}, offset ${message.offset} is damaged: ${decoded.why}`,
        );
      case 'foreign': {
        const stand = foreign({
          topic,
          partition,
          offset: message.offset,
          why: decoded.why,
          bytes: message.value?.length ?? 0,
        });
        return stand === undefined ? [] : [stand];
      }
    }
  });
}

/**
 * A message of somebody else, told as an event whose type nobody declares: the consumer loop dead-letters it at once,
 * with where it lies, and goes on. It has a stream of its own, so that it is missing in none and no later one waits for it.
 * Nothing of its content is taken over: nobody knows what it holds.
 */
export function foreignEvent(
  place: Place & { readonly offset: string; readonly why: string; readonly bytes: number },
  time: string,
): LogEvent {
  const { topic, partition, offset, why, bytes } = place;
  const id = `${topic}/${partition}/${offset}`;
  return {
    envelope: {
      id,
      type: FOREIGN_MESSAGE,
      source: '/unknown',
      time,
      version: 1,
      topic,
      stream: `foreign-${partition}-${offset}`,
      sequence: 1,
      correlationId: id,
    },
    data: { partition, offset, bytes, why },
  };
}
