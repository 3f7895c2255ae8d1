import type { FidelityCheck, Refusal } from '@evenground/contracts';
import type { Cycle, Intervention } from './cycle.js';
import { judgeRunningDay } from './running-days.js';

/** How many checks of an intervention are told in its events; older ones stay readable in the list. */
export const WINDOW_CAPACITY = 400;

/** The rules for one check (workflow §9.2). A comparison school may be checked: there the parts should be absent. */
export function judgeCheck(
  check: FidelityCheck,
  cycle: Cycle,
  intervention: Intervention,
  today: string,
): Refusal | undefined {
  if (![...intervention.schoolIds, ...intervention.comparisonSchoolIds].includes(check.schoolId)) {
    return {
      refused: 'fidelity-check/other-school',
      detail: `${check.schoolId} neither delivers nor is compared in ${intervention.id}`,
      field: 'schoolId',
      was: check.schoolId,
      wouldBeRight: 'a school, or a comparison school, of the intervention',
    };
  }
  const known = intervention.fidelityCriteria.map(({ id }) => id);
  const asked = check.items.map(({ criterionId }) => criterionId);
  const stray = asked.find((id, at) => !known.includes(id) || asked.indexOf(id) !== at);
  if (stray !== undefined) {
    return {
      refused: 'fidelity-check/invalid',
      detail: `${stray} is not a criterion of the plan, or stands twice`,
      field: 'items',
      was: stray,
      wouldBeRight: `each of ${known.join(', ')} at most once`,
    };
  }
  return judgeRunningDay('fidelity-check', cycle, intervention, check.on, today);
}

/**
 * The checks that events tell, with one more; the same id again takes the place of the former. Beyond the capacity the
 * oldest check of the school that has most of them goes, so that no school loses its voice to another.
 */
export function withCheck(window: readonly FidelityCheck[], check: FidelityCheck): FidelityCheck[] {
  const checks = [...window.filter(({ id }) => id !== check.id), check].sort(byDay);
  while (checks.length > WINDOW_CAPACITY) {
    const counts = new Map<string, number>();
    for (const { schoolId } of checks) counts.set(schoolId, (counts.get(schoolId) ?? 0) + 1);
    const most = Math.max(...counts.values());
    checks.splice(
      checks.findIndex(({ schoolId }) => counts.get(schoolId) === most),
      1,
    );
  }
  return checks;
}

function byDay(one: FidelityCheck, other: FidelityCheck): number {
  if (one.on !== other.on) return one.on < other.on ? -1 : 1;
  return one.id < other.id ? -1 : Number(one.id > other.id);
}
