/** Counts that cannot be: negative, not whole, or more events than people. A fault of the caller, never retried. */
export class InvalidCounts extends Error {
  readonly code = 'invalid-counts';
  override readonly name = 'InvalidCounts';
}

/** A setting or value outside its range (confidence, rate, weight, width). A fault of the caller, never retried. */
export class InvalidParameter extends Error {
  readonly code = 'invalid-parameter';
  override readonly name = 'InvalidParameter';
}

/** @throws InvalidCounts unless `value` is a whole number ≥ 0 */
export function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new InvalidCounts(`${name} must be a whole number of at least 0, not ${value}`);
  }
}

/** @throws InvalidParameter unless `value` is a finite number */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new InvalidParameter(`${name} must be a finite number, not ${value}`);
}

/** @throws InvalidParameter unless `low` ≤ `value` ≤ `high` */
export function requireWithin(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) {
    throw new InvalidParameter(`${name} must be from ${low} to ${high}, not ${value}`);
  }
}
