import type { IndicatorDefinition, MeasuresMeasured, ProblemStatement, StreamRequested } from '@evenground/contracts';
import type { Collection, DocumentStore, Stored, Write } from '@evenground/document-store';
import {
  restate,
  restatementKey,
  type Delivery,
  type EventToPublish,
  type RestatementProgress,
  type RestatementSlice,
} from '@evenground/event-log';
import { definitions } from '../keep-reference/collections.js';
import { idOf, prefixOf } from '../measure-students/identifiers.js';
import { statements } from '../state-problem/collections.js';
import { publishedMeasures } from '../track-measures/collections.js';
import { restatements } from './collections.js';

interface Slice extends RestatementSlice {
  /** What was read, to be written again unchanged: whoever changed it since makes the commit conflict. */
  readonly guards: readonly Write[];
}

type Read = (request: StreamRequested) => Promise<readonly Stored<unknown>[]>;

interface Restated {
  readonly collection: Collection;
  readonly read: Read;
  readonly keyOf: (body: unknown) => string;
  readonly eventOf: (body: unknown, request: StreamRequested) => EventToPublish['data'];
  readonly typeOf: (body: unknown) => string;
}

const PAGE = 200;
const SAID_AT_ONCE = 50;

/** Says definitions, problem statements and measures again when somebody asks for the stream. */
export class RestatePublished {
  private readonly topics: Readonly<Record<string, Restated>>;

  constructor(private readonly store: DocumentStore) {
    this.topics = {
      'diagnostics.definitions': {
        collection: definitions,
        read: ({ stream }) => this.all(definitions, prefixOf(stream)),
        keyOf: (body) => (body as IndicatorDefinition).id,
        typeOf: () => 'indicator.defined',
        eventOf: (definition, { stream }) => ({ district: stream, definition }),
      },
      'diagnostics.problem-statements': {
        collection: statements,
        read: (request) => this.statementsOf(request),
        keyOf: (body) => (body as ProblemStatement).id,
        typeOf: (body) =>
          ({
            valid: 'problem-statement.stated',
            adopted: 'problem-statement.adopted',
            superseded: 'problem-statement.superseded',
          })[(body as ProblemStatement).state],
        eventOf: (statement) => ({ statement }),
      },
      'diagnostics.measures': {
        collection: publishedMeasures,
        read: async ({ stream }) =>
          (await this.store.load<unknown>(publishedMeasures, [idOf(...districtAndCycle(stream))])).filter(
            (found) => found !== undefined,
          ),
        keyOf: (body) => (body as MeasuresMeasured).cycleId,
        typeOf: () => 'measures.measured',
        eventOf: (measured) => measured,
      },
    };
  }

  /** Handles one `stream.requested`; the same request again goes on where it was. */
  async answer({ events, handled }: Delivery): Promise<void> {
    const [event] = events;
    const request = event?.data as StreamRequested | undefined;
    const restated = request && this.topics[request.topic];
    if (event?.envelope.type === 'stream.requested' && request && restated) {
      await restate<Slice>({
        request,
        correlationId: event.envelope.correlationId,
        causationId: event.envelope.id,
        source: {
          slices: (after) => this.slices(restated, request, after),
          keysUpTo: (last) => this.keysUpTo(restated, request, last),
        },
        progress: async (id) => (await this.store.load(restatements, [id]))[0]?.body,
        commit: (publish, progress, slice) => this.commit(publish, progress, slice),
      });
    }
    await this.store.commit({ handled });
  }

  private async *slices(restated: Restated, request: StreamRequested, after = ''): AsyncIterable<Slice> {
    const found = (await this.sorted(restated, request)).filter(({ key }) => key > after);
    for (let from = 0; from < found.length; from += SAID_AT_ONCE) {
      const slice = found.slice(from, from + SAID_AT_ONCE);
      yield {
        keys: slice.map(({ key }) => key),
        events: slice.map(({ document: { body } }) => ({
          type: restated.typeOf(body),
          data: restated.eventOf(body, request),
        })),
        guards: slice.map(({ document: { id, version, body } }) => ({
          collection: restated.collection,
          id,
          expected: version,
          body,
        })),
      };
    }
  }

  private async *keysUpTo(
    restated: Restated,
    request: StreamRequested,
    last: string,
  ): AsyncIterable<readonly string[]> {
    yield (await this.sorted(restated, request)).map(({ key }) => key).filter((key) => key <= last);
  }

  private async sorted(restated: Restated, request: StreamRequested) {
    const documents = await restated.read(request);
    return documents
      .map((document) => ({ key: restated.keyOf(document.body), document }))
      .filter(({ key }) => request.keys?.includes(key) ?? true)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  private async commit(
    publish: readonly EventToPublish[],
    progress: RestatementProgress,
    slice?: Slice,
  ): Promise<void> {
    const id = restatementKey(progress);
    const [known] = await this.store.load(restatements, [id]);
    const kept = {
      collection: restatements,
      id,
      expected: known?.version ?? 0,
      body: progress,
    };
    await this.store.commit({ writes: [...(slice?.guards ?? []), kept], publish });
  }

  private async statementsOf({ stream }: StreamRequested): Promise<readonly Stored<ProblemStatement>[]> {
    const found: Stored<ProblemStatement>[] = [];
    const equals = districtAndCycle(stream);
    for (let after: string | undefined; ;) {
      const page = await this.store.find<ProblemStatement>(
        statements,
        'by-cycle',
        { equals },
        { limit: PAGE, ...(after !== undefined && { after }) },
      );
      found.push(...page.items);
      if (page.next === undefined) return found;
      after = page.next;
    }
  }

  private async all<Body>(of: Collection<Body>, prefix: string): Promise<readonly Stored<Body>[]> {
    const found: Stored<Body>[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.store.list(of, prefix, { limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...page.items);
      if (page.next === undefined) return found;
      after = page.next;
    }
  }
}

function districtAndCycle(stream: string): [district: string, cycleId: string] {
  const slash = stream.indexOf('/');
  return [stream.slice(0, slash), stream.slice(slash + 1)];
}
