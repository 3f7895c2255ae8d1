import {
  PlatformError,
  eventDeclared,
  streamId,
  topicNamed,
  type EventEnvelope,
  type StreamName,
  type StreamPosition,
} from '@evenground/contracts';
import {
  encodeJson,
  isAboutStreams,
  publisherOf,
  storableText,
  streamAbout,
  type HandledMark,
} from '@evenground/event-log';
import { openedCollection, type OpenedCollection } from './declared-collection.js';
import { COMMIT_LIMITS, type Commit, type OutgoingEvent, type Write } from './document-store.js';

export interface PreparedWrite<Opened extends OpenedCollection, Indexed> {
  readonly collection: Opened;
  readonly id: string;
  readonly expected: number | 'any';
  /** `null` removes the document. */
  readonly content: { readonly text: string; readonly indexed: Indexed } | null;
}

export interface PreparedEvent {
  readonly event: OutgoingEvent;
  /** Major version of the data's shape, from the catalogue. */
  readonly version: number;
  /** The data as JSON text. */
  readonly text: string;
}

export interface PreparedCommit<Opened extends OpenedCollection, Indexed> {
  readonly writes: readonly PreparedWrite<Opened, Indexed>[];
  readonly events: readonly PreparedEvent[];
  readonly handled: readonly HandledMark[];
}

export interface PreparationOptions<Opened extends OpenedCollection, Indexed> {
  readonly service: string;
  readonly opened: ReadonlyMap<string, Opened>;
  /** What the adapter keeps of a body for its indexes; refuses what they cannot keep. */
  indexed(collection: Opened, body: unknown, what: string): Indexed;
}

/** Checks and encodes everything before anything is written. */
export function prepareCommit<Opened extends OpenedCollection, Indexed>(
  commit: Commit,
  options: PreparationOptions<Opened, Indexed>,
): PreparedCommit<Opened, Indexed> {
  const asked = commit.writes ?? [];
  if (asked.length > COMMIT_LIMITS.documents) {
    throw new PlatformError(
      'commit-too-large',
      `${asked.length} documents; a commit holds at most ${COMMIT_LIMITS.documents}`,
    );
  }
  const writes = asked.map((write) => prepareWrite(write, options));
  const events = (commit.publish ?? []).map((event) => prepareEvent(options.service, event));
  const handled = commit.handled ?? [];
  for (const mark of handled) storableText(mark.stream, 'a handled stream');
  const bytes = [...writes.map((write) => write.content?.text ?? ''), ...events.map((event) => event.text)].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    0,
  );
  if (bytes > COMMIT_LIMITS.bytes) {
    throw new PlatformError('commit-too-large', `${bytes} bytes; a commit holds at most ${COMMIT_LIMITS.bytes}`);
  }
  return { writes, events, handled };
}

/** What the commit gives each of its events. */
export interface Publication {
  readonly service: string;
  readonly id: string;
  readonly time: string;
  readonly sequence: number;
}

export function envelopeOf({ event, version }: PreparedEvent, given: Publication): EventEnvelope {
  return {
    id: given.id,
    type: event.type,
    source: `/${given.service}`,
    time: given.time,
    version,
    topic: event.topic,
    stream: event.stream,
    sequence: given.sequence,
    correlationId: event.correlationId,
    ...(event.causationId === undefined ? {} : { causationId: event.causationId }),
  };
}

export function newestPerStream(published: readonly EventEnvelope[]): readonly StreamPosition[] {
  const newest = new Map<string, StreamPosition>();
  for (const { topic, stream, sequence } of published)
    newest.set(streamId({ topic, stream }), { topic, stream, sequence });
  return [...newest.values()];
}

function prepareWrite<Opened extends OpenedCollection, Indexed>(
  write: Write,
  options: PreparationOptions<Opened, Indexed>,
): PreparedWrite<Opened, Indexed> {
  const collection = openedCollection(options.opened, options.service, write.collection.name);
  const what = `${collection.service}/${collection.name} ${write.id}`;
  const id = storableText(write.id, `an id of ${collection.service}/${collection.name}`);
  if (write.body === null) return { collection, id, expected: write.expected, content: null };
  const text = encodeJson(write.body, { what, tagged: true });
  const bytes = Buffer.byteLength(text);
  if (bytes > COMMIT_LIMITS.documentBytes) {
    throw new PlatformError(
      'document-too-large',
      `${what} has ${bytes} bytes; a document has at most ${COMMIT_LIMITS.documentBytes}`,
    );
  }
  const indexed = options.indexed(collection, write.body, what);
  return { collection, id, expected: write.expected, content: { text, indexed } };
}

function prepareEvent(service: string, event: OutgoingEvent): PreparedEvent {
  storableText(event.stream, `a stream of ${event.topic}`);
  requirePublisher(service, event);
  const declared = eventDeclared(event.topic, event.type);
  if (declared === undefined) {
    throw new PlatformError('event-invalid', `the catalogue has no event ${event.type} on ${event.topic}`);
  }
  const parsed = declared.schema.safeParse(event.data);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 3).map((issue) => `/${issue.path.join('/')} ${issue.code}`);
    throw new PlatformError('event-invalid', `${event.type} on ${event.topic}: ${issues.join('; ')}`);
  }
  const text = encodeJson(event.data, { what: `${event.type} on ${event.topic}`, tagged: false });
  return { event, version: declared.version, text };
}

/** A topic has one publisher; its requests and dead letters come from whoever consumes it, in streams of their own. */
function requirePublisher(service: string, { topic, stream }: StreamName): void {
  const declared = topicNamed(topic);
  if (declared === undefined) throw new PlatformError('unknown-topic', `no topic is called ${topic}`);
  if (publisherOf({ topic, stream }) === service) return;
  if (!isAboutStreams(topic)) {
    throw new PlatformError('unknown-topic', `${topic} is published by ${declared.publisher}, not by ${service}`);
  }
  const own = streamAbout('', service);
  throw new PlatformError('event-invalid', `${topic}: what ${service} says there is in streams that end in ${own}`);
}
