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
