import { type Principal, schoolsOf } from '@evenground/auth';
import type { ReportView } from '@evenground/contracts';
import type { KnownCycle } from '../collections.js';
import type { Report } from '../domain/report.js';

/** Whether the cycle is one of the caller's schools, or of the whole district. */
export function isInScope(principal: Principal, cycle: KnownCycle | undefined, schoolId: string | undefined): boolean {
  const held = schoolsOf(principal);
  if (held === '*') return true;
  if (schoolId !== undefined) return held.includes(schoolId);
  return cycle !== undefined && (cycle.level === 'district' || cycle.schoolIds.some((school) => held.includes(school)));
}

/** Whether a report was routed to one of the caller's roles, within scope. */
export function isRoutedTo(principal: Principal, report: Report, cycle: KnownCycle | undefined): boolean {
  return principal.roles.some((role) => report.routedTo.includes(role)) && isInScope(principal, cycle, report.schoolId);
}

/** Who may read the text: whom it was routed to, and who wrote it under a name. */
export function mayReadText(principal: Principal, report: Report, cycle: KnownCycle | undefined): boolean {
  return report.author === principal.id || isRoutedTo(principal, report, cycle);
}

/** The report as those read it. Its author is not part of it. */
export function reportView(report: Report, version: number): ReportView {
  const { author: _author, district: _district, answer, routedTo, ...rest } = report;
  return {
    ...rest,
    routedTo: [...routedTo],
    ...(answer && { answer: { text: answer.text, on: answer.on, byRole: answer.byRole } }),
    version,
  };
}
