import type { Row } from './actor.js';
import { tutoringSessions } from './small-cycles.js';
import {
  STUDENTS,
  YEARS,
  assessmentRows,
  belongingRows,
  courseRows,
  dailyAttendance,
  disciplineRows,
  mix,
  studentRow,
  yearlyAttendance,
} from './small-district.js';

export interface PlannedFile {
  readonly type: string;
  /** With the round's seed it is the file's Idempotency-Key. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly query: Record<string, string>;
}

/** The files of a round: new values, corrections, duplicates, rows in another order, sometimes a replace. */
export function filesOf(seed: number): PlannedFile[] {
  const year = YEARS[seed % 2] ?? YEARS[1];
  const shaken = <T>(rows: readonly T[], purpose: string): T[] =>
    rows
      .map((row, index) => ({ row, at: mix(index + seed, purpose) }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
  const changed = STUDENTS.filter((index) => mix(index + seed, 'changed') < 0.4);
  const twice = <T>(rows: readonly T[]): T[] => [...rows, ...rows.filter((_, index) => index % 20 === 0)];
  const courses = courseRows(year).filter((_, index) => mix(index + seed, 'kept') < 0.9);
  return [
    {
      type: 'students',
      name: 'a',
      rows: changed.map((index) =>
        studentRow(index, year, {
          englishLearner: mix(index + seed, 'el') < 0.5 ? 'yes' : 'no',
          gender: mix(index + seed, 'g') < 0.5 ? 'Female' : 'Male',
        }),
      ),
      query: {},
    },
    {
      type: 'attendance',
      name: 'a',
      rows: twice(
        shaken(
          STUDENTS.flatMap(dailyAttendance).map((row, index) => ({
            ...row,
            status: mix(index + seed, 'status') < 0.1 ? 'unexcused' : (row['status'] ?? ''),
          })),
          'order',
        ),
      ),
      query: {},
    },
    {
      type: 'observations',
      name: 'a',
      rows: belongingRows(year).map((row, index) => ({
        ...row,
        value: (1 + mix(index + seed, 'value') * 4).toFixed(8),
      })),
      query: {},
    },
    {
      type: 'discipline',
      name: 'a',
      rows: disciplineRows(year).filter((_, index) => mix(index + seed, 'incident') < 0.8),
      query: {},
    },
    { type: 'courses', name: 'a', rows: courses, query: seed % 3 === 0 ? { mode: 'replace', confirm: 'true' } : {} },
    { type: 'assessments', name: 'a', rows: shaken(assessmentRows(year), 'assessments'), query: {} },
    {
      type: 'attendance',
      name: 'b',
      rows: STUDENTS.map((index) => ({
        ...yearlyAttendance(index, YEARS[0]),
        daysAbsent: String(Math.floor(mix(index + seed, 'absent') * 40) / 2),
        daysEnrolled: '180',
      })),
      query: {},
    },
  ];
}

/** A small file that corrects what students said of belonging, and nothing else. */
export function correctionOf(seed: number): PlannedFile {
  const year = YEARS[seed % 2] ?? YEARS[1];
  const rows = belongingRows(year).filter((_, index) => mix(index + seed, 'corrected') < 0.5);
  return {
    ...{ type: 'observations', name: `correction-${seed}`, query: {} },
    rows: rows.map((row, index) => ({ ...row, value: (1 + mix(index + seed, 'correction') * 4).toFixed(8) })),
  };
}

/** The sessions of a cycle's intervention, with other minutes and qualities in each round. */
export function deliveriesOf(seed: number): PlannedFile {
  return {
    ...{ type: 'deliveries', name: 'a', query: {} },
    rows: tutoringSessions().map((row, index) => ({
      ...row,
      minutes: String(15 + Math.floor(mix(index + seed, 'minutes') * 30)),
      quality: mix(index + seed, 'quality') < 0.2 ? '' : String(1 + Math.floor(mix(index + seed, 'quality') * 4)),
    })),
  };
}
