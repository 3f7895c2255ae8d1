import {
  FLAG_WORDS,
  Period,
  RACES,
  SchoolYear,
  raceEthnicityNamed,
  type FieldKind,
  type RecordValue,
} from '@evenground/contracts';

/** A canonical value, or `undefined` for an empty cell, or what would be right. */
export type CellReading =
  { readonly value: RecordValue | undefined } | { readonly wouldBeRight: string; readonly code: string };

const EMPTY: CellReading = { value: undefined };
const CONTROL = /[\u0000-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const LINE_BREAKS = /[ \t]*[\r\n]+[ \t]*/g; // a quoted cell of a spreadsheet may have several lines
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const MAX_DIGITS = 40; // beyond any measure, and cheap to compare

/** Reads one cell as its field's kind. Text is trimmed and normalised (NFC); decimals stay exact text. */
export function readCell(kind: FieldKind, raw: string): CellReading {
  const text = (kind.kind === 'text' ? raw.replace(LINE_BREAKS, ' ') : raw).trim().normalize('NFC');
  if (text === '') return EMPTY;
  if (CONTROL.test(text)) return wrong('cell/control-characters', 'printable characters only');
  switch (kind.kind) {
    case 'identifier':
      return text.length <= 64 ? { value: text } : wrong('cell/too-long', 'at most 64 characters');
    case 'text':
      return text.length <= kind.maxLength
        ? { value: text }
        : wrong('cell/too-long', `at most ${kind.maxLength} characters`);
    case 'date':
      return isDay(text) ? { value: text } : wrong('date/invalid', 'a real day written YYYY-MM-DD, from 1900 to 2100');
    case 'birth-date':
      return isDay(text) ? { value: text } : wrong('date/invalid', 'a real day written YYYY-MM-DD');
    case 'school-year':
      return SchoolYear.safeParse(text).success
        ? { value: text }
        : wrong('school-year/invalid', 'a school year written 2025-26');
    case 'period':
      return Period.safeParse(text).success
        ? { value: text }
        : wrong('period/invalid', 'a school year (2025-26), a term (2025-26/T1) or a cohort (2026)');
    case 'cohort':
      return /^(199\d|20\d\d|2100)$/.test(text)
        ? { value: Number(text) }
        : wrong('cohort/invalid', 'a year from 1990 to 2100');
    case 'flag':
      return readFlag(text);
    case 'integer':
      return readInteger(text, kind.min, kind.max);
    case 'decimal':
      return readDecimal(text, kind.min, kind.max);
    case 'choice':
      return readChoice(text, kind.values);
    case 'choices':
      return readChoices(text, kind.values);
    case 'texts':
      return readTexts(text, kind.maxLength);
    case 'race-ethnicity': {
      const name = raceEthnicityNamed(text);
      return name === undefined
        ? wrong('race-ethnicity/unknown', 'one of the seven federal names or their CEDS codes')
        : { value: name };
    }
  }
}

function readFlag(text: string): CellReading {
  const value = FLAG_WORDS.get(text.toLowerCase());
  return value === undefined ? wrong('flag/invalid', 'true or false (also yes/no, y/n, 1/0)') : { value };
}

function readInteger(text: string, min: number, max: number): CellReading {
  const decimal = canonicalDecimal(text);
  const right = `a whole number from ${min} to ${max}`;
  if (decimal === undefined || !/^-?\d+$/.test(decimal)) return wrong('number/invalid', right);
  const value = Number(decimal);
  return value < min || value > max ? wrong('number/out-of-range', right) : { value };
}

function readDecimal(text: string, min?: number, max?: number): CellReading {
  const value = canonicalDecimal(text);
  const right = `a decimal number${min === undefined ? '' : ` from ${min}`}${max === undefined ? '' : ` to ${max}`}, with a point`;
  if (value === undefined) return wrong('number/invalid', right);
  const isBelow = min !== undefined && compareDecimals(value, String(min)) < 0;
  const isAbove = max !== undefined && compareDecimals(value, String(max)) > 0;
  return isBelow || isAbove ? wrong('number/out-of-range', right) : { value };
}

function readChoice(text: string, values: readonly string[]): CellReading {
  const value = values.find((choice) => choice.toLowerCase() === text.toLowerCase());
  return value === undefined ? wrong('choice/unknown', `one of: ${values.join(', ')}`) : { value };
}

/** A `;` list. Races may also come by CEDS code. */
function readChoices(text: string, values: readonly string[]): CellReading {
  const chosen = new Set<string>();
  for (const part of text.split(';')) {
    if (part.trim() === '') continue;
    const value =
      values.find((choice) => choice.toLowerCase() === part.trim().toLowerCase()) ?? raceCoded(part.trim(), values);
    if (value === undefined) return wrong('choice/unknown', `a ;-separated list of: ${values.join(', ')}`);
    chosen.add(value);
  }
  return chosen.size === 0 ? EMPTY : { value: [...chosen].sort() };
}

function raceCoded(code: string, values: readonly string[]): string | undefined {
  if (values !== RACES) return undefined;
  const name = raceEthnicityNamed(code);
  return name !== undefined && values.includes(name) ? name : undefined;
}

function readTexts(text: string, maxLength: number): CellReading {
  const parts = [...new Set(text.split(';').map((part) => part.trim()))].filter((part) => part !== '').sort();
  if (parts.some((part) => part.length > maxLength))
    return wrong('cell/too-long', `at most ${maxLength} characters each`);
  if (parts.length > 50) return wrong('cell/too-many', 'at most 50 entries');
  return parts.length === 0 ? EMPTY : { value: parts };
}

/** Exact: no exponent, no superfluous zeros, no plus; `-0` is `0`. `undefined` when it is not a decimal number. */
export function canonicalDecimal(text: string): string | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  if (whole.length + fraction.length > MAX_DIGITS) return undefined;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const decimals = fraction.replace(/0+$/, '');
  const magnitude = decimals === '' ? digits : `${digits}.${decimals}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/** Compares two canonical decimals exactly: negative, 0 or positive. */
export function compareDecimals(left: string, right: string): number {
  const decimals = Math.max(decimalsOf(left), decimalsOf(right));
  const difference = scaled(left, decimals) - scaled(right, decimals);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text: string, decimals: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(decimals - decimalsOf(text)));
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A real day from 1900 to 2100, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  if (year < 1900 || year > 2100 || month < 1 || month > 12) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : DAYS[month - 1]!);
}

function wrong(code: string, wouldBeRight: string): CellReading {
  return { code, wouldBeRight };
}
