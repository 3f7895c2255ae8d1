import { z } from 'zod';

export const HYPOTHESIS_STATES = ['proposed', 'examining', 'supported', 'rejected', 'open', 'reopened'] as const;
export const ROOT_LEVELS = ['student-reached', 'practice', 'policy', 'resource', 'access', 'relationship'] as const;
export const EVIDENCE_SOURCES = ['gap', 'decomposition', 'trend', 'theme', 'story', 'document'] as const;
const expectedVersion = z.int().min(1).optional();
const text = (most: number) => z.string().trim().min(1).max(most);

/** A competing explanation of the gap. Source: `workflow.md` §5. */
export const HypothesisBody = z.strictObject({
  because: text(300),
  rootLevel: z.enum(ROOT_LEVELS),
  /** One under the other: why, and why that. */
  whys: z.array(text(300)).min(1).max(5),
  /** What happens earlier? Without it the explanation may be of a symptom. */
  upstream: text(300).optional(),
  expectedVersion,
});
export type HypothesisBody = z.infer<typeof HypothesisBody>;

const evidence = {
  kind: z.enum(['quantitative', 'qualitative']),
  source: z.enum(EVIDENCE_SOURCES),
  /** What it is found by: the address of an answer, the id of a theme. */
  ref: text(500),
  stance: z.enum(['supports', 'contradicts', 'mixed']),
  note: text(500).optional(),
};
export const EvidenceBody = z.strictObject({ ...evidence, expectedVersion });
export type EvidenceBody = z.infer<typeof EvidenceBody>;

/** Concludes about a hypothesis; what speaks against it is answered one by one. */
export const HypothesisStepBody = z.strictObject({
  reason: text(500).optional(),
  answers: z
    .array(z.strictObject({ evidenceId: z.string().min(1).max(64), text: text(500) }))
    .max(30)
    .optional(),
  expectedVersion,
});
export type HypothesisStepBody = z.infer<typeof HypothesisStepBody>;

export const AssumptionBody = z.strictObject({
  text: text(400),
  source: z.enum(['definitions', 'hypothesis', 'idea', 'plan']),
  hypothesisId: z.string().min(1).max(64).optional(),
  testBy: z.iso.date(),
  /** How it will be seen whether it holds. */
  test: text(400),
  expectedVersion,
});
export type AssumptionBody = z.infer<typeof AssumptionBody>;

export const AssumptionTestBody = z.strictObject({
  state: z.enum(['holding', 'false', 'unknown']),
  /** What was seen. */
  evidence: text(500),
  expectedVersion,
});
export type AssumptionTestBody = z.infer<typeof AssumptionTestBody>;

export const EvidenceView = z.strictObject({
  id: z.string(),
  ...evidence,
  on: z.iso.date(),
  /** What was answered to what speaks against. */
  answer: z.string().optional(),
});

export const HypothesisView = z.strictObject({
  id: z.string(),
  because: z.string(),
  rootLevel: z.enum(ROOT_LEVELS),
  whys: z.array(z.string()),
  upstream: z.string().optional(),
  state: z.enum(HYPOTHESIS_STATES),
  for: z.array(EvidenceView),
  against: z.array(EvidenceView),
  mixed: z.array(EvidenceView),
  /** `hypothesis/surface-only` of a supported one that does not say what happens earlier. */
  warnings: z.array(z.string()),
});
export type HypothesisView = z.infer<typeof HypothesisView>;

export const AssumptionView = z.strictObject({
  id: z.string(),
  text: z.string(),
  source: z.enum(['definitions', 'hypothesis', 'idea', 'plan']),
  hypothesisId: z.string().optional(),
  testBy: z.iso.date(),
  test: z.string(),
  state: z.enum(['untested', 'holding', 'false', 'unknown']),
  /** Its day has come, and nobody has looked. */
  isOverdue: z.boolean(),
  evidence: z.array(z.strictObject({ on: z.iso.date(), state: z.string(), text: z.string() })),
});
export type AssumptionView = z.infer<typeof AssumptionView>;

/** Who said what: of each group how many, null where a number under the threshold would stand or help to find one. */
export const ThemeCount = z.strictObject({
  group: z.string(),
  said: z.int().nullable(),
  contradicted: z.int().nullable(),
});

/** What several people said alike, as published: at least the threshold of different sources named it. */
export const ThemeView = z.strictObject({
  id: z.string(),
  cycleId: z.string(),
  name: z.string(),
  meaning: z.string(),
  method: z.enum(['survey', 'focus-group', 'interview', 'listening-session', 'phone']),
  /** What the groups are: an attribute, or `audience` (student, family, staff, community). */
  by: z.string(),
  threshold: z.int(),
  /** Rounded down to whole fives. */
  sources: z.int(),
  /** Null where under the threshold. */
  contradicting: z.int().nullable(),
  counts: z.array(ThemeCount),
  publishedOn: z.iso.date(),
});
export type ThemeView = z.infer<typeof ThemeView>;

/** What people think lies behind the gap, with what speaks for and against it, and what has still to be looked at. */
export const DiagnosisView = z.strictObject({
  cycleId: z.string(),
  version: z.int(),
  /** The gap that it is about. */
  statementId: z.string().nullable(),
  hypotheses: z.array(HypothesisView),
  assumptions: z.array(AssumptionView),
  /** From listening; each says by which hypotheses it is named. */
  themes: z.array(ThemeView.extend({ hypothesisIds: z.array(z.string()) })),
  /** What did we miss? Assumptions that proved false or that nobody tested in time, and explanations that fell. */
  whatDidWeMiss: z.strictObject({
    falseAssumptions: z.array(z.string()),
    untestedAssumptions: z.array(z.string()),
    rejectedHypotheses: z.array(z.string()),
    /** Published themes that no hypothesis names. */
    unheardThemes: z.array(z.string()),
  }),
});
export type DiagnosisView = z.infer<typeof DiagnosisView>;

/** A theme as coders bring it: counts of different sources by group. Published only at the threshold. */
export const ThemeBody = z.strictObject({
  district: z.string().min(1).max(200).optional(),
  cycleId: z.string().min(1).max(200),
  name: text(120),
  meaning: text(500),
  method: z.enum(['survey', 'focus-group', 'interview', 'listening-session', 'phone']),
  by: z.string().min(1).max(64).default('audience'),
  threshold: z.int().min(5).max(50).default(10),
  counts: z
    .array(z.strictObject({ group: text(120), said: z.int().min(0), contradicted: z.int().min(0).default(0) }))
    .min(1)
    .max(40),
});
export type ThemeBody = z.infer<typeof ThemeBody>;

export const ThemesQuery = z.strictObject({
  district: z.string().min(1).max(200).optional(),
  cycleId: z.string().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().min(1).max(1_000).optional(),
});
export type ThemesQuery = z.infer<typeof ThemesQuery>;
