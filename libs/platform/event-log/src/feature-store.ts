import {
  DEAD_LETTERS_SUFFIX,
  REQUESTS_SUFFIX,
  SERVICES,
  type StreamName,
  type StreamPosition,
  type StreamRequested,
  topicNamed,
} from '@evenground/contracts';
import type { HandledMark } from './delivery.js';
import type { HandledSequences } from './event-log.js';

/** An event to publish with a commit; its sequence, id, time and source are given by the commit. */
export interface EventToPublish {
  readonly topic: string;
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
  readonly correlationId: string;
  readonly causationId?: string;
}

/**
 * What the loop itself commits: dead letters and requests for a stream, with the marks that count them as handled.
 *
 * You must refuse the whole commit with `version-conflict` when a mark's `expected` is not the last handled sequence.
 * A mark whose `sequence` equals its `expected` (0 included) moves nothing and only fences.
 */
export interface Committer {
  commit(commit: {
    readonly publish?: readonly EventToPublish[];
    readonly handled?: readonly HandledMark[];
  }): Promise<{ readonly positions?: readonly StreamPosition[] } | void>;
}

/** What the consumer loop needs of a service's document store; every `DocumentStore` is one. */
export interface FeatureStore extends HandledSequences, Committer {}

/**
 * The stream on which a service says something *about* another service's stream (a request, a dead letter).
 * Each service numbers its own commits, so two services must never write to one stream.
 */
export function streamAbout(stream: string, service: string): string {
  return `${stream}@${service}`;
}

/** Whether the streams of a topic are said by any service about another's streams. */
export function isAboutStreams(topic: string): boolean {
  return topic.endsWith(REQUESTS_SUFFIX) || topic.endsWith(DEAD_LETTERS_SUFFIX);
}

/** The service that numbers the events of a stream; `undefined` where there is none. */
export function publisherOf({ topic, stream }: StreamName): string | undefined {
  if (isAboutStreams(topic)) return SERVICES.find((service) => stream.endsWith(streamAbout('', service)));
  return topicNamed(topic)?.publisher;
}

/** The service of a group `<service>.<feature>`. */
export function serviceOf(group: string): string {
  return group.split('.')[0] ?? group;
}

/** The event by which `service` asks for a stream again. */
export function requestFor(asked: StreamRequested, service: string, correlationId: string): EventToPublish {
  return {
    topic: asked.topic + REQUESTS_SUFFIX,
    stream: streamAbout(asked.stream, service),
    type: 'stream.requested',
    data: asked,
    correlationId,
  };
}
