import { PlatformError, streamId, type EventEnvelope } from '@evenground/contracts';
import type { HandledMark } from '@evenground/event-log';
import { bodyChecksum, envelopeOf, type PreparedCommit, type PreparedWrite } from '@evenground/document-store';
import type { mongo } from 'mongoose';
import type { FaultInjector } from './crash-points.js';
import { duplicateAt, isDuplicateKey } from './mongo-faults.js';
import { outboxRow } from './outbox-rows.js';
import type { DocumentRow, MongoCollection, OutboxRow, ServiceDatabase } from './service-database.js';
import type { StreamHeads } from './stream-heads.js';
import { BeginAgain } from './transaction.js';
import { stepsOf, type WriteStep } from './write-steps.js';

/** The top-level texts and numbers of a body. */
export type IndexedFields = DocumentRow['fields'];
export type MongoWrite = PreparedWrite<MongoCollection, IndexedFields>;
export type MongoCommit = PreparedCommit<MongoCollection, IndexedFields>;

/** What is chosen once, however often the transaction runs. */
export interface CommitIdentity {
  readonly id: string;
  /** Of the events, in their order. */
  readonly eventIds: readonly string[];
  readonly time: string;
}

export interface CommitTransactionOptions {
  readonly database: ServiceDatabase;
  readonly heads: StreamHeads;
  readonly faults: FaultInjector | undefined;
}

/** What a transaction has written for the log. */
export interface Published {
  readonly envelopes: readonly EventEnvelope[];
  readonly rows: readonly OutboxRow[];
}

/** The writes of one commit, on plain rows, in one session; every count is compared. */
export class CommitTransaction {
  readonly #steps: readonly WriteStep[];
  /** The outbox rows of the last run. */
  #attempted: readonly OutboxRow[] = [];

  constructor(
    private readonly commit: MongoCommit,
    private readonly identity: CommitIdentity,
    private readonly options: CommitTransactionOptions,
  ) {
    this.#steps = stepsOf(commit.writes.map((write) => ({ write, ...operationsOf(write, identity.id) })));
  }

  /** Changes nothing but through the session, so that it may run again. */
  async run(session: mongo.ClientSession): Promise<Published> {
    const { faults } = this.options;
    faults?.at('commit/after-begin');
    for (const step of this.#steps) await this.#write(step, session);
    faults?.at('commit/after-writes');
    faults?.at('commit/before-events');
    const published = await this.#publish(session);
    faults?.at('commit/before-handled');
    await this.#mark(session);
    faults?.at('commit/before-commit');
    return published;
  }

  /** Whether the database holds what this commit, and no other, has written. */
  async hasHappened(): Promise<boolean> {
    const [attempted] = this.#attempted;
    if (attempted !== undefined) {
      const row = await this.options.database.outbox.findOne({ _id: attempted._id });
      return row?.envelope === attempted.envelope;
    }
    const written = this.commit.writes.find(({ content }) => content !== null);
    if (written === undefined) return false;
    const found = await written.collection.rows.findOne({ _id: written.id }, { projection: { commit: 1 } });
    return found?.commit === this.identity.id;
  }

  async #write({ collection, operations, isCounted }: WriteStep, session: mongo.ClientSession): Promise<void> {
    try {
      const bulk = operations.map(({ operation }) => operation);
      const done = await collection.rows.bulkWrite(bulk, { session, ordered: true });
      const count = done.insertedCount + done.matchedCount + done.upsertedCount + done.deletedCount;
      if (!isCounted || count === operations.length) return;
    } catch (error) {
      const write = operations[duplicateAt(error) ?? -1]?.write;
      if (write === undefined) throw error;
      // Another commit made, at the same time, the document that this one replaces whatever is there.
      if (write.expected !== 0) throw new BeginAgain('a document was made meanwhile');
      throw conflictOf(write);
    }
    throw conflictOf(await this.#mismatch(operations, session));
  }

  /** The first document that is not as expected, for the refusal. */
  async #mismatch(operations: WriteStep['operations'], session: mongo.ClientSession): Promise<MongoWrite | undefined> {
    const [first] = operations;
    if (first === undefined) return undefined;
    const ids = operations.map(({ write }) => write.id);
    const rows = await first.write.collection.rows
      .find({ _id: { $in: ids } }, { session, projection: { commit: 1, version: 1 } })
      .toArray();
    const written = new Set(rows.filter(({ commit }) => commit === this.identity.id).map(({ _id }) => _id));
    const present = new Set(rows.map(({ _id }) => _id));
    const isOff = ({ id, content }: MongoWrite): boolean => (content === null ? present.has(id) : !written.has(id));
    return operations.find(({ write }) => isOff(write))?.write ?? first.write;
  }

  async #publish(session: mongo.ClientSession): Promise<Published> {
    const { events } = this.commit;
    if (events.length === 0) return { envelopes: [], rows: [] };
    const { database, heads } = this.options;
    const next = await heads.reserve(
      events.map(({ event }) => event),
      session,
    );
    const envelopes = events.map((prepared, at) => {
      const id = streamId(prepared.event);
      const sequence = (next.get(id) ?? 0) + 1;
      next.set(id, sequence);
      const given = {
        service: database.service,
        id: this.identity.eventIds[at] ?? '',
        time: this.identity.time,
        sequence,
      };
      return envelopeOf(prepared, given);
    });
    const rows = envelopes.map((envelope, at) => outboxRow(envelope, events[at]?.text ?? 'null'));
    this.#attempted = rows;
    await database.outbox.insertMany(rows, { session, ordered: false });
    return { envelopes, rows };
  }

  async #mark(session: mongo.ClientSession): Promise<void> {
    const { handled } = this.commit;
    if (handled.length === 0) return;
    const operations = handled.map((mark) => ({
      updateOne: {
        filter: { _id: markId(mark), sequence: mark.expected },
        update: {
          $set: { sequence: mark.sequence },
          $inc: { commits: 1 },
          $setOnInsert: { group: mark.group, topic: mark.topic, stream: mark.stream },
        },
        upsert: mark.expected === 0, // where nothing was handled yet, there is no row
      },
    }));
    try {
      const done = await this.options.database.handled.bulkWrite(operations, { session, ordered: true });
      if (done.matchedCount + done.upsertedCount === handled.length) return;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const groups = [...new Set(handled.map(({ group }) => group))].join(', ');
    const streams = handled.map((mark) => `${streamId(mark)} up to ${mark.expected}`).slice(0, 3);
    throw new PlatformError('version-conflict', `${groups} has not handled ${streams.join(', ')}`, { retriable: true });
  }
}

export function markId({ group, topic, stream }: Pick<HandledMark, 'group' | 'topic' | 'stream'>): string {
  return `${group}|${topic}|${stream}`;
}

function conflictOf(write: MongoWrite | undefined): PlatformError {
  const where = `${write?.collection.service}/${write?.collection.name} ${write?.id}`;
  return new PlatformError('version-conflict', `${where} is not at version ${write?.expected}`, { retriable: true });
}

/** What a write does to its row, one step after the other; `isCounted`: whether each step must meet a row. */
function operationsOf(
  { id, expected, content }: MongoWrite,
  commit: string,
): { readonly operations: readonly mongo.AnyBulkWriteOperation<DocumentRow>[]; readonly isCounted: boolean } {
  const filter = typeof expected === 'number' ? { _id: id, version: expected } : { _id: id };
  if (content === null) {
    const remove = { deleteOne: { filter } };
    if (expected !== 0) return { operations: [remove], isCounted: expected !== 'any' };
    // Made and removed again, because only a write is seen by another transaction that makes it at the same time.
    const placeholder = { _id: id, version: 0, body: '', checksum: 0, fields: {}, commit };
    return { operations: [{ insertOne: { document: placeholder } }, remove], isCounted: true };
  }
  const row = { body: content.text, checksum: bodyChecksum(content.text), fields: content.indexed, commit };
  if (expected === 0) {
    return { operations: [{ insertOne: { document: { _id: id, version: 1, ...row } } }], isCounted: true };
  }
  const update = { $set: row, $inc: { version: 1 } };
  return { operations: [{ updateOne: { filter, update, upsert: expected === 'any' } }], isCounted: true };
}
