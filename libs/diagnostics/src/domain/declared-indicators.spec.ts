import {
  BUILT_IN_INDICATORS,
  IndicatorDefinition,
  SUPPLIED_INDICATORS,
  UNLISTED_INDICATORS,
} from '@evenground/contracts';
import { definitionRefusal } from '../define-indicators/check-definition.js';
import { contributions } from './contributions.js';
import { DistrictReference } from './district-reference.js';
import type { StudentRow } from './student-rows.js';
import { NOTHING_KNOWN, evolve, type StudentState } from './student-state.js';

const YEAR = '2025-26';
type Fields = Record<string, string | number | boolean | string[]>;
const row = (type: StudentRow['type'], content: Fields): StudentRow => ({ type, content, withdrawn: false });
const after = (...rows: StudentRow[]): StudentState => rows.reduce(evolve, NOTHING_KNOWN);
const pupil = (extra: Fields = {}) => row('students', { schoolYear: YEAR, schoolId: 'A', grade: '9', ...extra });
const incident = (incidentId: string, action: string, extra: Fields = {}) =>
  row('discipline', { schoolId: 'A', incidentId, actionId: action, date: '2025-10-02', action, ...extra });
const course = (courseCode: string, extra: Fields) => row('courses', { schoolYear: YEAR, courseCode, ...extra });

/** Twenty days of instruction in September, ten in October. */
const DAYS = [
  ...Array.from({ length: 20 }, (_, index) => `2025-09-${String(index + 1).padStart(2, '0')}`),
  ...Array.from({ length: 10 }, (_, index) => `2025-10-${String(index + 1).padStart(2, '0')}`),
];

function reference(): DistrictReference {
  const known = new DistrictReference(1);
  known.calendars.set(`A|${YEAR}`, DAYS);
  for (const type of ['discipline', 'courses'])
    known.setCompleteness(type, YEAR, { declared: { A: true }, uploaded: {} });
  return known;
}

function of(indicator: string, state: StudentState, own: IndicatorDefinition[] = []) {
  return contributions('0.0.a', state, reference(), { own: new Map(own.map((each) => [each.id, each])) })
    .filter((found) => found.indicator === indicator)
    .map(({ period, contribution: { n, events, sum, profile } }) => ({ period, n, events, sum, profile }));
}

it('the catalogue keeps its own rules: unique ids, a construct, what it is not good for, a reducer that fits', () => {
  const ids = [...BUILT_IN_INDICATORS, ...UNLISTED_INDICATORS].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const definition of BUILT_IN_INDICATORS) {
    expect(IndicatorDefinition.safeParse(definition).error).toBeUndefined();
    expect([definition.id, definitionRefusal(definition)]).toEqual([definition.id, undefined]);
    expect(definition.construct).toBeTruthy();
    expect(definition.notGoodFor ?? definition.decision ?? definition.citation).toBeTruthy();
  }
  for (const { id } of SUPPLIED_INDICATORS) expect(ids).not.toContain(id);
});

describe('attendance, from daily rows', () => {
  const state = after(
    pupil(),
    ...DAYS.map((date, index) =>
      row('attendance', {
        date,
        status: index < 3 ? 'unexcused' : index < 5 ? 'excused' : index < 9 ? 'tardy' : 'present',
      }),
    ),
  );

  it('5 of 30 days missed: the share attended is 25/30', () => {
    expect(of('attendance-rate', state)).toMatchObject([{ n: 1, sum: 833_333n }]);
  });

  it('3 days are unexcused; 4 of the 25 attended days began late', () => {
    expect(of('unexcused-absence', state)).toMatchObject([{ sum: 3n }]);
    expect(of('tardiness', state)).toMatchObject([{ sum: 160_000n }]);
  });

  it('by month: 15 of 20 days in September, all 10 in October', () => {
    expect(of('attendance-by-month', state)).toMatchObject([
      { period: '2025-26/M09', sum: 750_000n },
      { period: '2025-26/M10', sum: 1_000_000n },
    ]);
  });

  it('the yearly form knows the share, and neither reasons nor months', () => {
    const yearly = after(pupil(), row('attendance', { schoolYear: YEAR, daysEnrolled: '180', daysAbsent: '18' }));
    expect(of('attendance-rate', yearly)).toMatchObject([{ sum: 900_000n }]);
    expect(of('unexcused-absence', yearly)).toEqual([]);
    expect(of('attendance-by-month', yearly)).toEqual([]);
  });
});

describe('discipline', () => {
  const state = after(
    pupil({ disability: true, ageOnCountDate: 15 }),
    incident('i2', 'out-of-school-suspension', { days: '6', subjective: true, behavior: ['defiance'] }),
    incident('i1', 'in-school-suspension', {
      ...{ days: '1.5', subjective: false, behavior: ['fighting'], date: '2025-09-05' },
    }),
    incident('i1', 'out-of-school-suspension', { days: '5', subjective: false, date: '2025-09-05' }),
    incident('i3', 'none', { subjective: true, behavior: ['defiance'], date: '2025-11-05' }),
  );

  it('two suspensions after one incident: one student, days summed, one incident', () => {
    expect(of('oss-any', state)).toMatchObject([{ n: 1, events: 1 }]);
    expect(of('days-lost-per-100', state)).toMatchObject([{ sum: 12_500_000n }]);
    expect(of('incidents-per-100', state)).toMatchObject([{ sum: 3n }]);
  });

  it('incidents count one by one, each with what it was', () => {
    expect(of('removal-given-incident', state)).toMatchObject([
      {
        ...{ n: 1, events: 1 },
        profile: {
          ...{ incidentBehavior: 'fighting', incidentClass: 'objective', incidentOccurrence: 'first' },
          ...{ incidentAction: 'out-of-school-suspension', incidentMonth: '09' },
        },
      },
      { n: 1, events: 1, profile: { incidentBehavior: 'defiance', incidentOccurrence: 'repeat' } },
      { n: 1, events: 0, profile: { incidentAction: 'none', incidentOccurrence: 'repeat' } },
    ]);
    expect(of('subjective-share', state).map(({ n, events }) => [n, events])).toEqual([
      [1, 0],
      [1, 1],
      [1, 1],
    ]);
    expect(of('removal-given-incident', after(pupil()))).toEqual([]);
  });

  it('a child with a disability: 6 and 5 days out of school are over 10, three removals', () => {
    expect(of('idea-removals', state)).toMatchObject([
      { sum: 3n, profile: { daysOutOfSchool: 'over-10', daysInSchool: 'up-to-10', ageBand: '6-21' } },
    ]);
    expect(of('idea-children', state)).toMatchObject([{ n: 1, profile: { ageBand: '6-21' } }]);
    expect(of('idea-children', after(pupil()))).toEqual([]);
    expect(of('idea-children', after(pupil({ disability: true, ageOnCountDate: 22 })))).toMatchObject([
      { profile: { ageBand: 'outside' } },
    ]);
  });

  it('restraint and seclusion are their own actions', () => {
    const held = after(pupil(), incident('i1', 'restraint-physical'));
    expect(of('restraint-any', held)).toMatchObject([{ n: 1, events: 1 }]);
    expect(of('seclusion-any', held)).toMatchObject([{ n: 1, events: 0 }]);
    expect(of('removal-any', held)).toMatchObject([{ n: 1, events: 0 }]);
  });
});

describe('coursework', () => {
  const ap = (extra: Fields) => course('ap1', { level: 'ap', subject: 'History', ...extra });

  it('enrolled, completed, passed: each stage of those who reached the former', () => {
    const stages = (...rows: StudentRow[]) =>
      ['advanced-enrolled', 'advanced-completed', 'advanced-passed'].map((id) =>
        of(id, after(pupil(), ...rows)).map(({ events }) => events),
      );
    expect(stages(ap({ completed: true, credits: '1' }))).toEqual([[1], [1], [1]]);
    expect(stages(ap({ completed: true, credits: '0' }))).toEqual([[1], [1], [0]]);
    expect(stages(ap({ completed: false, credits: '0' }))).toEqual([[1], [0], [0]]);
    expect(stages(ap({}))).toEqual([[1], [], []]);
    expect(stages()).toEqual([[0], [], []]);
  });

  it('on track in grade 9: six credits and at most one core course not completed', () => {
    const taken = (credits: string, failures: number) =>
      of(
        'ninth-grade-on-track',
        after(
          pupil(),
          course('a', { subject: 'Band', credits, completed: true }),
          ...Array.from({ length: failures }, (_, index) =>
            course(`f${index}`, { subject: 'Math', credits: '0', completed: false }),
          ),
        ),
      ).map(({ events }) => events);
    expect([taken('6', 1), taken('6', 2), taken('5.99', 0)]).toEqual([[1], [0], [0]]);
    expect(of('course-failure', after(pupil(), course('f', { subject: 'math', completed: false })))).toMatchObject([
      { events: 1 },
    ]);
    expect(of('credits-on-track', after(pupil(), course('a', { credits: '4.5' })))).toMatchObject([{ sum: 750_000n }]);
  });

  it('breadth looks at subjects of any spelling; algebra at grade 8 alone', () => {
    expect(of('arts-enrolled', after(pupil(), course('m', { subject: ' MUSIC ' })))).toMatchObject([{ events: 1 }]);
    const algebra = course('m', { subject: 'Algebra I', completed: true });
    expect(of('algebra-by-grade-8', after(pupil({ grade: '08' }), algebra))).toMatchObject([{ n: 1, events: 1 }]);
    expect(of('algebra-by-grade-8', after(pupil(), algebra))).toEqual([]);
  });
});

describe('learning and attainment', () => {
  it('participation: tested at least once, of those of whom it is known', () => {
    const result = (extra: Fields) =>
      row('assessments', { assessment: 's', subject: 'Math', date: '2026-03-01', ...extra });
    expect(of('participation-math', after(pupil(), result({ tested: false })))).toMatchObject([{ n: 1, events: 0 }]);
    expect(of('participation-math', after(pupil(), result({ tested: true, proficient: false })))).toMatchObject([
      { n: 1, events: 1 },
    ]);
    expect(of('proficient-math', after(pupil(), result({ tested: false, proficient: true })))).toEqual([]);
  });

  it('a learner of six years is long-term; who exits leaves in the year of the exit', () => {
    const years = ['2020-21', '2021-22', '2022-23', '2023-24', '2024-25', YEAR];
    const rows = years.map((schoolYear) => row('students', { schoolYear, schoolId: 'A', englishLearner: true }));
    const events = of('el-long-term', after(...rows)).map(({ period, events: is }) => [period, is]);
    expect(events).toContainEqual([YEAR, 1]);
    expect(events).toContainEqual(['2024-25', 0]);
    const exited = pupil({ englishLearner: false, exitedELOn: '2026-01-15' });
    expect(of('el-exit', after(exited))).toMatchObject([{ n: 1, events: 1 }]);
    expect(of('el-exit', after(pupil({ englishLearner: false })))).toEqual([]);
  });

  it('the five-year rate takes those who graduated a year later, the four-year rate not', () => {
    const graduated = (exitDate: string) =>
      after(row('graduation', { cohort: 2025, schoolId: 'A', outcome: 'graduated', diploma: 'regular', exitDate }));
    const rates = (exitDate: string) =>
      ['graduation-4yr', 'graduation-5yr'].map((id) => of(id, graduated(exitDate))[0]?.events);
    expect(rates('2025-08-20')).toEqual([1, 1]);
    expect(rates('2026-06-10')).toEqual([0, 1]);
    const dropped = after(row('graduation', { cohort: 2025, schoolId: 'A', outcome: 'dropped' }));
    expect(of('dropout', dropped)).toMatchObject([{ period: '2025', n: 1, events: 1 }]);
  });
});

describe("a district's own, declared in the same format", () => {
  const own = (said: Partial<IndicatorDefinition>): IndicatorDefinition => ({
    ...{
      id: 'own',
      name: 'Own',
      source: 'discipline',
      reduce: { name: 'rows', when: [{ take: { of: 'rows' }, atLeast: '1' }] },
    },
    ...{ kind: 'rate', grain: 'year', direction: 'lower-is-better', timing: 'leading', scale: 6, per: 1 },
    ...{ attribution: 'accountable', needsDeclaration: true, builtIn: false, version: 1 },
    ...said,
  });

  it('any number of rows that pass its filters, of the students that it asks', () => {
    const definition = own({
      reduce: {
        name: 'rows',
        students: [{ field: 'disability', anyOf: ['true'] }],
        when: [{ rows: [{ field: 'behavior', anyOf: ['Defiance'] }], take: { of: 'rows' }, atLeast: '2' }],
      },
    });
    const twice = [1, 2].map((index) => incident(`i${index}`, 'none', { behavior: ['other', 'defiance'] }));
    expect(of('own', after(pupil({ disability: true }), ...twice), [definition])).toMatchObject([{ n: 1, events: 1 }]);
    expect(of('own', after(pupil({ disability: true }), twice[0]!), [definition])).toMatchObject([{ events: 0 }]);
    expect(of('own', after(pupil(), ...twice), [definition])).toEqual([]);
  });

  it.each([
    [
      'a reducer of another source',
      { source: 'courses', reduce: { name: 'any-action', actions: ['x'] } },
      'reducer-unfit',
    ],
    ['a rate without a numerator', { reduce: { name: 'rows' } }, 'numerator-missing'],
    [
      'a field that the rows do not have',
      { reduce: { name: 'rows', when: [{ rows: [{ field: 'colour', anyOf: ['red'] }], take: { of: 'rows' } }] } },
      'field-unknown',
    ],
    ['a kind that it cannot make', { kind: 'mean', reduce: { name: 'any-action', actions: ['arrest'] } }, 'kind-unfit'],
    [
      'a division by nothing',
      { kind: 'mean', reduce: { name: 'rows', value: { take: { of: 'rows' }, dividedBy: '0.0' } } },
      'divided-by-zero',
    ],
    [
      'incidents that are called students',
      { reduce: BUILT_IN_INDICATORS.find(({ unit }) => unit)!.reduce },
      'unit-unfit',
    ],
  ] as const)('refuses %s, and says what would be right', (_name, said, code) => {
    const refused = definitionRefusal(own(said as Partial<IndicatorDefinition>));
    expect(refused).toMatchObject({ refused: `indicator/${code}`, wouldBeRight: expect.any(String) });
  });
});
