import type { Refusal } from '@evenground/contracts';
import type { Cycle, Intervention } from './cycle.js';
import { judgeRunningDay } from './running-days.js';

/** A session that took place, as it is kept. */
export interface KeptDelivery {
  readonly id: string;
  readonly schoolId: string;
  readonly date: string;
  /** Exact decimal, shortest writing; absent when unknown. */
  readonly minutes?: string;
  /** False: beside the plan, counted in reach and not in dosage. */
  readonly planned: boolean;
  /** 1–4. */
  readonly quality?: number;
  readonly deliveredBy?: string;
  /** The `studentKey`, when it was delivered to one student. */
  readonly student?: string;
  /** Pseudonym of who sent it; absent when it came as a record. */
  readonly loggedBy?: string;
}

/** What is to be done with one delivery; the id names it within its intervention. */
export type DeliveryChange =
  | { readonly kind: 'put'; readonly delivery: KeptDelivery }
  | { readonly kind: 'withdraw' | 'forget-student'; readonly id: string };

export function idOf(change: DeliveryChange): string {
  return change.kind === 'put' ? change.delivery.id : change.id;
}

/**
 * The rules for one delivery (workflow §9.1).
 *
 * @param firstOn the earliest kept delivery of the intervention, if there is one: workflow I4 wants it by the review date
 */
export function judgeDelivery(
  delivery: KeptDelivery,
  cycle: Cycle,
  intervention: Intervention,
  today: string,
  firstOn: string | undefined,
): Refusal | undefined {
  if (!intervention.schoolIds.includes(delivery.schoolId)) {
    return {
      refused: 'delivery/other-school',
      detail: `${delivery.schoolId} is not a school of ${intervention.id}`,
      field: 'schoolId',
      was: delivery.schoolId,
      wouldBeRight: 'one of the schools of the intervention',
    };
  }
  const refusal = judgeRunningDay('delivery', cycle, intervention, delivery.date, today);
  if (refusal !== undefined) return refusal;
  if (delivery.date > cycle.reviewDueOn && (firstOn === undefined || firstOn > cycle.reviewDueOn)) {
    return {
      refused: 'delivery/not-running',
      detail: `the first delivery is due by the review on ${cycle.reviewDueOn}`,
      field: 'date',
      was: delivery.date,
      wouldBeRight: `a first delivery up to ${cycle.reviewDueOn}`,
    };
  }
  return undefined;
}
