import { setImmediate } from 'node:timers/promises';
import { naturalKeyOf, type RecordValue } from '@evenground/contracts';
import type { DocumentStore } from '@evenground/document-store';
import {
  checkRow,
  isRefusedRow,
  keyFieldsOf,
  type CheckedRow,
  type Content,
  type DoorSettings,
} from '../domain/check-row.js';
import { placeOf } from '../domain/place-record.js';
import { isUnreadable } from '../domain/raw-row.js';
import { builtInRefusal, definitionRefusal, referenceOf, waitsWithout } from '../domain/refer-to-definitions.js';
import type { RowRefusal } from '../domain/refuse-row.js';
import type { KeepRow } from '../keep-records/record-keeper.js';
import type { FoundStudent, StudentLookUp } from '../keep-records/student-look-up.js';
import { loadReferences, referenceId, type KnownReference } from '../know-definitions/definitions.js';
import type { SourcedRow } from './row-source.js';

/** A row to admit; `row` is its place in the batch. */
export interface RowAtDoor {
  readonly row: number;
  readonly sourced: SourcedRow;
  readonly line: number;
}

/** What the door says of a row. */
export type Admission =
  | {
      readonly kind: 'refused';
      readonly row: number;
      readonly line: number;
      readonly refusal: RowRefusal;
      readonly lookUpId?: string;
      readonly schoolId?: string;
      readonly names?: KeepRow;
    }
  | {
      readonly kind: 'waits';
      readonly row: number;
      readonly line: number;
      readonly keep: KeepRow;
      readonly reference: KnownReference;
      readonly checked: CheckedRow;
    }
  | {
      readonly kind: 'kept';
      readonly row: number;
      readonly line: number;
      readonly keep: KeepRow;
      readonly checked: CheckedRow;
    };

export interface Origin {
  readonly district: string;
  readonly uploadId: string;
  readonly uploadSequence: number;
  readonly source: string;
}

// About 20 ms, between which requests are answered.
const ROWS_PER_TURN = 4000;

const ERASED: RowRefusal = {
  field: 'studentId',
  code: 'student/erased',
  message: 'this student was erased; no record of them is taken in again',
};

/** Judges rows at the door: cells, students, definitions. Students who are new get their place here. */
export class Door {
  constructor(
    private readonly store: DocumentStore,
    private readonly lookUp: StudentLookUp,
  ) {}

  /** Of a replace, a row that is refused still names its key, so that nothing is withdrawn because of a bad cell. */
  async admit(
    origin: Origin,
    rows: readonly RowAtDoor[],
    { countDate, isReplace }: { readonly countDate: string; readonly isReplace: boolean },
  ): Promise<readonly Admission[]> {
    const settings: DoorSettings = { countDate, pseudonymOfStaff: this.lookUp.staffPseudonym(origin.district) };
    const checked: (RowAtDoor & { readonly result: CheckedRow | RowRefusal })[] = [];
    for (const row of rows) {
      checked.push({ ...row, result: checkSourced(row.sourced, settings) });
      if (checked.length % ROWS_PER_TURN === 0) await setImmediate();
    }
    const students = new Map<string, string>();
    for (const { result } of checked) {
      if (isRefusedRow(result) || result.studentId === undefined || students.has(result.studentId)) continue;
      students.set(result.studentId, schoolIn(result.content));
    }
    const found = await this.lookUp.findOrPlace(origin.district, students);
    await setImmediate();
    const wanted = checked.flatMap(({ sourced, result }) => {
      const reference = isRefusedRow(result) ? undefined : referenceOf(sourced.shape!.type.name, result.content);
      return reference === undefined ? [] : [reference];
    });
    const references =
      wanted.length === 0
        ? new Map<string, KnownReference>()
        : await loadReferences(this.store, origin.district, wanted);
    const named = isReplace ? await this.namedKeys(origin, checked, settings) : undefined;
    return checked.map((row) => {
      const admission = this.admission(origin, row, found, references);
      const names = admission.kind === 'refused' ? (admission.names ?? named?.get(row.row)) : undefined;
      return names === undefined ? admission : ({ ...admission, names } as Admission);
    });
  }

  private async namedKeys(
    origin: Origin,
    rows: readonly (RowAtDoor & { result: CheckedRow | RowRefusal })[],
    settings: DoorSettings,
  ): Promise<ReadonlyMap<number, KeepRow>> {
    const keys = rows.flatMap(({ row, line, sourced, result }) => {
      if (!isRefusedRow(result) || sourced.shape === undefined || isUnreadable(sourced.raw)) return [];
      const content = keyFieldsOf(sourced.shape, sourced.raw.cells, settings);
      return content === undefined ? [] : [{ row, line, sourced, content }];
    });
    const found = await this.lookUp.find(
      origin.district,
      keys.flatMap(({ content }) => (content['studentId'] === undefined ? [] : [String(content['studentId'])])),
    );
    return new Map(
      keys.flatMap(({ row, line, sourced, content }): [number, KeepRow][] => {
        const { studentId, ...rest } = content;
        const student = studentId === undefined ? undefined : found.get(String(studentId));
        if (sourced.shape!.type.subject === 'student' && (student === undefined || 'erased' in student)) return [];
        const known = student !== undefined && 'student' in student ? student.student : undefined;
        const keep = keepRow(origin, {
          row,
          line,
          sourced,
          checked: { content: rest, findings: [], emptyFields: [] },
          student: known,
        });
        return [[row, { ...keep, isNameOnly: true }]];
      }),
    );
  }

  private admission(
    origin: Origin,
    { row, sourced, line, result }: RowAtDoor & { result: CheckedRow | RowRefusal },
    found: ReadonlyMap<string, FoundStudent>,
    references: ReadonlyMap<string, KnownReference>,
  ): Admission {
    if (isRefusedRow(result)) return { kind: 'refused', row, line, refusal: result, ...this.whoseRow(origin, sourced) };
    const student = result.studentId === undefined ? undefined : found.get(result.studentId);
    const about = () => ({
      ...(result.studentId !== undefined && { lookUpId: this.lookUp.idOf(origin.district, result.studentId) }),
      ...(typeof result.content['schoolId'] === 'string' && { schoolId: result.content['schoolId'] }),
    });
    if (student !== undefined && 'erased' in student)
      return { kind: 'refused', row, line, refusal: ERASED, ...about() };
    const keep = keepRow(origin, { row, line, sourced, checked: result, student: student?.student });
    const type = sourced.shape!.type.name;
    const refused = (refusal: RowRefusal): Admission => {
      return { kind: 'refused', row, line, refusal, ...about(), names: { ...keep, isNameOnly: true } };
    };
    const notObserved = builtInRefusal(type, result.content);
    if (notObserved !== undefined) return refused(notObserved);
    const reference = referenceOf(type, result.content);
    const known = reference === undefined ? undefined : references.get(referenceId(origin.district, reference));
    if (known === undefined) return { kind: 'kept', row, line, keep, checked: result };
    if (known.definition === undefined) {
      return waitsWithout(type, result.content)
        ? { kind: 'waits', row, line, keep, reference: known, checked: result }
        : { kind: 'kept', row, line, keep, checked: result };
    }
    const refusal = definitionRefusal(type, result.content, known.definition);
    return refusal === undefined ? { kind: 'kept', row, line, keep, checked: result } : refused(refusal);
  }

  /** Whose row a refused one is, as far as its cells say: so that an erasure finds it, and its school sees it. */
  private whoseRow(origin: Origin, sourced: SourcedRow): { readonly lookUpId?: string; readonly schoolId?: string } {
    if (isUnreadable(sourced.raw) || sourced.shape === undefined) return {};
    const cellOf = (field: string): string => {
      const column = sourced.shape!.columns.find((candidate) => candidate.field === field);
      return column === undefined || isUnreadable(sourced.raw)
        ? ''
        : (sourced.raw.cells[column.index] ?? '').trim().normalize('NFC');
    };
    const [studentId, schoolId] = [cellOf('studentId'), cellOf('schoolId')];
    return {
      ...(studentId !== '' && { lookUpId: this.lookUp.idOf(origin.district, studentId) }),
      ...(schoolId !== '' && schoolId.length <= 64 && { schoolId }),
    };
  }
}

/** The cells of a row as its type's canonical fields, or why not. */
export function checkSourced(sourced: SourcedRow, settings: DoorSettings): CheckedRow | RowRefusal {
  if (isUnreadable(sourced.raw)) return sourced.raw.refusal;
  if (sourced.shape === undefined) {
    const { refusal } = sourced;
    const isMissing = refusal?.refused === 'upload/columns-missing';
    return {
      code: isMissing ? 'cell/missing' : (refusal?.refused ?? 'row/unreadable'),
      message: refusal?.detail ?? 'the row cannot be read',
      ...(refusal?.field !== undefined && { field: refusal.field }),
    };
  }
  return checkRow(sourced.shape, sourced.raw.cells, settings);
}

function keepRow(
  origin: Origin,
  {
    row,
    line,
    sourced,
    checked,
    student,
  }: { row: number; line: number; sourced: SourcedRow; checked: CheckedRow; student: string | undefined },
): KeepRow {
  const { type, subgroups } = sourced.shape!;
  const ofStudent = type.subject === 'student';
  const content: Content = ofStudent || student === undefined ? checked.content : { ...checked.content, student };
  return {
    row,
    place: placeOf(type, content, student),
    incoming: {
      type: type.name,
      student: ofStudent ? (student ?? '') : '',
      key: naturalKeyOf(type, content, subgroups),
      content,
      order: { uploadSequence: origin.uploadSequence, line },
      uploadId: origin.uploadId,
      source: origin.source,
      ...(type.name === 'counts' && { subgroups }),
    },
  };
}

function schoolIn(content: Readonly<Record<string, RecordValue>>): string {
  const schoolId = content['schoolId'];
  return typeof schoolId === 'string' ? schoolId : '';
}
