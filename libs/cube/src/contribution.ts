/**
 * The attribute values of a student in a period: attribute name → value name. An attribute that is absent has the value
 * `'unknown'`, so `{}` and `{grade: 'unknown'}` are the same profile; the canonical form leaves unknown attributes out
 * and is sorted by attribute name.
 */
export type Profile = Readonly<Record<string, string>>;

/** The value of an attribute of which nothing is known: a group of its own, never "no". */
export const UNKNOWN = 'unknown';

/**
 * Where a contribution counts: at its school and in the district (a student of one school), only at its school (one of
 * several schools of a student), or only in the district (that same student, once).
 */
export type CountsFor = 'school-and-district' | 'school' | 'district';

/** Every `CountsFor`, in canonical (code unit) order; the index is the code used in columns and cells. */
export const COUNTS_FOR = ['district', 'school', 'school-and-district'] as const satisfies readonly CountsFor[];

/** Exact sums of any number of contributions. */
export interface Sums {
  /** Units in the denominator; safe integer ≥ 0. */
  readonly n: number;
  /** Units in the numerator of a rate, 0 for a mean; safe integer ≥ 0. */
  readonly events: number;
  /** Sum of the values × 10^scale; 0 for a rate. */
  readonly sum: bigint;
  /** Sum of the squared values × 10^(2·scale); 0 for a rate. */
  readonly sumOfSquares: bigint;
}

/** What one student adds to one indicator and period at one school. */
export interface Contribution extends Sums {
  readonly studentKey: string;
  readonly schoolId: string;
  readonly profile: Profile;
  readonly counts: CountsFor;
}

/** Nothing at all. */
export const NO_SUMS: Sums = { n: 0, events: 0, sum: 0n, sumOfSquares: 0n };

/** The profile without its unknown attributes, sorted by attribute name. */
export function canonicalProfile(profile: Profile): Profile {
  return Object.fromEntries(knownEntries(profile));
}

/** One text per canonical profile: equal texts, equal profiles. Canonical order of profiles is the order of these texts. */
export function profileText(profile: Profile): string {
  return JSON.stringify(knownEntries(profile));
}

/** Order by UTF-16 code units, the same on every machine and in every locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The known attributes and their values, sorted by attribute name. */
export function knownEntries(profile: Profile): [attribute: string, value: string][] {
  const known: [string, string][] = [];
  let isSorted = true;
  for (const attribute of Object.keys(profile)) {
    const value = profile[attribute]!;
    if (value === UNKNOWN) continue;
    isSorted &&= known.length === 0 || known.at(-1)![0] < attribute;
    known.push([attribute, value]);
  }
  return isSorted ? known : known.sort(([left], [right]) => compareText(left, right));
}

/**
 * @throws RangeError if `n` or `events` is not a safe integer ≥ 0
 */
export function checkCounts(n: number, events: number): void {
  if (!isCount(n)) throw new RangeError(`n must be a safe integer of at least 0, not ${n}`);
  if (!isCount(events)) throw new RangeError(`events must be a safe integer of at least 0, not ${events}`);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
