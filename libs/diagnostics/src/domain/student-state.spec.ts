import fc from 'fast-check';
import { contributions } from './contributions.js';
import { DistrictReference } from './district-reference.js';
import type { StudentRow } from './student-rows.js';
import { NOTHING_KNOWN, evolve, type StudentState } from './student-state.js';

const YEAR = '2025-26';
const KEY = '0.0.a';
type Fields = Record<string, string | number | boolean>;

const row = (type: StudentRow['type'], content: Fields): StudentRow => ({ type, content, withdrawn: false });
const gone = (type: StudentRow['type'], content: Fields): StudentRow => ({ type, content, withdrawn: true });
const after = (...rows: StudentRow[]): StudentState => rows.reduce(evolve, NOTHING_KNOWN);

/** 200 days of instruction from 1 September, at two schools. */
function reference(): DistrictReference {
  const known = new DistrictReference(1);
  const days = Array.from({ length: 200 }, (_, index) =>
    new Date(Date.UTC(2025, 8, 1 + index)).toISOString().slice(0, 10),
  );
  known.calendars.set(`A|${YEAR}`, days);
  known.calendars.set(`B|${YEAR}`, days);
  known.setCompleteness('discipline', YEAR, { declared: { A: true }, uploaded: {} });
  known.setCompleteness('courses', YEAR, { declared: { A: true }, uploaded: {} });
  known.assessments.set('state', { levels: ['low', 'basic', 'proficient', 'advanced'], proficientFrom: 'proficient' });
  return known;
}

const own = new Map([
  ['belonging', { ...ownIndicator('belonging'), kind: 'mean' as const, attribution: 'each-school' as const }],
]);
function ownIndicator(id: string) {
  return {
    ...{ id, name: id, source: 'observations' as const, reduce: { name: 'supplied' as const }, kind: 'rate' as const },
    ...{ grain: 'any' as const, direction: 'higher-is-better' as const, timing: 'leading' as const, scale: 2 },
    ...{ attribution: 'accountable' as const, per: 1, needsDeclaration: false, builtIn: false, version: 1 },
  };
}

function of(state: StudentState, indicator: string) {
  return contributions(KEY, state, reference(), { own })
    .filter((found) => found.indicator === indicator)
    .map(({ period, contribution: { schoolId, counts, n, events, sum } }) => ({
      period,
      schoolId,
      counts,
      n,
      events,
      sum,
    }));
}

const enrolled = row('students', { schoolYear: YEAR, schoolId: 'A', grade: '10' });
const yearly = (daysEnrolled: string, daysAbsent: string) =>
  row('attendance', { schoolYear: YEAR, daysEnrolled, daysAbsent });
const isChronic = (...rows: StudentRow[]) =>
  of(after(enrolled, ...rows), 'chronic-absence').map(({ events }) => events);

describe('chronic absence', () => {
  it.each([
    ['18 absent of 180', '180', '18', [1]],
    ['17 absent of 180', '180', '17', [0]],
    ['18 absent of 181: 9.94 %', '181', '18', [0]],
    ['half days are exact', '175.5', '17.55', [1]],
    ['a hair below', '175.5', '17.5499999999999999999', [0]],
    ['enrolled 9 days, absent 9: outside the denominator', '9', '9', []],
  ])('%s', (_name, daysEnrolled, daysAbsent, expected) => {
    expect(isChronic(yearly(daysEnrolled, daysAbsent))).toEqual(expected);
  });

  const day = (index: number) => new Date(Date.UTC(2025, 8, 1 + index)).toISOString().slice(0, 10);
  const days = (count: number, status: string, extra: Fields = {}) =>
    Array.from({ length: count }, (_, index) => row('attendance', { date: day(index), status, ...extra }));

  it('counts out-of-school suspension as absent, in-school suspension and tardiness not', () => {
    expect(isChronic(...days(20, 'out-of-school-suspension'))).toEqual([1]);
    expect(isChronic(...days(20, 'in-school-suspension'))).toEqual([0]);
    expect(isChronic(...days(20, 'tardy'))).toEqual([0]);
    expect(isChronic(...days(19, 'excused'))).toEqual([0]);
  });

  it('counts a day from half of it missed', () => {
    expect(isChronic(...days(20, 'excused', { absentFraction: '0.4' }))).toEqual([0]);
    expect(isChronic(...days(20, 'present', { absentFraction: '0.5' }))).toEqual([1]);
  });

  it('lets the yearly form win, and needs a calendar and an enrolment otherwise', () => {
    expect(isChronic(...days(20, 'excused'), yearly('200', '3'))).toEqual([0]);
    expect(of(after(...days(20, 'excused')), 'chronic-absence')).toEqual([]);
  });

  it('leaves out the day of exit and what lies outside the stay', () => {
    const stay = row('enrollments', { schoolId: 'A', entryDate: day(0), exitDate: day(10) });
    expect(of(after(stay, ...days(11, 'excused')), 'chronic-absence')).toMatchObject([{ n: 1, events: 1 }]);
    const shorter = row('enrollments', { schoolId: 'A', entryDate: day(0), exitDate: day(9) });
    expect(of(after(shorter, ...days(11, 'excused')), 'chronic-absence')).toEqual([]);
  });
});

describe('discipline', () => {
  const action = (incidentId: string, actionId: string, kind: string, schoolId = 'A') =>
    row('discipline', { schoolId, incidentId, actionId, date: '2025-10-02', action: kind });

  it('counts two suspensions after one incident as one student and one incident', () => {
    const state = after(
      enrolled,
      action('i1', 'a1', 'out-of-school-suspension'),
      action('i1', 'a2', 'out-of-school-suspension'),
    );
    expect(of(state, 'oss-any')).toMatchObject([{ n: 1, events: 1 }]);
    expect(of(state, 'incidents-per-100')).toMatchObject([{ n: 1, sum: 1n }]);
  });

  it('has no denominator where the school is not declared', () => {
    const state = after(
      row('students', { schoolYear: YEAR, schoolId: 'B' }),
      action('i1', 'a1', 'out-of-school-suspension', 'B'),
    );
    expect(of(state, 'oss-any')).toEqual([]);
    expect(of(after(enrolled), 'oss-any')).toMatchObject([{ n: 1, events: 0 }]);
  });

  it('finds an incident again whose corrected date lies in another school year', () => {
    const moved = row('discipline', {
      schoolId: 'A',
      incidentId: 'i1',
      actionId: 'a1',
      date: '2024-10-02',
      action: 'out-of-school-suspension',
    });
    const state = after(enrolled, action('i1', 'a1', 'out-of-school-suspension'), moved);
    expect(of(state, 'oss-any')).toMatchObject([{ period: YEAR, events: 0 }]);
    const withdrawn = evolve(state, gone('discipline', { schoolId: 'A', incidentId: 'i1', actionId: 'a1' }));
    expect(withdrawn).toEqual(after(enrolled));
  });
});

describe('graduation', () => {
  const ends = (outcome: string, more: Fields = {}) =>
    of(after(row('graduation', { cohort: '2026', schoolId: 'A', outcome, ...more })), 'graduation-4yr').map(
      ({ n, events }) => [n, events],
    );

  it.each([
    ['graduated with a regular diploma', ends('graduated', { diploma: 'regular' }), [[1, 1]]],
    ['graduated with a state alternate diploma', ends('graduated', { diploma: 'state-alternate' }), [[1, 1]]],
    ['graduated without a word on the diploma', ends('graduated'), [[1, 1]]],
    ['graduated without any diploma is no graduate, and stays', ends('graduated', { diploma: 'none' }), [[1, 0]]],
    ['a transfer without proof stays in the denominator', ends('transferred'), [[1, 0]]],
    ['a documented transfer leaves it', ends('transferred', { documented: true }), []],
    ['equivalency is no graduation', ends('equivalency', { diploma: 'none' }), [[1, 0]]],
    ['deceased', ends('deceased'), []],
    ['juvenile facility', ends('juvenile-facility'), []],
  ])('%s', (_name, found, expected) => expect(found).toEqual(expected));

  it('counts an English learner who was one at any time in the cohort', () => {
    const state = after(
      row('students', { schoolYear: '2023-24', englishLearner: true }),
      row('students', { schoolYear: YEAR, englishLearner: false, gender: 'F' }),
      row('graduation', { cohort: '2026', outcome: 'graduated' }),
    );
    const [found] = contributions(KEY, state, reference(), { own }).filter(
      ({ indicator }) => indicator === 'graduation-4yr',
    );
    expect(found?.contribution.profile).toEqual({ englishLearner: 'yes', gender: 'F' });
  });
});

describe('proficiency and courses', () => {
  const result = (date: string, more: Fields) =>
    row('assessments', { assessment: 'state', subject: 'Reading', date, ...more });

  it('takes the last valid result at the cut of its own assessment', () => {
    const state = after(
      enrolled,
      result('2026-03-01', { performanceLevel: 'advanced' }),
      result('2026-04-01', { performanceLevel: 'basic' }),
      result('2026-05-01', { tested: false, proficient: true }),
    );
    expect(of(state, 'proficient-reading')).toMatchObject([{ n: 1, events: 0 }]);
  });

  it('counts advanced courses of students in grades 9 to 12, at declared schools', () => {
    const ap = row('courses', { schoolYear: YEAR, courseCode: 'c1', level: 'ap' });
    expect(of(after(enrolled, ap), 'advanced-enrolled')).toMatchObject([{ n: 1, events: 1 }]);
    expect(
      of(after(row('students', { schoolYear: YEAR, schoolId: 'A', grade: '08' }), ap), 'advanced-enrolled'),
    ).toEqual([]);
    expect(
      of(after(row('students', { schoolYear: YEAR, schoolId: 'A', grade: '09' }), ap), 'advanced-enrolled'),
    ).toHaveLength(1);
  });
});

describe('attribution', () => {
  const first = row('enrollments', { schoolId: 'A', entryDate: '2025-08-20', exitDate: '2026-03-01' });
  const second = row('enrollments', { schoolId: 'B', entryDate: '2026-03-01' });
  const observed = row('observations', { indicator: 'belonging', period: YEAR, value: '3.505' });

  it('counts a mover at two schools and once in the district, rounded half-even', () => {
    expect(of(after(first, second, observed), 'belonging')).toEqual([
      { period: YEAR, schoolId: 'A', counts: 'district', n: 1, events: 0, sum: 350n },
      { period: YEAR, schoolId: 'A', counts: 'school', n: 1, events: 0, sum: 350n },
      { period: YEAR, schoolId: 'B', counts: 'school', n: 1, events: 0, sum: 350n },
    ]);
  });

  it('takes the school marked accountable before that of most days', () => {
    expect(of(after(first, second), 'enrolled')).toMatchObject([{ schoolId: 'A' }]);
    const marked = row('enrollments', { schoolId: 'B', entryDate: '2026-03-01', accountable: true });
    expect(of(after(first, marked), 'enrolled')).toMatchObject([{ schoolId: 'B' }]);
  });

  it('takes the school of the row itself where nothing tells of an enrolment', () => {
    const known = row('attendance', { schoolYear: YEAR, schoolId: 'C', daysEnrolled: '100', daysAbsent: '0' });
    expect(of(after(known), 'chronic-absence')).toMatchObject([{ schoolId: 'C' }]);
    expect(of(after(known, enrolled), 'chronic-absence')).toMatchObject([{ schoolId: 'A' }]);
    expect(of(after(observed), 'belonging')).toMatchObject([{ schoolId: 'unknown' }]);
  });

  it('describes a year by its own row, else the nearest before, else after', () => {
    const state = after(
      row('students', { schoolYear: '2023-24', gender: 'before' }),
      row('students', { schoolYear: '2027-28', gender: 'after' }),
      row('observations', { indicator: 'belonging', period: '2025-26/T1', value: '1' }),
      row('observations', { indicator: 'belonging', period: '2022-23', value: '1' }),
    );
    const genders = contributions(KEY, state, reference(), { own }).map(({ period, contribution }) => [
      period,
      contribution.profile.gender,
    ]);
    expect(genders).toEqual([
      ['2022-23', 'before'],
      ['2025-26/T1', 'before'],
    ]);
  });
});

describe('evolving', () => {
  const anyRow = fc.oneof(
    fc.record({
      type: fc.constant('students' as const),
      schoolYear: fc.constantFrom('2024-25', YEAR),
      gender: fc.constantFrom('F', 'M'),
    }),
    fc.record({
      type: fc.constant('attendance' as const),
      date: fc.constantFrom('2025-09-01', '2025-09-02', '2025-10-01'),
      status: fc.constantFrom('present', 'excused'),
    }),
    fc.record({
      type: fc.constant('discipline' as const),
      schoolId: fc.constant('A'),
      incidentId: fc.constantFrom('1', '2'),
      date: fc.constantFrom('2025-09-01', '2024-09-01'),
      action: fc.constantFrom('none', 'other'),
    }),
    fc.record({
      type: fc.constant('observations' as const),
      indicator: fc.constant('belonging'),
      period: fc.constantFrom(YEAR, '2024-25'),
      value: fc.constantFrom('1', '2'),
    }),
  );
  const key = ({ type, content }: StudentRow) =>
    JSON.stringify([
      type,
      content.schoolYear,
      content.date && type === 'attendance' ? content.date : '',
      content.incidentId,
      content.period,
    ]);
  const asRow = ({ type, ...content }: { type: StudentRow['type'] } & Fields) => row(type, content);

  it('depends on the last content of each key alone: neither order nor repetition shows', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), fc.array(fc.nat()), (given, seeds) => {
        const last = [...new Map(given.map(asRow).map((each) => [key(each), each])).values()];
        const shuffled = last
          .map((each, index) => ({ each, order: seeds[index % Math.max(1, seeds.length)] ?? index }))
          .sort((a, b) => a.order - b.order)
          .map(({ each }) => each);
        const expected = contributions(KEY, after(...last), reference(), { own });
        expect(contributions(KEY, after(...given.map(asRow)), reference(), { own })).toEqual(expected);
        const state = after(...shuffled, ...shuffled);
        expect(contributions(KEY, state, reference(), { own })).toEqual(expected);
        const emptied = last.reduce((left, each) => evolve(left, { ...each, withdrawn: true }), state);
        expect(emptied).toEqual({});
      }),
      { numRuns: 300 },
    );
  });

  it('gives the very same state back for a repeated row', () => {
    const state = after(enrolled, row('attendance', { date: '2025-09-01', status: 'excused' }));
    expect(evolve(state, enrolled)).toBe(state);
    expect(evolve(state, row('attendance', { date: '2025-09-01', status: 'excused' }))).toBe(state);
  });
});
