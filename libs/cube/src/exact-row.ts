import type { Sums } from './contribution.js';

/**
 * Rows of four exact integers (n, events, sum, sumOfSquares) in one `Int32Array`: each in little-endian two's-complement
 * limbs of 32 bits, as many as the largest magnitude needs, none where all are 0. Addition is modulo 2^(32·limbs), so a
 * result is exact whenever it fits, whatever the order of the additions.
 */
export interface RowLayout {
  /** Limbs of each of the four integers. */
  readonly widths: readonly [n: number, events: number, sum: number, sumOfSquares: number];
  /** Limbs of a row. */
  readonly stride: number;
}

/** Upper bounds of the absolute value of anything that a set of rows can add up to. */
export interface Magnitudes {
  readonly n: bigint;
  readonly events: bigint;
  readonly sum: bigint;
  readonly sumOfSquares: bigint;
}

export const NO_MAGNITUDES: Magnitudes = { n: 0n, events: 0n, sum: 0n, sumOfSquares: 0n };

const LIMB_RANGE = 2 ** 32;
const LIMB_BITS = 32n;

/** The smallest layout whose integers hold ±`magnitudes`. */
export function layoutFor(magnitudes: Magnitudes): RowLayout {
  return layoutOf([
    limbsFor(magnitudes.n),
    limbsFor(magnitudes.events),
    limbsFor(magnitudes.sum),
    limbsFor(magnitudes.sumOfSquares),
  ]);
}

/** The smallest layout that holds what either holds; the first itself when it is wide enough. */
export function widerLayout(layout: RowLayout, other: RowLayout): RowLayout {
  const [n, events, sum, sumOfSquares] = layout.widths;
  const wide = other.widths;
  const merged = layoutOf([
    Math.max(n, wide[0]),
    Math.max(events, wide[1]),
    Math.max(sum, wide[2]),
    Math.max(sumOfSquares, wide[3]),
  ]);
  return merged.stride === layout.stride ? layout : merged;
}

/** An array of rows and how each row lies in it. */
export interface Rows {
  readonly limbs: Int32Array;
  readonly layout: RowLayout;
}

/** target row += sign × source row. The target's integers must be at least as wide as the source's. */
export function addRow(target: Rows, row: number, source: Rows, sourceRow: number, sign: 1 | -1): void {
  let at = row * target.layout.stride;
  let from = sourceRow * source.layout.stride;
  for (let part = 0; part < 4; part += 1) {
    const width = target.layout.widths[part]!;
    const sourceWidth = source.layout.widths[part]!;
    if (sourceWidth > 0) addLimbs(target.limbs, at, width, source.limbs, from, sourceWidth, sign);
    at += width;
    from += sourceWidth;
  }
}

export function writeRow(target: Rows, row: number, sums: Sums): void {
  const [n, events, sum, sumOfSquares] = target.layout.widths;
  const at = row * target.layout.stride;
  writeCount(target.limbs, at, n, sums.n);
  writeCount(target.limbs, at + n, events, sums.events);
  writeInteger(target.limbs, at + n + events, sum, sums.sum);
  writeInteger(target.limbs, at + n + events + sum, sumOfSquares, sums.sumOfSquares);
}

export function readRow(source: Rows, row: number): Sums {
  const [n, events, sum, sumOfSquares] = source.layout.widths;
  const at = row * source.layout.stride;
  return {
    n: readCount(source.limbs, at, n),
    events: readCount(source.limbs, at + n, events),
    sum: readInteger(source.limbs, at + n + events, sum),
    sumOfSquares: readInteger(source.limbs, at + n + events + sum, sumOfSquares),
  };
}

export function isZeroRow(source: Rows, row: number): boolean {
  const end = (row + 1) * source.layout.stride;
  for (let at = row * source.layout.stride; at < end; at += 1) if (source.limbs[at] !== 0) return false;
  return true;
}

function layoutOf(widths: RowLayout['widths']): RowLayout {
  return { widths, stride: widths[0] + widths[1] + widths[2] + widths[3] };
}

function limbsFor(magnitude: bigint): number {
  let limbs = 0;
  while (magnitude !== 0n && (limbs === 0 || magnitude >> (LIMB_BITS * BigInt(limbs) - 1n) !== 0n)) limbs += 1;
  return limbs;
}

function addLimbs(
  target: Int32Array,
  at: number,
  width: number,
  source: Int32Array,
  from: number,
  sourceWidth: number,
  sign: 1 | -1,
): void {
  const extension = source[from + sourceWidth - 1]! < 0 ? LIMB_RANGE - 1 : 0;
  let carry = 0;
  for (let limb = 0; limb < width; limb += 1) {
    const addend = limb < sourceWidth ? source[from + limb]! >>> 0 : extension;
    const total = (target[at + limb]! >>> 0) + sign * addend + carry;
    target[at + limb] = total | 0;
    carry = Math.floor(total / LIMB_RANGE);
  }
}

/** Counts are safe integers ≥ 0: two limbs at most. */
function writeCount(limbs: Int32Array, at: number, width: number, value: number): void {
  if (width > 0) limbs[at] = value | 0;
  if (width > 1) limbs[at + 1] = Math.floor(value / LIMB_RANGE);
}

function readCount(limbs: Int32Array, at: number, width: number): number {
  if (width === 0) return 0;
  const low = limbs[at]! >>> 0;
  return width === 1 ? low : limbs[at + 1]! * LIMB_RANGE + low;
}

function writeInteger(limbs: Int32Array, at: number, width: number, value: bigint): void {
  let rest = value;
  for (let limb = 0; limb < width; limb += 1) {
    limbs[at + limb] = Number(BigInt.asIntN(32, rest));
    rest >>= LIMB_BITS;
  }
}

function readInteger(limbs: Int32Array, at: number, width: number): bigint {
  if (width === 0) return 0n;
  let value = BigInt(limbs[at + width - 1]!);
  for (let limb = width - 2; limb >= 0; limb -= 1) value = (value << LIMB_BITS) | BigInt(limbs[at + limb]! >>> 0);
  return value;
}
