/** The closed list of faults that platform code throws. */
export const PLATFORM_ERROR_CODES = [
  'version-conflict',
  'document-too-large',
  'commit-too-large',
  'integer-out-of-range',
  'not-json',
  'unknown-collection',
  'unknown-index',
  'cursor-invalid',
  'unknown-topic',
  'sequence-conflict',
  'data-directory-in-use',
  'log-corrupt',
  'retention-passed',
  'store-unavailable',
  'log-unavailable',
  'disk-full',
  'closed',
  'event-invalid',
  'event-unknown',
  'not-yet-visible',
  'configuration-invalid',
  'key-invalid',
  'archive-invalid',
  'place-not-empty',
  'disclosure-missing',
] as const;
export type PlatformErrorCode = (typeof PLATFORM_ERROR_CODES)[number];

/**
 * A fault of the machinery, not a refusal of a rule. Recognise it by `code` (`isPlatformError`), not `instanceof`.
 * `detail` never holds personal data.
 */
export class PlatformError extends Error {
  readonly platformError = true;
  constructor(
    readonly code: PlatformErrorCode,
    detail: string,
    readonly options: { readonly retriable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.name = 'PlatformError';
  }
  get retriable(): boolean {
    return this.options.retriable ?? false;
  }
}

export function isPlatformError(error: unknown, code?: PlatformErrorCode): error is PlatformError {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { platformError?: unknown }).platformError === true &&
    (code === undefined || (error as PlatformError).code === code)
  );
}

/** What a rule says instead of doing it. `refused` is a code `'<noun>/<reason>'`; `wouldBeRight` is for people. */
export interface Refusal {
  readonly refused: string;
  readonly detail: string;
  readonly field?: string;
  readonly was?: unknown;
  readonly wouldBeRight?: string;
  readonly [extra: string]: unknown;
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && typeof (value as { refused?: unknown }).refused === 'string';
}
