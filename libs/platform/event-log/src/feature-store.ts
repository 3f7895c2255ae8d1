import { REQUESTS_SUFFIX, type StreamPosition, type StreamRequested } from '@evenground/contracts';
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
