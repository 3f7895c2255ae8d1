import type { z } from 'zod';

const declared = new WeakSet<object>();
const controlled = new WeakSet<object>();

/**
 * Declares that an answer of this shape holds numbers of people. Such an answer leaves a process only when disclosure
 * control has marked it: the route that forgets it fails, and shows nothing.
 */
export function numbersOfPeople<Schema extends z.ZodType>(schema: Schema): Schema {
  declared.add(schema);
  return schema;
}

export function holdsNumbersOfPeople(schema: z.ZodType): boolean {
  return declared.has(schema);
}

/** Only the gate of disclosure control calls it. */
export function markControlled(answer: object): void {
  controlled.add(answer);
}

/** Whether the answer, or every item of a page, came through the gate. */
export function isControlled(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  if (controlled.has(answer)) return true;
  const { items } = answer as { readonly items?: unknown };
  return Array.isArray(items) && items.every((item) => typeof item === 'object' && controlled.has(item as object));
}
