import type { HandledMark, HandledSequences } from '@evenground/event-log';
import type { EventEnvelope, StreamPosition } from '@evenground/contracts';

/** JSON, and whole numbers beyond 2^53 as bigint within signed 64 bits. Anything else is refused by name. */
export type Json =
  null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A declared kind of document. Declared once by the repository that owns it; the adapter makes tables and indexes. */
export interface Collection<Body = unknown> {
  /** kebab-case, unique within the service. */
  readonly name: string;
  /**
   * Declared indexes: each an ordered list of top-level field names whose values are strings (up to 4,000 bytes) or
   * numbers.
   * A document that lacks one of the fields is not in that index.
   */
  readonly indexes?: Readonly<Record<string, readonly string[]>>;
  /** Never set; carries the type. */
  readonly __body?: Body;
}

export interface Stored<Body> {
  readonly id: string;
  /** 1 on the first write, then + 1 by each. */
  readonly version: number;
  readonly body: Body;
}

export interface Write {
  readonly collection: Collection;
  readonly id: string;
  /** The version the document was read at; 0 = it must not exist yet; `'any'` = whatever is there is replaced. */
  readonly expected: number | 'any';
  /** The whole new content, or `null` to remove the document. */
  readonly body: unknown;
}

/** An event to publish with the commit; stream sequence, id, time and source are given by it. */
export interface OutgoingEvent {
  readonly topic: string;
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
  readonly correlationId: string;
  readonly causationId?: string;
}

/**
 * One atomic step: all of it becomes durable and visible at once, or nothing of it does.
 * Limits (refused before anything is written): 200 documents, 4 MB together, 256 KB each.
 */
export interface Commit {
  readonly writes?: readonly Write[];
  readonly publish?: readonly OutgoingEvent[];
  readonly handled?: readonly HandledMark[];
}

export interface Committed {
  /** The envelopes of the published events, in the order given. */
  readonly published: readonly EventEnvelope[];
  /** The same as positions, newest per stream: what `Evenground-Position` says. */
  readonly positions: readonly StreamPosition[];
}

export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

export interface Page<Body> {
  readonly items: readonly Stored<Body>[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Which documents of an index: equal in the first fields, then optionally from/below on the next field. */
export interface IndexRange {
  readonly equals: readonly (string | number)[];
  /** Inclusive lower bound of the field after `equals`. */
  readonly from?: string | number;
  /** Exclusive upper bound of the field after `equals`. */
  readonly below?: string | number;
}

/** The documents of ONE service; another service's are out of reach. */
export interface DocumentStore extends HandledSequences {
  readonly service: string;

  /** Loads many by id, in one call. The result has the order of `ids`; `undefined` where none exists. */
  load<Body>(collection: Collection<Body>, ids: readonly string[]): Promise<readonly (Stored<Body> | undefined)[]>;

  /**
   * Pages through a declared index in ascending order of its fields, then id. A document that exists, unchanged in its
   * indexed fields, during the whole paging is returned exactly once, whatever is written meanwhile.
   */
  find<Body>(collection: Collection<Body>, index: string, range: IndexRange, page: PageRequest): Promise<Page<Body>>;

  /** Pages through all documents whose id starts with `prefix`, ascending by id. Same promise as `find`. */
  list<Body>(collection: Collection<Body>, prefix: string, page: PageRequest): Promise<Page<Body>>;

  /**
   * Makes one atomic step. Complete data in, one call.
   *
   * When it resolves, everything is durable and the events will reach the log in stream order, whatever happens to this
   * process. `version-conflict` (retriable after loading again) when a document or a handled mark is not as expected:
   * nothing was written. After any other error the outcome may be unknown; loading tells.
   */
  commit(commit: Commit): Promise<Committed>;

  /** The newest sequence published to each asked stream by this service; 0 where none. */
  heads(streams: readonly { readonly topic: string; readonly stream: string }[]): Promise<ReadonlyMap<string, number>>;

  ping(): Promise<void>;
}

/** Opens the stores of several services on one backend. */
export interface DocumentStores {
  /** Makes tables and indexes that are missing; throws when one exists in another shape. */
  open(service: string, collections: readonly Collection[]): Promise<DocumentStore>;
  close(): Promise<void>;
}

export const DOCUMENT_STORE = Symbol('DocumentStore');

/** Declares a collection with the type of its documents. */
export function collection<Body>(name: string, indexes?: Collection['indexes']): Collection<Body> {
  return indexes === undefined ? { name } : { name, indexes };
}

export const COMMIT_LIMITS = {
  documents: 200,
  bytes: 4_000_000,
  documentBytes: 256_000, // far below MongoDB's 16 MiB, so that a rewrite stays cheap
  indexedBytes: 4_000, // of one text in an index: a key, not content
} as const;
