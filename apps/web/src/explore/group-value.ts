import type { Group } from '../api/shapes.js';

/** A rate as a proportion or a mean in shown units. */
export function valueOf({ rate, mean }: Group): number | null {
  return rate ?? mean ?? null;
}

export function keyOf(group: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(group));
}
