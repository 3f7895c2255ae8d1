import type { Row } from './one-district.suite.js';

/** UC Berkeley admissions 1973 (R datasets, UCBAdmissions): department → [men admitted, men, women admitted, women]. */
const ADMISSIONS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  A: [512, 825, 89, 108],
  B: [353, 560, 17, 25],
  C: [120, 325, 202, 593],
  D: [138, 417, 131, 375],
  E: [53, 191, 94, 393],
  F: [22, 373, 24, 341],
};

/** The applicants as students of departments (schools), with whether they were admitted as an observation. */
export function applicants(): { students: Row[]; observations: Row[] } {
  const students: Row[] = [];
  const observations: Row[] = [];
  const add = (schoolId: string, gender: string, admitted: number, n: number) => {
    for (let index = 0; index < n; index += 1) {
      const student = `${students.length % 8}.${Math.floor(students.length / 8) % 3}.s${students.length}`;
      students.push({ student, schoolYear: '1972-73', schoolId, gender });
      observations.push({
        student,
        indicator: 'admitted',
        period: '1973',
        schoolId,
        value: index < admitted ? '1' : '0',
      });
    }
  };
  for (const [department, [men, allMen, women, allWomen]] of Object.entries(ADMISSIONS)) {
    add(department, 'Male', men, allMen);
    add(department, 'Female', women, allWomen);
  }
  return { students, observations };
}
