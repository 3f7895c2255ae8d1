import type { Principal } from '@evenground/auth';
import { RANDOM, type Random, randomId } from '@evenground/config';
import { type InterventionView, type PlanInterventionBody, isRefusal } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore, type Write } from '@evenground/document-store';
import { problem, throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { packWindow } from '../check-fidelity/window-packing.js';
import { type DeliveryLedger, deliveryLedgers, fidelityWindows, interventionPlaces, keyOf } from '../collections.js';
import { decidePlan } from '../domain/intervention-steps.js';
import { LEADERS, requireCycleScope, roleAmong } from '../keep-cycle/cycle-scope.js';
import { interventionView } from '../keep-cycle/cycle-view.js';
import { CYCLES_TOPIC, KeepCycle } from '../keep-cycle/keep-cycle.js';
import { requireVersion } from '../move-cycle/move-cycle.js';

export interface PlanCall {
  readonly principal: Principal;
  readonly district: string;
  readonly cycleId: string;
  readonly body: PlanInterventionBody;
}

/** Adds an intervention to the plan of a cycle. */
@Injectable()
export class PlanIntervention {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  async plan(call: PlanCall, keepAnswer: KeepAnswer<InterventionView>): Promise<CommandDone<InterventionView>> {
    const { principal, district, cycleId } = call;
    const { expectedVersion, id = randomId(this.random), ...planned } = call.body;
    const stored = await this.keep.require(district, cycleId);
    requireCycleScope(principal, stored.body);
    requireVersion(stored.body, expectedVersion);
    const fact = decidePlan(stored.body, { ...planned, id }, this.keep.today());
    if (isRefusal(fact)) throwRefusal(fact, STATUS_OF[fact.refused] ?? 409);
    await this.requireFree(district, id);
    const actor = { role: roleAmong(principal, LEADERS), pseudonym: principal.id };
    const step = await this.keep.stepWrites(stored, { fact, reason: planned.name }, actor);
    const view = interventionView(step.cycle, requireLast(step.cycle.interventions), []);
    const kept = keepAnswer(view, [{ topic: CYCLES_TOPIC, stream: keyOf(district, cycleId) }]);
    const committed = await this.keep.commit({
      ...step,
      writes: [...step.writes, ...placed(district, cycleId, id), ...kept],
    });
    return { body: view, positions: committed.positions };
  }

  private async requireFree(district: string, id: string): Promise<void> {
    const [taken] = await this.store.load(interventionPlaces, [keyOf(district, id)]);
    if (taken !== undefined) {
      throw problem(409, 'intervention/exists', `The district has an intervention ${id} already.`, {
        field: 'id',
        was: id,
        wouldBeRight: 'an id that no intervention of the district has',
      });
    }
  }
}

/** Where the intervention is to be found, and what its deliveries and checks begin with. */
function placed(district: string, cycleId: string, interventionId: string): readonly Write[] {
  const at = { id: keyOf(district, interventionId), expected: 0 };
  const ledger: DeliveryLedger = { cycleId, count: 0, partCount: 0, open: {}, includes: [] };
  return [
    { collection: interventionPlaces, ...at, body: { cycleId } },
    { collection: deliveryLedgers, ...at, body: ledger },
    { collection: fidelityWindows, ...at, body: packWindow([]) },
  ];
}

/** What is wrong with the body itself is no matter of states. */
const STATUS_OF: Readonly<Record<string, number>> = { 'intervention/invalid': 422, 'plan/no-core': 422 };

function requireLast<Item>(items: readonly Item[]): Item {
  const last = items.at(-1);
  if (last === undefined) throw new RangeError('a planned intervention stands in its cycle');
  return last;
}
