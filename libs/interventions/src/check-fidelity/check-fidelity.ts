import { type Principal, requireSchools, schoolsOf } from '@evenground/auth';
import { RANDOM, type Random, randomId } from '@evenground/config';
import type { FidelityCheck, FidelityCheckBody, FidelityCheckView, FidelityChecked } from '@evenground/contracts';
import { DOCUMENT_STORE, type DocumentStore } from '@evenground/document-store';
import { type PageAnswer, pageOf, throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { fidelityChecks, fidelityWindows, keyOf } from '../collections.js';
import { judgeCheck, withCheck } from '../domain/fidelity-window.js';
import { requireReadableCycle, roleAmong } from '../keep-cycle/cycle-scope.js';
import { requireSameIntervention } from '../keep-cycle/same-intervention.js';
import { CYCLES_TOPIC, KeepCycle, causedBy } from '../keep-cycle/keep-cycle.js';
import { packWindow, unpackWindow } from './window-packing.js';

export interface CheckCall {
  readonly principal: Principal;
  readonly district: string;
  readonly interventionId: string;
}

/** Keeps what observers saw of an intervention; the same id again takes the place of the former check. */
@Injectable()
export class CheckFidelity {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(RANDOM) private readonly random: Random,
  ) {}

  async check(
    { principal, district, interventionId }: CheckCall,
    body: FidelityCheckBody,
    keepAnswer: KeepAnswer<FidelityCheckView>,
  ): Promise<CommandDone<FidelityCheckView>> {
    const { stored, intervention } = await this.keep.requireIntervention(district, interventionId);
    requireSchools(principal, [body.schoolId]);
    requireSameIntervention(interventionId, body.interventionId, 'interventionId');
    const { differs, id = randomId(this.random), observerRole, ...seen } = body;
    const role = observerRole ?? roleAmong(principal, ['equity-lead', 'principal']);
    const check: FidelityCheck = { ...seen, id, interventionId, observerRole: role };
    const refusal = judgeCheck(check, stored.body, intervention, this.keep.today());
    if (refusal !== undefined) throwRefusal(refusal, refusal.refused === 'fidelity-check/invalid' ? 422 : 409);
    const key = keyOf(district, interventionId);
    const [window] = await this.store.load(fidelityWindows, [key]);
    const checks = withCheck(window ? unpackWindow(window.body) : [], check);
    const view = { ...check, differs };
    const data: FidelityChecked = { district, cycleId: stored.body.id, interventionId, checks };
    const stream = keyOf(district, stored.body.id);
    const committed = await this.keep.commit({
      writes: [
        { collection: fidelityWindows, id: key, expected: window?.version ?? 0, body: packWindow(checks) },
        { collection: fidelityChecks, id: `${key}/${id}`, expected: 'any', body: view },
        ...keepAnswer(view, [{ topic: CYCLES_TOPIC, stream }]),
      ],
      publish: [{ topic: CYCLES_TOPIC, stream, type: 'fidelity.checked', data, ...causedBy() }],
    });
    return { body: view, positions: committed.positions };
  }

  async list(
    { principal, district, interventionId }: CheckCall,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<PageAnswer<FidelityCheckView>> {
    const { stored } = await this.keep.requireIntervention(district, interventionId);
    requireReadableCycle(principal, stored.body);
    const held = schoolsOf(principal);
    const found = await this.store.list(fidelityChecks, `${keyOf(district, interventionId)}/`, page);
    const checks = found.items.map(({ body }) => body as FidelityCheckView);
    return pageOf(
      checks.filter(({ schoolId }) => held === '*' || held.includes(schoolId)),
      found.next,
    );
  }

  /** What a restatement says of the checks. */
  async restated(district: string, cycleId: string, interventionId: string): Promise<FidelityChecked> {
    const [window] = await this.store.load(fidelityWindows, [keyOf(district, interventionId)]);
    return { district, cycleId, interventionId, checks: window ? unpackWindow(window.body) : [] };
  }
}
