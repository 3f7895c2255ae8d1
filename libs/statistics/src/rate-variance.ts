import type { Counts } from './counts.js';

/**
 * Sampling variance p(1−p)/n of a rate of a group that has people. Without events, or with nothing but events, one
 * event among two more people is taken instead, so that the variance is never 0.
 */
export function rateVariance({ events, n }: Counts): number {
  if (events === 0 || events === n) return rateVariance({ events: events + 1, n: n + 2 });
  const rate = events / n;
  return (rate * (1 - rate)) / n;
}
