/** What went wrong, in the words of the interface (RFC 9457), or because no answer came at all. */
export interface Problem {
  readonly status: number;
  /** `<noun>/<reason>`; `no-answer` where the server could not be reached. */
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly wouldBeRight?: string;
  readonly correlationId?: string;
  readonly retryAfterSeconds?: number;
}

/** A problem on its way through code that expects errors to be thrown. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
  }
}

export const NO_ANSWER: Problem = { status: 0, code: 'no-answer', detail: '' };

export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : NO_ANSWER;
}

/** The problem that an answer holds; one that is not a problem document still has its status. */
export function problemOfAnswer(response: Response, body: unknown): Problem {
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string | undefined => (typeof said[name] === 'string' ? said[name] : undefined);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    code: text('code') ?? `http/${response.status}`,
    detail: text('detail') ?? '',
    ...(text('field') !== undefined && { field: text('field') }),
    ...(text('wouldBeRight') !== undefined && { wouldBeRight: text('wouldBeRight') }),
    ...(text('correlationId') !== undefined && { correlationId: text('correlationId') }),
    ...(Number.isFinite(retryAfter) && { retryAfterSeconds: retryAfter }),
  };
}

/** Worth asking again by itself: no answer, or one that says so. */
export function isPassing({ status }: Problem): boolean {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}
