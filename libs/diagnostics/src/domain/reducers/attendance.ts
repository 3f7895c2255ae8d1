import type { IndicatorDefinition } from '@evenground/contracts';
import { absentDatesOf, isAnyDayKnown } from '../attendance-month.js';
import { compareDecimals, isShareAtLeast } from '../exact-decimal.js';
import { datesWithin, includesDate } from '../reference.js';
import { familyOfPart, monthOfPart, text, yearOfPart, type Content } from '../student-rows.js';
import { rowsOf, type StudentState } from '../student-state.js';
import { aRate, parametersOf, type Reduced, type YearOfStudent } from './reduced.js';

/** Days enrolled and absent, decimal texts. */
interface AttendanceSums {
  readonly enrolled: string;
  readonly absent: string;
  /** The school that the yearly row names. */
  readonly rowSchoolId?: string;
}

/**
 * Absent on at least a share of the enrolled days. The yearly form wins; daily rows need a calendar and an enrolment.
 * Enrolled days are the days of instruction that the calendar has within the stays, so that a calendar loaded as the
 * days are held gives the rate to date. A student without any known row is not in the denominator.
 */
export function absentShare(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const sums = yearlySums(of.state, of.year) ?? dailySums(of);
  if (!sums) return [];
  return definitions.flatMap((definition) => {
    const parameters = parametersOf(definition, 'absent-share-at-least');
    if (!parameters || compareDecimals(sums.enrolled, String(parameters.minimumEnrolledDays)) < 0) return [];
    const rate = aRate(definition, of.year, isShareAtLeast(sums.absent, sums.enrolled, parameters.share));
    return [{ ...rate, rowSchoolId: sums.rowSchoolId }];
  });
}

function yearlySums(state: StudentState, year: string): AttendanceSums | undefined {
  for (const row of rowsOf(state, 'attendance', year)) {
    const [enrolled, absent] = [text(row, 'daysEnrolled'), text(row, 'daysAbsent')];
    if (enrolled === undefined || absent === undefined) continue;
    return { enrolled, absent, rowSchoolId: text(row, 'schoolId') };
  }
  return undefined;
}

function dailySums({ state, year, placement, reference }: YearOfStudent): AttendanceSums | undefined {
  const months = monthsOf(state, year);
  if (!months.some(({ month }) => isAnyDayKnown(month))) return undefined;
  const stays = placement.spells
    .map(({ schoolId, from, to }) => ({ from, to, calendar: reference.instructionalDays(schoolId, year) }))
    .filter(({ calendar }) => calendar.length > 0);
  if (stays.length === 0) return undefined;
  const isEnrolledOn = (date: string) =>
    stays.some(({ from, to, calendar }) => date >= from && date < to && includesDate(calendar, date));
  return {
    enrolled: String(stays.length === 1 ? daysWithin(stays[0]!) : distinctDays(stays)),
    absent: String(
      months.flatMap(({ month, yearAndMonth }) => absentDatesOf(month, yearAndMonth)).filter(isEnrolledOn).length,
    ),
  };
}

interface Stay {
  readonly from: string;
  readonly to: string;
  readonly calendar: readonly string[];
}

function daysWithin({ calendar, from, to }: Stay): number {
  return datesWithin(calendar, from, to);
}

/** A day at two schools is one day. */
function distinctDays(stays: readonly Stay[]): number {
  const days = new Set<string>();
  for (const { calendar, from, to } of stays) {
    for (const date of calendar) if (date >= from && date < to) days.add(date);
  }
  return days.size;
}

function monthsOf(state: StudentState, year: string): { month: Content; yearAndMonth: string }[] {
  const months: { month: Content; yearAndMonth: string }[] = [];
  for (const part in state) {
    if (familyOfPart(part) !== 'attendance' || yearOfPart(part) !== year) continue;
    const month = state[part]!.month;
    if (month) months.push({ month, yearAndMonth: monthOfPart(part) });
  }
  return months;
}
