import { type Principal, grantsFor, schoolsOf } from '@evenground/auth';
import {
  type DeliveriesAnswer,
  type DeliveryBody,
  type DeliveryResult,
  type Refusal,
  isRefusal,
} from '@evenground/contracts';
import { HttpProblem, problem, throwRefusal, type CommandDone, type KeepAnswer } from '@evenground/http';
import { Inject, Injectable } from '@nestjs/common';
import { keyOf } from '../collections.js';
import { shortestDecimal } from '../domain/decimal-sum.js';
import type { DeliveryChange, KeptDelivery } from '../domain/delivery.js';
import { CYCLES_TOPIC, KeepCycle } from '../keep-cycle/keep-cycle.js';
import { requireReadableCycle } from '../keep-cycle/cycle-scope.js';
import { requireSameIntervention } from '../keep-cycle/same-intervention.js';
import { type DeliveryOutcome, LogDeliveries } from './log-deliveries.js';

export interface PostCall {
  readonly principal: Principal;
  readonly district: string;
  readonly interventionId: string;
}

const OUTSIDE: Refusal = { refused: 'scope/outside', detail: 'This is outside your scope.' };

/** Takes in deliveries that people or clients send one by one or in small lists. */
@Injectable()
export class PostDeliveries {
  constructor(
    @Inject(KeepCycle) private readonly keep: KeepCycle,
    @Inject(LogDeliveries) private readonly log: LogDeliveries,
  ) {}

  /**
   * Each row is judged by itself: refused ones are named in the answer, the others are kept.
   *
   * @throws HttpProblem of the rule when `isSingle` and the only row is refused, 422 when a row names another intervention
   */
  async post(
    call: PostCall,
    rows: readonly DeliveryBody[],
    isSingle: boolean,
    keepAnswer: KeepAnswer<DeliveriesAnswer>,
  ): Promise<CommandDone<DeliveriesAnswer>> {
    const changes = rows.map((row): DeliveryChange => ({ kind: 'put', delivery: keptOf(row, call.principal) }));
    rows.forEach(({ interventionId: said }, at) =>
      requireSameIntervention(call.interventionId, said, `deliveries[${at}].interventionId`),
    );
    return this.take(call, changes, isSingle, keepAnswer);
  }

  /** Takes a delivery back. */
  async withdraw(
    call: PostCall,
    deliveryId: string,
    keepAnswer: KeepAnswer<DeliveriesAnswer>,
  ): Promise<CommandDone<DeliveriesAnswer>> {
    return this.take(call, [{ kind: 'withdraw', id: deliveryId }], true, keepAnswer);
  }

  private async take(
    { principal, district, interventionId }: PostCall,
    changes: readonly DeliveryChange[],
    isSingle: boolean,
    keepAnswer: KeepAnswer<DeliveriesAnswer>,
  ): Promise<CommandDone<DeliveriesAnswer>> {
    const found = await this.keep.requireIntervention(district, interventionId);
    requireReadableCycle(principal, found.stored.body);
    const judgeKnown = scopeRule(principal);
    const done = await this.log.take({ found, changes, includes: [], judgeKnown });
    const [first] = done.outcomes;
    if (isSingle && first) throwAlone(first);
    const answer = { results: done.outcomes.map(resultOf), delivered: done.delivered };
    const stream = keyOf(district, found.stored.body.id);
    const committed = await this.log.commit([done], { writes: keepAnswer(answer, [{ topic: CYCLES_TOPIC, stream }]) });
    return { body: answer, positions: committed.positions };
  }
}

function keptOf(row: DeliveryBody, principal: Principal): KeptDelivery {
  const { deliveryId: id, minutes, studentId: _never, interventionId: _ofPath, ...rest } = row;
  return { ...rest, id, loggedBy: principal.id, ...(minutes !== undefined && { minutes: shortestDecimal(minutes) }) };
}

/** The caller's schools only, before and after; who has but the own deliveries touches nobody else's. */
function scopeRule(principal: Principal): (change: DeliveryChange, known?: KeptDelivery) => Refusal | undefined {
  const schools = schoolsOf(principal);
  const isOwnOnly = grantsFor(principal, 'deliveries.write').every(({ may }) => may === 'own');
  return (change, known) => {
    const places = [change.kind === 'put' ? change.delivery.schoolId : undefined, known?.schoolId];
    if (schools !== '*' && places.some((place) => place !== undefined && !schools.includes(place))) return OUTSIDE;
    return isOwnOnly && known !== undefined && known.loggedBy !== principal.id ? OUTSIDE : undefined;
  };
}

function throwAlone({ id, result }: DeliveryOutcome): void {
  if (result === 'unknown') throw problem(404, 'delivery/unknown', `There is no delivery ${id}.`);
  if (!isRefusal(result)) return;
  if (result.refused === OUTSIDE.refused) throw new HttpProblem(403, result.refused, result.detail);
  throwRefusal(result);
}

function resultOf({ id, result }: DeliveryOutcome): DeliveryResult {
  if (isRefusal(result)) {
    const { refused, detail, field, wouldBeRight } = result;
    const more = { ...(field && { field }), ...(wouldBeRight && { wouldBeRight }) };
    return { deliveryId: id, status: 'refused', code: refused, detail, ...more };
  }
  return { deliveryId: id, status: result === 'unknown' || result === 'forgotten' ? 'unchanged' : result };
}
