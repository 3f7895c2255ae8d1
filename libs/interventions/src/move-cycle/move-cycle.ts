import type { Principal } from '@evenground/auth';
import { type CycleView, isRefusal } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { problem, throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { deliveryLedgers, keyOf } from '../collections.js';
import { type CycleCommand, type StepContext, type StepInput, decideStep, mayStep } from '../domain/cycle-steps.js';
import type { Cycle } from '../domain/cycle.js';
import { LEADERS, requireCycleScope, roleAmong } from '../keep-cycle/cycle-scope.js';
import { cycleView } from '../keep-cycle/cycle-view.js';
import { CYCLES_TOPIC, KeepCycle, THE_CLOCK } from '../keep-cycle/keep-cycle.js';
import { KnowStatements } from '../know-statements/know-statements.js';

/** A command on a cycle, as a caller gave it. */
export interface MoveCall {
  readonly principal: Principal;
  readonly district: string;
  readonly cycleId: string;
  readonly command: CycleCommand;
  readonly input: StepInput & { readonly expectedVersion?: number; readonly problemStatementId?: string };
}

/** Moves a cycle from state to state. */
@Injectable()
export class MoveCycle {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(KnowStatements) private readonly statements: KnowStatements,
  ) {}

  async move(call: MoveCall, keepAnswer: KeepAnswer<CycleView>): Promise<CommandDone<CycleView>> {
    const { principal, district, cycleId, command, input } = call;
    if (command === 'begin-design') await this.waitForStatement(call);
    const stored = await this.keep.require(district, cycleId);
    requireCycleScope(principal, stored.body);
    if (!mayStep(principal.roles, command)) {
      throw problem(403, 'role/not-allowed', 'None of your roles may do this.');
    }
    requireVersion(stored.body, input.expectedVersion);
    const fact = decideStep(stored.body, command, input, await this.context(stored.body));
    if (isRefusal(fact)) throwRefusal(fact);
    const actor = { role: roleAmong(principal, LEADERS), pseudonym: principal.id };
    const step = await this.keep.stepWrites(stored, { fact, ...wordsOf(input) }, actor);
    const view = cycleView(step.cycle);
    const kept = keepAnswer(view, [{ topic: CYCLES_TOPIC, stream: keyOf(district, cycleId) }]);
    const committed = await this.keep.commit({ ...step, writes: [...step.writes, ...kept] });
    return { body: view, positions: committed.positions };
  }

  /** Begins the reflection of a cycle whose review date has passed; says whether it did. */
  async reflectByClock(district: string, cycleId: string): Promise<boolean> {
    const stored = await this.keep.require(district, cycleId);
    const input = { automatic: true, reason: `the review was due on ${stored.body.reviewDueOn}` };
    const fact = decideStep(stored.body, 'begin-reflection', input, await this.context(stored.body));
    if (isRefusal(fact) || this.keep.today() < stored.body.reviewDueOn) return false;
    const step = { fact, reason: input.reason, eventReason: 'automatic' };
    await this.keep.commit(await this.keep.stepWrites(stored, step, THE_CLOCK));
    return true;
  }

  /** What the guards ask about the world outside of the cycle. */
  async context(cycle: Cycle): Promise<StepContext> {
    const ledgers = await this.store.load(
      deliveryLedgers,
      cycle.interventions.map(({ id }) => keyOf(cycle.district, id)),
    );
    return {
      today: this.keep.today(),
      isStatementAdopted: await this.statements.isAdopted(cycle.district, cycle.id),
      deliveries: ledgers.reduce((sum, ledger) => sum + (ledger?.body.count ?? 0), 0),
    };
  }

  private async waitForStatement({ district, cycleId, input }: MoveCall): Promise<void> {
    const { body: cycle } = await this.keep.require(district, cycleId);
    if (cycle.state !== 'diagnosing') return;
    await this.statements.waitForAdopted(district, cycleId, input.problemStatementId);
  }
}

/** @throws HttpProblem 409 `version/stale` */
export function requireVersion(cycle: Cycle, expected: number | undefined): void {
  if (expected === undefined || expected === cycle.version) return;
  throw problem(409, 'version/stale', 'Somebody else changed this in the meantime; load it again.', {
    field: 'expectedVersion',
    was: expected,
    wouldBeRight: String(cycle.version),
  });
}

function wordsOf(input: StepInput): { reason?: string; lessons?: readonly string[]; eventReason?: string } {
  const said = [input.reason, input.whatDidWeMiss].filter((text) => text !== undefined).join('; ');
  return {
    ...(said !== '' && { reason: said }),
    ...(input.lessons && { lessons: input.lessons.filter((lesson) => lesson.trim() !== '') }),
    ...(input.closedReason && { eventReason: input.closedReason }),
  };
}
