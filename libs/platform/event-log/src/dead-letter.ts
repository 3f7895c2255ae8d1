import {
  DEAD_LETTERS_SUFFIX,
  type EventDeadLettered,
  type EventEnvelope,
  isPlatformError,
  topicNamed,
} from '@evenground/contracts';
import { type EventToPublish, serviceOf, streamAbout } from './feature-store.js';
import { causesOf } from './retry.js';

type Cause = EventDeadLettered['cause'];

/**
 * The type under which a log hands over a message that is no event of ours, so that it is dead-lettered like what nobody
 * declares. It belongs to no district, and nothing of its content is kept: only where it lies.
 */
export const FOREIGN_MESSAGE = 'message.foreign';

const LONGEST_MESSAGE = 300; // characters
const LARGEST_DATA = 1_000_000; // bytes of JSON; a commit takes 4 MB

/** Says that `group` could not handle the event, or the one fact of it that `data` is. */
export function deadLetter(group: string, envelope: EventEnvelope, data: unknown, cause: Cause): EventToPublish {
  const { id, type, version, topic, stream, sequence, time, correlationId } = envelope;
  const letter: EventDeadLettered = {
    group,
    original: { id, type, version, topic, stream, sequence, time, correlationId },
    data: bounded(data),
    cause,
  };
  return {
    topic: (topicNamed(topic)?.name ?? topic) + DEAD_LETTERS_SUFFIX,
    stream: streamAbout(stream, serviceOf(group)),
    type: 'event.dead-lettered',
    data: letter,
    correlationId,
    causationId: id,
  };
}

/** The cause of a handler's error: what its deepest cause says, which our own errors keep free of personal data. */
export function handlerFailed(error: unknown, attempts: number): Cause {
  return { kind: 'handler-failed', message: causeMessage(error), attempts };
}

export function causeMessage(error: unknown): string {
  const deepest = causesOf(error).at(-1);
  return deepestMessage(deepest).slice(0, LONGEST_MESSAGE);
}

function deepestMessage(error: unknown): string {
  if (isPlatformError(error)) return error.message;
  if (isZodError(error))
    return error.issues.map((issue) => `${issue.code} at /${issue.path.map(String).join('/')}`).join('; ');
  if (error instanceof SyntaxError) return error.name; // its message may quote the data
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return `a thrown ${typeof error}`;
}

function isZodError(
  error: unknown,
): error is { readonly issues: readonly { readonly code: string; readonly path: readonly PropertyKey[] }[] } {
  return error instanceof Error && Array.isArray((error as { issues?: unknown }).issues);
}

function bounded(data: unknown): unknown {
  const bytes = jsonBytes(data);
  return bytes > LARGEST_DATA ? { omittedBytes: bytes } : data;
}

/** The size as JSON; whole numbers beyond 2^53 may be bigint. */
export function jsonBytes(data: unknown): number {
  const text = JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  return text === undefined ? 0 : Buffer.byteLength(text);
}
