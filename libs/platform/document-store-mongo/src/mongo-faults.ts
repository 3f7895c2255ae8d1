import { PlatformError, isPlatformError } from '@evenground/contracts';
import { mongo } from 'mongoose';

/** Codes of the server (its error_codes.yml). */
const DUPLICATE_KEY = 11_000;
const OUT_OF_DISK_SPACE = 14_031;
const NAMESPACE_EXISTS = 48;
const REFUSED_USER: readonly unknown[] = [13, 18, 8_000];

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/** Which operation of a bulk write met a key that is taken. */
export function duplicateAt(error: unknown): number | undefined {
  if (!(error instanceof mongo.MongoBulkWriteError)) return undefined;
  return [error.writeErrors].flat().find(({ code }) => code === DUPLICATE_KEY)?.index;
}

export function isNamespaceExists(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === NAMESPACE_EXISTS;
}

export function hasLabel(error: unknown, label: string): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel(label);
}

/** Whether the server was not reached or not the primary: nothing that was not yet committed has happened. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    // A bulk write wraps what kept it from the server, without its class and labels: an answer would have a code.
    (error instanceof mongo.MongoBulkWriteError && error.code === undefined) ||
    hasLabel(error, 'RetryableWriteError') ||
    hasLabel(error, 'ResetPool')
  );
}

/** What MongoDB said, in the closed list of faults; anything else (an injected fault, a bug) is passed on unchanged. */
export function platformFault(error: unknown, during: string): unknown {
  if (isPlatformError(error) || !(error instanceof mongo.MongoError)) return error;
  const said = `${during}: ${error.message}`;
  if (error.code === OUT_OF_DISK_SPACE || error.message.includes('No space left on device')) {
    return new PlatformError('disk-full', said, { retriable: true, cause: error });
  }
  if (REFUSED_USER.includes(error.code)) {
    return new PlatformError('configuration-invalid', `MONGO_URL: the user was refused: ${said}`, { cause: error });
  }
  const retriable =
    isUnreachable(error) ||
    hasLabel(error, 'TransientTransactionError') ||
    error instanceof mongo.MongoWriteConcernError ||
    !(error instanceof mongo.MongoServerError);
  return new PlatformError('store-unavailable', said, { retriable, cause: error });
}

/** Runs an operation; what it throws is in the closed list of faults. */
export async function withPlatformFaults<Result>(during: string, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    throw platformFault(error, during);
  }
}
