import type { CycleSummary, InterventionSummary, PlannedDosage } from '@evenground/contracts';
import { activeDays, daysLater } from './active-days.js';

/** Active days of one period of a planned dose. A month is 30 days, a term the 120 of `workflow.md` §14. */
const DAYS_OF_PERIOD: Readonly<Record<PlannedDosage['period'], number>> = { week: 7, month: 30, term: 120 };

/**
 * Units planned at a school from the start until `asOfDate` (today is not over yet): plannedPerPeriod × whole active
 * periods, for each of its target students where the dose is of a student. Source: `workflow.md` §8, §9.2.
 */
export function plannedUnits(
  cycle: CycleSummary,
  intervention: InterventionSummary,
  schoolId: string,
  asOfDate: string,
): number {
  const { dosage } = intervention;
  const periods = Math.floor(elapsedActiveDays(cycle, intervention, asOfDate) / DAYS_OF_PERIOD[dosage.period]);
  const recipients = dosage.targetStudents === undefined ? 1 : (dosage.targetStudents[schoolId] ?? 0);
  return dosage.plannedPerPeriod * periods * recipients;
}

/** Active days of an intervention since its start. */
export function elapsedActiveDays(cycle: CycleSummary, intervention: InterventionSummary, asOfDate: string): number {
  const { startOn, endOn } = intervention.dosage;
  const dayAfterEnd = daysLater(endOn, 1);
  const until = asOfDate < dayAfterEnd ? asOfDate : dayAfterEnd;
  return activeDays(startOn, until, [...cycle.pauses, ...intervention.pauses]);
}
