import type { Row } from './actor.js';

/** A few dozen made-up students of three schools over two years: every situation that the rules name, once or more. */
export const DISTRICT = 'scenario';
/** The calendar year in which the last school year that is over today ended. */
const LAST_END = ((today: Date) => today.getUTCFullYear() - (today.getUTCMonth() < 6 ? 1 : 0))(new Date());
const yearEnding = (end: number): string => `${end - 1}-${String(end % 100).padStart(2, '0')}`;
/** Two school years that are over, so that verdicts may rest on them, and the one that is under way. */
export const YEARS = [yearEnding(LAST_END - 1), yearEnding(LAST_END)] as const;
export const THIS_YEAR = yearEnding(LAST_END + 1);
export const SCHOOLS = ['north', 'south', 'east'] as const;
const RACES = ['Hispanic or Latino', 'Asian', 'Black or African American', 'White', 'Two or More Races'];

/** A small deterministic mixture: the same student and purpose always give the same number in [0, 1). */
export function mix(student: number, purpose: string): number {
  let hash = 2166136261 ^ student;
  for (const character of `${purpose}/${student}`) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

export const STUDENTS = Array.from({ length: 48 }, (_, index) => index);
export const studentId = (index: number): string => `st-${index}`;
export const schoolOf = (index: number): string => SCHOOLS[index % 3] ?? 'north';
const flag = (share: number, at: number): string => (at < share ? 'yes' : at > 0.96 ? '' : 'no');

export function studentRow(index: number, schoolYear: string, changes: Row = {}): Row {
  return {
    studentId: studentId(index),
    schoolYear,
    schoolId: schoolOf(index),
    grade: String(7 + (index % 5) + (schoolYear === YEARS[1] ? 1 : 0)),
    raceEthnicity: RACES[Math.floor(mix(index, 'race') * RACES.length)] ?? 'White',
    gender: mix(index, 'gender') < 0.5 ? 'Female' : 'Male',
    englishLearner: flag(0.3, mix(index, 'el')),
    disability: flag(0.2, mix(index, 'disability')),
    economicallyDisadvantaged: flag(0.5, mix(index, 'income')),
    'attribute:house': ['red', 'green', ''][index % 3] ?? '',
    ...changes,
  };
}

export function yearlyAttendance(index: number, schoolYear: string): Row {
  return {
    studentId: studentId(index),
    schoolYear,
    schoolId: schoolOf(index),
    daysEnrolled: index === 7 ? '9' : '180',
    // 18 of 180 is chronic, 17.99 is not: the exact test at the edge.
    daysAbsent: index === 7 ? '9' : index % 4 === 0 ? '18' : index % 4 === 1 ? '17.5' : String(index % 17),
  };
}

/** A date of the second year: `MM-DD` of it. */
export const dayOfSecondYear = (day: string): string => `${LAST_END - (day >= '07' ? 1 : 0)}-${day}`;
/** Twenty days of instruction in the second year. */
export const DAYS = Array.from({ length: 20 }, (_, day) => dayOfSecondYear(`09-${String(day + 1).padStart(2, '0')}`));

export function calendarRows(): Row[] {
  return SCHOOLS.flatMap((schoolId) => DAYS.map((date) => ({ schoolId, date, instructional: 'true' })));
}

export function dailyAttendance(index: number): Row[] {
  return DAYS.map((date, day) => {
    const at = mix(index, `day${day}`);
    const status =
      at < 0.06
        ? 'excused'
        : at < 0.1
          ? 'unexcused'
          : at < 0.13
            ? 'tardy'
            : at < 0.14
              ? 'out-of-school-suspension'
              : at < 0.15
                ? 'in-school-suspension'
                : 'present';
    return {
      studentId: studentId(index),
      date,
      schoolId: schoolOf(index),
      status,
      absentFraction: status === 'excused' && day % 3 === 0 ? '0.4' : '',
    };
  });
}

export function disciplineRows(schoolYear: string): Row[] {
  return STUDENTS.filter((index) => mix(index, `incident ${schoolYear}`) < 0.3 || index < 3).flatMap((index) => {
    const date = `${schoolYear.slice(0, 4)}-10-0${1 + (index % 8)}`;
    const row = {
      schoolId: schoolOf(index),
      incidentId: `i-${schoolYear}-${index}`,
      studentId: studentId(index),
      date,
      behavior: 'defiance',
    };
    const actions =
      index % 3 === 0
        ? ['out-of-school-suspension', 'in-school-suspension']
        : index % 3 === 1
          ? ['in-school-suspension']
          : ['out-of-school-suspension'];
    return actions.map((action, k) => ({ ...row, actionId: `a${k}`, action, days: String(1 + k) }));
  });
}

export function courseRows(schoolYear: string): Row[] {
  return STUDENTS.map((index) => ({
    studentId: studentId(index),
    schoolYear,
    courseCode: 'MATH',
    schoolId: schoolOf(index),
    level: ['ap', 'regular', 'dual', 'honors'][Math.floor(mix(index, `course ${schoolYear}`) * 4)] ?? 'regular',
  }));
}

export function assessmentRows(schoolYear: string): Row[] {
  const date = `${Number(schoolYear.slice(0, 4)) + 1}-05-05`;
  return STUDENTS.flatMap((index) => {
    const row = { studentId: studentId(index), date, schoolId: schoolOf(index) };
    return [
      {
        ...row,
        assessment: 'state-reading',
        subject: 'reading',
        tested: index % 11 === 0 ? 'false' : 'true',
        proficient: index % 11 === 0 ? '' : mix(index, `reading ${schoolYear}`) < 0.5 ? 'true' : 'false',
        performanceLevel: '',
      },
      {
        ...row,
        assessment: 'state-math',
        subject: 'math',
        tested: 'true',
        proficient: '',
        performanceLevel: String(1 + Math.floor(mix(index, `math ${schoolYear}`) * 4)),
      },
    ];
  });
}

export function graduationRows(): Row[] {
  const outcomes = ['graduated', 'graduated', 'dropped', 'transferred', 'still-enrolled', 'equivalency'];
  return STUDENTS.filter((index) => index % 5 === 4).map((index) => {
    const outcome = outcomes[index % outcomes.length] ?? 'graduated';
    return {
      studentId: studentId(index),
      cohort: String(LAST_END),
      schoolId: schoolOf(index),
      outcome,
      diploma: outcome === 'graduated' ? 'regular' : '',
      documented: index % 2 === 0 ? 'true' : '',
    };
  });
}

export function belongingRows(period: string): Row[] {
  return STUDENTS.map((index) => ({
    studentId: studentId(index),
    indicator: 'belonging',
    period,
    schoolId: schoolOf(index),
    value: (1 + mix(index, `belonging ${period}`) * 4).toFixed(7),
  }));
}
