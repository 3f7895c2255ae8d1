import { InvalidCounts, requireCount } from './invalid-input.js';

/** `events` people with the outcome out of `n` people; whole numbers, 0 ≤ events ≤ n. */
export interface Counts {
  events: number;
  n: number;
}

/**
 * The student group in question beside the group it is compared with.
 * `confidence` is the level of the interval, above 0 and below 1; 0.95 when absent.
 */
export interface TwoGroups {
  group: Counts;
  reference: Counts;
  confidence?: number;
}

/** @throws InvalidCounts unless both are whole numbers and 0 ≤ events ≤ n */
export function requireCounts({ events, n }: Counts): void {
  requireCount('events', events);
  requireCount('n', n);
  if (events > n) throw new InvalidCounts(`events (${events}) exceed n (${n})`);
}

/** Checks both groups and tells whether one of them has nobody in it. */
export function lacksDenominator({ group, reference }: Pick<TwoGroups, 'group' | 'reference'>): boolean {
  requireCounts(group);
  requireCounts(reference);
  return group.n === 0 || reference.n === 0;
}
