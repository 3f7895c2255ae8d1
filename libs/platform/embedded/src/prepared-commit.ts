import { PlatformError, eventDeclared, topicNamed } from '@evenground/contracts';
import { DEAD_LETTERS_SUFFIX, REQUESTS_SUFFIX } from '@evenground/contracts';
import { COMMIT_LIMITS, type Commit, type OutgoingEvent, type Write } from '@evenground/document-store';
import type { HandledMark } from '@evenground/event-log';
import { encodeJson } from '@evenground/event-log';
import { indexedValues, storableText, type CollectionTable } from './collection-table.js';
import type { Bindable } from './database.js';

export interface PreparedWrite {
  readonly table: CollectionTable;
  readonly id: string;
  readonly expected: number | 'any';
  /** `null` removes the document. */
  readonly content: { readonly text: string; readonly indexed: readonly Bindable[] } | null;
}

export interface PreparedEvent {
  readonly event: OutgoingEvent;
  /** Major version of the data's shape, from the catalogue. */
  readonly version: number;
  readonly text: string;
}

export interface PreparedCommit {
  readonly writes: readonly PreparedWrite[];
  readonly events: readonly PreparedEvent[];
  readonly handled: readonly HandledMark[];
}

/** Checks and encodes everything before anything is written. */
export function prepareCommit(
  service: string,
  tables: ReadonlyMap<string, CollectionTable>,
  commit: Commit,
): PreparedCommit {
  const asked = commit.writes ?? [];
  if (asked.length > COMMIT_LIMITS.documents) {
    throw new PlatformError(
      'commit-too-large',
      `${asked.length} documents; a commit holds at most ${COMMIT_LIMITS.documents}`,
    );
  }
  const writes = asked.map((write) => prepareWrite(tableOf(tables, service, write.collection.name), write));
  const events = (commit.publish ?? []).map((event) => prepareEvent(service, event));
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

/** @throws PlatformError `unknown-collection` */
export function tableOf(tables: ReadonlyMap<string, CollectionTable>, service: string, name: string): CollectionTable {
  const table = tables.get(name);
  if (table === undefined)
    throw new PlatformError('unknown-collection', `${service} has not opened a collection ${name}`);
  return table;
}

function prepareWrite(table: CollectionTable, write: Write): PreparedWrite {
  const what = `${table.service}/${table.name} ${write.id}`;
  const id = storableText(write.id, `an id of ${table.service}/${table.name}`);
  if (write.body === null) return { table, id, expected: write.expected, content: null };
  const text = encodeJson(write.body, { what, tagged: true });
  const bytes = Buffer.byteLength(text);
  if (bytes > COMMIT_LIMITS.documentBytes) {
    throw new PlatformError(
      'document-too-large',
      `${what} has ${bytes} bytes; a document has at most ${COMMIT_LIMITS.documentBytes}`,
    );
  }
  return { table, id, expected: write.expected, content: { text, indexed: indexedValues(table, write.body, what) } };
}

function prepareEvent(service: string, event: OutgoingEvent): PreparedEvent {
  requirePublisher(service, event.topic);
  storableText(event.stream, `a stream of ${event.topic}`);
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

/** A topic has one publisher; its requests and dead letters come from whoever consumes it. */
function requirePublisher(service: string, topic: string): void {
  const declared = topicNamed(topic);
  if (declared === undefined) throw new PlatformError('unknown-topic', `no topic is called ${topic}`);
  const isMachinery = topic.endsWith(REQUESTS_SUFFIX) || topic.endsWith(DEAD_LETTERS_SUFFIX);
  if (!isMachinery && declared.publisher !== service) {
    throw new PlatformError('unknown-topic', `${topic} is published by ${declared.publisher}, not by ${service}`);
  }
}
