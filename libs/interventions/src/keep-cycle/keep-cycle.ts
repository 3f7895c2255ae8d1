import { CLOCK, type Clock, instant } from '@evenground/config';
import type { EventEnvelope, StreamPosition } from '@evenground/contracts';
import {
  type Committed,
  DOCUMENT_STORE,
  type DocumentStore,
  type OutgoingEvent,
  type Stored,
  type Write,
} from '@evenground/document-store';
import { type HandledMark, PositionWaiter } from '@evenground/event-log';
import { currentCorrelationId, problem } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { cycleFacts, cycles, interventionPlaces, keyOf, logEntries, logHeads, openCycles } from '../collections.js';
import { type Cycle, type Intervention, isFinal, summaryOf } from '../domain/cycle.js';
import { type CycleFact, evolve } from '../domain/cycle-facts.js';
import { EMPTY_LOG, type LogHead, type LogNote, appendEntries } from '../domain/decision-log.js';

export const CYCLES_TOPIC = 'interventions.cycles';

/** Who does something: a role and a pseudonym. */
export interface Actor {
  readonly role: string;
  readonly pseudonym: string;
}

export const THE_CLOCK: Actor = { role: 'system', pseudonym: 'clock' };

/** A fact, with what the log and the event say of it. */
export interface CycleStep {
  readonly fact: CycleFact;
  /** Free text for the log; it never reaches an event. */
  readonly reason?: string;
  readonly lessons?: readonly string[];
  /** A code for the event, such as `automatic`. */
  readonly eventReason?: string;
  /** The event that caused it; absent: the request in hand. */
  readonly cause?: EventEnvelope;
}

/** What is to be committed, and the cycle as it then is. */
export interface CycleWrites {
  readonly cycle: Cycle;
  readonly writes: readonly Write[];
  readonly publish: readonly OutgoingEvent[];
}

/** An intervention with the cycle that it is part of. */
export interface FoundIntervention {
  readonly stored: Stored<Cycle>;
  readonly intervention: Intervention;
}

/** Loads cycles and makes their steps ready to commit: the cycle, the fact, its log entries and its event are one. */
@Injectable()
export class KeepCycle {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PositionWaiter) private readonly positions: PositionWaiter,
  ) {}

  /** Today's UTC day. */
  today(): string {
    return instant(this.clock).slice(0, 10);
  }

  async load(district: string, cycleId: string): Promise<Stored<Cycle> | undefined> {
    return (await this.store.load(cycles, [keyOf(district, cycleId)]))[0];
  }

  /** @throws HttpProblem 404 `cycle/unknown` */
  async require(district: string, cycleId: string): Promise<Stored<Cycle>> {
    const stored = await this.load(district, cycleId);
    if (stored === undefined) throw problem(404, 'cycle/unknown', 'There is no such cycle.');
    return stored;
  }

  async findIntervention(district: string, interventionId: string): Promise<FoundIntervention | undefined> {
    const [place] = await this.store.load(interventionPlaces, [keyOf(district, interventionId)]);
    const stored = place && (await this.load(district, place.body.cycleId));
    const intervention = stored?.body.interventions.find(({ id }) => id === interventionId);
    return stored && intervention && { stored, intervention };
  }

  /** @throws HttpProblem 404 `intervention/unknown` */
  async requireIntervention(district: string, interventionId: string): Promise<FoundIntervention> {
    const found = await this.findIntervention(district, interventionId);
    if (found === undefined) throw problem(404, 'intervention/unknown', 'There is no such intervention.');
    return found;
  }

  /** Makes one step ready: cycle, fact, log entries, log head, event. `before` is absent for an opening. */
  async stepWrites(before: Stored<Cycle> | undefined, step: CycleStep, actor: Actor): Promise<CycleWrites> {
    const cycle = evolve(before?.body, step.fact);
    const key = keyOf(cycle.district, cycle.id);
    const at = instant(this.clock);
    const logged = await this.noteWrites(cycle, notesOf(step, actor, at));
    const ended = isFinal(cycle) && before !== undefined && !isFinal(before.body) ? await this.closing(cycle) : [];
    return {
      cycle,
      writes: [
        { collection: cycles, id: key, expected: before?.version ?? 0, body: cycle },
        { collection: cycleFacts, id: `${key}/${pad(cycle.version)}`, expected: 0, body: { at, fact: step.fact } },
        ...logged.writes,
        ...ended,
      ],
      publish: [
        {
          topic: CYCLES_TOPIC,
          stream: key,
          type: step.fact.type,
          data: {
            district: cycle.district,
            cycleId: cycle.id,
            cycle: summaryOf(cycle),
            ...(step.eventReason && { reason: step.eventReason }),
          },
          ...causedBy(step.cause),
        },
      ],
    };
  }

  /** Makes notes of a cycle ready, chained to its log. */
  async noteWrites(
    cycle: Pick<Cycle, 'district' | 'id'>,
    notes: readonly LogNote[],
  ): Promise<{ readonly head: LogHead; readonly writes: readonly Write[] }> {
    const key = keyOf(cycle.district, cycle.id);
    const [head] = await this.store.load(logHeads, [key]);
    const entries = appendEntries(head?.body ?? EMPTY_LOG, cycle.id, notes);
    const last = entries.at(-1);
    if (last === undefined) return { head: head?.body ?? EMPTY_LOG, writes: [] };
    const newHead: LogHead = { seq: last.seq, hash: last.hash };
    return {
      head: newHead,
      writes: [
        { collection: logHeads, id: key, expected: head?.version ?? 0, body: newHead },
        ...entries.map((body) => ({ collection: logEntries, id: `${key}/${pad(body.seq)}`, expected: 0, body })),
      ],
    };
  }

  /** Commits, and lets those who wait for it know. */
  async commit(commit: {
    readonly writes?: readonly Write[];
    readonly publish?: readonly OutgoingEvent[];
    readonly handled?: readonly HandledMark[];
  }): Promise<Committed> {
    const committed = await this.store.commit(commit);
    this.advance(committed.positions);
    this.advance(commit.handled ?? []);
    return committed;
  }

  private advance(positions: readonly StreamPosition[]): void {
    for (const { topic, stream, sequence } of positions) this.positions.advance(topic, stream, sequence);
  }

  private async closing(cycle: Cycle): Promise<readonly Write[]> {
    const id = keyOf(cycle.district, cycle.area);
    const [stored] = await this.store.load(openCycles, [id]);
    if (stored === undefined) return [];
    const open = stored.body.open.filter(({ cycleId }) => cycleId !== cycle.id);
    return [{ collection: openCycles, id, expected: stored.version, body: { open } }];
  }
}

/** What an event says of its cause: the event that made it, or else the request in hand, or else the clock. */
export function causedBy(cause?: EventEnvelope): { readonly correlationId: string; readonly causationId?: string } {
  if (cause !== undefined) return { correlationId: cause.correlationId, causationId: cause.id };
  return { correlationId: currentCorrelationId() ?? 'clock' };
}

function notesOf(step: CycleStep, actor: Actor, at: string): readonly LogNote[] {
  const { fact, reason, lessons = [] } = step;
  const by = { at, byRole: actor.role, byPseudonym: actor.pseudonym };
  const refs = [`event:${fact.type}`, ...('interventionId' in fact ? [`intervention:${fact.interventionId}`] : [])];
  return [
    {
      ...by,
      kind: actor.role === 'system' ? 'outcome' : 'decision',
      text: reason === undefined ? fact.type : `${fact.type}: ${reason}`,
      refs,
    },
    ...lessons.map((text): LogNote => ({ ...by, kind: 'lesson', text, refs })),
  ];
}

function pad(number: number): string {
  return String(number).padStart(8, '0');
}
