/** Why a request was not let in. The HTTP filter turns it into problem+json; it holds nothing that a token said. */
export class AccessRefused extends Error {
  readonly accessRefused = true;
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 503,
    readonly code: string,
    readonly detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'AccessRefused';
  }
}

/** Recognised by its mark, not by class, so that two copies of this package agree. */
export function isAccessRefused(error: unknown): error is AccessRefused {
  return typeof error === 'object' && error !== null && (error as { accessRefused?: unknown }).accessRefused === true;
}
