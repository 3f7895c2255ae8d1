const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;
// Above the 309 digits of the largest double: whatever a number can say is taken, an absurd exponent is not worked out.
const MAX_INTEGER_DIGITS = 400;
const MAX_SCALE = 9;

/**
 * A value as an integer: × 10^scale, rounded half to even on its decimal text, never through binary floating point.
 * A number is taken as its shortest decimal text that reads back as the same number.
 *
 * @param value decimal text without blanks (`12`, `-0.5`, `.5`, `1e-7`), or a finite number
 * @param scale decimals kept, integer 0 to 9
 * @throws RangeError if the value is no decimal number or has more than 400 integer digits, or the scale is out of range
 */
export function scaleValue(value: number | string, scale: number): bigint {
  checkScale(scale);
  const parts = DECIMAL.exec(String(value));
  if (!parts) throw new RangeError('a value must be a decimal number');
  const fraction = parts[3] ?? parts[4] ?? '';
  const digits = ((parts[2] ?? '') + fraction).replace(/^0+/, '');
  if (digits === '') return 0n;
  const exponent = Number(parts[5] ?? 0) - fraction.length;
  if (digits.length + exponent > MAX_INTEGER_DIGITS)
    throw new RangeError('a value must have at most 400 integer digits');
  const magnitude = shifted(digits, exponent + scale);
  return parts[1] === '-' ? -magnitude : magnitude;
}

/**
 * The exact decimal text of a scaled integer: sum / 10^scale, without trailing zeros.
 *
 * @param scale any integer ≥ 0 (sums of squares have twice the indicator's)
 */
export function decimalText(sum: bigint, scale: number): string {
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return (sum < 0n ? '-' : '') + digits.slice(0, point) + (fraction === '' ? '' : `.${fraction}`);
}

/**
 * sum / 10^scale as the nearest number.
 *
 * @param scale any integer ≥ 0
 */
export function unscale(sum: bigint, scale: number): number {
  return Number(decimalText(sum, scale));
}

export function checkScale(scale: number): void {
  if (!Number.isInteger(scale) || scale < 0 || scale > MAX_SCALE) {
    throw new RangeError(`a scale must be an integer from 0 to ${MAX_SCALE}, not ${scale}`);
  }
}

/** digits × 10^places, rounded half to even. */
function shifted(digits: string, places: number): bigint {
  if (places >= 0) return BigInt(digits) * 10n ** BigInt(places);
  const kept = digits.length + places;
  if (kept < 0) return 0n;
  const whole = BigInt(digits.slice(0, kept) || '0');
  return isRoundedUp(digits.slice(kept), whole) ? whole + 1n : whole;
}

function isRoundedUp(dropped: string, whole: bigint): boolean {
  if (dropped[0] !== '5') return dropped[0]! > '5';
  return /^50*$/.test(dropped) ? whole % 2n === 1n : true;
}
