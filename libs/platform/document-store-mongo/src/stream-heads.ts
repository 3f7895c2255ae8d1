import { streamId, type StreamName, type StreamPosition } from '@evenground/contracts';
import type { mongo } from 'mongoose';
import { isDuplicateKey } from './mongo-faults.js';
import type { ServiceDatabase, StreamHeadRow } from './service-database.js';
import { BeginAgain } from './transaction.js';

const MOST_KNOWN = 100_000; // streams; 10 MB

/**
 * The newest sequence of each stream. What this process believes saves a round trip; each commit advances the row from
 * exactly there, so a belief that another process has overtaken costs a second try and decides nothing.
 */
export class StreamHeads {
  readonly #known = new Map<string, number>();

  constructor(private readonly database: ServiceDatabase) {}

  /** Within a transaction. Advances each stream by its number of names; the result is where each was before. */
  async reserve(names: readonly StreamName[], session: mongo.ClientSession): Promise<Map<string, number>> {
    const wanted = new Map<string, { readonly name: StreamName; readonly count: number }>();
    for (const { topic, stream } of names) {
      const id = streamId({ topic, stream });
      wanted.set(id, { name: { topic, stream }, count: (wanted.get(id)?.count ?? 0) + 1 });
    }
    await this.#learn([...wanted.values()].map(({ name }) => name));
    const before = new Map([...wanted.keys()].map((id) => [id, this.#known.get(id) ?? 0]));
    const operations = [...wanted].map(([id, { name, count }]) => {
      const sequence = before.get(id) ?? 0;
      const update = { $set: { sequence: sequence + count }, $setOnInsert: { ...name } };
      return { updateOne: { filter: { _id: id, sequence }, update, upsert: sequence === 0 } };
    });
    if (!(await this.#advance(operations, session))) {
      this.forget(names);
      throw new BeginAgain('another process has published to the stream');
    }
    return before;
  }

  /** After a commit: these were reached. */
  reached(positions: readonly StreamPosition[]): void {
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const position of positions) this.#known.set(streamId(position), position.sequence);
  }

  /** After a commit whose outcome is unknown, or that found another's. */
  forget(names: readonly StreamName[]): void {
    for (const name of names) this.#known.delete(streamId(name));
  }

  /** As the database says; 0 where nothing was published. */
  async newest(names: readonly StreamName[]): Promise<ReadonlyMap<string, number>> {
    const ids = names.map(streamId);
    const rows = await this.database.heads.find({ _id: { $in: ids } }).toArray();
    const found = new Map(rows.map(({ _id, sequence }) => [_id, sequence]));
    return new Map(ids.map((id) => [id, found.get(id) ?? 0]));
  }

  async #learn(names: readonly StreamName[]): Promise<void> {
    const unknown = names.filter((name) => !this.#known.has(streamId(name)));
    if (unknown.length === 0) return;
    for (const [id, sequence] of await this.newest(unknown)) this.#known.set(id, sequence);
  }

  async #advance(
    operations: mongo.AnyBulkWriteOperation<StreamHeadRow>[],
    session: mongo.ClientSession,
  ): Promise<boolean> {
    try {
      const done = await this.database.heads.bulkWrite(operations, { session, ordered: false });
      return done.matchedCount + done.upsertedCount === operations.length;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
