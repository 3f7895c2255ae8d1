import { type Clock, instant } from '@evenground/config';
import { type StreamPosition, isPlatformError, streamId } from '@evenground/contracts';
import type { DocumentStore, OutgoingEvent, Write } from '@evenground/document-store';
import type { Delivery, HandledMark, ReceivedEvent } from '@evenground/event-log';
import { type CycleInputs, CYCLES, withEvent } from '../domain/cycle-inputs.js';
import { reflect } from '../domain/reflect.js';
import {
  type IncludedDocument,
  cycleOfStream,
  includedDeliveries,
  inputsPrefix,
  isOpen,
  rebuilds,
  reflections,
} from '../reflection-documents.js';
import { type Cause, changeOfReflection, isSameReflection } from './change-of-reflection.js';
import { type CycleState, inputsWrites, loadCycle, removals } from './cycle-state.js';
import { type Rebuilding, followed, isComplete } from './rebuilding.js';

export const REFLECT_CYCLE = 'reporting.reflect-cycle';

/** Something that a person should look into. */
export interface ReportingAlarm {
  readonly code: 'rebuild-differs';
  readonly district: string;
  readonly cycleId: string;
}

export interface ReflectCycleOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly onAlarm?: (alarm: ReportingAlarm) => void;
  /** Told after each commit, for those who wait for it. */
  readonly onCommitted?: () => void;
}

interface CycleCommit {
  readonly writes: readonly Write[];
  readonly publish: readonly OutgoingEvent[];
  readonly handled: readonly HandledMark[];
}

const COMMIT_DOCUMENTS = 150; // below the 200 of a commit
const COMMIT_CHARACTERS = 1_300_000; // below its 4 MB, whatever the characters are in UTF-8
const TICK_TRIES = 3;

/** Keeps the reflection of every cycle: folds what is said of it, and tells when its reflection has changed. */
export class ReflectCycle {
  constructor(private readonly options: ReflectCycleOptions) {}

  /** Handles a batch. Cycles that fit share a commit; each commit carries the marks of the streams it handles. */
  async handle({ events, handled, progress }: Delivery): Promise<void> {
    const byStream = groupedBy(events, ({ envelope }) => envelope.stream);
    const marks = groupedBy(handled, ({ stream }) => stream);
    let pending: CycleCommit = { writes: [], publish: [], handled: [] };
    for (const [stream, streamMarks] of marks) {
      const next = await this.commitOf(stream, byStream.get(stream) ?? [], streamMarks);
      if (!fits(pending, next)) {
        await this.commit(pending);
        await progress();
        pending = { writes: [], publish: [], handled: [] };
      }
      pending = together(pending, next);
    }
    await this.commit(pending);
  }

  /** Looks at every open cycle again, because expected progress and planned units grow by the day. */
  async dayPassed(): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.options.store.list(reflections, '', {
        limit: 100,
        ...(after !== undefined && { after }),
      });
      for (const { body } of page.items) {
        if (isOpen(body)) await this.lookAgain(body.district, body.cycleId);
      }
      after = page.next;
    } while (after !== undefined);
  }

  private async lookAgain(district: string, cycleId: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const state = await loadCycle(this.options.store, district, cycleId);
      const { inputs } = state.living;
      const date = this.today();
      if (isSameReflection(reflect(inputs, date), state.head?.body.reflection ?? null)) return;
      const eventId = `day.passed:${date}`;
      const cause: Cause = {
        eventId,
        type: 'day.passed',
        occurredAt: instant(this.options.clock),
        correlationId: eventId,
      };
      const generation = state.head?.body.generation ?? 0;
      try {
        const change = changeOfReflection(state, { district, cycleId }, inputs, { date, cause, generation });
        return await this.commit({ ...change, handled: [] });
      } catch (error) {
        // Why again: the events of the same cycle are handled meanwhile.
        if (!isPlatformError(error, 'version-conflict') || tries === TICK_TRIES) throw error;
      }
    }
  }

  private async commitOf(
    stream: string,
    events: readonly ReceivedEvent[],
    handled: readonly HandledMark[],
  ): Promise<CycleCommit> {
    const owner = cycleOfStream(stream);
    const state = await loadCycle(this.options.store, owner.district, owner.cycleId);
    const living = events.reduce(folded, state.living.inputs);
    const rebuilding = rebuildingOf(state, events);
    const cause = causeOf(events);
    if (cause === undefined) return { writes: [], publish: [], handled };
    const included = await this.includedWrites(events);
    if (rebuilding !== undefined && isComplete(rebuilding.rebuild)) {
      const { writes, publish } = this.takeOver(state, owner, { living, rebuilding, cause });
      return { writes: [...writes, ...included], publish, handled };
    }
    const generation = state.head?.body.generation ?? 0;
    const { writes, publish } = changeOfReflection(state, owner, living, { date: this.today(), cause, generation });
    return {
      writes: [...inputsWrites(state.living, living), ...writes, ...buildingWrites(state, rebuilding), ...included],
      publish,
      handled,
    };
  }

  /** The rebuilt inputs become the living ones, and the old ones go. The reflection must be the same, else an alarm. */
  private takeOver(
    state: CycleState,
    owner: { readonly district: string; readonly cycleId: string },
    next: { readonly living: CycleInputs; readonly rebuilding: Rebuilding; readonly cause: Cause },
  ): Pick<CycleCommit, 'writes' | 'publish'> {
    const { rebuild, inputs } = next.rebuilding;
    const date = this.today();
    const isEqual = isSameReflection(reflect(inputs, date), reflect(next.living, date));
    if (!isEqual) this.options.onAlarm?.({ code: 'rebuild-differs', ...owner });
    const { generation } = rebuild;
    const change = changeOfReflection(state, owner, inputs, { date, cause: next.cause, generation });
    const finished = { ...rebuild, status: 'finished' as const, isEqual, finishedAt: instant(this.options.clock) };
    const stored = state.building ?? { prefix: inputsPrefix(state.key, generation), parts: [], inputs };
    return {
      writes: [
        ...change.writes,
        ...inputsWrites(stored, inputs),
        ...removals(state.living.parts),
        { collection: rebuilds, id: state.key, expected: state.rebuild?.version ?? 0, body: finished },
      ],
      publish: change.publish,
    };
  }

  /** How far ingested deliveries are included, so that who loaded them can wait for it. */
  private async includedWrites(events: readonly ReceivedEvent[]): Promise<readonly Write[]> {
    const farthest = new Map<string, number>();
    for (const position of events.flatMap(positionsIncluded)) {
      const id = streamId(position);
      farthest.set(id, Math.max(farthest.get(id) ?? 0, position.sequence));
    }
    const ids = [...farthest.keys()];
    const known = await this.options.store.load(includedDeliveries, ids);
    return ids.flatMap((id, at): Write[] => {
      const body: IncludedDocument = { sequence: farthest.get(id) ?? 0 };
      const before = known[at];
      if (before !== undefined && before.body.sequence >= body.sequence) return [];
      return [{ collection: includedDeliveries, id, expected: before?.version ?? 0, body }];
    });
  }

  private async commit(commit: CycleCommit): Promise<void> {
    if (commit.writes.length + commit.handled.length === 0) return;
    await this.options.store.commit(commit);
    this.options.onCommitted?.();
  }

  private today(): string {
    return instant(this.options.clock).slice(0, 10);
  }
}

function folded(inputs: CycleInputs, { envelope, data }: ReceivedEvent): CycleInputs {
  return withEvent(inputs, { topic: envelope.topic, type: envelope.type, sequence: envelope.sequence, data });
}

function rebuildingOf(state: CycleState, events: readonly ReceivedEvent[]): Rebuilding | undefined {
  if (state.building === undefined || state.rebuild === undefined) return undefined;
  return events.reduce(followed, { rebuild: state.rebuild.body, inputs: state.building.inputs });
}

function buildingWrites(state: CycleState, rebuilding: Rebuilding | undefined): readonly Write[] {
  if (state.building === undefined || state.rebuild === undefined || rebuilding === undefined) return [];
  return [
    ...inputsWrites(state.building, rebuilding.inputs),
    { collection: rebuilds, id: state.key, expected: state.rebuild.version, body: rebuilding.rebuild },
  ];
}

/** The newest event that says something; a marker only where there is nothing else. */
function causeOf(events: readonly ReceivedEvent[]): Cause | undefined {
  const event = events.findLast(({ envelope }) => !envelope.type.startsWith('restatement.')) ?? events.at(-1);
  if (event === undefined) return undefined;
  const { id, type, time, correlationId } = event.envelope;
  return { eventId: id, type, occurredAt: time, correlationId, causationId: id };
}

function positionsIncluded({ envelope, data }: ReceivedEvent): readonly StreamPosition[] {
  if (envelope.topic !== CYCLES) return [];
  const said = data as { includes?: StreamPosition[]; deliveries?: { includes: StreamPosition[] }[] };
  return [...(said.includes ?? []), ...(said.deliveries ?? []).flatMap(({ includes }) => includes)].filter(
    ({ topic }) => topic === 'ingestion.deliveries',
  );
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function fits(one: CycleCommit, other: CycleCommit): boolean {
  if (one.writes.length === 0) return true;
  const characters = [...one.writes, ...other.writes].reduce((sum, { body }) => sum + JSON.stringify(body).length, 0);
  return one.writes.length + other.writes.length <= COMMIT_DOCUMENTS && characters <= COMMIT_CHARACTERS;
}

function together(one: CycleCommit, other: CycleCommit): CycleCommit {
  return {
    writes: [...one.writes, ...other.writes],
    publish: [...one.publish, ...other.publish],
    handled: [...one.handled, ...other.handled],
  };
}
