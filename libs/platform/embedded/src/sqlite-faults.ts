import { PlatformError, isPlatformError } from '@evenground/contracts';

/** Primary result codes of SQLite (sqlite.org/rescode.html); the low byte of an extended code. */
const FULL = 13;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const CONSTRAINT = 19;
const GENERIC = 1;

/** Extended codes: the kernel could not promise durability, so that nothing after it may be believed. */
const FSYNC_FAILED: readonly number[] = [1034, 1290];

interface SqliteFault {
  readonly rawCode: number;
  readonly code: string;
}

function isSqliteFault(error: unknown): error is SqliteFault & Error {
  return error instanceof Error && typeof (error as Partial<SqliteFault>).rawCode === 'number';
}

/** Whether the fault leaves it unknown what the disk holds: the database must be closed and opened again. */
export function isFsyncFailure(error: unknown): boolean {
  return isSqliteFault(error) && FSYNC_FAILED.includes(error.rawCode);
}

export function isUniqueViolation(error: unknown): boolean {
  return isSqliteFault(error) && (error.rawCode & 0xff) === CONSTRAINT;
}

/** What SQLite said, in the closed list of faults; anything else (an injected fault, a bug) is passed on unchanged. */
export function platformFault(error: unknown, during: string): unknown {
  if (isPlatformError(error) || !isSqliteFault(error)) return error;
  const said = `${during}: ${error.code} (${error.rawCode}) ${error.message}`;
  switch (error.rawCode & 0xff) {
    case FULL:
      return new PlatformError('disk-full', said, { retriable: true, cause: error });
    case CORRUPT:
    case NOT_A_DATABASE:
      return new PlatformError('log-corrupt', said, { cause: error });
    case GENERIC:
    case CONSTRAINT:
      return new PlatformError('store-unavailable', said, { cause: error });
    default:
      return new PlatformError('store-unavailable', said, { retriable: true, cause: error });
  }
}
