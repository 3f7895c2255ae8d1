/** A decimal as digits × 10^−places. */
interface ExactDecimal {
  readonly digits: bigint;
  readonly places: number;
}

/**
 * Whether part ≥ share × whole, worked out exactly on the decimal texts (`17.5`, `180`, `0.1`), never in binary
 * floating point: 18 of 180 is a tenth, 17.999 is not.
 *
 * @throws SyntaxError if a text is no plain decimal number
 */
export function isShareAtLeast(part: string, whole: string, share: string): boolean {
  const left = exactly(part);
  const right = product(exactly(whole), exactly(share));
  return compare(left, right) >= 0;
}

/** −1, 0 or 1 as the first decimal text is below, equal to or above the second. */
export function compareDecimals(left: string, right: string): number {
  return compare(exactly(left), exactly(right));
}

function compare(left: ExactDecimal, right: ExactDecimal): number {
  const a = left.digits * 10n ** BigInt(right.places);
  const b = right.digits * 10n ** BigInt(left.places);
  return a < b ? -1 : a > b ? 1 : 0;
}

function product(left: ExactDecimal, right: ExactDecimal): ExactDecimal {
  return { digits: left.digits * right.digits, places: left.places + right.places };
}

function exactly(text: string): ExactDecimal {
  const point = text.indexOf('.');
  if (point < 0) return { digits: BigInt(text), places: 0 };
  return { digits: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
}

/** The sum of decimal texts, as decimal text; `0` of none. */
export function addDecimals(texts: readonly string[]): string {
  const parts = texts.map(exactly);
  const places = Math.max(0, ...parts.map((part) => part.places));
  const sum = parts.reduce((total, part) => total + part.digits * 10n ** BigInt(places - part.places), 0n);
  if (places === 0) return sum.toString();
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** part ÷ whole × 10^scale as an integer, rounded half to even; `whole` is not 0. */
export function scaledQuotient(part: string, whole: string, scale: number): bigint {
  const [a, b] = [exactly(part), exactly(whole)];
  const numerator = a.digits * 10n ** BigInt(b.places + scale);
  const denominator = b.digits * 10n ** BigInt(a.places);
  const isNegative = numerator < 0n !== denominator < 0n;
  const [top, bottom] = [absolute(numerator), absolute(denominator)];
  const [quotient, rest] = [top / bottom, (top % bottom) * 2n];
  const rounded = rest > bottom || (rest === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient;
  return isNegative ? -rounded : rounded;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
