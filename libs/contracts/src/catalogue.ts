import { type EventDeclaration, DEAD_LETTERS_SUFFIX, REQUESTS_SUFFIX } from './declare.js';
import { diagnosticsEvents } from './events/diagnostics.js';
import { feedbackEvents } from './events/feedback.js';
import { ingestionEvents } from './events/ingestion.js';
import { interventionsEvents } from './events/interventions.js';
import { releaseEvents } from './events/releases.js';
import { reportingEvents } from './events/reporting.js';
import { EventDeadLettered, RestatementBegun, RestatementEnded, StreamRequested } from './events/streams.js';
import { TOPICS } from './topics.js';

/** Declarations that each restatable topic has. */
const machinery: readonly EventDeclaration[] = TOPICS.flatMap((topic): EventDeclaration[] => [
  {
    type: 'event.dead-lettered',
    topic: topic.name + DEAD_LETTERS_SUFFIX,
    version: 1,
    schema: EventDeadLettered,
    says: 'what could not be handled, why, and where from',
    consumers: [],
  },
  ...(topic.restatable
    ? [
        {
          type: 'stream.requested',
          topic: topic.name + REQUESTS_SUFFIX,
          version: 1,
          schema: StreamRequested,
          says: 'send this stream again',
          consumers: [`${topic.publisher}.restate`],
        },
        {
          type: 'restatement.begun',
          topic: topic.name,
          version: 1,
          schema: RestatementBegun,
          says: 'what follows says the whole stream again',
          consumers: [],
        },
        {
          type: 'restatement.ended',
          topic: topic.name,
          version: 1,
          schema: RestatementEnded,
          says: 'the whole stream was said again',
          consumers: [],
        },
      ]
    : []),
]);

/** Every event, once: type → schema → topic → key → publisher → consumers. */
export const CATALOGUE: readonly EventDeclaration[] = [
  ...ingestionEvents,
  ...diagnosticsEvents,
  ...interventionsEvents,
  ...feedbackEvents,
  ...reportingEvents,
  ...releaseEvents,
  ...machinery,
];

const byTopicAndType = new Map(CATALOGUE.map((declared) => [`${declared.topic}|${declared.type}`, declared]));

/** The declaration of an event type on a topic; `undefined` when the catalogue does not know it. */
export function eventDeclared(topic: string, type: string): EventDeclaration | undefined {
  return byTopicAndType.get(`${topic}|${type}`);
}
