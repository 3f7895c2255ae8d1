import type { EventDeadLettered, EventDeclaration, LogEvent } from '@evenground/contracts';
import type { ReceivedEvent } from './delivery.js';
import { tolerantParse } from './tolerant-parse.js';

/** Finds the declaration of a type on a topic; the catalogue's `eventDeclared`. */
export type DeclarationOf = (topic: string, type: string) => EventDeclaration | undefined;

export interface CheckedEvent {
  readonly received: ReceivedEvent;
  readonly declared: EventDeclaration;
}

/** Why an event can never be handled as it is; no repetition would help. */
export interface EventFault {
  readonly kind: Exclude<EventDeadLettered['cause']['kind'], 'handler-failed'>;
  readonly message: string;
  readonly pointer?: string;
}

export function isFault(checked: CheckedEvent | EventFault): checked is EventFault {
  return 'kind' in checked;
}

/** Checks an event against the catalogue and brings its data to the newest version. */
export function checkEvent(event: LogEvent, declarationOf: DeclarationOf): CheckedEvent | EventFault {
  const { envelope } = event;
  const declared = declarationOf(envelope.topic, envelope.type);
  if (declared === undefined) {
    return { kind: 'unknown-type', message: `the catalogue has no ${envelope.type} on ${envelope.topic}` };
  }
  const upcast = toNewest(event, declared);
  if ('kind' in upcast) return upcast;
  const parsed = tolerantParse(declared.schema, upcast.data);
  if ('data' in parsed) return { received: { envelope, data: parsed.data }, declared };
  const issue = parsed.issues[0];
  const pointer = jsonPointer(issue?.path ?? []);
  return {
    kind: 'invalid',
    message: `${declared.type} v${declared.version}: ${issue?.code ?? 'invalid'} at ${pointer || '/'}`,
    pointer,
  };
}

function toNewest(event: LogEvent, declared: EventDeclaration): { readonly data: unknown } | EventFault {
  let { data } = event;
  const { version } = event.envelope;
  if (version > declared.version) return unknownVersion(version, declared);
  for (let from = version; from < declared.version; from += 1) {
    const upcast = declared.upcast?.[from];
    if (upcast === undefined) return unknownVersion(version, declared);
    try {
      data = upcast(data);
    } catch {
      return { kind: 'invalid', message: `${declared.type} v${from} cannot be brought to v${from + 1}` };
    }
  }
  return { data };
}

function unknownVersion(version: number, declared: EventDeclaration): EventFault {
  return {
    kind: 'unknown-version',
    message: `${declared.type} is known up to v${declared.version} and cannot be read from v${version}`,
  };
}

/** RFC 6901. */
function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
