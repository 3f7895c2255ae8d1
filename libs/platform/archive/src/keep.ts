import type { EventEnvelope } from '@evenground/contracts';
import type { Collection } from '@evenground/document-store';

/** What all services keep in one place: a data directory, or the databases of one prefix. */
export interface Keep {
  /** For messages, e.g. `the data directory /srv/evenground`. */
  readonly name: string;

  /**
   * Takes one instant of everything: nothing that is written afterwards is in it, and of every commit all or nothing.
   * The process that uses the place may go on meanwhile where the adapter says so.
   */
  cut(): Promise<KeepCut>;

  /**
   * Begins to fill an empty place; nothing but what an earlier filling that was cut off has left may be there, and that
   * is removed first. Until `complete` no process can be started on the place.
   * @throws PlatformError `place-not-empty`
   */
  fill(services: KnownServices): Promise<KeepFilling>;

  /** Frees everything. A second call does nothing. */
  close(): Promise<void>;
}

/** The services that this program has, each with the collections that it can open. */
export type KnownServices = readonly { readonly service: string; readonly collections: readonly Collection[] }[];

/** Everything as it was at one instant. */
export interface KeepCut {
  /**
   * All items, once, in bounded batches, in the order of `byPlace`: the same keep gives the same items whatever it lies
   * in. Events are those that the place still has, none twice. What does not match its checksum ends it (`log-corrupt`).
   */
  items(): AsyncIterable<readonly KeepItem[]>;
  close(): Promise<void>;
}

/** An empty place that is being filled. */
export interface KeepFilling {
  /** Puts items in the order of a cut, each once. They need not be durable before `complete`. */
  put(items: readonly KeepItem[]): Promise<void>;
  /** What was put, as a cut of the place would give it. */
  readBack(): AsyncIterable<readonly KeepItem[]>;
  /** Makes all of it durable, then lets processes use the place. */
  complete(): Promise<void>;
  /** Without `complete` before it: the place stays refused until it is filled anew. */
  close(): Promise<void>;
}

/** One thing that a service keeps, at the level of its stored text, so that its bytes stay the same wherever it goes. */
export type KeepItem = KeptDocument | KeptHead | KeptMark | KeptEvent;

export interface KeptDocument {
  readonly kind: 'document';
  readonly service: string;
  readonly collection: string;
  readonly id: string;
  readonly version: number;
  /** The body, as `encodeJson` with `tagged` wrote it. */
  readonly text: string;
}

/** The newest sequence that the service has given in a stream of its own. */
export interface KeptHead {
  readonly kind: 'head';
  readonly service: string;
  readonly topic: string;
  readonly stream: string;
  readonly sequence: number;
}

/** How far a group of the service has handled a stream. */
export interface KeptMark {
  readonly kind: 'handled';
  readonly service: string;
  readonly group: string;
  readonly topic: string;
  readonly stream: string;
  readonly sequence: number;
}

/** A published event, whether or not everybody has handled it. */
export interface KeptEvent {
  readonly kind: 'event';
  readonly envelope: EventEnvelope;
  /** The data as JSON. */
  readonly text: string;
}

const KINDS: readonly KeepItem['kind'][] = ['document', 'head', 'handled', 'event'];

/** The one order of items: by kind, then by what names them, text by code point. 0 only for the same thing. */
export function byPlace(left: KeepItem, right: KeepItem): number {
  const ofKind = KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind);
  if (ofKind !== 0) return ofKind;
  const [a, b] = [placeOf(left), placeOf(right)];
  for (let at = 0; at < a.length; at += 1) {
    const compared = compare(a[at] ?? '', b[at] ?? '');
    if (compared !== 0) return compared;
  }
  return 0;
}

function placeOf(item: KeepItem): readonly (string | number)[] {
  switch (item.kind) {
    case 'document':
      return [item.service, item.collection, item.id];
    case 'head':
      return [item.service, item.topic, item.stream];
    case 'handled':
      return [item.service, item.group, item.topic, item.stream];
    case 'event':
      return [item.envelope.topic, item.envelope.stream, item.envelope.sequence];
  }
}

function compare(left: string | number, right: string | number): number {
  if (left === right) return 0;
  if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right);
  return byCodePoint(left, right);
}

/** As SQLite and MongoDB order text: by its bytes in UTF-8. */
function byCodePoint(left: string, right: string): number {
  let at = 0;
  while (at < left.length && at < right.length && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  return weight(left, at) - weight(right, at);
}

/** Surrogates stand for code points above all others. */
function weight(text: string, at: number): number {
  if (at >= text.length) return -1;
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
