import { z } from 'zod';

/** From `fromN` people on: percents up to `tail` and from 100 − `tail` are coded together, between them in bands. */
export const CodingRungRule = z.strictObject({
  fromN: z.int().min(1),
  /** Percent points. */
  tail: z.int().min(0).max(49),
  /** Width of a band in percent points; 1 shows the whole percent. */
  band: z.int().min(1).max(50),
});

/** Below it no policy may go, whoever sets it. Source: the least minimum that a state was found to use. */
export const LEAST_MINIMUM_N = 5;

/** What is hidden from a reader, and how well. One shape for every policy; the policies themselves are data. */
export const DisclosurePolicy = z
  .strictObject({
    /** kebab-case. */
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(40),
    /** For people: which state or use it is of, and where it was read. */
    says: z.string().min(1).max(300),
    /** Fewer people than this are a small cell: no number of them is shown. */
    minimumN: z.int().min(LEAST_MINIMUM_N).max(30),
    /** A hidden number stays uncertain within at least max(`absolute`, `share` × the number). */
    protection: z.strictObject({ absolute: z.int().min(3).max(30), share: z.number().min(0).max(1) }),
    /** Of a coded percent at least so many counts of the outcome fit, even for who knows the group's size. */
    outcomeCandidates: z.int().min(3).max(30),
    /** Coded percents by group size, by rising `fromN`; the first begins at or below the minimum. */
    ladder: z.array(CodingRungRule).min(1).max(10),
    /** Exact counts are shown rounded to this; 1 = as they are. A rounded count has its rate in whole percents. */
    roundCountsTo: z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(10)]),
    /** Decimals of a published mean. */
    meanDecimals: z.int().min(0).max(4),
    /**
     * What lies outside the one largest school of a district's number must be nobody or so many: whoever knows that
     * school's number would else know the rest.
     */
    leastBesideLargestSchool: z.int().min(0).max(30),
    /** A published number that changes from one release to the next by 1 to so many less one is held back. */
    leastChange: z.int().min(1).max(30),
  })
  .refine(({ ladder }) => ladder.every(({ fromN }, k) => k === 0 || fromN > ladder[k - 1]!.fromN), {
    path: ['ladder'],
    message: 'rungs by rising fromN',
  })
  .refine(({ ladder, minimumN }) => ladder[0]!.fromN <= minimumN, {
    path: ['ladder'],
    message: 'the first rung begins at or below minimumN',
  })
  .refine(({ ladder }) => ladder.every(({ tail }, k) => k === 0 || tail <= ladder[k - 1]!.tail), {
    path: ['ladder'],
    message: 'larger groups have no wider tails',
  });
export type DisclosurePolicy = z.infer<typeof DisclosurePolicy>;

/** A breakdown: attributes that groups are made of together; none = everybody. */
export const Breakdown = z.array(z.string().min(1).max(64)).max(2);

/** What a district has chosen: the policy of its state, and only stricter numbers than that. */
export const DisclosureChoice = z.strictObject({
  policy: z.string().max(40),
  minimumN: z.int().min(LEAST_MINIMUM_N).max(30).optional(),
  protectionAbsolute: z.int().min(3).max(30).optional(),
});
export type DisclosureChoice = z.infer<typeof DisclosureChoice>;
