import { REQUESTS_SUFFIX, type Refusal, topicNamed } from '@evenground/contracts';
import { type AskedAgain, type DeadLetter, type DeadLetters, FOREIGN_MESSAGE, serviceOf } from '@evenground/event-log';
import { z } from 'zod';
import { type PageAnswer, pageOf } from './paging.js';
import { problem } from './problem.js';

export interface ServiceDeadLettersOptions {
  readonly letters: Pick<DeadLetters, 'list' | 'find' | 'replay'>;
  readonly service: string;
  /** What the service's features handle; asked at each request, since they are known only once the app is made. */
  readonly topics: () => readonly string[];
}

export interface DeadLettersAsked {
  readonly topic?: string;
  readonly group?: string;
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

/** A dead letter as operators see it: what it was and why it failed, but not what it says of anybody. */
export interface DeadLetterShown {
  readonly id: string;
  readonly time: string;
  readonly group: string;
  readonly original: DeadLetter['original'];
  readonly cause: DeadLetter['cause'];
  /** Whether its publisher can say it again. */
  readonly replayable: boolean;
}

const Cursor = z.tuple([z.string(), z.string().regex(/^[\x21-\x7E]{0,200}$/)]);
const STUDENT_KEY = /\b\d{1,2}\.\d{1,4}\.[A-Za-z0-9_-]+/g;

/** What the features of one service could not handle of a district's streams, over all their topics. */
export class ServiceDeadLetters {
  constructor(private readonly options: ServiceDeadLettersOptions) {}

  /** By topic, oldest first in each. */
  async list(district: string, { topic, group, limit, after }: DeadLettersAsked): Promise<PageAnswer<DeadLetterShown>> {
    const topics = this.topicsAsked(topic);
    const [at, begin] = after === undefined ? [topics[0], undefined] : cursorOf(after, topics);
    let position = begin;
    const items: DeadLetterShown[] = [];
    for (const name of topics.slice(Math.max(0, topics.indexOf(at ?? '')))) {
      if (items.length === limit) return pageOf(items, textOf(name));
      const room = limit - items.length;
      const page = await this.options.letters.list({
        ...{ topic: name, limit: room, only: (letter) => this.mayBeSeenIn(district, letter) },
        ...(group !== undefined && { group }),
        ...(position !== undefined && { after: position }),
      });
      items.push(...page.items.map(shown));
      if (page.next !== undefined) return pageOf(items, textOf(name, page.next));
      position = undefined;
    }
    return pageOf(items, null);
  }

  /** Has the publisher say again what the letter was about; one of another district or service is not known here. */
  async replay(district: string, id: string): Promise<AskedAgain | Refusal> {
    for (const topic of this.topicsAsked()) {
      const letter = await this.options.letters.find(topic, id);
      if (letter === undefined || !this.isTheirs(district, letter)) continue;
      return this.options.letters.replay(topic, id);
    }
    return { refused: 'dead-letter/unknown', detail: 'The log keeps no such dead letter.' };
  }

  /** A stranger's message is of no district, and its letter says only where it lies: all operators may know of it. */
  private mayBeSeenIn(district: string, letter: DeadLetter): boolean {
    const isForeign = letter.original.type === FOREIGN_MESSAGE && serviceOf(letter.group) === this.options.service;
    return isForeign || this.isTheirs(district, letter);
  }

  private isTheirs(district: string, { group, original }: DeadLetter): boolean {
    return serviceOf(group) === this.options.service && districtOfStream(original) === district;
  }

  private topicsAsked(asked?: string): readonly string[] {
    const topics = [...new Set(this.options.topics().map((name) => topicNamed(name)?.name ?? name))].sort();
    if (asked === undefined) return topics;
    if (topics.includes(asked)) return [asked];
    throw problem(400, 'query/invalid', 'This service handles no such topic.', {
      field: 'topic',
      wouldBeRight: `one of ${topics.join(', ')}`,
    });
  }
}

/** Every stream begins with its district; one *about* a stream names the service that speaks after an `@`. */
function districtOfStream({ topic, stream }: DeadLetter['original']): string {
  const about = topic.endsWith(REQUESTS_SUFFIX) ? stream.slice(0, stream.lastIndexOf('@')) : stream;
  return about.split('/', 1)[0]!;
}

function shown({ id, time, group, original, cause }: DeadLetter): DeadLetterShown {
  const message = cause.message.replace(STUDENT_KEY, '…'); // a foreign library's error may quote what it choked on
  const topic = topicNamed(original.topic);
  const replayable = topic?.name === original.topic && topic.restatable && original.type !== FOREIGN_MESSAGE;
  return { id, time, group, original, cause: { ...cause, message }, replayable };
}

function textOf(topic: string, position = ''): string {
  return Buffer.from(JSON.stringify([topic, position])).toString('base64url');
}

function cursorOf(after: string, topics: readonly string[]): [topic: string, position: string | undefined] {
  try {
    const [topic, position] = Cursor.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
    if (topics.includes(topic)) return [topic, position === '' ? undefined : position];
  } catch {
    // falls through: whatever is wrong with it, it is not ours
  }
  throw problem(400, 'query/invalid', 'This is not a page of this list.', {
    field: 'after',
    wouldBeRight: 'the next of the page before',
  });
}
