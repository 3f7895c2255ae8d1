import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@evenground/config';
import type { Logger } from './logger.js';
import { routePattern } from './route-pattern.js';

export interface RequestLogOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** The response header that holds the correlation id. */
  readonly correlationHeader: string;
  /** Route patterns of which no line is written, because even its time could tell who answered (anonymous surveys). */
  readonly unlogged?: readonly string[];
}

/** Middleware that writes one line a request: method, route pattern, status, duration, correlation id; nothing that was sent. */
export function requestLog({ logger, clock, correlationHeader, unlogged = [] }: RequestLogOptions) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const startedMs = clock.nowMs();
    response.once('close', () => {
      const route = routePattern(request);
      if (unlogged.includes(route)) return;
      const { statusCode: status } = response;
      const durationMs = Math.max(0, clock.nowMs() - startedMs);
      const correlationId = response.getHeader(correlationHeader);
      const aborted = response.writableFinished ? {} : { aborted: true };
      logger[status >= 500 ? 'error' : 'info'](
        { method: request.method, route, status, durationMs, correlationId, ...aborted },
        'request',
      );
    });
    next();
  };
}
