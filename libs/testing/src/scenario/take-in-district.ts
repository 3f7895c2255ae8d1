import type { UploadStatus } from '../deployment/api-client.js';
import type { Actor } from './actor.js';
import {
  STUDENTS,
  YEARS,
  assessmentRows,
  belongingRows,
  calendarRows,
  courseRows,
  dailyAttendance,
  disciplineRows,
  studentRow,
  yearlyAttendance,
} from './small-district.js';

/** Two years of the small district, of all types that come every year. Returns the uploads of students. */
export async function takeInDistrict(actor: Actor): Promise<readonly UploadStatus[]> {
  const [before] = YEARS;
  const students: UploadStatus[] = [];
  await actor.defineIndicator('belonging', { name: 'Belonging', source: 'observations', kind: 'mean', scale: 6 });
  await actor.defineAssessment('state-math', ['1', '2', '3', '4'], '3');
  await actor.upload('calendar', calendarRows());
  for (const year of YEARS) {
    students.push(
      await actor.upload(
        'students',
        STUDENTS.map((index) => studentRow(index, year)),
      ),
    );
    await actor.upload('discipline', disciplineRows(year));
    await actor.upload('courses', courseRows(year));
    await actor.upload('assessments', assessmentRows(year));
    await actor.upload('observations', belongingRows(year));
  }
  await actor.upload(
    'attendance',
    STUDENTS.map((index) => yearlyAttendance(index, before)),
  );
  await actor.upload('attendance', STUDENTS.flatMap(dailyAttendance));
  return students;
}
