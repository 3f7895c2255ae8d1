export { EVENT_LOG } from './event-log.js';
export type {
  Consumption,
  EventLog,
  HandledSequences,
  LogPosition,
  PositionedEvent,
  WatchSubscription,
  WorkSubscription,
} from './event-log.js';
export type { Delivery, FeatureSubscription, HandledMark, ReceivedEvent } from './delivery.js';
