import { z } from 'zod';
import { AsOf, QuestionQuery } from './diagnostics.js';
import { Reading } from './reading.js';

export const FunnelsQuery = QuestionQuery.omit({ by: true, reference: true });
export type FunnelsQuery = z.infer<typeof FunnelsQuery>;

const limits = z.strictObject({
  low: z.number(),
  high: z.number(),
  /** 0.95 or 0.998. */
  level: z.number(),
  /** `binomial-exact` of a rate, `normal` of a mean. */
  method: z.enum(['binomial-exact', 'normal']),
});

/** A school beside where schools of its size would be by chance. */
export const FunnelPoint = z.strictObject({
  schoolId: z.string(),
  name: z.string().nullable(),
  n: z.int(),
  /** Of a rate. */
  events: z.int().nullable(),
  /** A proportion, or a mean in shown units. */
  value: z.number().nullable(),
  /** Around the target: the inner and the outer pair. */
  limits: z.array(limits),
  /** `within` both; `notable` outside the inner pair; `far` outside the outer. */
  position: z.enum(['within', 'notable', 'far']).nullable(),
  side: z.enum(['above', 'below']).nullable(),
  /** By the indicator's direction; null within, and where parity is the aim. */
  standing: z.enum(['better', 'worse']).nullable(),
  /** Exact binomial, or normal, of the school against the target. */
  pValue: z.number().nullable(),
  /** Benjamini-Hochberg over the schools of this answer. */
  adjustedP: z.number().nullable(),
  reliability: z.enum(['reliable', 'few-students']).nullable(),
  reading: Reading,
  reason: z.string().nullable(),
});
export type FunnelPoint = z.infer<typeof FunnelPoint>;

export const FunnelsAnswer = z.strictObject({
  district: z.string(),
  indicator: z.string(),
  indicatorName: z.string(),
  kind: z.enum(['rate', 'mean']),
  direction: z.enum(['higher-is-better', 'lower-is-better', 'parity']),
  period: z.string().nullable(),
  /** The whole: what all the schools asked for give together. */
  target: z.strictObject({ n: z.int(), value: z.number().nullable() }),
  /** The smallest first: the funnel opens towards them. */
  schools: z.array(FunnelPoint),
  reason: z.string().nullable(),
  recomputing: z.boolean(),
  asOf: AsOf,
});
export type FunnelsAnswer = z.infer<typeof FunnelsAnswer>;
