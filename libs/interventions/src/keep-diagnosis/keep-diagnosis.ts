import type { Principal } from '@evenground/auth';
import { RANDOM, type Random, randomId } from '@evenground/config';
import {
  isRefusal,
  type AssumptionBody,
  type AssumptionTestBody,
  type DiagnosisView,
  type EvidenceBody,
  type HypothesisBody,
  type HypothesisStepBody,
  type Refusal,
} from '@evenground/contracts';
import { problem, throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf } from '../collections.js';
import type { Cycle } from '../domain/cycle.js';
import {
  addEvidence,
  conclude,
  noteAssumption,
  proposeHypothesis,
  testAssumption,
  type Conclusion,
  type DiagnosisFact,
} from '../domain/hypotheses.js';
import { LEADERS, requireCycleScope, requireReadableCycle, roleAmong } from '../keep-cycle/cycle-scope.js';
import { CYCLES_TOPIC, KeepCycle } from '../keep-cycle/keep-cycle.js';
import { KnowThemes } from '../know-themes/know-themes.js';
import { requireVersion } from '../move-cycle/move-cycle.js';
import { diagnosisView } from './diagnosis-view.js';

export interface DiagnosisCall {
  readonly principal: Principal;
  readonly district: string;
  readonly cycleId: string;
}

/** What is said to a diagnosis. */
export type DiagnosisCommand =
  | { readonly command: 'propose'; readonly body: HypothesisBody }
  | { readonly command: 'add-evidence'; readonly hypothesisId: string; readonly body: EvidenceBody }
  | { readonly command: Conclusion; readonly hypothesisId: string; readonly body: HypothesisStepBody }
  | { readonly command: 'note-assumption'; readonly body: AssumptionBody }
  | { readonly command: 'test-assumption'; readonly assumptionId: string; readonly body: AssumptionTestBody };

/** Keeps the competing explanations of a gap, what speaks for and against each, and the assumptions they rest on. */
@Injectable()
export class KeepDiagnosis {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(KnowThemes) private readonly themes: KnowThemes,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  async say(
    call: DiagnosisCall,
    said: DiagnosisCommand,
    keepAnswer: KeepAnswer<DiagnosisView>,
  ): Promise<CommandDone<DiagnosisView>> {
    const { principal, district, cycleId } = call;
    if (said.command === 'add-evidence' && said.body.source === 'theme') await this.requireTheme(call, said.body.ref);
    const stored = await this.keep.require(district, cycleId);
    requireCycleScope(principal, stored.body);
    requireVersion(stored.body, said.body.expectedVersion);
    const fact = this.decide(stored.body, said);
    if (isRefusal(fact)) throwRefusal(fact, statusOf(fact));
    const actor = { role: roleAmong(principal, LEADERS), pseudonym: principal.id };
    const step = await this.keep.stepWrites(stored, { fact, ...reasonOf(said) }, actor);
    const view = diagnosisView(step.cycle, await this.themes.of(district, cycleId), this.keep.today());
    const kept = keepAnswer(view, [{ topic: CYCLES_TOPIC, stream: keyOf(district, cycleId) }]);
    const committed = await this.keep.commit({ ...step, writes: [...step.writes, ...kept] });
    return { body: view, positions: committed.positions };
  }

  async show({ principal, district, cycleId }: DiagnosisCall): Promise<DiagnosisView> {
    const { body: cycle } = await this.keep.require(district, cycleId);
    requireReadableCycle(principal, cycle);
    return diagnosisView(cycle, await this.themes.of(district, cycleId), this.keep.today());
  }

  private decide(cycle: Cycle, said: DiagnosisCommand): DiagnosisFact | Refusal {
    const [id, today] = [randomId(this.random), this.keep.today()];
    switch (said.command) {
      case 'propose':
        return proposeHypothesis(cycle, said.body, id, today);
      case 'add-evidence':
        return addEvidence(cycle, said.hypothesisId, said.body, id, today);
      case 'note-assumption':
        return noteAssumption(cycle, said.body, id, today);
      case 'test-assumption':
        return testAssumption(cycle, said.assumptionId, said.body, today);
      default:
        return conclude(cycle, said.hypothesisId, said.command, said.body, today);
    }
  }

  /** Waits for the theme: feedback may have published it a moment ago. */
  private async requireTheme({ district, cycleId }: DiagnosisCall, themeId: string): Promise<void> {
    if (await this.themes.waitFor(district, cycleId, themeId)) return;
    throw problem(409, 'theme/not-yet-known', 'There is no such published theme in this cycle, or not yet.', {
      field: 'ref',
      was: themeId,
    });
  }
}

function statusOf({ refused }: Refusal): number {
  if (refused.endsWith('/unknown')) return 404;
  return refused.endsWith('/invalid') || refused === 'hypothesis/evidence-unknown' ? 422 : 409;
}

function reasonOf(said: DiagnosisCommand): { readonly reason?: string } {
  return 'reason' in said.body && said.body.reason !== undefined ? { reason: said.body.reason } : {};
}
