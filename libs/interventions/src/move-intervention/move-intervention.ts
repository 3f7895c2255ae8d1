import type { Principal } from '@evenground/auth';
import { type InterventionStepBody, type InterventionView, isRefusal } from '@evenground/contracts';
import { throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf } from '../collections.js';
import { type InterventionCommand, decideInterventionStep } from '../domain/intervention-steps.js';
import { LEADERS, requireCycleScope, roleAmong } from '../keep-cycle/cycle-scope.js';
import { interventionView } from '../keep-cycle/cycle-view.js';
import { CYCLES_TOPIC, KeepCycle } from '../keep-cycle/keep-cycle.js';
import { DeliveryStore } from '../log-deliveries/delivery-store.js';
import { requireVersion } from '../move-cycle/move-cycle.js';

export interface MoveInterventionCall {
  readonly principal: Principal;
  readonly district: string;
  readonly interventionId: string;
  readonly command: InterventionCommand;
  readonly input: InterventionStepBody;
}

/** Starts, pauses, resumes, ends and abandons interventions. */
@Injectable()
export class MoveIntervention {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
  ) {}

  async move(
    call: MoveInterventionCall,
    keepAnswer: KeepAnswer<InterventionView>,
  ): Promise<CommandDone<InterventionView>> {
    const { principal, district, interventionId, command, input } = call;
    const { stored, intervention } = await this.keep.requireIntervention(district, interventionId);
    requireCycleScope(principal, stored.body);
    requireVersion(stored.body, input.expectedVersion);
    const fact = decideInterventionStep(stored.body, intervention, command, input, this.keep.today());
    if (isRefusal(fact)) throwRefusal(fact, fact.refused === 'intervention/invalid' ? 422 : 409);
    const actor = { role: roleAmong(principal, LEADERS), pseudonym: principal.id };
    const { reason, lessons } = input;
    const step = await this.keep.stepWrites(stored, { fact, reason, lessons }, actor);
    const after = step.cycle.interventions.find(({ id }) => id === interventionId) ?? intervention;
    const view = interventionView(step.cycle, after, await this.deliveries.delivered(district, interventionId));
    const kept = keepAnswer(view, [{ topic: CYCLES_TOPIC, stream: keyOf(district, stored.body.id) }]);
    const committed = await this.keep.commit({ ...step, writes: [...step.writes, ...kept] });
    return { body: view, positions: committed.positions };
  }
}
