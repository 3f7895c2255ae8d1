import fc from 'fast-check';
import { COUNTS_FOR, UNKNOWN, canonicalProfile, profileText, type Contribution } from './contribution.js';
import { decodeColumn, encodeColumn, replaceStudents, type PackColumn } from './pack-column.js';

const anyKey = fc.constantFrom('12.3.ab', '12.3.ac', '12.3.b', '12.3.\u{1F600}', '12.3.\u{1F601}');
const anyContribution: fc.Arbitrary<Contribution> = fc.record({
  studentKey: anyKey,
  schoolId: fc.constantFrom('s1', 's2', ''),
  profile: fc.dictionary(fc.constantFrom('grade', 'b', '10', '9', '__proto__'), fc.constantFrom('x', 'y', '', UNKNOWN)),
  counts: fc.constantFrom(...COUNTS_FOR),
  n: fc.oneof(fc.constant(1), fc.maxSafeNat()),
  events: fc.oneof(fc.constant(0), fc.maxSafeNat()),
  sum: fc.oneof(fc.constant(0n), fc.bigInt()),
  sumOfSquares: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n })),
});
const anyContributions = fc.array(anyContribution, { maxLength: 8 });

const textOf = ({ profile, sum, sumOfSquares, ...rest }: Contribution) =>
  JSON.stringify([
    rest.studentKey,
    rest.schoolId,
    profileText(profile),
    rest.counts,
    rest.n,
    rest.events,
    `${sum}`,
    `${sumOfSquares}`,
  ]);
const textsOf = (contributions: readonly Contribution[]) => contributions.map(textOf).sort();
const stored = (column: PackColumn): PackColumn => JSON.parse(JSON.stringify(column)) as PackColumn;

describe('a column', () => {
  it('gives back what was put in, through JSON', () => {
    fc.assert(
      fc.property(anyContributions, (contributions) => {
        const decoded = decodeColumn(stored(encodeColumn(contributions)));
        expect(textsOf(decoded)).toEqual(textsOf(contributions));
        for (const { profile } of decoded) expect(profile).toEqual(canonicalProfile(profile));
        const keys = decoded.map(({ studentKey, schoolId }) => [studentKey, schoolId]);
        const inOrder = (a: string[], b: string[]) => (a[0]! < b[0]! || (a[0] === b[0] && a[1]! < b[1]!) ? -1 : 1);
        expect(keys).toEqual([...keys].sort((a, b) => (a.join() === b.join() ? 0 : inOrder(a, b))));
      }),
    );
  });

  it('has the same bytes for the same set, in any order and with unknown attributes spelt out or not', () => {
    fc.assert(
      fc.property(
        anyContributions.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const spelt = shuffled.map((contribution) => ({
            ...contribution,
            profile: { zone: UNKNOWN, ...contribution.profile },
          }));
          expect(JSON.stringify(encodeColumn(spelt))).toBe(JSON.stringify(encodeColumn(all)));
          expect(JSON.stringify(encodeColumn(decodeColumn(stored(encodeColumn(all)))))).toBe(
            JSON.stringify(encodeColumn(all)),
          );
        },
      ),
    );
  });

  it('is well-formed Unicode, whatever the student keys begin with', () => {
    const contribution = {
      schoolId: 's',
      profile: {},
      counts: 'school',
      n: 1,
      events: 0,
      sum: 0n,
      sumOfSquares: 0n,
    } as const;
    const column = encodeColumn(['\u{1F600}', '\u{1F601}'].map((studentKey) => ({ ...contribution, studentKey })));
    expect(Buffer.from(column.students.join(), 'utf8').toString('utf8')).toBe(column.students.join());
    expect(decodeColumn(column).map(({ studentKey }) => studentKey)).toEqual(['\u{1F600}', '\u{1F601}']);
  });

  it('leaves out what is usual: one rate entry per student at one school takes no numbers', () => {
    const student = {
      schoolId: 's',
      profile: { grade: '9' },
      counts: 'school-and-district',
      n: 1,
      events: 0,
      sum: 0n,
      sumOfSquares: 0n,
    } as const;
    expect(
      encodeColumn([
        { ...student, studentKey: '1.2.b' },
        { ...student, studentKey: '1.2.a' },
      ]),
    ).toEqual({
      studentPrefix: '1.2.',
      students: ['a', 'b'],
      schools: ['s'],
      attributes: [{ name: 'grade', values: ['9'] }],
      profiles: [[1]],
      profile: [0, 0],
    });
  });

  it('refuses counts that are not safe integers of at least 0', () => {
    const valid: Contribution = {
      studentKey: 'a',
      schoolId: 's',
      profile: {},
      counts: 'school',
      n: 1,
      events: 0,
      sum: 0n,
      sumOfSquares: 0n,
    };
    for (const wrong of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => encodeColumn([{ ...valid, n: wrong }])).toThrow(RangeError);
      expect(() => encodeColumn([{ ...valid, events: wrong }])).toThrow(RangeError);
    }
  });
});

describe('replacing students', () => {
  it('leaves no residue: the column is that of the contributions that now hold', () => {
    fc.assert(
      fc.property(
        anyContributions,
        fc.uniqueArray(fc.tuple(anyKey, anyContributions), { selector: ([key]) => key }),
        (before, changes) => {
          const replaced = new Map<string, Contribution[]>(
            changes.map(([studentKey, all]) => [studentKey, all.map((one) => ({ ...one, studentKey }))]),
          );
          const after = [
            ...before.filter(({ studentKey }) => !replaced.has(studentKey)),
            ...[...replaced.values()].flat(),
          ];
          const column = before.length === 0 ? undefined : stored(encodeColumn(before));
          const expected = after.length === 0 ? undefined : encodeColumn(after);
          expect(JSON.stringify(replaceStudents(column, replaced))).toBe(JSON.stringify(expected));
        },
      ),
    );
  });

  it('refuses a contribution under another key', () => {
    const contribution: Contribution = {
      studentKey: 'a',
      schoolId: 's',
      profile: {},
      counts: 'school',
      n: 1,
      events: 0,
      sum: 0n,
      sumOfSquares: 0n,
    };
    expect(() => replaceStudents(undefined, new Map([['b', [contribution]]]))).toThrow(RangeError);
  });
});
