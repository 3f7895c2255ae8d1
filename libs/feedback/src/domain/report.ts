import type { REPORT_STATES, Refusal, ReportSent } from '@evenground/contracts';
import { ROUTES, type ReportKind } from './routing.js';
import { addSchoolDays, endOfIsoWeek, isoWeekOf } from './school-days.js';

export type ReportState = (typeof REPORT_STATES)[number];
export type Severity = ReportSent['severity'];

/** What somebody at the front line said. Of an anonymous one nothing is kept that tells who, or when within the week. */
export interface Report {
  readonly id: string;
  readonly district: string;
  readonly cycleId: string;
  readonly interventionId?: string;
  readonly schoolId?: string;
  readonly kind: ReportKind;
  readonly severity: Severity;
  readonly anonymous: boolean;
  readonly state: ReportState;
  /** Empty where nobody may read it. */
  readonly text: string;
  /** A role; of an anonymous report `staff`, `student` or `family`. */
  readonly fromRole: string;
  /** Pseudonym; absent in an anonymous report. */
  readonly author?: string;
  /** A day, or an ISO week. */
  readonly sentIn: string;
  readonly routedTo: readonly string[];
  readonly answerDueOn?: string;
  readonly answer?: { readonly text: string; readonly on: string; readonly byRole: string; readonly by: string };
}

export interface SentReport {
  readonly id: string;
  readonly district: string;
  readonly cycleId: string;
  readonly interventionId?: string;
  readonly schoolId?: string;
  readonly kind: ReportKind;
  readonly severity: Severity;
  readonly anonymous: boolean;
  readonly text: string;
  readonly role: string;
  readonly author: string;
  /** UTC day. */
  readonly on: string;
}

/**
 * Makes the report that is kept. What goes to nobody by name (burnout) is kept as an anonymous one without text, so that
 * only its count is left.
 */
export function reportOf(sent: SentReport): Report {
  const { role, author, on, text, ...rest } = sent;
  const { to, answerWithinDays } = ROUTES[sent.kind];
  const anonymous = sent.anonymous || to.length === 0;
  // Why the end of the week: a due day counted from the day itself would tell the day.
  const countedFrom = anonymous ? endOfIsoWeek(on) : on;
  return {
    ...rest,
    anonymous,
    state: 'new',
    text: to.length === 0 ? '' : text,
    fromRole: anonymous ? coarseRole(role) : role,
    ...(!anonymous && { author }),
    sentIn: anonymous ? isoWeekOf(on) : on,
    routedTo: to,
    ...(answerWithinDays !== undefined && { answerDueOn: addSchoolDays(countedFrom, answerWithinDays) }),
  };
}

function coarseRole(role: string): string {
  return role === 'student' || role === 'family' ? role : role === 'respondent' ? 'family' : 'staff';
}

export const REPORT_COMMANDS = ['see', 'route', 'answer', 'close'] as const;
export type ReportCommand = (typeof REPORT_COMMANDS)[number];

/** From which states a command leads where; a report may be answered without being seen or routed first. */
const STEPS: Readonly<Record<ReportCommand, { readonly from: readonly ReportState[]; readonly to: ReportState }>> = {
  see: { from: ['new'], to: 'seen' },
  route: { from: ['new', 'seen', 'routed'], to: 'routed' },
  answer: { from: ['new', 'seen', 'routed'], to: 'answered' },
  close: { from: ['answered'], to: 'closed' },
};

/** The report in the state that a command leads to, or why it cannot. */
export function decideReportStep(report: Report, command: ReportCommand): Report | Refusal {
  const step = STEPS[command];
  if (step.from.includes(report.state)) return { ...report, state: step.to };
  return {
    refused: 'report/wrong-state',
    detail: `${command} is not possible while the report is ${report.state}`,
    state: report.state,
    allowed: REPORT_COMMANDS.filter((each) => STEPS[each].from.includes(report.state)),
  };
}

/** What the event says: ids and kinds, never the text. */
export function sentEvent(report: Report): ReportSent {
  const { district, cycleId, id, kind, severity, interventionId, schoolId, anonymous, sentIn, answerDueOn } = report;
  return {
    ...{ district, cycleId, reportId: id, kind, severity, anonymous, sentIn },
    ...(interventionId && { interventionId }),
    ...(schoolId && { schoolId }),
    ...(answerDueOn && { answerDueOn }),
  };
}
