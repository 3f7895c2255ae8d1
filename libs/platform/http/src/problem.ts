import type { Refusal } from '@evenground/contracts';

/** What a problem says beside status, code and detail. */
export interface ProblemExtras {
  /** The offending field, as a path like `groups[0].value`. */
  readonly field?: string;
  readonly was?: unknown;
  readonly wouldBeRight?: string;
  /** Seconds until it is worth trying again; becomes the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  readonly [extra: string]: unknown;
}

/** An answer of RFC 9457; thrown from handlers, written by the one filter. `code` is `<noun>/<reason>`. */
export class HttpProblem extends Error {
  readonly httpProblem = true;
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
    cause?: unknown,
  ) {
    super(`${code}: ${detail}`, { cause });
    this.name = 'HttpProblem';
  }
}

export function isHttpProblem(error: unknown): error is HttpProblem {
  return typeof error === 'object' && error !== null && (error as { httpProblem?: unknown }).httpProblem === true;
}

/** Makes the problem to throw: `throw problem(404, 'cycle/unknown', 'There is no such cycle.')`. */
export function problem(status: number, code: string, detail: string, extras: ProblemExtras = {}): HttpProblem {
  return new HttpProblem(status, code, detail, extras);
}

/** Throws a domain refusal as a problem, with all that it says. */
export function throwRefusal(refusal: Refusal, status = 409): never {
  const { refused, detail, ...extras } = refusal;
  throw new HttpProblem(status, refused, detail, extras);
}
