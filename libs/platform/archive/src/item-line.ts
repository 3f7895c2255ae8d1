import { EventEnvelope, PlatformError, topicNamed } from '@evenground/contracts';
import { publisherOf } from '@evenground/event-log';
import { z } from 'zod';
import type { KeepItem, KnownServices } from './keep.js';
import { nameOf } from './name-of-item.js';

const sequence = z.int().min(1);
const text = z.string();

const Item = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('document'),
    service: text,
    collection: text,
    id: text,
    version: sequence,
    text,
  }),
  z.strictObject({ kind: z.literal('head'), service: text, topic: text, stream: text, sequence }),
  z.strictObject({ kind: z.literal('handled'), service: text, group: text, topic: text, stream: text, sequence }),
  z.strictObject({ kind: z.literal('event'), envelope: EventEnvelope, text }),
]);

/** An item as one line of JSON; the same item always gives the same bytes. */
export function lineOfItem(item: KeepItem): string {
  switch (item.kind) {
    case 'document': {
      const { kind, service, collection, id, version, text: body } = item;
      return `${JSON.stringify({ kind, service, collection, id, version, text: body })}\n`;
    }
    case 'head': {
      const { kind, service, topic, stream, sequence: newest } = item;
      return `${JSON.stringify({ kind, service, topic, stream, sequence: newest })}\n`;
    }
    case 'handled': {
      const { kind, service, group, topic, stream, sequence: last } = item;
      return `${JSON.stringify({ kind, service, group, topic, stream, sequence: last })}\n`;
    }
    case 'event':
      return `${JSON.stringify({ kind: item.kind, envelope: inOrder(item.envelope), text: item.text })}\n`;
  }
}

/** The item of a parsed line. @throws PlatformError `archive-invalid`, saying where it is not as it should be */
export function itemOf(parsed: unknown): KeepItem {
  const item = Item.safeParse(parsed);
  if (item.success) return item.data;
  const [issue] = item.error.issues;
  throw new PlatformError('archive-invalid', `/${issue?.path.join('/')} ${issue?.message}`);
}

/** @throws PlatformError `archive-invalid` for a service, collection or topic that this program does not have */
export function requireKnown(services: KnownServices, item: KeepItem): void {
  if (item.kind !== 'document') {
    const { topic } = item.kind === 'event' ? item.envelope : item;
    if (topicNamed(topic) === undefined) throw unknown(`the topic ${topic}`);
  }
  const service = item.kind === 'event' ? publisherOf(item.envelope) : item.service;
  if (service === undefined) throw unknown(`who publishes the ${nameOf(item)}`);
  const known = services.find((each) => each.service === service);
  if (known === undefined) throw unknown(`the service ${service}`);
  if (item.kind !== 'document' || known.collections.some(({ name }) => name === item.collection)) return;
  throw unknown(`the collection ${item.collection} of ${service}`);
}

function unknown(what: string): PlatformError {
  return new PlatformError('archive-invalid', `this program does not know ${what}: use the version that wrote it`);
}

function inOrder(envelope: EventEnvelope): EventEnvelope {
  const { id, type, source, time, version, topic, stream, sequence: at, correlationId, causationId } = envelope;
  const always = { id, type, source, time, version, topic, stream, sequence: at, correlationId };
  return causationId === undefined ? always : { ...always, causationId };
}
