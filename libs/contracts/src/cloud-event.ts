import type { EventEnvelope } from './envelope.js';

/** The content type of every event. */
export const EVENT_CONTENT_TYPE = 'application/json';

/**
 * How the envelope stands on the wire: CloudEvents 1.0, binary mode in Kafka headers (Kafka protocol binding 1.0.2, §3.2).
 * Attributes of the specification first, then our extensions; values are UTF-8 text.
 */
export const CLOUD_EVENT_HEADERS = {
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  time: 'ce_time',
  version: 'ce_dataversion',
  stream: 'ce_partitionkey',
  sequence: 'ce_sequence',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
} as const satisfies Partial<Record<keyof EventEnvelope, string>>;

export const CONTENT_TYPE_HEADER = 'content-type';
export const SPEC_VERSION_HEADER = 'ce_specversion';
/** CRC-32 of `checksumText` and then of the data's bytes; 8 hexadecimal digits. */
export const CHECKSUM_HEADER = 'ce_crc32';

/** The headers of an event but its checksum. */
export function cloudEventHeaders(envelope: EventEnvelope): Record<string, string> {
  const headers: Record<string, string> = {
    [CONTENT_TYPE_HEADER]: EVENT_CONTENT_TYPE,
    [SPEC_VERSION_HEADER]: '1.0',
    [CLOUD_EVENT_HEADERS.id]: envelope.id,
    [CLOUD_EVENT_HEADERS.type]: envelope.type,
    [CLOUD_EVENT_HEADERS.source]: envelope.source,
    [CLOUD_EVENT_HEADERS.time]: envelope.time,
    [CLOUD_EVENT_HEADERS.version]: String(envelope.version),
    [CLOUD_EVENT_HEADERS.stream]: envelope.stream,
    [CLOUD_EVENT_HEADERS.sequence]: String(envelope.sequence),
    [CLOUD_EVENT_HEADERS.correlationId]: envelope.correlationId,
  };
  if (envelope.causationId !== undefined) headers[CLOUD_EVENT_HEADERS.causationId] = envelope.causationId;
  return headers;
}

/**
 * The envelope that these headers say; the topic is where the message lies.
 * @param header the text of a header, `undefined` where there is none
 * @returns `undefined` when they are not those of one of our events
 */
export function envelopeOfHeaders(
  topic: string,
  header: (name: string) => string | undefined,
): EventEnvelope | undefined {
  if (header(SPEC_VERSION_HEADER) !== '1.0') return undefined;
  const id = header(CLOUD_EVENT_HEADERS.id);
  const type = header(CLOUD_EVENT_HEADERS.type);
  const source = header(CLOUD_EVENT_HEADERS.source);
  const time = header(CLOUD_EVENT_HEADERS.time);
  const stream = header(CLOUD_EVENT_HEADERS.stream);
  const correlationId = header(CLOUD_EVENT_HEADERS.correlationId);
  const causationId = header(CLOUD_EVENT_HEADERS.causationId);
  const version = Number(header(CLOUD_EVENT_HEADERS.version));
  const sequence = Number(header(CLOUD_EVENT_HEADERS.sequence));
  if (!id || !type || !source || !time || !stream || !correlationId) return undefined;
  if (!Number.isSafeInteger(version) || version < 1 || !Number.isSafeInteger(sequence) || sequence < 1)
    return undefined;
  const envelope = { id, type, source, time, version, topic, stream, sequence, correlationId };
  return causationId === undefined ? envelope : { ...envelope, causationId };
}

/** What the checksum covers beside the data, so that an event is not taken for another one. */
export function checksumText(envelope: EventEnvelope): string {
  const { id, type, source, time, version, stream, sequence, correlationId, causationId = '' } = envelope;
  return `${id}\0${type}\0${source}\0${time}\0${version}\0${stream}\0${sequence}\0${correlationId}\0${causationId}\0`;
}
