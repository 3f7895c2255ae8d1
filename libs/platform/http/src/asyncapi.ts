import {
  CATALOGUE,
  CHECKSUM_HEADER,
  CLOUD_EVENT_HEADERS,
  CONTENT_TYPE_HEADER,
  EVENT_CONTENT_TYPE,
  type EventDeclaration,
  SPEC_VERSION_HEADER,
  TOPICS,
  allTopicNames,
  topicNamed,
} from '@evenground/contracts';
import { serviceOf } from '@evenground/event-log';
import { jsonSchemaOf, withSteadyNames } from './json-schema.js';

export type AsyncApiDocument = Readonly<Record<string, unknown>>;

/** The AsyncAPI 3.0 document of every topic and event, made from the catalogue. */
export function asyncApi(): AsyncApiDocument {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Evenground events',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 in binary mode, in streams: order is kept within (topic, stream), and `sequence` counts it without a gap. Shapes change by optional fields only; anything else is a new version.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(allTopicNames().map((topic) => [topic, channelOf(topic)])),
    operations: operations(),
    components: { messages: Object.fromEntries(CATALOGUE.map((event) => [messageName(event), messageOf(event)])) },
  };
}

function channelOf(topic: string): unknown {
  const declared = topicNamed(topic);
  const isMain = TOPICS.some(({ name }) => name === topic);
  return {
    address: topic,
    description: isMain ? declared?.says : `${topic.split('.').at(-1)} of ${declared?.name}`,
    messages: Object.fromEntries(
      CATALOGUE.filter((event) => event.topic === topic).map((event) => [
        event.type,
        { $ref: `#/components/messages/${messageName(event)}` },
      ]),
    ),
    'x-stream-key': declared?.streamKey,
    'x-retention-days': declared?.retentionDays,
  };
}

function operations(): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const topic of TOPICS)
    found[`${topic.publisher}.send.${topic.name}`] = operation('send', topic.name, topic.says);
  for (const { topic, consumers } of CATALOGUE) {
    for (const group of consumers)
      found[`${group}.receive.${topic}`] = operation(
        'receive',
        topic,
        `${serviceOf(group)} handles it as group ${group}`,
      );
  }
  return found;
}

function operation(action: 'send' | 'receive', topic: string, summary: string): unknown {
  return { action, channel: { $ref: `#/channels/${topic}` }, summary };
}

/** A type may stand on several topics (dead letters, restatements), each with its own message. */
function messageName({ topic, type }: EventDeclaration): string {
  return `${topic}.${type}`;
}

function messageOf({ type, says, schema, version, topic }: EventDeclaration): unknown {
  const { schema: payload, parts } = withSteadyNames(jsonSchemaOf(schema, 'output', 'draft-7'));
  return {
    name: type,
    title: type,
    summary: says,
    contentType: EVENT_CONTENT_TYPE,
    headers: headersOf(type, topic, version),
    payload: Object.keys(parts).length === 0 ? payload : { ...payload, definitions: parts },
  };
}

function headersOf(type: string, topic: string, version: number): unknown {
  const { causationId, ...required } = CLOUD_EVENT_HEADERS;
  return {
    type: 'object',
    required: [SPEC_VERSION_HEADER, ...Object.values(required), CONTENT_TYPE_HEADER, CHECKSUM_HEADER],
    properties: {
      ...{
        [SPEC_VERSION_HEADER]: { const: '1.0' },
        [required.id]: { type: 'string' },
        [required.type]: { const: type },
      },
      [required.source]: { type: 'string', examples: [`/${topicNamed(topic)?.publisher ?? ''}`] },
      ...{ [required.time]: { type: 'string', format: 'date-time' }, [required.version]: { const: String(version) } },
      [required.stream]: { type: 'string', description: topicNamed(topic)?.streamKey },
      [required.sequence]: { type: 'string', pattern: '^[1-9][0-9]*$' },
      ...{ [required.correlationId]: { type: 'string' }, [causationId]: { type: 'string' } },
      [CONTENT_TYPE_HEADER]: { const: EVENT_CONTENT_TYPE },
      [CHECKSUM_HEADER]: {
        type: 'string',
        pattern: '^[0-9a-f]{8}$',
        description:
          'CRC-32 of id, type, source, time, dataversion, partitionkey, sequence, correlationid and causationid (empty where absent), each followed by U+0000, and then of the data',
      },
    },
  };
}
