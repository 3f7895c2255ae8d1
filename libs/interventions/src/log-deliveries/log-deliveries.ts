import type { DeliveredAtSchool, DeliveryLogged, EventEnvelope, Refusal, StreamPosition } from '@evenground/contracts';
import type { Committed, OutgoingEvent, Write } from '@evenground/document-store';
import type { HandledMark } from '@evenground/event-log';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf } from '../collections.js';
import type { ChangeResult } from '../domain/change-deliveries.js';
import { type DeliveryChange, type KeptDelivery, idOf, judgeDelivery } from '../domain/delivery.js';
import { CYCLES_TOPIC, type FoundIntervention, KeepCycle, causedBy } from '../keep-cycle/keep-cycle.js';
import { firstDeliveryOn } from '../domain/delivery-parts.js';
import { DeliveryStore, type KnownDigests, type LoadedLedger } from './delivery-store.js';

/** Deliveries of one intervention, from a request or from the log. */
export interface DeliveryIntake {
  readonly found: FoundIntervention;
  /** Ascending in time; of several with one id the last counts. */
  readonly changes: readonly DeliveryChange[];
  /** Positions of the log that this takes in. */
  readonly includes: readonly StreamPosition[];
  readonly cause?: EventEnvelope;
  /** Rules beyond those of the cycle, about what is kept under the same id now. */
  readonly judgeKnown?: (change: DeliveryChange, known: KeptDelivery | undefined) => Refusal | undefined;
}

/** What became of one change. */
export interface DeliveryOutcome {
  readonly id: string;
  readonly result: ChangeResult | Refusal;
}

/** The last step of an intake: give it to `commit`, together with what else belongs to it. */
export interface IntakeCommit {
  readonly outcomes: readonly DeliveryOutcome[];
  readonly delivered: DeliveredAtSchool[];
  readonly writes: readonly Write[];
  readonly publish: readonly OutgoingEvent[];
  readonly after: KnownDigests;
}

interface IntakeExtras {
  readonly writes?: readonly Write[];
  readonly publish?: readonly OutgoingEvent[];
  readonly handled?: readonly HandledMark[];
}

const MOST_PARTS = 40; // two documents each, some 80 KB together: a step stays below the limits of a commit
const MOST_CHANGES = 2_000;

/** Judges deliveries and takes them into the ledger of their intervention. */
@Injectable()
export class LogDeliveries {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(DeliveryStore) private readonly ledgers: DeliveryStore,
  ) {}

  /**
   * Takes an intake in. One that touches many parts is committed in steps, all but the last by this method; since
   * content is absolute, an intake that was cut off between two steps is taken in again without harm.
   */
  async take(intake: DeliveryIntake): Promise<IntakeCommit> {
    const { stored, intervention } = intake.found;
    const { district } = stored.body;
    const outcomes: DeliveryOutcome[] = [];
    let rest = intake.changes;
    for (;;) {
      const ledger = await this.ledgers.open(district, intervention.id);
      const size = this.stepSize(ledger, rest);
      const step = await this.step(intake, ledger, rest.slice(0, size), size === rest.length ? intake.includes : []);
      outcomes.push(...step.outcomes);
      rest = rest.slice(size);
      if (rest.length === 0) return { ...step, outcomes };
      await this.commit([step]);
    }
  }

  /** Commits last steps, with what else belongs to them. */
  async commit(steps: readonly IntakeCommit[], more: IntakeExtras = {}): Promise<Committed> {
    const committed = await this.keep.commit({
      writes: [...steps.flatMap(({ writes }) => writes), ...(more.writes ?? [])],
      publish: [...steps.flatMap(({ publish }) => publish), ...(more.publish ?? [])],
      handled: more.handled,
    });
    for (const { after } of steps) this.ledgers.committed(after);
    return committed;
  }

  private async step(
    intake: DeliveryIntake,
    ledger: LoadedLedger,
    changes: readonly DeliveryChange[],
    includes: readonly StreamPosition[],
  ): Promise<IntakeCommit> {
    const { body: cycle } = intake.found.stored;
    const refusals = await this.judge(intake, ledger, changes);
    const accepted = changes.filter((_change, at) => refusals[at] === undefined);
    const done = await this.ledgers.change(ledger, cycle.id, accepted, includes);
    const results = done.results.values();
    const outcomes = changes.map((change, at): DeliveryOutcome => {
      const result = refusals[at] ?? results.next().value ?? 'unchanged';
      return { id: idOf(change), result };
    });
    const data: DeliveryLogged = {
      district: cycle.district,
      cycleId: cycle.id,
      interventionId: intake.found.intervention.id,
      logged: done.results.filter((result) => result === 'logged' || result === 'replaced').length,
      withdrawn: done.results.filter((result) => result === 'withdrawn').length,
      refused: changes.length - accepted.length,
      delivered: done.delivered,
      includes: [...done.includes],
    };
    const stream = keyOf(cycle.district, cycle.id);
    return {
      outcomes,
      delivered: done.delivered,
      writes: done.writes,
      after: done.after,
      publish: [{ topic: CYCLES_TOPIC, stream, type: 'delivery.logged', data, ...causedBy(intake.cause) }],
    };
  }

  private async judge(
    intake: DeliveryIntake,
    ledger: LoadedLedger,
    changes: readonly DeliveryChange[],
  ): Promise<readonly (Refusal | undefined)[]> {
    const { stored, intervention } = intake.found;
    const known = intake.judgeKnown && (await this.ledgers.find(ledger, changes.map(idOf)));
    const today = this.keep.today();
    let firstOn = firstDeliveryOn(ledger.digests);
    return changes.map((change) => {
      const refusal =
        (change.kind === 'put'
          ? judgeDelivery(change.delivery, stored.body, intervention, today, firstOn)
          : undefined) ?? intake.judgeKnown?.(change, known?.get(idOf(change)));
      if (refusal === undefined && change.kind === 'put') firstOn = earlier(firstOn, change.delivery.date);
      return refusal;
    });
  }

  /** How many of the changes fit into one commit. */
  private stepSize(ledger: LoadedLedger, changes: readonly DeliveryChange[]): number {
    let size = Math.min(changes.length, MOST_CHANGES);
    while (size > 1 && this.ledgers.touchedParts(ledger, changes.slice(0, size)).size > MOST_PARTS) {
      size = Math.ceil(size / 2);
    }
    return size;
  }
}

function earlier(one: string | undefined, other: string): string {
  return one === undefined || other < one ? other : one;
}
