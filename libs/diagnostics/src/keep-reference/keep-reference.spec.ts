import fc from 'fast-check';
import { OneDistrict, type Row } from '../one-district.suite.js';

const YEAR = '2025-26';
const DAYS = Array.from({ length: 20 }, (_, index) => `2025-09-${String(index + 1).padStart(2, '0')}`);

const pupil = (index: number, schoolId: string): Row => ({
  ...{ student: `${index % 2}.${index % 2}.s${index}`, schoolYear: YEAR, schoolId, grade: '9' },
});

describe('reference data', () => {
  let district: OneDistrict;
  beforeEach(async () => {
    district = await OneDistrict.open();
  });
  afterEach(() => district.close());

  it('gives absence from daily rows once the calendar is there, whatever came first', async () => {
    const pupils = [pupil(0, 'A'), pupil(1, 'A')];
    await district.rows('students', pupils);
    await district.rows(
      'attendance',
      pupils.flatMap(({ student }, index) =>
        DAYS.map((date) => ({ student, date, status: index === 0 ? 'excused' : 'present' })),
      ),
    );
    expect((await district.gaps({ indicator: 'chronic-absence', period: YEAR })).reason).toBe('no-data');
    await district.reference(
      'calendar',
      DAYS.map((date) => ({ schoolId: 'A', date, instructional: true })),
    );
    const answer = await district.gaps({ indicator: 'chronic-absence', period: YEAR });
    expect(answer.groups).toMatchObject([{ n: 2, events: 1 }]);
    expect(answer.recomputing).toBe(false);
  });

  it('has no denominator for a school that is not declared: null, not-declared, never 0 %', async () => {
    await district.rows(
      'students',
      [...Array(3).keys()].map((index) => pupil(index, index === 2 ? 'B' : 'A')),
    );
    const before = await district.gaps({ indicator: 'oss-any', period: YEAR });
    expect(before).toMatchObject({
      reason: 'not-declared',
      groups: [{ n: null, events: null, rate: null, reason: 'not-declared' }],
    });
    await district.declare('discipline', [{ schoolId: 'A', schoolYear: YEAR, complete: true }]);
    const all = await district.gaps({ indicator: 'oss-any', period: YEAR });
    expect(all).toMatchObject({ groups: [{ n: 2, events: 0, rate: 0 }], coverage: { schools: ['A'] } });
    const undeclared = await district.gaps({ indicator: 'oss-any', period: YEAR, school: 'B' });
    expect(undeclared).toMatchObject({ reason: 'not-declared', groups: [{ n: null, rate: null }] });
  });

  it('is included for a read that names it only when the pass that it asks for is over', async () => {
    await district.rows(
      'students',
      [...Array(40).keys()].map((index) => pupil(index, 'A')),
    );
    for (const complete of [true, false, true]) {
      await district.declare('discipline', [{ schoolId: 'A', schoolYear: YEAR, complete }]);
      expect(await district.isPassedOnceIncluded()).toBe(true);
    }
  });

  it('says of how many schools a number covers the declared ones, those that are known by students among them', async () => {
    await district.rows('students', [pupil(0, 'A'), pupil(1, 'B'), pupil(2, 'C')]);
    await district.declare('discipline', [{ schoolId: 'A', schoolYear: YEAR, complete: true }]);
    const { coverage } = await district.gaps({ indicator: 'oss-any', period: YEAR });
    expect(coverage).toEqual({ schools: ['A'], of: 3 });
  });

  it('lets a completed upload count until the district declares anything', async () => {
    await district.rows('students', [pupil(0, 'A'), pupil(1, 'B')]);
    await district.declare(
      'discipline',
      [
        { schoolId: 'A', schoolYear: YEAR, complete: true },
        { schoolId: 'B', schoolYear: YEAR, complete: true },
      ],
      'upload',
    );
    expect((await district.gaps({ indicator: 'oss-any', period: YEAR })).groups).toMatchObject([{ n: 2 }]);
    await district.declare('discipline', [{ schoolId: 'B', schoolYear: YEAR, complete: true }]);
    expect((await district.gaps({ indicator: 'oss-any', period: YEAR })).groups).toMatchObject([{ n: 1 }]);
  });

  it('ends with the first declaration that uploads count, in every year; later ones change their own year', async () => {
    const former = '2024-25';
    await district.rows('students', [pupil(0, 'A'), { ...pupil(0, 'A'), schoolYear: former }]);
    const complete = (schoolYear: string) => [{ schoolId: 'A', schoolYear, complete: true }];
    await district.declare('discipline', complete(former), 'upload');
    await district.declare('discipline', complete(YEAR), 'upload');
    const [shown, hidden] = [{ groups: [{ n: 1 }] }, { reason: 'not-declared' }];
    expect(await district.gaps({ indicator: 'oss-any', period: former })).toMatchObject(shown);
    await district.declare('discipline', complete(YEAR));
    expect(await district.gaps({ indicator: 'oss-any', period: former })).toMatchObject(hidden);
    expect(await district.gaps({ indicator: 'oss-any', period: YEAR })).toMatchObject(shown);
    await district.declare('discipline', complete(former));
    expect(await district.gaps({ indicator: 'oss-any', period: former })).toMatchObject(shown);
  });

  it('judges levels by the cut of the assessment, also when it changes', async () => {
    await district.rows('students', [pupil(0, 'A')]);
    await district.rows('assessments', [
      {
        student: pupil(0, 'A').student,
        assessment: 'state',
        subject: 'math',
        date: '2026-03-01',
        performanceLevel: 'mid',
      },
    ]);
    await district.assessment('state', ['low', 'mid', 'high'], 'mid');
    expect((await district.gaps({ indicator: 'proficient-math', period: YEAR })).groups).toMatchObject([
      { n: 1, events: 1 },
    ]);
    await district.assessment('state', ['low', 'mid', 'high'], 'high');
    expect((await district.gaps({ indicator: 'proficient-math', period: YEAR })).groups).toMatchObject([
      { n: 1, events: 0 },
    ]);
  });

  it('answers counts from one table, exactly', async () => {
    await district.define('referred', { source: 'counts', kind: 'mean', scale: 1 });
    const row = (schoolId: string, gender: string, n: number, sum: string, sumOfSquares: string) => ({
      ...{ schoolId, indicator: 'referred', period: YEAR, gender, n, sum, sumOfSquares },
    });
    await district.reference(
      'counts',
      [row('A', 'F', 2, '3.0', '4.5'), row('B', 'F', 2, '1.0', '0.5'), row('A', 'M', 4, '8.0', '16.00')],
      ['gender'],
    );
    const answer = await district.gaps({ indicator: 'referred', by: 'gender' });
    expect(answer.groups).toMatchObject([
      { group: { gender: 'F' }, n: 4, mean: 1 },
      { group: { gender: 'M' }, n: 4, mean: 2, sd: 0 },
    ]);
    expect((await district.gaps({ indicator: 'referred', by: 'grade' })).reason).toBe('no-table-has-these-attributes');
  });

  it('computes anew when a definition changes', async () => {
    await district.define('score', { kind: 'mean', scale: 0 });
    await district.rows('observations', [{ student: '0.0.a', indicator: 'score', period: YEAR, value: '2.6' }]);
    expect((await district.gaps({ indicator: 'score' })).groups).toMatchObject([{ mean: 3 }]);
    await district.define('score', { kind: 'mean', scale: 1 });
    expect((await district.gaps({ indicator: 'score' })).groups).toMatchObject([{ mean: 2.6 }]);
  });
});

type Step = (district: OneDistrict) => Promise<void>;

/** Everything that can be told of three students at two schools, as independent facts. */
function facts(seed: readonly number[]): Step[] {
  const pick = (index: number, of: readonly string[]) => of[(seed[index % seed.length] ?? 0) % of.length]!;
  const pupils = [0, 1, 2].map((index) => ({
    ...pupil(index, pick(index, ['A', 'B'])),
    gender: pick(index + 3, ['F', 'M']),
  }));
  const keys = pupils.map(({ student }) => student);
  return [
    ...pupils.map(
      (row): Step =>
        (district) =>
          district.rows('students', [row]),
    ),
    (district) =>
      district.rows('enrollments', [
        { student: keys[0]!, schoolId: 'B', entryDate: '2025-08-20', exitDate: pick(4, ['2025-09-10', '2026-05-01']) },
      ]),
    (district) =>
      district.rows(
        'attendance',
        DAYS.map((date, index) => ({ student: keys[index % 3]!, date, status: pick(index, ['excused', 'present']) })),
      ),
    (district) =>
      district.reference(
        'calendar',
        DAYS.map((date) => ({ schoolId: 'A', date, instructional: true })),
      ),
    (district) =>
      district.reference(
        'calendar',
        DAYS.map((date) => ({ schoolId: 'B', date, instructional: true })),
      ),
    (district) => district.declare('discipline', [{ schoolId: 'A', schoolYear: YEAR, complete: true }]),
    (district) =>
      district.rows('discipline', [
        {
          student: keys[1]!,
          schoolId: 'A',
          incidentId: 'i',
          actionId: '',
          date: '2025-09-03',
          action: 'out-of-school-suspension',
        },
      ]),
    (district) => district.assessment('t', ['low', 'high'], 'high'),
    (district) =>
      district.rows('assessments', [
        {
          student: keys[2]!,
          assessment: 't',
          subject: 'math',
          date: '2026-02-01',
          performanceLevel: pick(5, ['low', 'high']),
        },
      ]),
    (district) => district.define('own', { kind: 'mean', attribution: 'each-school' }),
    (district) => district.rows('observations', [{ student: keys[0]!, indicator: 'own', period: YEAR, value: '1.5' }]),
  ];
}

describe('the order of arrival', () => {
  it('does not show in the cells', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
        fc.shuffledSubarray([...Array(13).keys()], { minLength: 13 }),
        async (seed, order) => {
          const dumps: unknown[] = [];
          for (const way of [[...Array(13).keys()], order]) {
            const district = await OneDistrict.open();
            try {
              const steps = facts(seed);
              for (const index of way) if (steps[index]) await steps[index](district);
              dumps.push(await district.dump());
            } finally {
              await district.close();
            }
          }
          expect(dumps[1]).toEqual(dumps[0]);
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});
