export { EVENT_LOG } from './event-log.js';
export { decodeTagged, encodeJson } from './json-text.js';
export type { EncodingOptions } from './json-text.js';
export { isStorableText, storableText } from './storable-text.js';
export { rewrittenEvent } from './rewrite-event.js';
export type { RewrittenEvent } from './rewrite-event.js';
export { StreamLocks } from './stream-locks.js';
export type {
  Consumption,
  EventLog,
  HandledSequences,
  LogPosition,
  Membership,
  PositionedEvent,
  RewriteEvent,
  WatchSubscription,
  WorkSubscription,
} from './event-log.js';
export type { Delivery, FeatureSubscription, HandledMark, ReceivedEvent } from './delivery.js';
export { isAboutStreams, publisherOf, requestFor, serviceOf, streamAbout } from './feature-store.js';
export type { Committer, EventToPublish, FeatureStore } from './feature-store.js';
export { ConsumerLoop } from './consumer-loop.js';
export type { ConsumerLoopOptions, LoopHealth } from './consumer-loop.js';
export type { Feature } from './settle.js';
export type { LoopState } from './loop-progress.js';
export type { ConsumerObserver } from './consumer-observer.js';
export { FOREIGN_MESSAGE, causeMessage } from './dead-letter.js';
export { RETRY_POLICY } from './retry.js';
export type { RetryPolicy } from './retry.js';
export { StreamOrder } from './order.js';
export { GAP_TIMES } from './gap-watch.js';
export { checkEvent, isFault } from './check-event.js';
export type { CheckedEvent, DeclarationOf, EventFault } from './check-event.js';
export { EventLogTransport, OriginalErrorFilter, connectEventLog } from './nest-transport.js';
export { PositionWaiter } from './position-waiter.js';
export type { AwaitedPosition, PositionWaiterOptions } from './position-waiter.js';
export { DeadLetters } from './dead-letters.js';
export type { AskedAgain, DeadLetter, DeadLetterPage, DeadLetterQuery, DeadLettersOptions } from './dead-letters.js';
export { KeysHash, restate, restatementKey } from './restatement.js';
export type { Restatement, RestatementProgress, RestatementSlice, RestatementSource } from './restatement.js';
