import { isPlatformError } from '@evenground/contracts';
import { type ConsumerObserver, causeMessage } from '@evenground/event-log';
import type { Logger } from './logger.js';

const LOUD_FROM_ATTEMPT = 3; // a conflict or two are everyday business

/** What consumer loops tell, as log lines: ids, counts and causes, no data. */
export function consumerLog(logger: Logger): ConsumerObserver {
  return {
    retried: (group, attempt, error) => {
      const level = attempt >= LOUD_FROM_ATTEMPT ? 'warn' : 'debug';
      logger[level]({ group, attempt, ...errorFields(error) }, 'tried again');
    },
    deadLettered: (group, event, cause) => {
      const { id, type, topic, stream, sequence, correlationId } = event;
      logger.error({ group, event: { id, type, topic, stream, sequence }, correlationId, cause }, 'dead-lettered');
    },
    gapRequested: (group, stream, missingFrom) =>
      logger.warn({ group, ...stream, missingFrom }, 'asked for a stream again'),
    gapSkipped: (group, stream, missingFrom) =>
      logger.error({ group, ...stream, missingFrom }, 'went on without lost events'),
    fault: (group, error) => logger.error({ group, ...errorFields(error) }, 'cannot go on by itself'),
  };
}

/** The code and the deepest cause of an error, for a log line. */
export function errorFields(error: unknown): { readonly code?: string; readonly reason: string } {
  return { ...(isPlatformError(error) ? { code: error.code } : {}), reason: causeMessage(error) };
}

/** Tells several observers. */
export function observers(...all: readonly ConsumerObserver[]): Required<ConsumerObserver> {
  return {
    handled: (...told) => all.forEach((one) => one.handled?.(...told)),
    retried: (...told) => all.forEach((one) => one.retried?.(...told)),
    deadLettered: (...told) => all.forEach((one) => one.deadLettered?.(...told)),
    dropped: (...told) => all.forEach((one) => one.dropped?.(...told)),
    parked: (...told) => all.forEach((one) => one.parked?.(...told)),
    gapRequested: (...told) => all.forEach((one) => one.gapRequested?.(...told)),
    gapSkipped: (...told) => all.forEach((one) => one.gapSkipped?.(...told)),
    fault: (...told) => all.forEach((one) => one.fault?.(...told)),
  };
}
