import type { RecordValue } from '@evenground/contracts';
import { compareDecimals } from './read-cell.js';
import { refuseField, type RowRefusal } from './refuse-row.js';

type Content = Readonly<Record<string, RecordValue | undefined>>;

/** What cells of one row must say together. */
export function crossFieldRefusal(type: string, content: Content): RowRefusal | undefined {
  return RULES[type]?.(content);
}

const RULES: Readonly<Record<string, (content: Content) => RowRefusal | undefined>> = {
  attendance: (row) => (row['date'] === undefined ? yearOfAttendance(row) : dayOfAttendance(row)),
  enrollments: ({ entryDate, exitDate }) =>
    exitDate !== undefined && String(exitDate) < String(entryDate)
      ? refuseField('exitDate', 'enrollment/exit-before-entry', 'exitDate must not lie before entryDate')
      : undefined,
  assessments: ({ tested, proficient }) =>
    tested === false && proficient === true
      ? refuseField(
          'tested',
          'assessment/not-tested',
          'a student who was not tested cannot be proficient: tested true, or proficient empty',
        )
      : undefined,
  counts: countsRefusal,
};

function dayOfAttendance(row: Content): RowRefusal | undefined {
  return row['status'] === undefined
    ? refuseField(
        'status',
        'attendance/status-missing',
        'a day needs a status; a school year needs daysEnrolled and daysAbsent instead of a date',
      )
    : undefined;
}

function yearOfAttendance(row: Content): RowRefusal | undefined {
  const { schoolYear, daysEnrolled, daysAbsent } = row;
  if (schoolYear === undefined)
    return refuseField(
      'date',
      'cell/missing',
      'a date (with a status) or a schoolYear (with daysEnrolled and daysAbsent) is needed',
    );
  if (daysEnrolled === undefined || daysAbsent === undefined) {
    const field = daysEnrolled === undefined ? 'daysEnrolled' : 'daysAbsent';
    return refuseField(
      field,
      'attendance/days-missing',
      'a school year of attendance needs both daysEnrolled and daysAbsent',
    );
  }
  return compareDecimals(String(daysAbsent), String(daysEnrolled)) > 0
    ? refuseField('daysAbsent', 'attendance/absent-over-enrolled', 'daysAbsent must not exceed daysEnrolled')
    : undefined;
}

function countsRefusal(row: Content): RowRefusal | undefined {
  const { n, events, sum, sumOfSquares } = row;
  if (row['suppressed'] === true) return undefined;
  if (n === undefined) return refuseField('n', 'counts/n-missing', 'n is needed, or * where the source hides it');
  const isMean = sum !== undefined || sumOfSquares !== undefined;
  if (events !== undefined && isMean)
    return refuseField('sum', 'counts/two-forms', 'either events, or sum and sumOfSquares');
  if (events === undefined && (sum === undefined || sumOfSquares === undefined)) {
    return refuseField(
      isMean ? (sum === undefined ? 'sum' : 'sumOfSquares') : 'events',
      'counts/form-missing',
      'a rate needs events; a mean needs sum and sumOfSquares',
    );
  }
  return events !== undefined && Number(events) > Number(n)
    ? refuseField('events', 'counts/events-over-n', 'events must not exceed n')
    : undefined;
}
