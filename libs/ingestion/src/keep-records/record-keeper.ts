import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@evenground/config';
import { wait } from '@evenground/config';
import { PlatformError, streamId } from '@evenground/contracts';
import type { Committed, DocumentStore, OutgoingEvent, Stored, Write } from '@evenground/document-store';
import { bucketHeaders } from '../collections.js';
import { newBucketHeader, type BucketHeader } from '../domain/bucket-header.js';
import { judge, type IncomingRecord, type Verdict } from '../domain/current-records.js';
import type { CurrentRecord } from '../domain/packed-records.js';
import type { Place, Shelf } from '../domain/place-record.js';
import { blocksOf, type Change } from '../domain/record-blocks.js';
import { changeOf } from './changes.js';
import { RecordChunk, documentId } from './record-chunk.js';

/** One row for the judge, with its place. `row` is whatever the caller knows it by. */
export interface KeepRow {
  readonly row: number;
  readonly place: Place;
  readonly incoming: IncomingRecord;
  /** Only says that a replace has named this key, in a row that could not be taken in. */
  readonly isNameOnly?: true;
}

export interface JudgedRow {
  readonly row: number;
  readonly incoming: IncomingRecord;
  readonly verdict: Verdict;
}

/** What travels in the same commit as the judged rows: the caller's own documents. */
export interface Companion {
  /** `streams`: those the commit writes to, as `topic|stream`. */
  with(
    judged: readonly JudgedRow[],
    streams: ReadonlySet<string>,
  ): { readonly writes: readonly Write[]; readonly publish?: readonly OutgoingEvent[] };
  /** The commit is durable. */
  committed(committed: Committed): void;
}

export interface KeepRequest {
  readonly district: string;
  readonly rows: readonly KeepRow[];
  readonly correlationId: string;
  readonly causationId?: string;
  /** From 1; after the third conflict the buckets are leased. */
  readonly attempt: number;
  readonly companion: Companion;
}

const LIMITS = { chunks: 80, documents: 160, bytes: 2_800_000 } as const; // below the 200 and 4 MB of a commit
const LEASE_AFTER_CONFLICTS = 3;
const LEASE_MS = 5000;

/**
 * The single judge at work: loads what is kept of the rows' keys, asks the domain, and commits the new content, the
 * blocks that say so and the companion's documents together, guarded by each bucket header's version. A batch that is
 * larger than a commit becomes several, each whole in itself. `version-conflict`: load again and judge the rest anew.
 */
export class RecordKeeper {
  /** How many chunks a commit should hold: what was just found to fit, so that little is judged only to be cut in two. */
  private chunksAtOnce: number = LIMITS.chunks;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
    private readonly holder: string,
    private readonly bucketsPerCommit = 16,
  ) {}

  async keep(request: KeepRequest): Promise<void> {
    const chunks = chunksOf(request);
    for (let from = 0; from < chunks.length;) {
      const slice = this.sliceAt(chunks, from);
      from += slice.length;
      await this.keepSlice(request, slice);
      await setImmediate(); // so that requests are answered while a large batch is judged
    }
  }

  /** As many chunks from there on as one commit should hold. */
  private sliceAt(chunks: readonly ChunkRows[], from: number): readonly ChunkRows[] {
    const shelves = new Set<Shelf>();
    let to = from;
    for (; to < chunks.length && to - from < this.chunksAtOnce; to += 1) {
      shelves.add(chunks[to]!.place.shelf);
      if (shelves.size > this.bucketsPerCommit) break;
    }
    return chunks.slice(from, to);
  }

  private async keepSlice(request: KeepRequest, slice: readonly ChunkRows[]): Promise<void> {
    const { district } = request;
    const shelves = [...new Set(slice.map(({ place }) => place.shelf))];
    const headers = await this.headers(district, shelves);
    const chunks = await RecordChunk.load(
      this.store,
      district,
      slice.map(({ place, rows }) => ({ place, keys: rows.map(({ incoming }) => incoming) })),
    );
    const judged: JudgedRow[] = [];
    const changes = new Map<Shelf, Change[]>(shelves.map((shelf) => [shelf, []]));
    for (const [index, chunk] of chunks.entries()) {
      const header = headers.get(chunk.place.shelf)!;
      changes.get(chunk.place.shelf)!.push(...judgeChunk(chunk, slice[index]!.rows, header.body, judged));
    }
    const blocks = shelves.flatMap((shelf) => blocksOf(district, shelf, changes.get(shelf)!));
    const packed = await Promise.all(chunks.map((chunk) => chunk.writes(this.store)));
    const bytes = [...packed, ...blocks].reduce((sum, { bytes: size }) => sum + size, 0);
    const documents = packed.reduce((sum, { writes }) => sum + writes.length, shelves.length);
    if (slice.length > 1 && (bytes > LIMITS.bytes || documents > LIMITS.documents)) {
      const half = slice.length >> 1;
      this.chunksAtOnce = half;
      await this.keepSlice(request, slice.slice(0, half));
      return this.keepSlice(request, slice.slice(half));
    }
    const [only] = slice;
    if (bytes > LIMITS.bytes && only !== undefined && only.rows.length > 1) {
      const half = only.rows.length >> 1;
      await this.keepSlice(request, [{ ...only, rows: only.rows.slice(0, half) }]);
      return this.keepSlice(request, [{ ...only, rows: only.rows.slice(half) }]);
    }
    const beside = request.companion.with(judged, new Set(blocks.map(streamId)));
    const committed = await this.store.commit({
      writes: [...packed.flatMap(({ writes }) => writes), ...this.guards(request, headers), ...beside.writes],
      publish: [
        ...blocks.map(({ topic, stream, type, data }) => ({
          topic,
          stream,
          type,
          data,
          correlationId: request.correlationId,
          ...(request.causationId !== undefined && { causationId: request.causationId }),
        })),
        ...(beside.publish ?? []),
      ],
    });
    request.companion.committed(committed);
    if (bytes < LIMITS.bytes / 3 && documents < LIMITS.documents / 3)
      this.chunksAtOnce = Math.min(LIMITS.chunks, this.chunksAtOnce * 2);
  }

  /** The headers, after waiting for a lease that somebody else holds. */
  private async headers(
    district: string,
    shelves: readonly Shelf[],
  ): Promise<ReadonlyMap<Shelf, Stored<BucketHeader>>> {
    for (;;) {
      const headers = await loadHeaders(this.store, district, shelves);
      const now = this.clock.nowMs();
      const waits = [...headers.values()].map(({ body: { lease } }) =>
        lease === undefined || lease.holder === this.holder ? 0 : Math.min(LEASE_MS, lease.untilMs - now),
      );
      const longest = Math.max(0, ...waits);
      if (longest <= 0) return headers;
      await wait(this.clock, Math.min(longest, 200));
    }
  }

  private guards(request: KeepRequest, headers: ReadonlyMap<Shelf, Stored<BucketHeader>>): readonly Write[] {
    return [...headers].map(([shelf, { version, body }]) => {
      const { lease: _ended, ...header } = body;
      const isLeased = request.attempt > LEASE_AFTER_CONFLICTS;
      const renewed: BucketHeader = isLeased
        ? { ...header, lease: { holder: this.holder, untilMs: this.clock.nowMs() + LEASE_MS } }
        : header;
      return headerWrite(request.district, shelf, version, renewed);
    });
  }
}

interface ChunkRows {
  readonly place: Place;
  readonly rows: readonly KeepRow[];
}

/** The rows by chunk, chunks of a shelf together. */
function chunksOf({ district, rows }: KeepRequest): readonly ChunkRows[] {
  const chunks = new Map<string, { place: Place; rows: KeepRow[] }>();
  for (const row of rows) {
    const id = documentId(district, row.place, 0);
    const chunk = chunks.get(id);
    if (chunk === undefined) chunks.set(id, { place: row.place, rows: [row] });
    else chunk.rows.push(row);
  }
  return [...chunks].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, chunk]) => chunk);
}

function judgeChunk(
  chunk: RecordChunk,
  rows: readonly KeepRow[],
  header: BucketHeader,
  judged: JudgedRow[],
): readonly Change[] {
  const touched = new Map<string, { readonly was: CurrentRecord | undefined; is: CurrentRecord }>();
  for (const { row, incoming, isNameOnly } of rows) {
    const current = chunk.get(incoming);
    if (isNameOnly === true) {
      const sequence = incoming.order.uploadSequence;
      if (current?.isLive === true && current.namedBy < sequence) chunk.set({ ...current, namedBy: sequence });
      continue;
    }
    const { verdict, becomes } = judge(current, incoming, header.floors);
    judged.push({ row, incoming, verdict });
    if (becomes === undefined) continue;
    const identity = `${incoming.student}\n${incoming.key.join('\n')}`; // no key holds a line break
    const known = touched.get(identity);
    if (known === undefined) touched.set(identity, { was: current, is: becomes });
    else known.is = becomes;
    chunk.set(becomes);
  }
  return [...touched.values()].flatMap(({ was, is }) => changeOf(chunk.place.type, was, is));
}

/** The headers of shelves; a shelf that nothing was kept on yet has an empty one at version 0. */
export async function loadHeaders(
  store: DocumentStore,
  district: string,
  shelves: readonly Shelf[],
): Promise<ReadonlyMap<Shelf, Stored<BucketHeader>>> {
  const stored = await store.load(
    bucketHeaders,
    shelves.map((shelf) => headerId(district, shelf)),
  );
  return new Map(
    shelves.map((shelf, index) => [
      shelf,
      stored[index] ?? { id: headerId(district, shelf), version: 0, body: newBucketHeader(district) },
    ]),
  );
}

export function headerWrite(district: string, shelf: Shelf, version: number, body: BucketHeader): Write {
  return { collection: bucketHeaders, id: headerId(district, shelf), expected: version, body };
}

function headerId(district: string, shelf: Shelf): string {
  return `${district}/${shelf}`;
}

export function isConflict(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 'version-conflict';
}

const MAX_ATTEMPTS = 50;

/** Does a step again, from loading on, as long as somebody else was faster. */
export async function retrying<Result>(clock: Clock, step: (attempt: number) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step(attempt);
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt >= MAX_ATTEMPTS)
        throw new PlatformError('version-conflict', `still in conflict after ${attempt} attempts`, {
          retriable: true,
          cause: error,
        });
      await wait(clock, Math.min(50, attempt * 2));
    }
  }
}
