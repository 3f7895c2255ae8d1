import { z } from 'zod';

/** A sentence as data, so that a page can say it in any language: which one, with which values; and in the two written. */
export const Reading = z.strictObject({
  id: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  english: z.string(),
  spanish: z.string(),
});
export type Reading = z.infer<typeof Reading>;
