import { z } from 'zod';
import { declareEvent, type EventDeclaration } from '../declare.js';
import { Reflection } from '../reflection.js';

export const ReflectionChanged = z.strictObject({
  district: z.string(),
  cycleId: z.string(),
  /** From 1, gapless per cycle. */
  sequence: z.int().min(1),
  before: Reflection.nullable(),
  after: Reflection,
  cause: z.strictObject({ eventId: z.string(), type: z.string(), occurredAt: z.iso.datetime() }),
});
export type ReflectionChanged = z.infer<typeof ReflectionChanged>;

export const reportingEvents: readonly EventDeclaration[] = [
  declareEvent({
    type: 'reflection.changed',
    topic: 'reporting.reflections',
    version: 1,
    schema: ReflectionChanged,
    says: 'the metrics of a cycle changed: before, after, cause',
    consumers: [],
  }),
];
