import { PlatformError, isPlatformError } from '@evenground/contracts';
import { wait, type Clock, type Random } from '@evenground/config';
import { mongo } from 'mongoose';
import { TRANSACTION } from './connect.js';
import { hasLabel, isUnreachable } from './mongo-faults.js';
import { MONGO_TIMES } from './times.js';

/** Thrown by the work of a transaction to have it begun again with newer knowledge. */
export class BeginAgain extends PlatformError {
  constructor(why: string) {
    super('version-conflict', why, { retriable: true });
    this.name = 'BeginAgain';
  }
}

export interface TransactionOptions<Result> {
  readonly client: mongo.MongoClient;
  readonly clock: Clock;
  readonly random: Random;
  /** May run several times: it must write through the session only, and change nothing else. */
  readonly work: (session: mongo.ClientSession) => Promise<Result>;
  /** Reads anything within a transaction. */
  readonly touch: (session: mongo.ClientSession) => Promise<unknown>;
  /** Whether this very transaction is found to have been committed; asked when its answer stays unknown. */
  readonly hasHappened: () => Promise<boolean>;
}

/**
 * Makes a transaction happen once. Begun again, with jittered back-off, after conflicts with other transactions and
 * changes of the primary; its commit is repeated while the answer is unknown.
 *
 * @throws PlatformError `store-unavailable` (retriable) when the outcome stays unknown
 */
export async function transact<Result>(options: TransactionOptions<Result>): Promise<Result> {
  const { client, clock, random } = options;
  const giveUpAtMs = clock.nowMs() + MONGO_TIMES.commitPatienceMs;
  const session = client.startSession();
  try {
    for (let attempt = 1; ; attempt += 1) {
      session.startTransaction(TRANSACTION);
      try {
        const result = await options.work(session);
        await commitOrKnow(session, { ...options, giveUpAtMs });
        return result;
      } catch (error) {
        // What the server forgot by itself cannot be aborted; the next begin on this session ends it, too.
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        if (!isRepeatable(error) || clock.nowMs() >= giveUpAtMs) throw error;
      }
      await wait(clock, backOffMs(attempt, random));
    }
  } finally {
    await session.endSession().catch(() => undefined);
  }
}

interface Committing extends Pick<TransactionOptions<unknown>, 'clock' | 'random' | 'touch' | 'hasHappened'> {
  readonly giveUpAtMs: number;
}

async function commitOrKnow(session: mongo.ClientSession, options: Committing): Promise<void> {
  const { clock, random, giveUpAtMs, hasHappened } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!isUnknown(error)) throw error;
      if (clock.nowMs() >= giveUpAtMs || attempt >= MONGO_TIMES.commitAttempts) {
        await endUndecided(session, options);
        if (await hasHappened().catch(() => false)) return;
        throw new PlatformError('store-unavailable', 'whether the commit happened is unknown; loading tells', {
          retriable: true,
          cause: error,
        });
      }
    }
    await wait(clock, backOffMs(attempt, random));
  }
}

/**
 * Has the server end what was not committed: a later transaction of the same session does. Else its locks would refuse
 * every commit of the same rows until the server's limit for transactions (60 s by default).
 */
async function endUndecided(session: mongo.ClientSession, { touch }: Pick<Committing, 'touch'>): Promise<void> {
  try {
    session.startTransaction(TRANSACTION);
    await touch(session);
    await session.abortTransaction();
  } catch {
    // The server is away, and with it, once another is elected, the transaction.
  }
}

/** Whether the commit may or may not have happened. */
function isUnknown(error: unknown): boolean {
  if (hasLabel(error, 'TransientTransactionError')) return false; // it was aborted
  if (hasLabel(error, 'UnknownTransactionCommitResult')) return true;
  return isUnreachable(error) || (error instanceof mongo.MongoError && !(error instanceof mongo.MongoServerError));
}

/** Whether nothing happened and beginning again may help. */
function isRepeatable(error: unknown): boolean {
  if (error instanceof BeginAgain) return true;
  if (isPlatformError(error)) return false;
  return hasLabel(error, 'TransientTransactionError') || isUnreachable(error);
}

/** Exponential with full jitter, never 0. */
function backOffMs(failures: number, random: Random): number {
  const ceiling = Math.min(MONGO_TIMES.longestRetryMs, MONGO_TIMES.firstRetryMs * 2 ** Math.min(failures, 20));
  return 1 + Math.floor(random.fraction() * ceiling);
}
