import { InvalidParameter } from './invalid-input.js';

/**
 * Makes a result fit to be stored and shown: negative zeros become 0.
 *
 * @throws InvalidParameter if a number is NaN or infinite, which only inputs near the limits of doubles can cause
 */
export function finiteResult<T>(result: T): T {
  if (typeof result === 'number') return finiteNumber(result) as T;
  if (Array.isArray(result)) return result.map((value: unknown) => finiteResult(value)) as T;
  if (result === null || typeof result !== 'object') return result;
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(result)) clean[key] = finiteResult(value);
  return clean as T;
}

function finiteNumber(value: number): number {
  if (!Number.isFinite(value)) throw new InvalidParameter('the inputs are too large or too small to compute with');
  return value === 0 ? 0 : value;
}
