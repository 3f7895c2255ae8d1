import {
  DEAD_LETTERS_SUFFIX,
  EventDeadLettered,
  type LogEvent,
  type Refusal,
  type StreamPosition,
  eventDeclared,
  topicNamed,
} from '@evenground/contracts';
import { type Random, randomId } from '@evenground/config';
import type { DeclarationOf } from './check-event.js';
import type { EventLog, LogPosition } from './event-log.js';
import { type Committer, requestFor } from './feature-store.js';

export interface DeadLetter extends EventDeadLettered {
  /** The id of the dead-letter event itself. */
  readonly id: string;
  /** When it was given up; UTC. */
  readonly time: string;
}

export interface DeadLetterPage {
  /** Oldest first. */
  readonly items: readonly DeadLetter[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface DeadLetterQuery {
  /** The topic whose events could not be handled. */
  readonly topic: string;
  /** Only those of this feature. */
  readonly group?: string;
  /** Only those of which it is true. */
  readonly only?: (letter: DeadLetter) => boolean;
  /** 1 to 1,000. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

export interface DeadLettersOptions {
  readonly log: EventLog;
  /** The store of `service`, which asks. */
  readonly store: Committer;
  readonly service: string;
  readonly random: Random;
  /** The catalogue, unless a test has its own. */
  readonly declarationOf?: DeclarationOf;
}

/** A replay that was asked for. */
export interface AskedAgain {
  readonly restatementId: string;
  /** Where the request lies in the log. */
  readonly positions: readonly StreamPosition[];
}

/** What could not be handled, as long as the log keeps it, and how to have it again. */
export class DeadLetters {
  constructor(private readonly options: DeadLettersOptions) {}

  async list({ topic, group, only = () => true, limit, after }: DeadLetterQuery): Promise<DeadLetterPage> {
    const items: DeadLetter[] = [];
    let last: LogPosition | undefined;
    for await (const { letter, next } of this.letters(topic, after as LogPosition | undefined)) {
      if ((group !== undefined && letter.group !== group) || !only(letter)) continue;
      if (items.length === limit) return { items, next: last };
      items.push(letter);
      last = next;
    }
    return { items };
  }

  /**
   * Asks the publisher for the *current* content of what the letter was about, which then comes as new events to all
   * features: content is absolute, so those that know it already are not changed, and asking twice does no harm.
   */
  async replay(topic: string, id: string): Promise<AskedAgain | Refusal> {
    if (topicNamed(topic)?.restatable !== true) {
      return { refused: 'dead-letter/not-restatable', detail: `${topic} cannot be said again by its publisher` };
    }
    const letter = await this.find(topic, id);
    if (letter !== undefined) return this.request(letter);
    return { refused: 'dead-letter/unknown', detail: `the log keeps no dead letter ${id} of ${topic}` };
  }

  /** One letter of a topic; undefined when the log does not keep it. */
  async find(topic: string, id: string): Promise<DeadLetter | undefined> {
    for await (const { letter } of this.letters(topic)) if (letter.id === id) return letter;
    return undefined;
  }

  private async request(letter: DeadLetter): Promise<AskedAgain> {
    const { original, group } = letter;
    const restatementId = randomId(this.options.random); // a new one, since an earlier replay may have failed again
    const keys = this.keysOf(letter);
    const asked = {
      topic: original.topic,
      stream: original.stream,
      requestedBy: group,
      reason: 'dead-letter-replay' as const,
      restatementId,
      ...(keys === undefined ? {} : { keys: [...keys] }),
    };
    const publish = [requestFor(asked, this.options.service, original.correlationId)];
    const committed = await this.options.store.commit({ publish });
    return { restatementId, positions: committed?.positions ?? [] };
  }

  /** Only of data that passed its schema; for anything else the whole stream is asked for. */
  private keysOf({ original, cause, data }: DeadLetter): readonly string[] | undefined {
    const { declarationOf = eventDeclared } = this.options;
    return cause.kind === 'handler-failed' ? declarationOf(original.topic, original.type)?.keys?.(data) : undefined;
  }

  private async *letters(
    topic: string,
    from?: LogPosition,
  ): AsyncIterable<{ readonly letter: DeadLetter; readonly next: LogPosition }> {
    for await (const batch of this.options.log.replay(topic + DEAD_LETTERS_SUFFIX, from)) {
      for (const { event, next } of batch) yield { letter: letterOf(event), next };
    }
  }
}

function letterOf({ envelope, data }: LogEvent): DeadLetter {
  return { id: envelope.id, time: envelope.time, ...EventDeadLettered.parse(data) };
}
