import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Random, randomId } from '@evenground/config';

const requests = new AsyncLocalStorage<{ readonly correlationId: string }>();
const ACCEPTED = /^[A-Za-z0-9_-]{8,64}$/; // nothing that could forge a log line or a header

export const CORRELATION_HEADER = 'Evenground-Correlation-Id';

/** The id that everything caused by the current request carries; `undefined` outside of a request. */
export function currentCorrelationId(): string | undefined {
  return requests.getStore()?.correlationId;
}

/** Runs something as if it were a request, e.g. the work of a clock or a test. */
export function withCorrelationId<Result>(correlationId: string, run: () => Result): Result {
  return requests.run({ correlationId }, run);
}

/** Gives each request its correlation id: the caller's when it is well-formed, else a random one. */
export function correlate(random: Random) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const given = request.headers[CORRELATION_HEADER.toLowerCase()];
    const correlationId = typeof given === 'string' && ACCEPTED.test(given) ? given : randomId(random);
    response.setHeader(CORRELATION_HEADER, correlationId);
    requests.run({ correlationId }, next);
  };
}
