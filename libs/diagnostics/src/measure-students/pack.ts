import { UNKNOWN, encodeColumn, type Contribution, type Profile } from '@evenground/cube';
import type { Write } from '@evenground/document-store';
import type { MeasuredFamily } from '../domain/contributions.js';
import type { PartRows, StudentState } from '../domain/student-state.js';
import { packColumns, packHeaders, packParts, type ColumnDocument, type PackHeader } from './collections.js';
import { idOf } from './identifiers.js';
import { NO_PART, partWrites, type LoadedPart } from './pack-parts.js';

/** A column of a pack in memory: every student's contributions, and the version of its document (0 = there is none). */
export interface LoadedColumn {
  readonly byStudent: ReadonlyMap<string, readonly Contribution[]>;
  readonly version: number;
}

export const NO_COLUMN: LoadedColumn = { byStudent: new Map(), version: 0 };

/** One student's change within a pack. `contributions`: the new ones of every column in the change's scope. */
export interface StudentChange {
  readonly student: string;
  readonly before: StudentState;
  readonly after: StudentState;
  /** Column → what the student adds to it now; only columns in which that may differ. */
  readonly contributions: ReadonlyMap<string, readonly Contribution[]>;
  /** What each of these columns is computed from. */
  readonly sources: ReadonlyMap<string, MeasuredFamily>;
}

/** What a pack must write, and how it is remembered once that is durable. */
export interface PackWrites {
  readonly columns: readonly Write[];
  /** Parts, and the header last. */
  readonly rest: readonly Write[];
  readonly changedColumns: readonly string[];
  readonly addedColumns: readonly string[];
  readonly removedColumns: readonly string[];
  readonly remember: () => void;
}

/**
 * A pack of about 256 students as far as it was loaded. How rows and columns lie in documents is told nowhere else.
 */
export class Pack {
  readonly parts = new Map<string, LoadedPart>();
  readonly columns = new Map<string, LoadedColumn>();

  constructor(
    public header: PackHeader,
    public version: number,
  ) {}

  get years(): string[] {
    const ofParts = Object.keys(this.header.parts).map((part) => part.split('|')[1]!);
    return [...new Set(ofParts)].filter((year) => year !== '');
  }

  /** The student as far as the pack is loaded. */
  stateOf(student: string): StudentState {
    const state: Record<string, PartRows> = {};
    for (const [part, { students }] of this.parts) {
      const rows = students.get(student);
      if (rows) state[part] = rows;
    }
    return state;
  }

  /** The students that any loaded part has. */
  students(): string[] {
    return [...new Set([...this.parts.values()].flatMap(({ students }) => [...students.keys()]))];
  }

  /** The documents that the changes make different; nothing is changed in memory before `remember`. */
  writesFor(
    changes: readonly StudentChange[],
    sourceOf: (column: string) => MeasuredFamily,
    header: Pick<PackHeader, 'referenceVersion'> & Partial<Pick<PackHeader, 'besides'>>,
  ): PackWrites {
    const parts = this.changedParts(changes);
    const columns = this.changedColumns(changes);
    const next: { parts: Record<string, number>; columns: Record<string, MeasuredFamily> } = {
      parts: { ...this.header.parts },
      columns: { ...this.header.columns },
    };
    const partWrite: Write[] = [];
    const rememberedParts: [string, LoadedPart][] = [];
    for (const [part, { students, changed }] of parts) {
      const { writes, chunks } = partWrites(this.parts.get(part) ?? NO_PART, students, changed);
      for (const { chunk, expected, body } of writes) {
        partWrite.push({ collection: packParts, id: this.partId(part, chunk), expected, body });
      }
      if (chunks === 0) delete next.parts[part];
      else next.parts[part] = chunks;
      rememberedParts.push([part, { students, versions: versionsAfter(this.parts.get(part), writes, chunks) }]);
    }
    const columnWrites: Write[] = [];
    for (const [key, byStudent] of columns) {
      const version = (this.columns.get(key) ?? NO_COLUMN).version;
      if (byStudent.size === 0 && version === 0) continue;
      columnWrites.push(this.columnWrite(key, byStudent, version));
      if (byStudent.size === 0) delete next.columns[key];
      else next.columns[key] = sourceOf(key);
    }
    const { besides: _besides, ...former } = this.header;
    const replaced: PackHeader = { ...former, ...header, ...next };
    const headerWrite: Write = {
      collection: packHeaders,
      id: headerId(replaced),
      expected: this.version,
      body: replaced,
    };
    const had = new Set(Object.keys(this.header.columns));
    return {
      columns: columnWrites,
      rest: [...partWrite, headerWrite],
      changedColumns: [...columns.keys()],
      addedColumns: Object.keys(next.columns).filter((key) => !had.has(key)),
      removedColumns: [...had].filter((key) => !(key in next.columns)),
      remember: () => {
        for (const [part, loaded] of rememberedParts) this.parts.set(part, loaded);
        for (const [key, byStudent] of columns) {
          const version = (this.columns.get(key) ?? NO_COLUMN).version;
          this.columns.set(key, { byStudent, version: byStudent.size === 0 ? 0 : version + 1 });
        }
        this.header = replaced;
        this.version += 1;
      },
    };
  }

  partId(part: string, chunk: number): string {
    return idOf(this.header.district, this.header.pack, this.header.generation, part, chunk);
  }

  columnId(key: string): string {
    const { indicator, period } = columnNamed(key);
    return columnId(this.header, indicator, period);
  }

  private changedParts(changes: readonly StudentChange[]) {
    const parts = new Map<string, { students: Map<string, PartRows>; changed: Set<string> }>();
    for (const { student, before, after } of changes) {
      for (const part of new Set([...Object.keys(before), ...Object.keys(after)])) {
        if (before[part] === after[part]) continue;
        let changed = parts.get(part);
        if (!changed) {
          changed = { students: new Map(this.parts.get(part)?.students ?? []), changed: new Set() };
          parts.set(part, changed);
        }
        changed.changed.add(student);
        const rows = after[part];
        if (rows) changed.students.set(student, rows);
        else changed.students.delete(student);
      }
    }
    return parts;
  }

  private changedColumns(changes: readonly StudentChange[]) {
    const columns = new Map<string, Map<string, readonly Contribution[]>>();
    for (const { student, contributions } of changes) {
      for (const [key, replacing] of contributions) {
        const former = this.columns.get(key) ?? NO_COLUMN;
        if (areSame(former.byStudent.get(student) ?? [], replacing)) continue;
        const byStudent = columns.get(key) ?? new Map(former.byStudent);
        columns.set(key, byStudent);
        if (replacing.length === 0) byStudent.delete(student);
        else byStudent.set(student, replacing);
      }
    }
    return columns;
  }

  private columnWrite(key: string, byStudent: ReadonlyMap<string, readonly Contribution[]>, expected: number): Write {
    const { district, bucket, pack, generation } = this.header;
    const { indicator, period } = columnNamed(key);
    const id = this.columnId(key);
    if (byStudent.size === 0) return { collection: packColumns, id, expected, body: null };
    const column = encodeColumn([...byStudent.values()].flat());
    const body: ColumnDocument = { district, bucket, indicator, period, pack, generation, column };
    return { collection: packColumns, id, expected, body };
  }
}

export function headerId(pack: Pick<PackHeader, 'district' | 'bucket' | 'generation' | 'pack'>): string {
  return idOf(pack.district, pack.bucket, pack.generation, pack.pack);
}

export function columnId(
  { district, pack, generation }: Pick<PackHeader, 'district' | 'generation' | 'pack'>,
  indicator: string,
  period: string,
): string {
  return idOf(district, indicator, period, pack, generation);
}

export function columnKey(indicator: string, period: string): string {
  return `${indicator}|${period}`;
}

export function columnNamed(key: string): { indicator: string; period: string } {
  const end = key.indexOf('|');
  return { indicator: key.slice(0, end), period: key.slice(end + 1) };
}

function versionsAfter(
  part: LoadedPart | undefined,
  writes: readonly { chunk: number; expected: number }[],
  chunks: number,
): number[] {
  const versions = Array.from({ length: chunks }, (_, chunk) => part?.versions[chunk] ?? 0);
  for (const { chunk, expected } of writes) if (chunk < chunks) versions[chunk] = expected + 1;
  return versions;
}

function areSame(left: readonly Contribution[], right: readonly Contribution[]): boolean {
  return left.length === right.length && left.every((contribution, index) => isSame(contribution, right[index]!));
}

function isSame(left: Contribution, right: Contribution): boolean {
  return (
    left.schoolId === right.schoolId &&
    left.counts === right.counts &&
    left.n === right.n &&
    left.events === right.events &&
    left.sum === right.sum &&
    left.sumOfSquares === right.sumOfSquares &&
    isSameProfile(left.profile, right.profile)
  );
}

/** Without making texts of them, because it is asked for every student of a batch. */
function isSameProfile(left: Profile, right: Profile): boolean {
  if (left === right) return true;
  return hasAllOf(left, right) && hasAllOf(right, left);
}

function hasAllOf(left: Profile, right: Profile): boolean {
  for (const attribute in right) {
    if ((left[attribute] ?? UNKNOWN) !== right[attribute]) return false;
  }
  return true;
}
