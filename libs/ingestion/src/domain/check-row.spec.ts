import fc from 'fast-check';
import { isRefusal, recordTypeNamed } from '@evenground/contracts';
import { checkRow, isRefusedRow, type CheckedRow } from './check-row.js';
import { canonicalDecimal, compareDecimals, isDay } from './read-cell.js';
import { recogniseHeader, recogniseMapped, type RowShape } from './recognise-header.js';
import type { RowRefusal } from './refuse-row.js';

const SETTINGS = { countDate: '10-01', pseudonymOfStaff: (staffId: string) => `staff:${staffId.length}` };

function check(type: string, row: Readonly<Record<string, string>>): CheckedRow | RowRefusal {
  const shape = recogniseHeader(recordTypeNamed(type)!, Object.keys(row));
  if (isRefusal(shape)) throw new Error(shape.refused);
  return checkRow(shape, Object.values(row), SETTINGS);
}

const STUDENT = { studentId: 'A', schoolYear: '2025-26' };
const contentOf = (type: string, row: Readonly<Record<string, string>>) => {
  const checked = check(type, row);
  if (isRefusedRow(checked)) throw new Error(`${checked.code}: ${checked.message}`);
  return checked.content;
};

describe('the door refuses, and says what would be right', () => {
  it.each<[string, string, Record<string, string>, string, string | undefined]>([
    ['an empty key', 'students', { studentId: ' ', schoolYear: '2025-26' }, 'cell/missing', 'studentId'],
    [
      'a year that does not follow',
      'students',
      { studentId: 'A', schoolYear: '2025-27' },
      'school-year/invalid',
      'schoolYear',
    ],
    [
      'a race nobody knows',
      'students',
      { ...STUDENT, raceEthnicity: 'Martian' },
      'race-ethnicity/unknown',
      'raceEthnicity',
    ],
    ['a flag that is none', 'students', { ...STUDENT, homeless: 'perhaps' }, 'flag/invalid', 'homeless'],
    [
      'a birth date after the count date',
      'students',
      { ...STUDENT, birthDate: '2026-01-01' },
      'birth-date/out-of-range',
      'birthDate',
    ],
    ['an age beyond 30', 'students', { ...STUDENT, birthDate: '1980-01-01' }, 'birth-date/out-of-range', 'birthDate'],
    [
      'control characters',
      'students',
      { studentId: 'A\u0007', schoolYear: '2025-26' },
      'cell/control-characters',
      'studentId',
    ],
    ['a text that is too long', 'students', { ...STUDENT, grade: '1'.repeat(17) }, 'cell/too-long', 'grade'],
    [
      'a day that does not exist',
      'attendance',
      { studentId: 'A', date: '2025-02-29', status: 'present' },
      'date/invalid',
      'date',
    ],
    [
      'a day without status',
      'attendance',
      { studentId: 'A', date: '2025-02-28', status: '' },
      'attendance/status-missing',
      'status',
    ],
    [
      'a year without both numbers',
      'attendance',
      { studentId: 'A', schoolYear: '2025-26', daysEnrolled: '170', daysAbsent: '' },
      'attendance/days-missing',
      'daysAbsent',
    ],
    [
      'more absent than enrolled',
      'attendance',
      { studentId: 'A', schoolYear: '2025-26', daysEnrolled: '170', daysAbsent: '170.5' },
      'attendance/absent-over-enrolled',
      'daysAbsent',
    ],
    [
      'no day enrolled',
      'attendance',
      { studentId: 'A', schoolYear: '2025-26', daysEnrolled: '0', daysAbsent: '0' },
      'number/out-of-range',
      'daysEnrolled',
    ],
    ['neither day nor year', 'attendance', { studentId: 'A', date: '', schoolYear: '' }, 'cell/missing', 'date'],
    [
      'an absence of more than a day',
      'attendance',
      { studentId: 'A', date: '2025-02-28', status: 'excused', absentFraction: '1.01' },
      'number/out-of-range',
      'absentFraction',
    ],
    [
      'a victim',
      'discipline',
      { schoolId: 'S', incidentId: 'I', studentId: 'A', role: 'victim' },
      'choice/unknown',
      'role',
    ],
    [
      'an action nobody knows',
      'discipline',
      { schoolId: 'S', incidentId: 'I', studentId: 'A', action: 'detention hall' },
      'choice/unknown',
      'action',
    ],
    [
      'an exit before the entry',
      'enrollments',
      { studentId: 'A', schoolId: 'S', entryDate: '2025-09-01', exitDate: '2025-08-31' },
      'enrollment/exit-before-entry',
      'exitDate',
    ],
    [
      'more events than counted',
      'counts',
      { schoolId: 'S', indicator: 'i', period: '2025-26', n: '10', events: '11' },
      'counts/events-over-n',
      'events',
    ],
    [
      'half of a mean',
      'counts',
      { schoolId: 'S', indicator: 'i', period: '2025-26', n: '10', sum: '11', sumOfSquares: '' },
      'counts/form-missing',
      'sumOfSquares',
    ],
    [
      'two forms at once',
      'counts',
      { schoolId: 'S', indicator: 'i', period: '2025-26', n: '10', events: '1', sum: '11', sumOfSquares: '20' },
      'counts/two-forms',
      'sum',
    ],
    [
      'an exponent',
      'observations',
      { studentId: 'A', indicator: 'i', period: '2025-26', value: '1e400' },
      'number/invalid',
      'value',
    ],
    [
      'a comma for a point',
      'observations',
      { studentId: 'A', indicator: 'i', period: '2025-26', value: '3,5' },
      'number/invalid',
      'value',
    ],
    [
      'a quality of five',
      'deliveries',
      { deliveryId: 'D', interventionId: 'I', schoolId: 'S', date: '2025-10-01', quality: '5' },
      'number/out-of-range',
      'quality',
    ],
  ])('%s', (_name, type, row, code, field) => {
    const refused = check(type, row);
    expect(refused).toMatchObject({ code, ...(field !== undefined && { field }) });
    expect((refused as RowRefusal).message.length).toBeGreaterThan(10);
  });

  it('a row with more cells than the header', () => {
    const shape = recogniseHeader(recordTypeNamed('students')!, ['studentId', 'schoolYear']) as RowShape;
    expect(checkRow(shape, ['A', '2025-26', 'x'], SETTINGS)).toMatchObject({ code: 'row/too-many-cells' });
  });
});

describe('the door makes canonical', () => {
  it('flags, choices, lists and names in any case', () => {
    expect(
      contentOf('students', {
        ...STUDENT,
        Homeless: 'YES',
        migrant: '0',
        raceEthnicity: 'BLACKORAFRICANAMERICAN',
        'attribute:Pathway': ' Arts ',
      }),
    ).toMatchObject({
      homeless: true,
      migrant: false,
      raceEthnicity: 'Black or African American',
      'attribute:Pathway': 'Arts',
    });
    expect(
      contentOf('discipline', {
        schoolId: 'S',
        incidentId: 'I',
        studentId: 'A',
        behavior: '04659; fighting',
        action: 'None',
      }),
    ).toEqual({
      ...{ schoolId: 'S', incidentId: 'I', behavior: ['04659', 'fighting'], action: 'none', subjective: true },
    });
  });

  it('an empty cell to unknown, never to no', () => {
    expect(contentOf('students', { ...STUDENT, homeless: '', englishLearner: ' ' })).toEqual({ schoolYear: '2025-26' });
  });

  it('a birth date to an age on the count date, and drops it', () => {
    expect(contentOf('students', { ...STUDENT, birthDate: '2015-10-01' })).toEqual({
      schoolYear: '2025-26',
      ageOnCountDate: 10,
    });
    expect(contentOf('students', { ...STUDENT, birthDate: '2015-10-02' })).toEqual({
      schoolYear: '2025-26',
      ageOnCountDate: 9,
    });
  });

  it.each<[Record<string, string>, string | undefined, string | undefined]>([
    [{ hispanicLatino: 'true', races: 'White;Asian' }, 'Hispanic or Latino', undefined],
    [{ hispanicLatino: 'false', races: 'White;Asian' }, 'Two or More Races', undefined],
    [{ hispanicLatino: 'false', races: 'Asian' }, 'Asian', undefined],
    [{ hispanicLatino: 'false', races: '' }, undefined, undefined],
    [{ hispanicLatino: '', races: 'Asian' }, 'Asian', 'race-ethnicity/ethnicity-unknown'],
    [{ hispanicLatino: 'false', races: 'Asian', raceEthnicity: 'White' }, 'Asian', 'race-ethnicity/differs'],
    [{ hispanicLatino: 'no', races: 'Middle Eastern or North African' }, 'White', undefined],
    [{ hispanicLatino: 'no', races: 'Middle Eastern or North African;White' }, 'White', undefined],
    [
      { hispanicLatino: 'no', races: 'Middle Eastern or North African;White', raceScheme: '2024' },
      'Two or More Races',
      undefined,
    ],
    [
      { hispanicLatino: 'no', races: 'Middle Eastern or North African', raceScheme: '2024' },
      'Middle Eastern or North African',
      undefined,
    ],
    [{ raceEthnicity: 'Middle Eastern or North African' }, 'Middle Eastern or North African', undefined],
  ])('%j to one race/ethnicity', (row, raceEthnicity, finding) => {
    const checked = check('students', { ...STUDENT, ...row }) as CheckedRow;
    expect([checked.content['raceEthnicity'], checked.findings[0]?.code]).toEqual([raceEthnicity, finding]);
  });

  it('staff to a pseudonym', () => {
    expect(contentOf('rosters', { staffId: 'teacher-7', ...STUDENT, courseCode: 'M' })).toEqual({
      staffId: 'staff:9',
      schoolYear: '2025-26',
      courseCode: 'M',
    });
  });

  it('subgroups of counts to the names that answers use', () => {
    const counts = { schoolId: 'S', indicator: 'i', period: '2025-26', n: '20', events: '5' };
    expect(
      contentOf('counts', { ...counts, RaceEthnicity: 'asian', englishLearner: 'Y', gender: '', team: '*' }),
    ).toMatchObject({ raceEthnicity: 'Asian', englishLearner: 'yes', gender: 'unknown', team: '*' });
    expect(contentOf('counts', { ...counts, n: '<10', events: '*' })).toEqual({
      schoolId: 'S',
      indicator: 'i',
      period: '2025-26',
      suppressed: true,
    });
  });

  it('exact decimals', () => {
    expect(['007', '+1.50', '-0.0', '.5', '12.', '1,5', '', '.', '0x1', '1e3'].map(canonicalDecimal)).toEqual([
      '7',
      '1.5',
      '0',
      '0.5',
      '12',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.nat(6), (left, right, decimals) => {
        const text = (value: number) =>
          canonicalDecimal((BigInt(value) < 0n ? '-' : '') + digits(Math.abs(value), decimals))!;
        expect(Math.sign(compareDecimals(text(left), text(right)))).toBe(Math.sign(left - right));
      }),
    );
  });

  it('only real days', () => {
    expect(
      ['2024-02-29', '2025-02-29', '1900-02-29', '2000-02-29', '2025-04-31', '1899-12-31', '2025-1-01'].map(isDay),
    ).toEqual([true, false, false, true, false, false, false]);
  });
});

function digits(value: number, decimals: number): string {
  const text = String(value).padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

describe('a header', () => {
  const students = recordTypeNamed('students')!;
  it('is recognised in any case; what nobody knows is reported', () => {
    expect(recogniseHeader(students, [' StudentID', 'schoolyear', 'nick', ''])).toMatchObject({
      ignoredColumns: ['nick', '(column 4)'],
    });
  });
  it('is refused when a needed column is missing, with what would be right', () => {
    expect(recogniseHeader(students, ['studentId'])).toMatchObject({
      refused: 'upload/columns-missing',
      field: 'schoolYear',
      wouldBeRight: 'a header with studentId, schoolYear',
    });
    expect(recogniseHeader(recordTypeNamed('attendance')!, ['studentId'])).toMatchObject({
      refused: 'upload/columns-missing',
      wouldBeRight: 'a header with studentId, date — or studentId, schoolYear',
    });
  });
  it('is refused when a column is there twice, or there are too many', () => {
    expect(recogniseHeader(students, ['studentId', 'schoolYear', 'STUDENTID'])).toMatchObject({
      refused: 'upload/columns-duplicate',
    });
    expect(
      recogniseHeader(
        students,
        Array.from({ length: 100_000 }, (_, index) => `c${index}`),
      ),
    ).toMatchObject({ refused: 'upload/columns-too-many' });
  });
  it('of another system is read by its mapping', () => {
    const shape = recogniseMapped(
      students,
      {
        studentId: 'Student ID',
        schoolYear: { constant: '2025-26' },
        homeless: { column: 'HL', values: { H: 'true', '-': 'false' } },
      },
      ['HL', 'Student ID', 'Rest'],
    ) as RowShape;
    expect(shape.ignoredColumns).toEqual(['Rest']);
    expect(checkRow(shape, ['h', 'A', 'x'], SETTINGS)).toMatchObject({
      studentId: 'A',
      content: { schoolYear: '2025-26', homeless: true },
    });
    expect(checkRow(shape, ['?', 'A', 'x'], SETTINGS)).toMatchObject({
      code: 'mapping/value-unknown',
      field: 'homeless',
    });
    expect(recogniseMapped(students, { studentId: 'x', schoolYear: 'y' }, ['x'])).toMatchObject({
      refused: 'upload/columns-missing',
      field: 'y',
    });
    expect(recogniseMapped(students, { studentId: 'x' }, ['x'])).toMatchObject({ refused: 'mapping/field-missing' });
    expect(recogniseMapped(students, { studentId: 'x', nope: 'x' }, ['x'])).toMatchObject({
      refused: 'mapping/field-unknown',
    });
  });
});

describe('a cell of several lines', () => {
  it('is one text, and is refused where an identifier is meant', () => {
    const school = (row: Readonly<Record<string, string>>) => check('schools', { schoolId: 'S', ...row });
    expect(school({ name: 'Lincoln \r\n High' })).toMatchObject({ content: { name: 'Lincoln High' } });
    expect(school({ leaId: 'a\nb' })).toMatchObject({ code: 'cell/control-characters', field: 'leaId' });
  });
});

describe('a graduate without a diploma', () => {
  it('is taken in, because it is the measure that does not count it as graduated', () => {
    const row = { studentId: 'A', cohort: '2026', outcome: 'graduated', diploma: 'none' };
    expect(contentOf('graduation', row)).toMatchObject({ outcome: 'graduated', diploma: 'none' });
  });
});
