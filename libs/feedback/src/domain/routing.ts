import type { ReportSent } from '@evenground/contracts';

export type ReportKind = ReportSent['kind'];

/** Where a kind of report goes, and until when it is to be answered. */
export interface Route {
  /** Roles that read its text and may answer it; none: it is only counted. */
  readonly to: readonly string[];
  /** School days; absent: no answer is due. */
  readonly answerWithinDays?: number;
}

const LEAD = 'equity-lead';
const PRINCIPAL = 'principal';
const ADMINISTRATOR = 'district-administrator';
const STEWARD = 'data-steward';
/** Until a decision-rights map names the holder of a budget, these hold it. */
const BUDGET_HOLDERS = [PRINCIPAL, ADMINISTRATOR];

/** The one table of workflow §9.3. */
export const ROUTES: Readonly<Record<ReportKind, Route>> = {
  working: { to: [LEAD], answerWithinDays: 20 },
  'not-working': { to: [LEAD], answerWithinDays: 10 },
  'no-time': { to: [PRINCIPAL], answerWithinDays: 10 },
  'not-trained': { to: BUDGET_HOLDERS, answerWithinDays: 10 },
  'no-materials': { to: BUDGET_HOLDERS, answerWithinDays: 10 },
  cost: { to: BUDGET_HOLDERS, answerWithinDays: 10 },
  misfit: { to: [LEAD], answerWithinDays: 10 },
  'unintended-harm': { to: [LEAD, PRINCIPAL, ADMINISTRATOR], answerWithinDays: 2 },
  'data-wrong': { to: [STEWARD], answerWithinDays: 5 },
  burnout: { to: [] },
  'external-change': { to: [LEAD], answerWithinDays: 10 },
  idea: { to: [LEAD], answerWithinDays: 20 },
};
