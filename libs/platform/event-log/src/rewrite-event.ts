import { PlatformError, streamId, type EventEnvelope, type LogEvent } from '@evenground/contracts';
import type { RewriteEvent } from './event-log.js';
import { encodeJson } from './json-text.js';

/** What takes the place of an event at rest. */
export interface RewrittenEvent {
  readonly envelope: EventEnvelope;
  /** The new data as JSON text. */
  readonly text: string;
}

/**
 * What an event at rest becomes, or `'keep'`. It stays the same event, so that sequences stay gapless.
 * @param what  where it lies, for a refusal
 * @throws PlatformError `sequence-conflict` when the rewritten event is another event than it was
 */
export function rewrittenEvent(event: LogEvent, rewrite: RewriteEvent, what: string): RewrittenEvent | 'keep' {
  const renewed = rewrite(event);
  if (renewed === 'keep') return 'keep';
  const envelope = renewed?.envelope ?? event.envelope;
  const isSame =
    streamId(envelope) === streamId(event.envelope) &&
    envelope.sequence === event.envelope.sequence &&
    envelope.id === event.envelope.id;
  if (!isSame) throw new PlatformError('sequence-conflict', `${what} was rewritten to another event`);
  return { envelope, text: encodeJson(renewed?.data ?? null, { what, tagged: false }) };
}
