import { crc32 } from 'node:zlib';
import {
  CHECKSUM_HEADER,
  EventEnvelope,
  type LogEvent,
  PlatformError,
  checksumText,
  cloudEventHeaders,
  envelopeOfHeaders,
} from '@evenground/contracts';
import { encodeJson } from '@evenground/event-log';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { KAFKA_SIZES } from './kafka-times.js';

/** An event as a message, checked and counted. */
export interface EncodedEvent {
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
  readonly bytes: number;
}

/**
 * CloudEvents 1.0 in binary mode. The headers are written here, not by the SDK, which validates each event against a
 * schema again (see the measurement in docs/decisions); a spec holds both against each other.
 *
 * @throws PlatformError `event-invalid`, `not-json`, `integer-out-of-range`
 */
export function encodeEvent({ envelope, data }: LogEvent): EncodedEvent {
  const what = `${envelope.type} on ${envelope.topic}`;
  const checked = checkedEnvelope(envelope, what);
  const value = Buffer.from(encodeJson(data, { what, tagged: false }));
  const headers = cloudEventHeaders(checked);
  const bytes = value.length + checksumText(checked).length + 300; // names of headers and framing
  if (bytes > KAFKA_SIZES.eventBytes) {
    throw new PlatformError(
      'event-invalid',
      `${what} ${envelope.sequence} has ${bytes} bytes; a topic takes ${KAFKA_SIZES.eventBytes}`,
    );
  }
  headers[CHECKSUM_HEADER] = checksum(checked, value);
  return { topic: checked.topic, key: checked.stream, headers, value, bytes };
}

export type DecodedMessage =
  | { readonly kind: 'event'; readonly event: LogEvent }
  /** Somebody else's: it never was an event of ours, so no stream misses it. */
  | { readonly kind: 'foreign'; readonly why: string }
  /** It was one of ours. */
  | { readonly kind: 'damaged'; readonly why: string };

export function decodeMessage(topic: string, message: Pick<KafkaMessage, 'headers' | 'value'>): DecodedMessage {
  const { headers = {}, value } = message;
  const said = textOf(headers, CHECKSUM_HEADER);
  if (said === undefined) return { kind: 'foreign', why: `it has no header ${CHECKSUM_HEADER}` };
  const envelope = envelopeOfHeaders(topic, (name) => textOf(headers, name));
  if (envelope === undefined) return { kind: 'damaged', why: 'its headers are not those of an event' };
  if (value === null) return { kind: 'damaged', why: 'its data is missing' };
  if (checksum(envelope, value) !== said) return { kind: 'damaged', why: `its checksum is not ${said}` };
  try {
    return { kind: 'event', event: { envelope, data: JSON.parse(value.toString()) as unknown } };
  } catch {
    return { kind: 'damaged', why: 'its data is no JSON' };
  }
}

export function checksum(envelope: EventEnvelope, data: Buffer): string {
  return crc32(data, crc32(checksumText(envelope)))
    .toString(16)
    .padStart(8, '0');
}

function textOf(headers: IHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined || Array.isArray(value)) return undefined;
  return value.toString();
}

function checkedEnvelope(envelope: EventEnvelope, what: string): EventEnvelope {
  const parsed = EventEnvelope.safeParse(envelope);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('/')).join(', ');
    throw new PlatformError('event-invalid', `the envelope's ${fields} of ${what}`);
  }
  // Half of a pair of surrogates has no UTF-8: it would come back as another text.
  if (/\p{Surrogate}/u.test(checksumText(parsed.data))) {
    throw new PlatformError('event-invalid', `the envelope of ${what} holds text that is not well-formed Unicode`);
  }
  return parsed.data;
}
