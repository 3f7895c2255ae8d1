import { type Clock, type Random, instant, randomId } from '@evenground/config';
import {
  type ReflectionsRebuildBegun,
  type ReflectionsRebuildProgress,
  type StreamName,
  type StreamRequested,
  streamId,
} from '@evenground/contracts';
import type { DocumentStore, OutgoingEvent, Stored, Write } from '@evenground/document-store';
import { requestFor, serviceOf } from '@evenground/event-log';
import { repeatOnConflict } from '@evenground/http';
import { INPUT_TOPICS } from '../domain/cycle-inputs.js';
import { loadInputs, removals } from '../reflect-cycle/cycle-state.js';
import { REFLECT_CYCLE } from '../reflect-cycle/reflect-cycle.js';
import {
  type RebuildDocument,
  type ReflectionDocument,
  cycleKey,
  inputsPrefix,
  rebuilds,
  reflections,
} from '../reflection-documents.js';

interface Beginning {
  readonly rebuildId: string;
  readonly correlationId: string;
  readonly startedAt: string;
}

/** Builds the inputs of all cycles of a district again from what their publishers say, beside the living ones. */
export class RebuildReflections {
  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Asks for every stream of every cycle again; a rebuild that was under way is given up. */
  async begin(district: string, correlation: string | undefined): Promise<ReflectionsRebuildBegun> {
    const rebuildId = randomId(this.random);
    const startedAt = instant(this.clock);
    let cycles = 0;
    let streams = 0;
    for await (const { body } of pages((page) =>
      this.store.find(reflections, 'by-district', { equals: [district] }, page),
    )) {
      const asked = await repeatOnConflict(() =>
        this.beginCycle(body, { rebuildId, correlationId: correlation ?? rebuildId, startedAt }),
      );
      if (asked > 0) cycles += 1;
      streams += asked;
    }
    return { rebuildId, cycles, streams };
  }

  /** Asks for the streams of one cycle; how many they are. */
  private async beginCycle(
    { district, cycleId, generation: living }: ReflectionDocument,
    { rebuildId, correlationId, startedAt }: Beginning,
  ): Promise<number> {
    const key = cycleKey(district, cycleId);
    const { heard, silent } = await this.streamsOf(key);
    if (heard.length === 0) return 0;
    const [earlier] = await this.store.load(rebuilds, [key]);
    const generation = Math.max(living, earlier?.body.generation ?? 0) + 1;
    const rebuild: RebuildDocument = {
      ...{ district, cycleId, rebuildId, generation, status: 'collecting', isEqual: null },
      topics: Object.fromEntries(heard.map(({ topic }) => [topic, 'requested'])),
      ...{ startedAt, finishedAt: null },
    };
    await this.store.commit({
      writes: [
        { collection: rebuilds, id: key, expected: earlier?.version ?? 0, body: rebuild },
        ...(await this.givenUp(key, earlier)),
      ],
      publish: heard.map((name) => requestOf(name, rebuildId, correlationId)),
      // A stream that spoke for the first time since we asked would be asked for by nobody and missed: then this conflicts.
      handled: silent.map((name) => ({ group: REFLECT_CYCLE, ...name, expected: 0, sequence: 0 })),
    });
    return heard.length;
  }

  /** How the newest rebuild of the district goes. */
  async progress(district: string): Promise<ReflectionsRebuildProgress> {
    const all: RebuildDocument[] = [];
    for await (const { body } of pages((page) =>
      this.store.find(rebuilds, 'by-district', { equals: [district] }, page),
    )) {
      all.push(body);
    }
    const newest = all.reduce<RebuildDocument | undefined>(
      (late, each) => (late && late.startedAt >= each.startedAt ? late : each),
      undefined,
    );
    const own = all.filter(({ rebuildId }) => rebuildId === newest?.rebuildId);
    const finished = own.filter(({ status }) => status === 'finished');
    const isThrough = own.length > 0 && finished.length === own.length;
    return {
      rebuildId: newest?.rebuildId ?? null,
      ...{ cycles: own.length, finished: finished.length },
      differing: finished.filter(({ isEqual }) => isEqual === false).map(({ cycleId }) => cycleId),
      startedAt: newest?.startedAt ?? null,
      finishedAt: isThrough
        ? finished.reduce((late, { finishedAt }) => ((finishedAt ?? '') > late ? (finishedAt ?? '') : late), '')
        : null,
    };
  }

  /** The streams of the cycle: those that something was heard of, which exist, and the others. */
  private async streamsOf(key: string): Promise<{ heard: readonly StreamName[]; silent: readonly StreamName[] }> {
    const names = INPUT_TOPICS.map((topic) => ({ topic, stream: key }));
    const handled = await this.store.handled(REFLECT_CYCLE, names);
    const isHeard = (name: StreamName): boolean => (handled.get(streamId(name)) ?? 0) > 0;
    return { heard: names.filter(isHeard), silent: names.filter((name) => !isHeard(name)) };
  }

  private async givenUp(key: string, earlier: Stored<RebuildDocument> | undefined): Promise<readonly Write[]> {
    if (earlier?.body.status !== 'collecting') return [];
    return removals((await loadInputs(this.store, inputsPrefix(key, earlier.body.generation))).parts);
  }
}

function requestOf(
  name: { topic: string; stream: string },
  restatementId: string,
  correlationId: string,
): OutgoingEvent {
  const asked: StreamRequested = { ...name, requestedBy: REFLECT_CYCLE, reason: 'rebuild', restatementId };
  return requestFor(asked, serviceOf(REFLECT_CYCLE), correlationId);
}

type PageOf<Body> = (page: {
  limit: number;
  after?: string;
}) => Promise<{ readonly items: readonly Stored<Body>[]; readonly next?: string }>;

/** Every document of a paged query. */
async function* pages<Body>(pageOf: PageOf<Body>): AsyncGenerator<Stored<Body>> {
  let after: string | undefined;
  do {
    const page = await pageOf({ limit: 100, ...(after !== undefined && { after }) });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
