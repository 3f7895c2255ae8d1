import { CLOCK, type Clock, wait } from '@evenground/config';
import type { ProblemStatement } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Stored } from '@evenground/document-store';
import type { Delivery } from '@evenground/event-log';
import { problem } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf, knownStatements } from '../collections.js';
import { baselineOf } from '../domain/baseline.js';
import { type Cycle, isFinal } from '../domain/cycle.js';
import { type Actor, type CycleWrites, KeepCycle } from '../keep-cycle/keep-cycle.js';

type KnownStatement = Pick<ProblemStatement, 'id' | 'state' | 'baselinePeriod' | 'statedAt'>;

const DIAGNOSTICS: Actor = { role: 'system', pseudonym: 'diagnostics' };
const WAIT_MS = 2_000; // design: a command that names another service's entity waits so long by itself
const ASK_EVERY_MS = 50;

/** Knows the problem statements that diagnostics tells of, and links a cycle to the one that was adopted. */
@Injectable()
export class KnowStatements {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Handles one event of `diagnostics.problem-statements`; told again, it changes nothing. */
  async know(delivery: Delivery<{ readonly statement?: ProblemStatement }>): Promise<void> {
    const [event] = delivery.events;
    const statement = event?.data.statement;
    if (event === undefined || statement === undefined) {
      await this.keep.commit({ handled: delivery.handled });
      return;
    }
    const key = keyOf(statement.district, statement.cycleId);
    const [known] = await this.store.load(knownStatements, [key]);
    const { id, state, baselinePeriod, statedAt } = statement;
    const others = known?.body.statements.filter((each) => each.id !== id) ?? [];
    const statements: readonly KnownStatement[] = [...others, { id, state, baselinePeriod, statedAt }];
    const stored = await this.keep.load(statement.district, statement.cycleId);
    const linked = stored && (await this.link(stored, statement, event.envelope));
    await this.keep.commit({
      writes: [
        { collection: knownStatements, id: key, expected: known?.version ?? 0, body: { statements } },
        ...(linked?.writes ?? []),
      ],
      publish: linked?.publish ?? [],
      handled: delivery.handled,
    });
  }

  async isAdopted(district: string, cycleId: string): Promise<boolean> {
    return (await this.known(district, cycleId)).some(({ state }) => state === 'adopted');
  }

  /**
   * Waits up to 2 s until a statement of the cycle is adopted, since diagnostics may have said so a moment ago.
   *
   * @throws HttpProblem 409 `problem-statement/not-yet-known` when the named one stays unheard of
   */
  async waitForAdopted(district: string, cycleId: string, statementId: string | undefined): Promise<void> {
    const giveUpMs = this.clock.nowMs() + WAIT_MS;
    for (;;) {
      const known = await this.known(district, cycleId);
      const asked = statementId === undefined ? known : known.filter(({ id }) => id === statementId);
      if (asked.some(({ state }) => state === 'adopted')) return;
      if (this.clock.nowMs() >= giveUpMs) {
        if (statementId === undefined || asked.length > 0) return;
        throw problem(409, 'problem-statement/not-yet-known', `The statement ${statementId} is not known here yet.`, {
          field: 'problemStatementId',
          was: statementId,
        });
      }
      await wait(this.clock, ASK_EVERY_MS);
    }
  }

  private async known(district: string, cycleId: string): Promise<readonly KnownStatement[]> {
    const [stored] = await this.store.load(knownStatements, [keyOf(district, cycleId)]);
    return stored?.body.statements ?? [];
  }

  private async link(
    stored: Stored<Cycle>,
    statement: ProblemStatement,
    cause: Delivery['events'][number]['envelope'],
  ): Promise<CycleWrites | undefined> {
    const isLinked = stored.body.problemStatementId === statement.id;
    if (statement.state !== 'adopted' || isFinal(stored.body) || isLinked) return undefined;
    const fact = {
      type: 'problem-statement.linked',
      on: this.keep.today(),
      statementId: statement.id,
      baseline: baselineOf(statement),
    } as const;
    return this.keep.stepWrites(stored, { fact, cause }, DIAGNOSTICS);
  }
}
