import fc from 'fast-check';
import { canonicalCells } from './canonical-cells.js';
import { COUNTS_FOR, UNKNOWN, type Contribution, type Profile, type Sums } from './contribution.js';
import { Cube, type CubeSubject, type Filter } from './cube.js';
import { encodeColumn } from './pack-column.js';

const subject: CubeSubject = {
  district: 'd',
  indicator: 'chronic-absence',
  period: '2025-26',
  attribution: 'accountable',
};
const attributes = ['grade', 'englishLearner', '__proto__'];
const schoolIds = ['s1', 's2', 's10'];
const packIds = ['p1', 'p2', 'p3', 'p4'];

const anyProfile: fc.Arbitrary<Profile> = fc
  .subarray(attributes)
  .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.constantFrom('a', 'b', UNKNOWN)))))
  .map((entries): Profile => Object.fromEntries(entries));

const anyContribution: fc.Arbitrary<Contribution> = fc.record({
  studentKey: fc.constantFrom('0.1.a', '0.1.b', '0.1.c', '0.1.d'),
  schoolId: fc.constantFrom(...schoolIds),
  profile: anyProfile,
  counts: fc.constantFrom(...COUNTS_FOR),
  n: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 2 ** 45 })),
  events: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 2 ** 33 })),
  sum: fc.oneof(fc.bigInt(-5n, 5n), fc.bigInt(-(2n ** 33n), 2n ** 33n), fc.bigInt(-(2n ** 70n), 2n ** 70n)),
  sumOfSquares: fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, 2n ** 64n), fc.bigInt(0n, 2n ** 140n)),
});

type Replacement = readonly [pack: string, contributions: readonly Contribution[]];
const anyContributions = fc.array(anyContribution, { maxLength: 6 });
const anyReplacements: fc.Arbitrary<Replacement[]> = fc.array(fc.tuple(fc.constantFrom(...packIds), anyContributions), {
  maxLength: 12,
});
const anyFilters: fc.Arbitrary<Filter[]> = fc.array(
  fc.record({
    attribute: fc.constantFrom(...attributes, 'never-seen'),
    values: fc.subarray(['a', 'b', UNKNOWN, 'never-seen']),
  }),
  { maxLength: 2 },
);
const anyQuery = fc.record({
  by: fc.shuffledSubarray([...attributes, 'never-seen']),
  where: anyFilters,
  schools: fc.option(fc.subarray([...schoolIds, 'never-seen']), { nil: undefined }),
});

function cubeAfter(replacements: readonly Replacement[]): Cube {
  const cube = Cube.for(subject);
  for (const [pack, contributions] of replacements) {
    cube.replacePack(pack, contributions.length === 0 ? undefined : encodeColumn(contributions));
  }
  return cube;
}

function lastOfEachPack(replacements: readonly Replacement[]): Contribution[] {
  return [...new Map(replacements).values()].flat();
}

const valueIn = (profile: Profile, attribute: string) =>
  Object.hasOwn(profile, attribute) ? profile[attribute]! : UNKNOWN;

const bySchool = (contribution: Contribution, schools: readonly string[] | undefined) =>
  schools
    ? contribution.counts !== 'district' && schools.includes(contribution.schoolId)
    : contribution.counts !== 'school';

/** From scratch, with plain loops: group values as text → sums. */
function expectedGroups(
  contributions: readonly Contribution[],
  { by, where, schools }: { by: readonly string[]; where: readonly Filter[]; schools?: readonly string[] },
): Record<string, Sums> {
  const sums: Record<string, { n: bigint; events: bigint; sum: bigint; sumOfSquares: bigint }> = {};
  for (const contribution of contributions) {
    if (!bySchool(contribution, schools)) continue;
    if (!where.every(({ attribute, values }) => values.includes(valueIn(contribution.profile, attribute)))) continue;
    const key = JSON.stringify(by.map((attribute) => valueIn(contribution.profile, attribute)));
    const group = (sums[key] ??= { n: 0n, events: 0n, sum: 0n, sumOfSquares: 0n });
    group.n += BigInt(contribution.n);
    group.events += BigInt(contribution.events);
    group.sum += contribution.sum;
    group.sumOfSquares += contribution.sumOfSquares;
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, { n, events, sum, sumOfSquares }]) => n || events || sum || sumOfSquares)
      .map(([key, group]) => [key, { ...group, n: Number(group.n), events: Number(group.events) }]),
  );
}

function answeredGroups(cube: Cube, query: Parameters<Cube['rollUp']>[0]): Record<string, Sums> {
  return Object.fromEntries(
    cube.rollUp(query).map(({ group, ...sums }) => [JSON.stringify(query.by.map((name) => group[name])), sums]),
  );
}

function added(parts: readonly Sums[]): Sums {
  return parts.reduce<Sums>(
    (total, part) => ({
      n: total.n + part.n,
      events: total.events + part.events,
      sum: total.sum + part.sum,
      sumOfSquares: total.sumOfSquares + part.sumOfSquares,
    }),
    { n: 0, events: 0, sum: 0n, sumOfSquares: 0n },
  );
}

describe('a cube', () => {
  it('answers as a from-scratch sum of the columns it holds, whatever was replaced before', () => {
    fc.assert(
      fc.property(anyReplacements, fc.array(anyQuery, { minLength: 1, maxLength: 4 }), (replacements, queries) => {
        const cube = Cube.for(subject);
        replacements.forEach(([pack, contributions], index) => {
          cube.replacePack(pack, encodeColumn(contributions));
          const held = lastOfEachPack(replacements.slice(0, index + 1));
          for (const query of queries) expect(answeredGroups(cube, query)).toEqual(expectedGroups(held, query));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('has one canonical dump for one content, in any order and after any detour', () => {
    fc.assert(
      fc.property(
        anyReplacements,
        fc.infiniteStream(fc.nat({ max: 1000 })),
        fc.array(fc.tuple(fc.constantFrom(...packIds), anyContributions), { maxLength: 5 }),
        (replacements, weights, detour) => {
          const last = [...new Map(replacements)];
          const shuffled = last
            .map((replacement) => ({ replacement, weight: weights.next().value ?? 0 }))
            .sort((a, b) => a.weight - b.weight)
            .map(({ replacement: [pack, contributions] }): Replacement => [pack, [...contributions].reverse()]);
          const emptied = packIds.map((pack): Replacement => [pack, []]);
          const dump = JSON.stringify(canonicalCells(cubeAfter(replacements)));
          expect(JSON.stringify(canonicalCells(cubeAfter(shuffled)))).toBe(dump);
          expect(JSON.stringify(canonicalCells(cubeAfter([...detour, ...emptied, ...shuffled])))).toBe(dump);
        },
      ),
    );
  });

  it('dumps the sums of each school, profile and count kind, sorted, none of them zero', () => {
    fc.assert(
      fc.property(anyReplacements, (replacements) => {
        const cells = canonicalCells(cubeAfter(replacements));
        const keys = cells.map(({ schoolId, profile, counts }) => [
          schoolId,
          JSON.stringify(Object.entries(profile)),
          counts,
        ]);
        const compare = (a: string[], b: string[]): number => {
          const at = a.findIndex((part, index) => part !== b[index]);
          return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
        };
        expect(keys).toEqual([...keys].sort(compare));
        const expected = new Map<string, bigint[]>();
        for (const { schoolId, profile, counts, ...sums } of lastOfEachPack(replacements)) {
          const known = attributes.filter((name) => valueIn(profile, name) !== UNKNOWN).sort();
          const entries = known.map((name) => [name, valueIn(profile, name)]);
          const key = JSON.stringify([schoolId, JSON.stringify(entries), counts]);
          const parts = [BigInt(sums.n), BigInt(sums.events), sums.sum, sums.sumOfSquares];
          expected.set(
            key,
            parts.map((part, index) => part + (expected.get(key)?.[index] ?? 0n)),
          );
        }
        const nonZero = [...expected].filter(([, parts]) => parts.some((part) => part !== 0n));
        expect(
          new Map(
            cells.map(({ n, events, sum, sumOfSquares }, index) => [
              JSON.stringify(keys[index]),
              [BigInt(n), BigInt(events), BigInt(sum), BigInt(sumOfSquares)],
            ]),
          ),
        ).toEqual(new Map(nonZero));
      }),
    );
  });

  it('rolls up every school at once as it does each alone', () => {
    fc.assert(
      fc.property(anyReplacements, anyQuery, (replacements, query) => {
        const cube = cubeAfter(replacements);
        const { by, where, schools } = query;
        const asked = schools === undefined ? { by, where } : { by, where, schools };
        const apart = [...new Set(schools ?? cube.schools())]
          .sort()
          .map((schoolId) => [schoolId, cube.rollUp({ by, where, schools: [schoolId] })] as const)
          .filter(([, groups]) => groups.length > 0);
        expect([...cube.rollUpBySchool(asked)]).toEqual(apart);
      }),
    );
  });

  it('has breakdowns that add up to its totals', () => {
    fc.assert(
      fc.property(anyReplacements, anyQuery, (replacements, query) => {
        const cube = cubeAfter(replacements);
        expect(added(cube.rollUp(query))).toEqual(cube.totals(query));
      }),
    );
  });

  it('adds up over schools to the district where every student counts at one school', () => {
    const atOneSchool = anyContribution.map((contribution): Contribution => ({
      ...contribution,
      counts: 'school-and-district',
    }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...packIds), fc.array(atOneSchool))), (replacements) => {
        const cube = cubeAfter(replacements);
        expect(added(cube.schools().map((school) => cube.totals({ schools: [school] })))).toEqual(cube.totals());
        expect(cube.totals({ schools: schoolIds })).toEqual(cube.totals());
      }),
    );
  });

  it('counts a student of two schools at both, and once in the district', () => {
    const cube = Cube.for({ ...subject, attribution: 'each-school' });
    const student = { studentKey: '0.1.a', profile: { grade: '9' }, n: 1, events: 1, sum: 0n, sumOfSquares: 0n };
    cube.replacePack(
      'p1',
      encodeColumn([
        { ...student, schoolId: 's1', counts: 'school' },
        { ...student, schoolId: 's2', counts: 'school' },
        { ...student, schoolId: 's3', counts: 'district' },
      ]),
    );
    expect(cube.totals().n).toBe(1);
    expect(cube.totals({ schools: ['s1'] }).n).toBe(1);
    expect(cube.totals({ schools: ['s2'] }).n).toBe(1);
    expect(cube.totals({ schools: ['s3'] }).n).toBe(0);
    expect(cube.schools()).toEqual(['s1', 's2']);
    expect(cube.additiveAcrossSchools).toBe(false);
    expect(Cube.for(subject).additiveAcrossSchools).toBe(true);
  });

  it('lists the attributes and values of present students only', () => {
    const student = {
      schoolId: 's1',
      counts: 'school-and-district',
      n: 1,
      events: 0,
      sum: 0n,
      sumOfSquares: 0n,
    } as const;
    const cube = Cube.for(subject);
    cube.replacePack(
      'p1',
      encodeColumn([
        { ...student, studentKey: 'a', profile: { grade: '9', gender: 'X' } },
        { ...student, studentKey: 'b', profile: { grade: '10', gender: UNKNOWN } },
      ]),
    );
    expect(cube.attributes()).toEqual(['gender', 'grade']);
    expect(cube.profileValues('grade')).toEqual(['10', '9']);
    expect(cube.profileValues('gender')).toEqual(['X', 'unknown']);
    expect(cube.cellCount).toBe(2);
    cube.replacePack('p1', encodeColumn([{ ...student, studentKey: 'b', profile: { grade: '10' } }]));
    expect(cube.attributes()).toEqual(['grade']);
    expect(cube.profileValues('gender')).toEqual(['unknown']);
    expect(cube.packIds()).toEqual(['p1']);
    cube.replacePack('p1', undefined);
    expect([cube.attributes(), cube.schools(), cube.packIds(), cube.cellCount]).toEqual([[], [], [], 0]);
    expect(cube.totals()).toEqual({ n: 0, events: 0, sum: 0n, sumOfSquares: 0n });
  });

  it('refuses counts beyond the safe integers and stays as it was', () => {
    const column = (n: number) =>
      encodeColumn([
        {
          studentKey: 'a',
          schoolId: 's1',
          profile: {},
          counts: 'school-and-district',
          n,
          events: 1,
          sum: 7n,
          sumOfSquares: 49n,
        },
      ]);
    const cube = Cube.for(subject);
    cube.replacePack('p1', column(Number.MAX_SAFE_INTEGER - 1));
    cube.replacePack('p2', column(1));
    const before = canonicalCells(cube);
    expect(() => cube.replacePack('p3', column(1))).toThrow(RangeError);
    expect(() => cube.replacePack('p2', column(2))).toThrow(RangeError);
    expect(canonicalCells(cube)).toEqual(before);
    cube.replacePack('p1', column(5));
    expect(cube.totals()).toEqual({ n: 6, events: 2, sum: 14n, sumOfSquares: 98n });
  });

  it('gives memory back to new cells when old ones go', () => {
    const cube = Cube.for(subject);
    const packOf = (generation: number) =>
      encodeColumn(
        Array.from({ length: 200 }, (_, index): Contribution => ({
          studentKey: `k${index}`,
          schoolId: `s${generation % 7}`,
          profile: { grade: `${index}` },
          counts: 'school-and-district',
          n: 1,
          events: 0,
          sum: 0n,
          sumOfSquares: 0n,
        })),
      );
    for (let generation = 0; generation < 7; generation += 1) cube.replacePack('p1', packOf(generation));
    const settled = cube.memoryBytes;
    for (let generation = 7; generation < 70; generation += 1) cube.replacePack('p1', packOf(generation));
    expect(cube.memoryBytes).toBe(settled);
    expect(cube.cellCount).toBe(200);
  });
});

describe('a cube of 50,000 cells', () => {
  const schoolCount = 100;
  const contributionOf = (student: number): Contribution => ({
    studentKey: `0.${student >> 8}.${student}`,
    schoolId: `school-${student % schoolCount}`,
    profile: {
      grade: `${(student >> 3) % 13}`,
      raceEthnicity: `r${student % 7}`,
      cohort: `c${Math.floor(student / schoolCount) % 500}`,
    },
    counts: 'school-and-district',
    n: 1,
    events: student % 3 === 0 ? 1 : 0,
    sum: BigInt(student) * 1_000_000_007n,
    sumOfSquares: (BigInt(student) * 1_000_000_007n) ** 2n,
  });

  it('is filled, corrected and rolled up exactly', () => {
    const cube = Cube.for(subject);
    const students = Array.from({ length: 50_000 }, (_, student) => contributionOf(student));
    const packs = new Map<string, Contribution[]>();
    students.forEach((contribution, student) => {
      const pack = `p${student >> 8}`;
      packs.set(pack, [...(packs.get(pack) ?? []), contribution]);
    });
    for (const [pack, contributions] of packs) cube.replacePack(pack, encodeColumn(contributions));
    expect(cube.cellCount).toBe(50_000);

    const corrected = packs.get('p3')!.map((contribution) => ({ ...contribution, events: 1, schoolId: 'school-new' }));
    cube.replacePack('p3', encodeColumn(corrected));
    packs.set('p3', corrected);
    cube.replacePack('p4', undefined);
    packs.delete('p4');

    const held = [...packs.values()].flat();
    for (const query of [
      { by: ['raceEthnicity'], where: [] },
      {
        by: ['grade', 'raceEthnicity'],
        where: [{ attribute: 'grade', values: ['9', '10'] }],
        schools: ['school-new', 'school-5'],
      },
      { by: [], where: [{ attribute: 'cohort', values: ['c7'] }] },
    ]) {
      expect(answeredGroups(cube, query)).toEqual(expectedGroups(held, query));
    }
  });
});
