import { text, type Content } from './student-rows.js';

/**
 * A month of daily attendance in one text: a character for each day of the month, from the first, `.` where there is
 * no row; beside it the share of the day that was missed, where the source says so (day of the month → decimal text).
 */
const CODES: Readonly<Record<string, string>> = {
  present: 'p',
  excused: 'e',
  unexcused: 'u',
  tardy: 't',
  'out-of-school-suspension': 'o',
  'in-school-suspension': 'i',
};
const NO_ROW = '.';
const STATUS_UNKNOWN = '?';
const DAYS = 31;
const DAY_FIELD = 'days';

/** One day that has a row. */
export interface AttendanceDay {
  readonly date: string;
  readonly code: string;
  /** Decimal text, 0 to 1. */
  readonly fraction?: string;
}

/** The month with the row of one day put in, or taken out when `row` is absent; absent when no day is left. */
export function withDay(month: Content | undefined, date: string, row: Content | undefined): Content | undefined {
  const day = Number(date.slice(8, 10));
  const days = text(month ?? {}, DAY_FIELD)?.padEnd(DAYS, NO_ROW) ?? NO_ROW.repeat(DAYS);
  const code = row ? (CODES[text(row, 'status') ?? ''] ?? STATUS_UNKNOWN) : NO_ROW;
  const codes = (days.slice(0, day - 1) + code + days.slice(day)).replace(/\.+$/, '');
  if (codes === '') return undefined;
  const fractions = Object.entries(month ?? {}).filter(([field]) => field !== DAY_FIELD && Number(field) !== day);
  const fraction = row && text(row, 'absentFraction');
  if (fraction !== undefined) fractions.push([String(day), fraction]);
  fractions.sort(([a], [b]) => Number(a) - Number(b));
  return Object.fromEntries([[DAY_FIELD, codes], ...fractions]);
}

/** The days that have a row, ascending. `yearAndMonth` is `2025-09`. */
export function daysOf(month: Content, yearAndMonth: string): AttendanceDay[] {
  const codes = text(month, DAY_FIELD) ?? '';
  const days: AttendanceDay[] = [];
  for (let index = 0; index < codes.length; index += 1) {
    if (codes[index] === NO_ROW) continue;
    const fraction = text(month, String(index + 1));
    days.push({
      date: `${yearAndMonth}-${String(index + 1).padStart(2, '0')}`,
      code: codes[index]!,
      ...(fraction !== undefined && { fraction }),
    });
  }
  return days;
}

/** Whether the row says anything about the day. */
export function isKnownDay({ code, fraction }: AttendanceDay): boolean {
  return code !== STATUS_UNKNOWN || fraction !== undefined;
}

/**
 * Whether the day counts as absent: from half of it missed, whatever the reason; without a share, when the status is
 * an absence or an out-of-school suspension. In-school suspension never counts. Source: `indicators.md` §1.
 */
export function isAbsentDay({ code, fraction }: AttendanceDay): boolean {
  if (code === CODES['in-school-suspension']) return false;
  if (fraction !== undefined) return isHalfOrMore(fraction);
  return code === CODES.excused || code === CODES.unexcused || code === CODES['out-of-school-suspension'];
}

/** On the text, because 0.49999999999999999999 is below a half and would be one as a number. */
function isHalfOrMore(fraction: string): boolean {
  const [whole = '0', decimals = ''] = fraction.split('.');
  return Number(whole) >= 1 || (decimals[0] ?? '0') >= '5';
}
