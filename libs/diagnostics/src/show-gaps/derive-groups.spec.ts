import fc from 'fast-check';
import { isRefusal } from '@evenground/contracts';
import type { GroupOfSums } from './compare-groups.js';
import { derivedGroups, resolvedAgainst, type Breakdown } from './derive-groups.js';
import { filtersOf } from './read-query.js';

interface Pupil {
  readonly school: string;
  readonly isEvent: boolean;
  readonly profile: Readonly<Record<string, string>>;
}
const FLAG = ['yes', 'no', 'unknown'];
const RACES = ['Asian', 'White', 'Black or African American'];
const anyPupil: fc.Arbitrary<Pupil> = fc.record({
  school: fc.constantFrom('A', 'B', 'C'),
  isEvent: fc.boolean(),
  profile: fc.record({
    englishLearner: fc.constantFrom(...FLAG),
    formerEnglishLearner: fc.constantFrom(...FLAG),
    hispanicLatino: fc.constantFrom(...FLAG),
    gender: fc.constantFrom('F', 'M'),
    races: fc.oneof(
      fc.constant('unknown'),
      fc.subarray(RACES, { minLength: 1 }).map((races) => races.join(';')),
    ),
    raceEthnicity: fc.constantFrom(...RACES, 'Two or More Races', 'unknown'),
  }),
});
const reference = {
  schools: new Map([
    ['A', { level: 'high', titleI: true }],
    ['B', { level: 'high', titleI: false }],
    ['C', { level: 'middle' }],
  ]),
};

/** What a cube answers, with plain loops. */
function cellsOf(pupils: readonly Pupil[]): (plain: Breakdown) => GroupOfSums[] {
  return ({ by, where }) => {
    const cells = new Map<string, { group: Record<string, string>; n: number; events: number }>();
    for (const { school, isEvent, profile } of pupils) {
      const all: Record<string, string> = { ...profile, school };
      if (!where.every(({ attribute, values }) => values.includes(all[attribute]!))) continue;
      const group = Object.fromEntries(by.map((name) => [name, all[name]!]));
      const cell = cells.get(JSON.stringify(group)) ?? { group, n: 0, events: 0 };
      cell.n += 1;
      cell.events += isEvent ? 1 : 0;
      cells.set(JSON.stringify(group), cell);
    }
    return [...cells.values()].map(({ group, n, events }) => ({
      group,
      sums: { n, events, sum: 0n, sumOfSquares: 0n },
    }));
  };
}

function asked(
  pupils: readonly Pupil[],
  by: readonly string[],
  where = '',
  multirace: 'federal' | 'in-combination' = 'federal',
) {
  const filters = filtersOf(where === '' ? undefined : where);
  if (isRefusal(filters)) throw new Error(filters.refused);
  const present = ['englishLearner', 'formerEnglishLearner', 'hispanicLatino', 'gender', 'races', 'raceEthnicity'];
  const resolved = resolvedAgainst({ by, where: filters, multirace }, present, reference);
  if (isRefusal(resolved)) throw new Error(resolved.refused);
  const { groups, everyone } = derivedGroups(resolved, cellsOf(pupils));
  const counts = Object.fromEntries(groups.map(({ group, sums }) => [Object.values(group).join(), sums!.n]));
  return { counts, everyone };
}

const countOf = (pupils: readonly Pupil[], holds: (pupil: Pupil) => boolean) => pupils.filter(holds).length;
const shownOnly = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));

describe('composite groups', () => {
  it('any of EL or former EL: yes where one holds, no where both are known not to, else unknown', () => {
    fc.assert(
      fc.property(fc.array(anyPupil), (pupils) => {
        const isYes = ({ profile }: Pupil) =>
          profile.englishLearner === 'yes' || profile.formerEnglishLearner === 'yes';
        const isNo = ({ profile }: Pupil) => profile.englishLearner === 'no' && profile.formerEnglishLearner === 'no';
        const wanted = shownOnly({
          no: countOf(pupils, isNo),
          unknown: countOf(pupils, (pupil) => !isYes(pupil) && !isNo(pupil)),
          yes: countOf(pupils, isYes),
        });
        expect(asked(pupils, ['any(englishLearner:yes|formerEnglishLearner:true)']).counts).toEqual(wanted);
        expect(asked(pupils, ['everEnglishLearner']).counts).toEqual(wanted);
        const girls = pupils.filter(({ profile }) => profile.gender === 'F');
        expect(asked(pupils, [], 'everEnglishLearner:yes,gender:F').counts).toEqual(
          shownOnly({ '': countOf(girls, isYes) }),
        );
        expect(asked(pupils, ['gender'], 'any(englishLearner:yes|formerEnglishLearner:yes)').counts).toEqual(
          shownOnly({
            F: countOf(girls, isYes),
            M: countOf(pupils, (one) => isYes(one) && one.profile.gender === 'M'),
          }),
        );
      }),
    );
  });

  it.each([
    ['any(englishLearner)', 'attribute/invalid'],
    ['any(shoe:42)', 'attribute/unknown'],
    ['school.colour', 'attribute/unknown'],
  ])('%s is refused as %s', (name, refused) => {
    expect(() => asked([], [name])).toThrow(refused);
  });
});

describe('groups of schools', () => {
  it('are made of what the district says of its schools', () => {
    fc.assert(
      fc.property(fc.array(anyPupil), (pupils) => {
        const at = (...schools: string[]) => countOf(pupils, ({ school }) => schools.includes(school));
        expect(asked(pupils, ['school.level']).counts).toEqual(shownOnly({ high: at('A', 'B'), middle: at('C') }));
        expect(asked(pupils, ['school.titleI']).counts).toEqual(
          shownOnly({ no: at('B'), unknown: at('C'), yes: at('A') }),
        );
        expect(asked(pupils, [], 'school.titleI:true').counts).toEqual(shownOnly({ '': at('A') }));
      }),
    );
  });
});

describe('races alone or in combination', () => {
  it('count a student in every race marked, and as Hispanic or Latino beside them; everybody is there once', () => {
    fc.assert(
      fc.property(fc.array(anyPupil), (pupils) => {
        const isIn = (race: string) => (pupil: Pupil) => {
          const { races, raceEthnicity, hispanicLatino } = pupil.profile;
          if (race === 'Hispanic or Latino') return hispanicLatino === 'yes';
          if (races !== 'unknown') return races!.split(';').includes(race);
          return raceEthnicity === race && !(race === 'unknown' && hispanicLatino === 'yes');
        };
        const all = [...RACES, 'Hispanic or Latino', 'Two or More Races', 'unknown'];
        const wanted = shownOnly(Object.fromEntries(all.map((race) => [race, countOf(pupils, isIn(race))])));
        const { counts, everyone } = asked(pupils, ['raceEthnicity'], '', 'in-combination');
        expect(counts).toEqual(wanted);
        expect(everyone?.n).toBe(pupils.length);
        expect(asked(pupils, [], 'raceEthnicity:Asian', 'in-combination').counts).toEqual(
          shownOnly({ '': countOf(pupils, isIn('Asian')) }),
        );
        expect(asked(pupils, ['raceEthnicity']).everyone).toBeNull();
      }),
    );
  });
});
