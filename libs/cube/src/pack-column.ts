import { COUNTS_FOR, checkCounts, compareText, knownEntries, type Contribution, type Profile } from './contribution.js';

/**
 * The stored contributions of one pack to one indicator and period: plain JSON with dictionaries of its own, so that
 * packs share no state. One entry per contribution, in order of student, school, profile, counts and numbers; the
 * per-entry arrays are of one length. An array in which every entry has the usual value is left out.
 */
export interface PackColumn {
  /** What all student keys begin with. */
  readonly studentPrefix: string;
  /** The rest of each student key, sorted, each once. */
  readonly students: readonly string[];
  /** School ids, sorted, each once. */
  readonly schools: readonly string[];
  /** Attributes with a known value, sorted by name, and their values, sorted. */
  readonly attributes: readonly ColumnAttribute[];
  /** Per profile the value of each attribute: 0 = unknown, k = the attribute's k-th value. Sorted, each once. */
  readonly profiles: readonly (readonly number[])[];
  /** Per entry: index into `profiles`. */
  readonly profile: readonly number[];
  /** Per entry: index into `students`; absent = every student has exactly one entry. */
  readonly student?: readonly number[];
  /** Per entry: index into `schools`; absent = all at the only school. */
  readonly school?: readonly number[];
  /** Per entry: index into `COUNTS_FOR`; absent = all count for school and district. */
  readonly counts?: readonly number[];
  /** Per entry: units; absent = 1 each. */
  readonly n?: readonly number[];
  /** Per entry: events; absent = 0 each. */
  readonly events?: readonly number[];
  /** Per entry: decimal integer text; absent = 0 each. */
  readonly sum?: readonly string[];
  /** Per entry: decimal integer text; absent = each is the square of `sum`. */
  readonly sumOfSquares?: readonly string[];
}

export interface ColumnAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

const COUNTS_AT_BOTH: number = COUNTS_FOR.indexOf('school-and-district');

interface Entry {
  readonly contribution: Contribution;
  readonly profile: string;
}

/**
 * Packs contributions into a column. The same set of contributions gives the same bytes, in whatever order it comes and
 * whether or not unknown attributes are spelt out.
 *
 * @throws RangeError if a contribution's `n` or `events` is not a safe integer ≥ 0
 */
export function encodeColumn(contributions: readonly Contribution[]): PackColumn {
  const profiles = new ProfileKeys();
  const entries = contributions.map((contribution): Entry => {
    checkCounts(contribution.n, contribution.events);
    return { contribution, profile: profiles.keyOf(contribution.profile) };
  });
  entries.sort(compareEntries);
  const students = sortedOnce(entries.map((entry) => entry.contribution.studentKey));
  const schools = sortedOnce(entries.map((entry) => entry.contribution.schoolId));
  const studentPrefix = commonPrefix(students);
  return {
    studentPrefix,
    students: students.map((key) => key.slice(studentPrefix.length)),
    schools,
    ...profiles.dictionary(entries.map((entry) => entry.profile)),
    ...studentsOf(entries, students),
    ...schoolsOf(entries, schools),
    ...numbersOf(entries.map((entry) => entry.contribution)),
  };
}

/** The contributions of a column, in the column's order, with canonical profiles. */
export function decodeColumn(column: PackColumn): Contribution[] {
  const profiles = column.profiles.map((codes) => profileOf(column.attributes, codes));
  return column.profile.map((profile, entry): Contribution => {
    const sum = sumAt(column, entry);
    return {
      studentKey: column.studentPrefix + column.students[column.student?.[entry] ?? entry],
      schoolId: column.schools[column.school?.[entry] ?? 0]!,
      profile: profiles[profile]!,
      counts: COUNTS_FOR[countsCodeAt(column, entry)]!,
      n: column.n?.[entry] ?? 1,
      events: column.events?.[entry] ?? 0,
      sum,
      sumOfSquares: sumOfSquaresAt(column, entry, sum),
    };
  });
}

/**
 * The column with the named students' contributions replaced. Nothing of what they contributed before stays; an empty
 * list takes the student out.
 *
 * @returns `undefined` when nobody is left
 * @throws RangeError if a contribution is filed under another student's key, or has invalid counts
 */
export function replaceStudents(
  column: PackColumn | undefined,
  replaced: ReadonlyMap<string, readonly Contribution[]>,
): PackColumn | undefined {
  const contributions = column
    ? decodeColumn(column).filter((contribution) => !replaced.has(contribution.studentKey))
    : [];
  for (const [studentKey, replacing] of replaced) {
    for (const contribution of replacing) {
      if (contribution.studentKey !== studentKey)
        throw new RangeError("a contribution is filed under another student's key");
      contributions.push(contribution);
    }
  }
  return contributions.length === 0 ? undefined : encodeColumn(contributions);
}

/** @returns the index into `COUNTS_FOR` */
export function countsCodeAt(column: PackColumn, entry: number): number {
  return column.counts?.[entry] ?? COUNTS_AT_BOTH;
}

export function sumAt(column: PackColumn, entry: number): bigint {
  return column.sum ? BigInt(column.sum[entry]!) : 0n;
}

export function sumOfSquaresAt(column: PackColumn, entry: number, sum: bigint): bigint {
  return column.sumOfSquares ? BigInt(column.sumOfSquares[entry]!) : sum * sum;
}

/** The keys of profiles, made once for each profile object (decoded columns share them), and the dictionary of all. */
class ProfileKeys {
  private readonly keys = new Map<Profile, string>();
  private readonly known = new Map<string, [attribute: string, value: string][]>();

  keyOf(profile: Profile): string {
    let key = this.keys.get(profile);
    if (key === undefined) {
      const entries = knownEntries(profile);
      key = keyOf(entries);
      this.keys.set(profile, key);
      this.known.set(key, entries);
    }
    return key;
  }

  dictionary(entries: readonly string[]): Pick<PackColumn, 'attributes' | 'profiles' | 'profile'> {
    const keys = [...this.known.keys()].sort(compareText);
    const known = keys.map((key) => this.known.get(key)!);
    const attributes = attributesOf(known);
    const codes = new Map(attributes.map(({ name, values }, index) => [name, { index, codeOf: indexOf(values) }]));
    const index = indexOf(keys);
    return {
      attributes,
      profiles: known.map((values) => {
        const local = attributes.map(() => 0);
        for (const [name, value] of values) {
          const attribute = codes.get(name)!;
          local[attribute.index] = attribute.codeOf.get(value)! + 1;
        }
        return local;
      }),
      profile: entries.map((key) => index.get(key)!),
    };
  }
}

/** Unambiguous, and several times cheaper to make for each of a pack's students than JSON. */
function keyOf(entries: readonly [string, string][]): string {
  let key = '';
  for (const [attribute, value] of entries) key += `${attribute.length}:${attribute}${value.length}:${value}`;
  return key;
}

function attributesOf(profiles: readonly (readonly [string, string][])[]): ColumnAttribute[] {
  const valuesOf = new Map<string, Set<string>>();
  for (const known of profiles) {
    for (const [name, value] of known) {
      const values = valuesOf.get(name);
      if (values) values.add(value);
      else valuesOf.set(name, new Set([value]));
    }
  }
  return [...valuesOf]
    .sort(([left], [right]) => compareText(left, right))
    .map(([name, values]) => ({ name, values: [...values].sort(compareText) }));
}

function profileOf(attributes: readonly ColumnAttribute[], codes: readonly number[]): Profile {
  const known: [string, string][] = [];
  codes.forEach((code, attribute) => {
    const { name, values } = attributes[attribute]!;
    if (code > 0) known.push([name, values[code - 1]!]);
  });
  return Object.fromEntries(known);
}

function studentsOf(entries: readonly Entry[], students: readonly string[]): Pick<PackColumn, 'student'> {
  if (students.length === entries.length) return {};
  const index = indexOf(students);
  return { student: entries.map(({ contribution }) => index.get(contribution.studentKey)!) };
}

function schoolsOf(entries: readonly Entry[], schools: readonly string[]): Pick<PackColumn, 'school'> {
  if (schools.length <= 1) return {};
  const index = indexOf(schools);
  return { school: entries.map(({ contribution }) => index.get(contribution.schoolId)!) };
}

function numbersOf(
  contributions: readonly Contribution[],
): Pick<PackColumn, 'counts' | 'n' | 'events' | 'sum' | 'sumOfSquares'> {
  const usual = (claim: (contribution: Contribution) => boolean) => contributions.every(claim);
  return {
    ...(usual(({ counts }) => counts === 'school-and-district')
      ? {}
      : { counts: contributions.map(({ counts }) => COUNTS_FOR.indexOf(counts)) }),
    ...(usual(({ n }) => n === 1) ? {} : { n: contributions.map(({ n }) => n) }),
    ...(usual(({ events }) => events === 0) ? {} : { events: contributions.map(({ events }) => events) }),
    ...(usual(({ sum }) => sum === 0n) ? {} : { sum: contributions.map(({ sum }) => sum.toString()) }),
    ...(usual(({ sum, sumOfSquares }) => sumOfSquares === sum * sum)
      ? {}
      : { sumOfSquares: contributions.map(({ sumOfSquares }) => sumOfSquares.toString()) }),
  };
}

/** Total order: entries that compare equal are equal, so sorting is deterministic. */
function compareEntries(left: Entry, right: Entry): number {
  const [a, b] = [left.contribution, right.contribution];
  return (
    compareText(a.studentKey, b.studentKey) ||
    compareText(a.schoolId, b.schoolId) ||
    compareText(left.profile, right.profile) ||
    compareText(a.counts, b.counts) ||
    a.n - b.n ||
    a.events - b.events ||
    compareIntegers(a.sum, b.sum) ||
    compareIntegers(a.sumOfSquares, b.sumOfSquares)
  );
}

function compareIntegers(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortedOnce(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareText);
}

function indexOf(texts: readonly string[]): Map<string, number> {
  return new Map(texts.map((text, index) => [text, index]));
}

/** The longest common beginning of sorted texts: that of the first and the last. */
function commonPrefix(sorted: readonly string[]): string {
  const first = sorted[0] ?? '';
  const last = sorted.at(-1) ?? '';
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  // Never between the halves of a surrogate pair, because half a character does not survive UTF-8.
  if (/[\ud800-\udbff]/.test(first.charAt(length - 1))) length -= 1;
  return first.slice(0, length);
}
