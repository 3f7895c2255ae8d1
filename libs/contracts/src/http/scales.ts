import { z } from 'zod';
import { Reading } from './reading.js';

/** Answers to the items of a scale, as a survey tool gives them out: a row a person, a column an item. */
export const ScalePost = z.strictObject({
  district: z.string().min(1).max(64).optional(),
  /** Null = not answered; "don't know" is not answered either. */
  responses: z.array(z.array(z.number().nullable()).min(1).max(200)).min(1).max(20_000),
  scaleMin: z.number(),
  scaleMax: z.number(),
  /** Items whose high codes mean little of what is asked, counted from 0; they are turned. */
  reverseItems: z.array(z.int().min(0)).max(200).default([]),
  /** Absent = the usual top codes: two of four or five, three of six or seven. */
  favourableCodes: z.array(z.number()).min(1).max(10).optional(),
  /** A person counts in the scores with at least this share of the items answered. */
  minItemShare: z.number().min(0).max(1).default(0.5),
});
export type ScalePost = z.infer<typeof ScalePost>;

export const ScaleAnswer = z.strictObject({
  items: z.int(),
  respondents: z.int(),
  /** M26: do the items measure one thing. */
  reliability: z.strictObject({
    complete: z.int(),
    alpha: z.number().nullable(),
    interval: z.strictObject({ low: z.number(), high: z.number(), level: z.number(), method: z.string() }).nullable(),
    omega: z.number().nullable(),
    loadings: z.array(z.number()).nullable(),
    reason: z.string().nullable(),
  }),
  /** M28: over all items, and of each. */
  favourable: z.strictObject({ respondents: z.int(), percent: z.number().nullable(), mean: z.number().nullable() }),
  byItem: z.array(
    z.strictObject({ item: z.int(), n: z.int(), percent: z.number().nullable(), mean: z.number().nullable() }),
  ),
  reading: Reading,
});
export type ScaleAnswer = z.infer<typeof ScaleAnswer>;
