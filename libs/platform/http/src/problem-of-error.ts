import { type PlatformErrorCode, isPlatformError } from '@evenground/contracts';
import { isAccessRefused } from '@evenground/auth';
import { HttpProblem, isHttpProblem } from './problem.js';

/** How faults of the machinery look from outside; a code that is not here is a 500 that says nothing. */
const OF_PLATFORM: Partial<Record<PlatformErrorCode, () => HttpProblem>> = {
  'version-conflict': () =>
    new HttpProblem(409, 'version/stale', 'Somebody else changed this in the meantime; load it again.'),
  'document-too-large': () => new HttpProblem(413, 'body/too-large', 'This is larger than one entity may be.'),
  'commit-too-large': () => new HttpProblem(413, 'body/too-large', 'This is more than one step may change.'),
  'integer-out-of-range': () => new HttpProblem(422, 'value/out-of-range', 'A number is too large.'),
  'cursor-invalid': () =>
    new HttpProblem(400, 'query/invalid', 'after: the `next` of the page before', {
      field: 'after',
      wouldBeRight: 'the `next` of the page before',
    }),
  'store-unavailable': unavailable,
  'log-unavailable': unavailable,
  'disk-full': unavailable,
  closed: unavailable,
  'not-yet-visible': () =>
    new HttpProblem(503, 'not-yet-visible', 'The write you named is not visible yet.', { retryAfterSeconds: 1 }),
};

const OF_STATUS: Readonly<Record<number, () => HttpProblem>> = {
  400: () => new HttpProblem(400, 'request/invalid', 'The request is malformed.'),
  404: () => new HttpProblem(404, 'route/unknown', 'There is nothing here.'),
  413: () => new HttpProblem(413, 'body/too-large', 'The body is too large.'),
  415: () => new HttpProblem(415, 'body/media-type', 'The body is of a kind that is not taken here.'),
};

function unavailable(): HttpProblem {
  return new HttpProblem(503, 'service/unavailable', 'This is not available at the moment.', { retryAfterSeconds: 5 });
}

/** The problem to answer for anything thrown. A fault is a 500 whose text says nothing about it. */
export function problemOfError(error: unknown): HttpProblem {
  if (isHttpProblem(error)) return error;
  if (isAccessRefused(error)) return new HttpProblem(error.status, error.code, error.detail, error.extra);
  if (isPlatformError(error)) {
    const known = OF_PLATFORM[error.code];
    if (known) return known();
    return error.retriable ? unavailable() : internal();
  }
  return OF_STATUS[statusOf(error) ?? 500]?.() ?? internal();
}

/** The status of Nest's own exceptions and of Express's errors (malformed percent-encoding, for one). */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { getStatus, status } = error as { getStatus?: () => unknown; status?: unknown };
  const found: unknown = typeof getStatus === 'function' ? getStatus.call(error) : status;
  return typeof found === 'number' ? found : undefined;
}

function internal(): HttpProblem {
  return new HttpProblem(500, 'fault/internal', 'Something went wrong here; the correlation id finds it in the logs.');
}
