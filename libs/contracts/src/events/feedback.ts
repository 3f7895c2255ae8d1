import { z } from 'zod';
import { declareEvent, type EventDeclaration } from '../declare.js';
import { ThemeView } from '../http/diagnosis.js';

export const FRONTLINE_REPORT_KINDS = [
  'working',
  'not-working',
  'no-time',
  'not-trained',
  'no-materials',
  'cost',
  'misfit',
  'unintended-harm',
  'data-wrong',
  'burnout',
  'external-change',
  'idea',
] as const;

/** That a report was sent: ids and kinds, never its text. */
export const ReportSent = z.strictObject({
  district: z.string(),
  cycleId: z.string(),
  reportId: z.string(),
  kind: z.enum(FRONTLINE_REPORT_KINDS),
  severity: z.enum(['note', 'hinders', 'stops']),
  interventionId: z.string().optional(),
  schoolId: z.string().optional(),
  anonymous: z.boolean(),
  /** A day, or for an anonymous report the ISO week (`2026-W14`). */
  sentIn: z.string(),
  answerDueOn: z.iso.date().optional(),
});
export type ReportSent = z.infer<typeof ReportSent>;

/** A theme as everybody in the district may know it: no number under its threshold. */
export const ThemePublished = z.strictObject({ district: z.string(), theme: ThemeView });
export type ThemePublished = z.infer<typeof ThemePublished>;

export const feedbackEvents: readonly EventDeclaration[] = [
  declareEvent({
    type: 'report.sent',
    topic: 'feedback.reports',
    version: 1,
    schema: ReportSent,
    says: 'a frontline report was sent',
    consumers: ['interventions.note-reports', 'reporting.reflect-cycle'],
  }),
  declareEvent({
    type: 'report.answered',
    topic: 'feedback.reports',
    version: 1,
    schema: z.strictObject({
      district: z.string(),
      cycleId: z.string(),
      reportId: z.string(),
      answeredOn: z.iso.date(),
    }),
    says: 'a frontline report was answered',
    consumers: ['interventions.note-reports', 'reporting.reflect-cycle'],
  }),
  declareEvent({
    type: 'theme.published',
    topic: 'feedback.results',
    version: 1,
    schema: ThemePublished,
    says: 'what several people said alike, by group from a threshold on',
    consumers: ['interventions.know-themes'],
  }),
];
