import { z } from 'zod';
import { FRONTLINE_REPORT_KINDS } from '../events/feedback.js';

export const REPORT_STATES = ['new', 'seen', 'routed', 'answered', 'closed'] as const;
export const REPORT_SEVERITIES = ['note', 'hinders', 'stops'] as const;
const Kind = z.enum(FRONTLINE_REPORT_KINDS);
const district = z.string().min(1).max(200).optional();

/** `school` is read as `schoolId`. */
export const SendReportBody = z.preprocess(
  (body) => {
    if (typeof body !== 'object' || body === null || !('school' in body) || 'schoolId' in body) return body;
    const { school: schoolId, ...rest } = body;
    return { ...rest, schoolId };
  },
  z.strictObject({
    district,
    cycleId: z.string().min(1).max(200),
    interventionId: z.string().min(1).max(200).optional(),
    schoolId: z.string().min(1).max(64).optional(),
    kind: Kind,
    text: z.string().min(1).max(2_000),
    severity: z.enum(REPORT_SEVERITIES).default('note'),
    anonymous: z.boolean().default(false).describe('no author, no time finer than the week, no finer role is stored'),
  }),
);
export type SendReportBody = z.infer<typeof SendReportBody>;

export const AnswerReportBody = z.strictObject({
  text: z.string().min(1).max(2_000),
  expectedVersion: z.int().min(1).optional(),
});
export type AnswerReportBody = z.infer<typeof AnswerReportBody>;

const expectedVersion = z.int().min(1).optional();
export const ReportStepOnlyBody = z.strictObject({ expectedVersion });
export type ReportStepOnlyBody = z.infer<typeof ReportStepOnlyBody>;

/** Routes a report to further roles; those it was routed to before keep it. */
export const RouteReportBody = z.strictObject({
  to: z.array(z.enum(['equity-lead', 'principal', 'district-administrator', 'data-steward'])).min(1),
  expectedVersion,
});
export type RouteReportBody = z.infer<typeof RouteReportBody>;

export const ReportsQuery = z.strictObject({
  district,
  cycleId: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().min(1).max(1_000).optional(),
});
export type ReportsQuery = z.infer<typeof ReportsQuery>;

/** A report as its sender, or somebody it was routed to, reads it. */
export const ReportView = z.strictObject({
  id: z.string(),
  cycleId: z.string(),
  interventionId: z.string().optional(),
  schoolId: z.string().optional(),
  kind: Kind,
  severity: z.enum(REPORT_SEVERITIES),
  anonymous: z.boolean(),
  state: z.enum(REPORT_STATES),
  text: z.string(),
  /** A role; of an anonymous report `staff`, `student` or `family`. */
  fromRole: z.string(),
  /** A day, or the ISO week of an anonymous report. */
  sentIn: z.string(),
  routedTo: z.array(z.string()),
  answerDueOn: z.iso.date().optional(),
  answer: z.strictObject({ text: z.string(), on: z.iso.date(), byRole: z.string() }).optional(),
  version: z.int(),
});
export type ReportView = z.infer<typeof ReportView>;

/** How many reports of a kind there are; null where a number below the threshold would stand, or help to find one. */
export const ReportCount = z.strictObject({ kind: Kind, count: z.int().nullable() });
export const ReportCounts = z.strictObject({
  threshold: z.int(),
  total: z.int().nullable(),
  counts: z.array(ReportCount),
});
export type ReportCounts = z.infer<typeof ReportCounts>;

export const ReportsAnswer = z.strictObject({
  items: z.array(ReportView),
  next: z.string().nullable(),
  /** All reports of the cycle (or district) by kind, those included that the caller may not read. */
  summary: ReportCounts,
});
export type ReportsAnswer = z.infer<typeof ReportsAnswer>;
