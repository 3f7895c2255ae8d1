import { createHash } from 'node:crypto';
import {
  type RestatementBegun,
  type RestatementEnded,
  type StreamRequested,
  isPlatformError,
} from '@evenground/contracts';
import type { EventToPublish } from './feature-store.js';

/** Some of a stream's current content, read together. */
export interface RestatementSlice {
  /** What the slice says, ascending by UTF-16 code units, each above those of the slices before. */
  readonly keys: readonly string[];
  /** Absolute content of all the keys. */
  readonly events: readonly Pick<EventToPublish, 'type' | 'data'>[];
}

/** The publisher's current content of one stream. */
export interface RestatementSource<Slice extends RestatementSlice> {
  /** Reads slices on from the key `after` (absent: from the first). Asked again after a conflict. */
  slices(after?: string): AsyncIterable<Slice>;
  /** All keys up to and including `last`, ascending; asked when a restatement is resumed. */
  keysUpTo(last: string): AsyncIterable<readonly string[]>;
}

/** How far a restatement is. Kept by the publisher under the `restatementId`, written in the same commits. */
export interface RestatementProgress {
  readonly restatementId: string;
  readonly topic: string;
  readonly stream: string;
  readonly status: 'running' | 'ended';
  /** The last key that was said. */
  readonly after?: string;
  readonly count: number;
}

/** Names the progress of one restatement: of one rebuild, a publisher may be asked for many streams under one id. */
export function restatementKey(of: Pick<RestatementProgress, 'restatementId' | 'topic' | 'stream'>): string {
  return `${of.topic}/${of.stream}/${of.restatementId}`;
}

export interface Restatement<Slice extends RestatementSlice> {
  readonly request: StreamRequested;
  readonly correlationId: string;
  /** The id of the request's event. */
  readonly causationId: string;
  readonly source: RestatementSource<Slice>;
  /** @param key the `restatementKey` under which `commit` wrote it */
  progress(key: string): Promise<RestatementProgress | undefined>;
  /**
   * Publishes the events and writes the progress, in one commit. With a slice it must be guarded by what the slice was
   * read from: `version-conflict` when that has moved, so that nothing older is ever said after something newer.
   */
  commit(events: readonly EventToPublish[], progress: RestatementProgress, slice?: Slice): Promise<unknown>;
}

const MOST_CONFLICTS = 10; // in a row, with one slice; then whoever called tries again later

/**
 * Says a stream again: begin marker, slices, end marker with the count and hash of the keys. It may be called any
 * number of times for one `restatementId`: it goes on where it was, and an ended one says nothing more.
 * A request for some keys only is answered with their content and without markers, since those stand for all of it.
 */
export async function restate<Slice extends RestatementSlice>(run: Restatement<Slice>): Promise<RestatementProgress> {
  const { request, source } = run;
  const known = await run.progress(restatementKey(request));
  if (known?.status === 'ended') return known;
  let progress = known ?? (await begin(run));
  const keys = new KeysHash();
  if (progress.after !== undefined) for await (const said of source.keysUpTo(progress.after)) keys.add(said);
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      for await (const slice of source.slices(progress.after)) {
        progress = await say(run, slice, progress, keys);
        conflicts = 0;
      }
      return await end(run, progress, keys);
    } catch (error) {
      if (!isPlatformError(error, 'version-conflict') || conflicts >= MOST_CONFLICTS) throw error;
    }
  }
}

async function begin(run: Restatement<RestatementSlice>): Promise<RestatementProgress> {
  const { restatementId, topic, stream, reason } = run.request;
  const progress: RestatementProgress = { restatementId, topic, stream, status: 'running', count: 0 };
  const marker: RestatementBegun = { restatementId, reset: reason === 'gap' };
  await run.commit(marked(run, 'restatement.begun', marker), progress);
  return progress;
}

async function say<Slice extends RestatementSlice>(
  run: Restatement<Slice>,
  slice: Slice,
  before: RestatementProgress,
  keys: KeysHash,
): Promise<RestatementProgress> {
  const said = keys.with(slice.keys);
  const progress = { ...before, after: slice.keys.at(-1) ?? before.after, count: before.count + slice.keys.length };
  await run.commit(
    slice.events.map((event) => eventOf(run, event)),
    progress,
    slice,
  );
  said();
  return progress;
}

async function end(
  run: Restatement<RestatementSlice>,
  before: RestatementProgress,
  keys: KeysHash,
): Promise<RestatementProgress> {
  const progress: RestatementProgress = { ...before, status: 'ended', count: keys.count };
  const marker: RestatementEnded = { restatementId: before.restatementId, count: keys.count, keysHash: keys.hex() };
  await run.commit(marked(run, 'restatement.ended', marker), progress);
  return progress;
}

function marked(run: Restatement<RestatementSlice>, type: string, data: unknown): readonly EventToPublish[] {
  return run.request.keys === undefined ? [eventOf(run, { type, data })] : [];
}

function eventOf(run: Restatement<RestatementSlice>, event: Pick<EventToPublish, 'type' | 'data'>): EventToPublish {
  const { topic, stream } = run.request;
  return { topic, stream, ...event, correlationId: run.correlationId, causationId: run.causationId };
}

/** SHA-256 over ascending keys, each followed by a line feed; the consumer of an end marker counts the same way. */
export class KeysHash {
  private readonly hash = createHash('sha256');
  private last: string | undefined;
  private counted = 0;

  get count(): number {
    return this.counted;
  }

  /** @throws RangeError when the keys do not ascend */
  add(keys: readonly string[]): void {
    this.with(keys)();
  }

  /** Checks the keys, and returns what adds them. */
  with(keys: readonly string[]): () => void {
    let last = this.last;
    for (const key of keys) {
      if (last !== undefined && key <= last) throw new RangeError('the keys of a restatement must ascend');
      last = key;
    }
    return () => {
      for (const key of keys) this.hash.update(`${key}\n`);
      this.last = last;
      this.counted += keys.length;
    };
  }

  hex(): string {
    return this.hash.copy().digest('hex');
  }
}
