import type { RecordValue } from '@evenground/contracts';
import { isSubjective } from './behaviours.js';
import { ageOnCountDate } from './count-date.js';
import { isSuppressedNumber, readSubgroup } from './counts-cells.js';
import { crossFieldRefusal } from './cross-field-rules.js';
import { rollUpRace } from './race-ethnicity.js';
import { readCell } from './read-cell.js';
import type { Column, RowShape } from './recognise-header.js';
import { refuseField, type RowRefusal } from './refuse-row.js';

/** Canonical fields of a record; empty ones are absent, `studentId` is kept apart. */
export type Content = Record<string, RecordValue>;

/** Something to report about a row that is taken in. */
export interface RowFinding {
  readonly code: string;
  readonly field?: string;
  readonly message: string;
}

/** A row that the door lets in. */
export interface CheckedRow {
  /** The student's identifier as the source writes it; it never leaves the door. */
  readonly studentId?: string;
  readonly content: Content;
  readonly findings: readonly RowFinding[];
  /** Fields the file has and this row leaves empty. */
  readonly emptyFields: readonly string[];
}

export interface DoorSettings {
  /** `MM-DD` of the State's child-count date. */
  readonly countDate: string;
  /** The pseudonym of a member of staff. */
  readonly pseudonymOfStaff: (staffId: string) => string;
}

const COUNT_NUMBERS = new Set(['n', 'events', 'sum', 'sumOfSquares']);

export function isRefusedRow(row: CheckedRow | RowRefusal): row is RowRefusal {
  return 'code' in row;
}

/** Reads a row by its file's shape and judges whether it can be taken in. Pure; the first thing that is wrong is said. */
export function checkRow(shape: RowShape, cells: readonly string[], settings: DoorSettings): CheckedRow | RowRefusal {
  const { type } = shape;
  if (cells.length > shape.width) {
    return {
      code: 'row/too-many-cells',
      message: `the header has ${shape.width} columns, this row has ${cells.length} cells; quote a cell that holds the delimiter`,
    };
  }
  const content: Content = {};
  for (const column of shape.columns) {
    const refusal = readInto(content, column, textOf(column, cells));
    if (refusal !== undefined) return refusal;
  }
  const missing = missingField(shape, content);
  if (missing !== undefined) return refuseField(missing, 'cell/missing', `${missing} is needed`);
  const findings: RowFinding[] = [];
  const emptyFields = shape.columns.filter(({ field }) => content[field] === undefined).map(({ field }) => field);
  const refusal = complete(type.name, content, settings, findings) ?? crossFieldRefusal(type.name, content);
  if (refusal !== undefined) return refusal;
  const { studentId, ...kept } = content;
  return { ...(studentId !== undefined && { studentId: String(studentId) }), content: kept, findings, emptyFields };
}

/** The fields that make the natural key, as far as a row that was refused for other reasons still says them. */
export function keyFieldsOf(shape: RowShape, cells: readonly string[], settings: DoorSettings): Content | undefined {
  const { type } = shape;
  const keyFields = new Set([...type.key, ...(type.alternateKey ?? [])]);
  const content: Content = {};
  for (const column of shape.columns) {
    if (!keyFields.has(column.field) && column.isSubgroup !== true) continue;
    if (readInto(content, column, textOf(column, cells)) !== undefined) return undefined;
  }
  const forms = [type.key, ...(type.alternateKey === undefined ? [] : [type.alternateKey])];
  const isWhole = forms.some((form) =>
    form.every((field) => content[field] !== undefined || type.emptyKeyFields?.includes(field)),
  );
  if (!isWhole) return undefined;
  if (content['staffId'] !== undefined) content['staffId'] = settings.pseudonymOfStaff(String(content['staffId']));
  return content;
}

function textOf(column: Column, cells: readonly string[]): string | RowRefusal {
  if (column.constant !== undefined) return column.constant;
  const cell = cells[column.index] ?? '';
  if (column.values === undefined || cell.trim() === '') return cell;
  const mapped = column.values.get(cell.trim().toLowerCase());
  return (
    mapped ?? refuseField(column.field, 'mapping/value-unknown', `a value that the mapping of ${column.field} names`)
  );
}

function readInto(content: Content, column: Column, text: string | RowRefusal): RowRefusal | undefined {
  if (typeof text !== 'string') return text;
  const { field, kind } = column;
  const isHidden = column.isCount === true && COUNT_NUMBERS.has(field) && isSuppressedNumber(text);
  if (isHidden && !(field === 'sum' && text.trim() === '-1')) {
    content['suppressed'] = true;
    return undefined;
  }
  const reading = column.isSubgroup ? readSubgroup(field, text) : readCell(kind, text);
  if ('code' in reading) return refuseField(field, reading.code, `${field} must be ${reading.wouldBeRight}`);
  if (reading.value !== undefined) content[field] = reading.value;
  return undefined;
}

function missingField({ type }: RowShape, content: Content): string | undefined {
  for (const [field, declared] of Object.entries(type.fields)) {
    if (declared.required === true && content[field] === undefined) return field;
  }
  if (type.alternateKey !== undefined) return undefined; // the cross-field rules say which of both forms
  return type.key.find((field) => content[field] === undefined && !type.emptyKeyFields?.includes(field));
}

/** Fills in what follows from other cells. */
function complete(
  type: string,
  content: Content,
  settings: DoorSettings,
  findings: RowFinding[],
): RowRefusal | undefined {
  switch (type) {
    case 'students':
      return completeStudent(content, settings, findings);
    case 'discipline':
      completeDiscipline(content);
      return undefined;
    case 'rosters':
      content['staffId'] = settings.pseudonymOfStaff(String(content['staffId']));
      return undefined;
    case 'counts':
      hideNumbers(content);
      return undefined;
    case 'graduation':
      if (content['outcome'] === 'graduated' && content['diploma'] === undefined) {
        findings.push({
          code: 'graduation/diploma-unknown',
          field: 'diploma',
          message: 'graduated without a diploma kind: regular or state-alternate would say which',
        });
      }
      return undefined;
    default:
      return undefined;
  }
}

function completeStudent(content: Content, settings: DoorSettings, findings: RowFinding[]): RowRefusal | undefined {
  const rolledUp = rollUpRace(content);
  replaceOrDrop(content, 'raceEthnicity', rolledUp.raceEthnicity);
  replaceOrDrop(content, 'raceScheme', rolledUp.raceScheme);
  for (const code of rolledUp.findings) {
    findings.push({ code, field: 'raceEthnicity', message: FINDINGS[code] });
  }
  const { birthDate, schoolYear } = content;
  delete content['birthDate'];
  if (birthDate === undefined) return undefined;
  const age = ageOnCountDate(String(birthDate), String(schoolYear), settings.countDate);
  if (age === undefined || age > 30) {
    return refuseField(
      'birthDate',
      'birth-date/out-of-range',
      'birthDate must make the student 0 to 30 years old on the count date',
    );
  }
  content['ageOnCountDate'] = age;
  return undefined;
}

const FINDINGS = {
  'race-ethnicity/differs':
    'raceEthnicity differs from what hispanicLatino and races say together; the computed value was taken',
  'race-ethnicity/ethnicity-unknown': 'races without an answer on hispanicLatino: the races alone were counted',
} as const;

function completeDiscipline(content: Content): void {
  const behaviours = content['behavior'];
  if (content['subjective'] !== undefined || !Array.isArray(behaviours)) return;
  const subjective = isSubjective(behaviours);
  if (subjective !== undefined) content['subjective'] = subjective;
}

/** A cell without n and without any other number is hidden too; of a hidden one no further number is kept. */
function hideNumbers(content: Content): void {
  const hasNone = ['n', 'events', 'sum', 'sumOfSquares'].every((field) => content[field] === undefined);
  if (hasNone) content['suppressed'] = true;
  if (content['suppressed'] !== true) return;
  for (const field of ['events', 'sum', 'sumOfSquares']) delete content[field];
}

function replaceOrDrop(content: Content, field: string, value: RecordValue | undefined): void {
  if (value === undefined) delete content[field];
  else content[field] = value;
}
