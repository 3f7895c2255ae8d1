export { EventEnvelope, StreamPosition, streamId } from './envelope.js';
export type { LogEvent, StreamName } from './envelope.js';
export { PLATFORM_ERROR_CODES, PlatformError, isPlatformError, isRefusal } from './errors.js';
export type { PlatformErrorCode, Refusal } from './errors.js';
export { DEAD_LETTERS_SUFFIX, REQUESTS_SUFFIX, SERVICES, declareEvent } from './declare.js';
export type { EventDeclaration, Service, TopicDeclaration } from './declare.js';
export { CATALOGUE, eventDeclared } from './catalogue.js';
export { TOPICS, allTopicNames, topicNamed } from './topics.js';
export { EventDeadLettered, RestatementBegun, RestatementEnded, StreamRequested } from './events/streams.js';
