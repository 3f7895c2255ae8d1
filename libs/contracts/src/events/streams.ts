import { z } from 'zod';

/**
 * Events that any topic's machinery uses: asking for a stream again, saying it again, and what could not be handled.
 * Re-publication ("restatement") = `restatement.begun`, then absolute content, then `restatement.ended`, all in the
 * stream itself and in its gapless sequence; it changes nothing for those who know it already.
 */
export const StreamRequested = z.strictObject({
  /** The stream that is wanted again. */
  topic: z.string().min(1),
  stream: z.string().min(1),
  /** `<service>.<feature>` that asks. */
  requestedBy: z.string().min(1),
  reason: z.enum(['rebuild', 'gap', 'dead-letter-replay']),
  /** Names the rebuild or repair; the markers carry it. */
  restatementId: z.string().min(1),
  /** For a gap: the first sequence that is missing. */
  missingFrom: z.int().min(1).optional(),
  /** Only these keys' current content, for the replay of a dead letter. */
  keys: z.array(z.string()).optional(),
});
export type StreamRequested = z.infer<typeof StreamRequested>;

export const RestatementBegun = z.strictObject({
  restatementId: z.string().min(1),
  /** True where it repairs a gap: the consumer forgets what the restatement does not name. */
  reset: z.boolean(),
});
export type RestatementBegun = z.infer<typeof RestatementBegun>;

export const RestatementEnded = z.strictObject({
  restatementId: z.string().min(1),
  /** How many keys were said. */
  count: z.int().min(0),
  /** SHA-256 over the sorted keys, each followed by a line feed; hex. */
  keysHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RestatementEnded = z.infer<typeof RestatementEnded>;

export const EventDeadLettered = z.strictObject({
  /** Which feature could not handle it. */
  group: z.string().min(1),
  original: z.strictObject({
    id: z.string(),
    type: z.string(),
    version: z.int(),
    topic: z.string(),
    stream: z.string(),
    sequence: z.int(),
    time: z.string(),
    correlationId: z.string(),
  }),
  /** The data as it was, or the one fact of it that was bad. Pseudonymous like its source; never a raw identifier. */
  data: z.unknown(),
  cause: z.strictObject({
    kind: z.enum(['invalid', 'unknown-type', 'unknown-version', 'handler-failed']),
    message: z.string(),
    /** Where in the data, as a JSON pointer, when known. */
    pointer: z.string().optional(),
    attempts: z.int().min(1),
  }),
});
export type EventDeadLettered = z.infer<typeof EventDeadLettered>;
