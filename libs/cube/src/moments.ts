import { checkScale } from './scaled-value.js';

export interface ScaledSums {
  /** Number of values; safe integer ≥ 0. */
  readonly n: number;
  /** Sum of the values × 10^scale. */
  readonly sum: bigint;
  /** Sum of the squared values × 10^(2·scale). */
  readonly sumOfSquares: bigint;
  /** Decimals, integer 0 to 9. */
  readonly scale: number;
}

export interface Moments {
  /** `null` when there is no value. */
  readonly mean: number | null;
  /** Standard deviation, n − 1; `null` below two values, or when no values can have these sums. */
  readonly sd: number | null;
}

// More than the 53 bits of a double by the four that bitLength may miss, and even; so that the one rounding happens when the quotient is converted.
const QUOTIENT_BITS = 66;

/**
 * Mean and standard deviation from exact sums: worked out in integers, converted last, so that a large offset costs no
 * digits. The mean is the nearest number, the standard deviation within two units in the last place.
 *
 * @throws RangeError if `n` is not a safe integer ≥ 0 or the scale is out of range
 */
export function momentsOf({ n, sum, sumOfSquares, scale }: ScaledSums): Moments {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`n must be a safe integer of at least 0, not ${n}`);
  checkScale(scale);
  if (n === 0) return { mean: null, sd: null };
  const count = BigInt(n);
  const unit = 10n ** BigInt(scale);
  const mean = quotient(sum, count * unit);
  const spread = count * sumOfSquares - sum * sum;
  if (n === 1 || spread < 0n) return { mean, sd: null };
  return { mean, sd: rootOfQuotient(spread, count * (count - 1n) * unit * unit) };
}

function quotient(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -quotient(-numerator, denominator);
  if (numerator === 0n) return 0;
  const { digits, shift } = divided(numerator, denominator);
  return timesPowerOfTwo(digits, -shift);
}

function rootOfQuotient(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const { digits, shift } = divided(numerator, denominator);
  return timesPowerOfTwo(Math.sqrt(digits), -shift / 2);
}

/** numerator / denominator ≈ digits × 2^−shift, correctly rounded; shift is even. Both are positive. */
function divided(numerator: bigint, denominator: bigint): { digits: number; shift: number } {
  const shift = QUOTIENT_BITS - bitLength(numerator) + bitLength(denominator);
  const dividend = shift > 0 ? numerator << BigInt(shift) : numerator;
  const divisor = shift < 0 ? denominator << BigInt(-shift) : denominator;
  const whole = dividend / divisor;
  // A rest makes the last bit odd, because then no quotient looks like a tie that is none.
  const rounded = whole * divisor === dividend ? whole : whole | 1n;
  return { digits: Number(rounded), shift };
}

/** In two steps, because 2^power alone may leave the range of a double where the product does not. */
function timesPowerOfTwo(value: number, power: number): number {
  const half = Math.trunc(power / 2);
  return value * 2 ** half * 2 ** (power - half);
}

/** Rounded up to a multiple of four, which keeps `shift` even. */
function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}
