/** Numbers agree when |got − want| ≤ abs + rel·|want|. */
export interface Tolerance {
  abs: number;
  rel: number;
}

/** Where a result departs from a test vector; `path` from the root of the result, such as `strata[0].rate`. */
export interface VectorDifference {
  path: string;
  got: unknown;
  want: unknown;
}

/** What a missing or extra field shows on the side that lacks it. */
const ABSENT = '(absent)';

/**
 * Compares a result with what a test vector expects: numbers within the tolerance, everything else exactly, arrays and
 * objects field by field. A missing and an extra field are differences.
 *
 * @returns all differences in reading order; empty when the result agrees
 */
export function differences(got: unknown, want: unknown, tolerance: Tolerance, path = ''): VectorDifference[] {
  const here = [{ path: path || '(result)', got, want }];
  if (typeof want === 'number' && typeof got === 'number') return agrees(got, want, tolerance) ? [] : here;
  if (Array.isArray(want) || Array.isArray(got)) {
    if (!Array.isArray(want) || !Array.isArray(got) || want.length !== got.length) return here;
    return want.flatMap((value: unknown, k) => differences(got[k], value, tolerance, `${path}[${k}]`));
  }
  if (isFields(want) && isFields(got)) {
    return [...new Set([...Object.keys(want), ...Object.keys(got)])].flatMap((name) => {
      const at = path === '' ? name : `${path}.${name}`;
      if (!Object.hasOwn(got, name)) return [{ path: at, got: ABSENT, want: want[name] }];
      if (!Object.hasOwn(want, name)) return [{ path: at, got: got[name], want: ABSENT }];
      return differences(got[name], want[name], tolerance, at);
    });
  }
  return Object.is(got, want) ? [] : here;
}

/**
 * Whole numbers are compared exactly only where the vectors leave no tolerance for them: JSON does not tell 1 from 1.0,
 * and an integer off by one is outside any tolerance used.
 */
function agrees(got: number, want: number, { abs, rel }: Tolerance): boolean {
  return Number.isFinite(got) && !Object.is(got, -0) && Math.abs(got - want) <= abs + rel * Math.abs(want);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
