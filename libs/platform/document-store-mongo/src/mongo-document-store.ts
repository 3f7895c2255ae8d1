import { streamId, type StreamName } from '@evenground/contracts';
import { instant, randomId, type Clock, type Random } from '@evenground/config';
import {
  indexableValue,
  newestPerStream,
  openedCollection,
  prepareCommit,
  type Collection,
  type Commit,
  type Committed,
  type DocumentStore,
  type IndexRange,
  type Page,
  type PageRequest,
  type Stored,
} from '@evenground/document-store';
import type { StreamLocks } from '@evenground/event-log';
import type { mongo } from 'mongoose';
import {
  CommitTransaction,
  markId,
  type IndexedFields,
  type MongoCommit,
  type Published,
} from './commit-transaction.js';
import type { FaultInjector } from './crash-points.js';
import { withPlatformFaults } from './mongo-faults.js';
import type { OutboxRelay } from './outbox-relay.js';
import { findPage, listPage, storedDocument } from './page-through.js';
import type { MongoCollection, ServiceDatabase } from './service-database.js';
import type { StreamHeads } from './stream-heads.js';
import { transact } from './transaction.js';

export interface MongoDocumentStoreOptions {
  readonly client: mongo.MongoClient;
  readonly database: ServiceDatabase;
  readonly relay: OutboxRelay;
  readonly heads: StreamHeads;
  /** One process does not fight itself: its commits that touch the same row wait for each other. */
  readonly locks: StreamLocks;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: FaultInjector | undefined;
  /** Throws `closed` once the stores are closed. */
  readonly requireOpen: () => void;
}

const FIELD = /^[A-Za-z][A-Za-z0-9_]*$/;

/** The documents of one service in its own database. */
export class MongoDocumentStore implements DocumentStore {
  readonly service: string;

  constructor(private readonly options: MongoDocumentStoreOptions) {
    this.service = options.database.service;
  }

  async load<Body>(
    collection: Collection<Body>,
    ids: readonly string[],
  ): Promise<readonly (Stored<Body> | undefined)[]> {
    const opened = this.#opened(collection);
    if (ids.length === 0) return [];
    const rows = await this.#reading(() => opened.rows.find({ _id: { $in: [...new Set(ids)] } }).toArray());
    const found = new Map(rows.map((row) => [row._id, storedDocument<Body>(opened, row)]));
    return ids.map((id) => found.get(id));
  }

  async find<Body>(
    collection: Collection<Body>,
    index: string,
    range: IndexRange,
    page: PageRequest,
  ): Promise<Page<Body>> {
    const opened = this.#opened(collection);
    return this.#reading(() => findPage<Body>(opened, index, range, page));
  }

  async list<Body>(collection: Collection<Body>, prefix: string, page: PageRequest): Promise<Page<Body>> {
    const opened = this.#opened(collection);
    return this.#reading(() => listPage<Body>(opened, prefix, page));
  }

  async commit(commit: Commit): Promise<Committed> {
    this.options.requireOpen();
    const opened = this.options.database.collections;
    const prepared = prepareCommit(commit, { service: this.service, opened, indexed: topLevelFields });
    if (prepared.writes.length + prepared.events.length + prepared.handled.length === 0) {
      return { published: [], positions: [] };
    }
    const published = await this.options.locks.run(rowsTouched(prepared), () => this.#commit(prepared));
    return { published: published.envelopes, positions: newestPerStream(published.envelopes) };
  }

  async heads(streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    this.options.requireOpen();
    return this.#reading(() => this.options.heads.newest(streams));
  }

  async handled(group: string, streams: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    this.options.requireOpen();
    const ids = streams.map((stream) => markId({ group, ...stream }));
    const rows = await this.#reading(() => this.options.database.handled.find({ _id: { $in: ids } }).toArray());
    const found = new Map(rows.map(({ _id, sequence }) => [_id, sequence]));
    return new Map(streams.map((stream, at) => [streamId(stream), found.get(ids[at] ?? '') ?? 0]));
  }

  async ping(): Promise<void> {
    this.options.requireOpen();
    await this.#reading(() => this.options.client.db('admin').command({ ping: 1 }));
  }

  /** Under the locks: what is handed to the relay has the order of the commits. */
  async #commit(prepared: MongoCommit): Promise<Published> {
    const { client, clock, random, database, faults, relay } = this.options;
    const identity = {
      id: randomId(random),
      eventIds: prepared.events.map(() => randomId(random)),
      time: instant(clock),
    };
    const transaction = new CommitTransaction(prepared, identity, { database, heads: this.options.heads, faults });
    try {
      const published = await withPlatformFaults(`a commit of ${this.service}`, () =>
        transact({
          client,
          clock,
          random,
          work: (session) => transaction.run(session),
          touch: (session) => database.meta.findOne({ _id: 'format' }, { session }),
          hasHappened: () => transaction.hasHappened(),
        }),
      );
      this.options.heads.reached(newestPerStream(published.envelopes));
      faults?.at('commit/after-commit');
      relay.offer(published.rows);
      return published;
    } catch (error) {
      this.options.heads.forget(prepared.events.map(({ event }) => event));
      throw error;
    }
  }

  #opened(collection: Collection): MongoCollection {
    this.options.requireOpen();
    return openedCollection(this.options.database.collections, this.service, collection.name);
  }

  #reading<Result>(read: () => Promise<Result>): Promise<Result> {
    return withPlatformFaults(`reading documents of ${this.service}`, read);
  }
}

/** See `DocumentRow.fields`. */
export function topLevelFields(collection: MongoCollection, body: unknown, what: string): IndexedFields {
  if (typeof body !== 'object' || body === null) return {};
  const fields: Record<string, string | number> = {};
  for (const field of Object.keys(body)) {
    if (!FIELD.test(field)) continue;
    const value = indexableValue(collection, field, body, what);
    if (value !== null) fields[field] = value;
  }
  return fields;
}

function rowsTouched({ writes, events, handled }: MongoCommit): readonly string[] {
  return [
    ...new Set([
      ...writes.map(({ collection, id }) => `document|${collection.name}|${id}`),
      ...events.map(({ event }) => `stream|${streamId(event)}`),
      ...handled.map((mark) => `mark|${markId(mark)}`),
    ]),
  ];
}
