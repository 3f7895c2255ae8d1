import { CLOCK, type Clock, wait } from '@evenground/config';
import type { CycleSummary } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { problem } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { type KnownCycle, keyOf, knownCycles } from '../collections.js';
import { CommitReports } from '../keep-report/commit-reports.js';

const WAIT_MS = 2_000; // design: a command that names another service's entity waits so long by itself
const ASK_EVERY_MS = 50;

/** Knows the cycles that interventions tells of, so that a report names one that exists. */
@Injectable()
export class KnowCycles {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(CommitReports) private readonly commits: CommitReports,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Handles a batch of `interventions.cycles`: the newest summary of each cycle is what counts. */
  async know(delivery: Delivery): Promise<void> {
    const newest = new Map<string, KnownCycle>();
    for (const { data } of delivery.events) {
      const { cycle } = data as { readonly cycle?: CycleSummary };
      if (cycle !== undefined) newest.set(keyOf(cycle.district, cycle.id), knownOf(cycle));
    }
    const known = [...newest];
    const perCommit = 150; // documents; below the limit of one commit
    for (let at = 0; at === 0 || at < known.length; at += perCommit) {
      const writes = known
        .slice(at, at + perCommit)
        .map(([id, body]) => ({ collection: knownCycles, id, expected: 'any' as const, body }));
      await this.commits.commit({ writes, handled: at + perCommit >= known.length ? delivery.handled : [] });
    }
  }

  /**
   * Waits up to 2 s until the cycle, and the intervention of it that is named, are known.
   *
   * @throws HttpProblem 409 `cycle/not-yet-known`, `intervention/not-yet-known`
   */
  async require(district: string, cycleId: string, interventionId: string | undefined): Promise<KnownCycle> {
    const giveUpMs = this.clock.nowMs() + WAIT_MS;
    for (;;) {
      const [known] = await this.store.load(knownCycles, [keyOf(district, cycleId)]);
      const isComplete = interventionId === undefined || known?.body.interventionIds.includes(interventionId) === true;
      if (known !== undefined && isComplete) return known.body;
      if (this.clock.nowMs() >= giveUpMs) throw notYetKnown(known === undefined ? 'cycle' : 'intervention');
      await wait(this.clock, ASK_EVERY_MS);
    }
  }

  async find(district: string, cycleId: string): Promise<KnownCycle | undefined> {
    return (await this.store.load(knownCycles, [keyOf(district, cycleId)]))[0]?.body;
  }
}

function knownOf({ level, schoolIds, state, interventions }: CycleSummary): KnownCycle {
  return { level, schoolIds, state, interventionIds: interventions.map(({ id }) => id) };
}

function notYetKnown(noun: 'cycle' | 'intervention'): Error {
  return problem(409, `${noun}/not-yet-known`, `The ${noun} is not known here yet.`, { field: `${noun}Id` });
}
