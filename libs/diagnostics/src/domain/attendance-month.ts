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

/** The dates that have a row, ascending. `yearAndMonth` is `2025-09`. */
export function datesOf(month: Content, yearAndMonth: string): string[] {
  const codes = codesOf(month);
  const dates: string[] = [];
  for (let index = 0; index < codes.length; index += 1) {
    if (codes[index] !== NO_ROW) dates.push(dateOf(yearAndMonth, index));
  }
  return dates;
}

/** Whether any row of the month says anything about its day. */
export function isAnyDayKnown(month: Content): boolean {
  const codes = codesOf(month);
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index]!;
    if (code !== NO_ROW && (code !== STATUS_UNKNOWN || month[String(index + 1)] !== undefined)) return true;
  }
  return false;
}

/**
 * The dates that count as absent: from half of the day missed, whatever the reason; without a share, when the status
 * is an absence or an out-of-school suspension. In-school suspension never counts. Source: `indicators.md` §1.
 */
export function absentDatesOf(month: Content, yearAndMonth: string): string[] {
  const codes = codesOf(month);
  const hasShares = Object.keys(month).length > 1;
  const dates: string[] = [];
  for (let index = 0; index < codes.length; index += 1) {
    const share = hasShares ? text(month, String(index + 1)) : undefined;
    if (isAbsent(codes[index]!, share)) dates.push(dateOf(yearAndMonth, index));
  }
  return dates;
}

/** The dates whose row has one of the statuses. */
export function datesWithStatus(month: Content, yearAndMonth: string, statuses: readonly string[]): string[] {
  const wanted = new Set(statuses.map((status) => CODES[status]));
  const dates: string[] = [];
  const codes = codesOf(month);
  for (let index = 0; index < codes.length; index += 1) {
    if (wanted.has(codes[index])) dates.push(dateOf(yearAndMonth, index));
  }
  return dates;
}

function codesOf(month: Content): string {
  return text(month, DAY_FIELD) ?? '';
}

function dateOf(yearAndMonth: string, index: number): string {
  return `${yearAndMonth}-${index < 9 ? '0' : ''}${index + 1}`;
}

function isAbsent(code: string, share: string | undefined): boolean {
  if (code === NO_ROW || code === CODES['in-school-suspension']) return false;
  if (share !== undefined) return isHalfOrMore(share);
  return code === CODES.excused || code === CODES.unexcused || code === CODES['out-of-school-suspension'];
}

/** On the text, because 0.49999999999999999999 is below a half and would be one as a number. */
function isHalfOrMore(share: string): boolean {
  const [whole = '0', decimals = ''] = share.split('.');
  return Number(whole) >= 1 || (decimals[0] ?? '0') >= '5';
}
