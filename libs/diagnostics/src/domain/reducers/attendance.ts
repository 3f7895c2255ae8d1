import { ATTENDANCE_BY_MONTH } from '@evenground/contracts';
import type { IndicatorDefinition } from '@evenground/contracts';
import { absentDatesOf, datesWithStatus, isAnyDayKnown } from '../attendance-month.js';
import { addDecimals, compareDecimals, isShareAtLeast, scaledQuotient } from '../exact-decimal.js';
import { datesWithin, includesDate } from '../reference.js';
import { familyOfPart, monthOfPart, text, yearOfPart, type Content } from '../student-rows.js';
import { rowsOf, type StudentState } from '../student-state.js';
import { aRate, aValue, type Reduced, type YearOfStudent } from './reduced.js';

/** Days enrolled and absent, decimal texts. */
interface AttendanceSums {
  readonly enrolled: string;
  readonly absent: string;
  /** The school that the yearly row names. */
  readonly rowSchoolId?: string;
  /** Of daily rows: the dates within the enrolment that have a row with each status, and months of instruction. */
  readonly daily?: DailySums;
}

interface DailySums {
  readonly isEnrolledOn: (date: string) => boolean;
  readonly months: readonly { readonly month: Content; readonly yearAndMonth: string }[];
  readonly stays: readonly Stay[];
}

/**
 * What attendance says. The yearly form wins; daily rows need a calendar and an enrolment. Enrolled days are the days
 * of instruction that the calendar has within the stays, so that a calendar loaded as the days are held gives the rate
 * to date. A student without any known row is not in the denominator.
 */
export function attendanceOf(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const sums = yearlySums(of.state, of.year) ?? dailySums(of);
  if (!sums) return [];
  const { rowSchoolId, daily } = sums;
  const found = definitions.flatMap((definition) => reducedBy(definition, of.year, sums));
  const monthly = daily ? sharesByMonth(daily, of.year) : [];
  return [...found, ...monthly].map((reduced) => ({ ...reduced, rowSchoolId }));
}

function reducedBy(definition: IndicatorDefinition, year: string, sums: AttendanceSums): Reduced[] {
  const { enrolled, absent, daily } = sums;
  const hasDays = (days: number) => compareDecimals(enrolled, String(days)) >= 0;
  const ratio = (part: string, whole: string) =>
    aValue(definition, year, scaledQuotient(part, whole, definition.scale));
  const { reduce } = definition;
  switch (reduce.name) {
    case 'absent-share-at-least':
      if (!hasDays(reduce.minimumEnrolledDays)) return [];
      return [aRate(definition, year, isShareAtLeast(absent, enrolled, reduce.share))];
    case 'attended-share': {
      if (!hasDays(reduce.minimumEnrolledDays)) return [];
      return [ratio(attendedOf(enrolled, absent), enrolled)];
    }
    case 'day-count':
      return daily ? [ratio(String(daysWith(daily, reduce.statuses)), '1')] : [];
    case 'share-of-attended': {
      const attended = attendedOf(enrolled, absent);
      return daily && attended !== '0' ? [ratio(String(daysWith(daily, reduce.statuses)), attended)] : [];
    }
    default:
      return [];
  }
}

/** More days absent than enrolled, as a mistaken file may say, are no days attended. */
function attendedOf(enrolled: string, absent: string): string {
  const attended = addDecimals([enrolled, absent.startsWith('-') ? absent.slice(1) : `-${absent}`]);
  return compareDecimals(attended, '0') > 0 ? attended : '0';
}

function daysWith({ months, isEnrolledOn }: DailySums, statuses: readonly string[]): number {
  return months
    .flatMap(({ month, yearAndMonth }) => datesWithStatus(month, yearAndMonth, statuses))
    .filter(isEnrolledOn).length;
}

/** Of each month with a day of instruction and any known row: the share of its days that the student attended. */
function sharesByMonth({ months, stays, isEnrolledOn }: DailySums, year: string): Reduced[] {
  return months.flatMap(({ month, yearAndMonth }) => {
    if (!isAnyDayKnown(month)) return [];
    const first = `${yearAndMonth}-01`;
    const within = stays.map(({ from, to, calendar }) => ({
      calendar,
      from: from > first ? from : first,
      to: to < `${yearAndMonth}-32` ? to : `${yearAndMonth}-32`,
    }));
    const days = distinctDays(within);
    const absent = absentDatesOf(month, yearAndMonth).filter(isEnrolledOn).length;
    if (days === 0) return [];
    const share = scaledQuotient(String(Math.max(0, days - absent)), String(days), ATTENDANCE_BY_MONTH.scale);
    return [aValue(ATTENDANCE_BY_MONTH, `${year}/M${yearAndMonth.slice(5)}`, share)];
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
    daily: { isEnrolledOn, months, stays },
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
