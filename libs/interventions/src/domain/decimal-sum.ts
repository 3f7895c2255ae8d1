/** A plain decimal, 0 or more: `45`, `12.5`. No sign, no exponent, at most nine decimals. */
export const PLAIN_DECIMAL = /^\d{1,12}(\.\d{1,9})?$/;

/** The exact sum of plain decimals, without trailing zeros; `'0'` of none. */
export function sumOfDecimals(decimals: Iterable<string>): string {
  let total = 0n;
  for (const decimal of decimals) total += toBillionths(decimal);
  return fromBillionths(total);
}

/** The same number in its shortest writing: `012.50` → `12.5`. */
export function shortestDecimal(decimal: string): string {
  return fromBillionths(toBillionths(decimal));
}

function toBillionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

function fromBillionths(total: bigint): string {
  const fraction = (total % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  const whole = (total / 1_000_000_000n).toString();
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
