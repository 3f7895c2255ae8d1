import type { AssessmentDefined, CompletenessStated, RecordValue, ReferenceBlock } from '@evenground/contracts';
import { schoolYearOfDate } from '@evenground/contracts';
import { contentOf, text, type Content } from '../domain/student-rows.js';
import type { CountsCell, CountsDocument, ReferenceDocument } from './collections.js';

/** What one event changes: which document, and what it says afterwards (absent = nothing any more). */
export interface DocumentChange<Body> {
  /** The document without what varies; names it. */
  readonly empty: Body;
  readonly evolve: (former: Body) => Body | undefined;
}

const NUMBERS = new Set(['n', 'events', 'sum', 'sumOfSquares']);

/** Days of instruction by school and year, names of schools. */
export function referenceChanges(block: ReferenceBlock): DocumentChange<ReferenceDocument>[] {
  return block.rows.flatMap(({ outcome, values }) => {
    const content = contentOf(block.columns, values as RecordValue[]);
    const schoolId = text(content, 'schoolId') ?? '';
    const isWithdrawn = outcome === 'withdrawn';
    if (block.type === 'schools') return [school(schoolId, isWithdrawn ? undefined : content)];
    if (block.type !== 'calendar') return [];
    return [calendarDay(schoolId, text(content, 'date')!, !isWithdrawn && content.instructional === true)];
  });
}

/** The cells of marginal tables. */
export function countsChanges(block: ReferenceBlock): DocumentChange<CountsDocument>[] {
  const columns = [...(block.table ?? [])].sort();
  const hidden = new Set(block.suppressedRows);
  return block.rows.map(({ outcome, values }, index) => {
    const content = contentOf(block.columns, values as RecordValue[]);
    const empty: CountsDocument = {
      indicator: text(content, 'indicator')!,
      period: text(content, 'period')!,
      columns,
      schoolId: text(content, 'schoolId')!,
      cells: {},
    };
    const cell = countsCell(columns, content, hidden.has(index));
    const key = JSON.stringify(columns.map((column) => cell.values[column] ?? ''));
    return { empty, evolve: (former) => withCell(former, key, outcome === 'withdrawn' ? undefined : cell) };
  });
}

export function completenessChanges(stated: CompletenessStated): DocumentChange<ReferenceDocument>[] {
  return stated.entries.map(({ schoolId, schoolYear, complete }) => ({
    empty: { kind: 'completeness', type: stated.type, year: schoolYear, declared: {}, uploaded: {} },
    evolve: (former) => {
      if (former.kind !== 'completeness') return former;
      const basis = stated.basis === 'declared' ? 'declared' : 'uploaded';
      return former[basis][schoolId] === complete
        ? former
        : { ...former, [basis]: sortedByKey({ ...former[basis], [schoolId]: complete }) };
    },
  }));
}

export function assessmentChange({ assessment, ...defined }: AssessmentDefined): DocumentChange<ReferenceDocument> {
  const { levels, proficientFrom, validRange } = defined;
  const cut = { levels, proficientFrom, ...(validRange && { validRange }) };
  return {
    empty: { kind: 'assessment', assessment, cut: { levels: [], proficientFrom: '' } },
    evolve: (former) =>
      former.kind === 'assessment' && JSON.stringify(former.cut) === JSON.stringify(cut)
        ? former
        : { kind: 'assessment', assessment, cut },
  };
}

function school(schoolId: string, content: Content | undefined): DocumentChange<ReferenceDocument> {
  const known = Object.entries(content ?? {}).filter(([, value]) => !Array.isArray(value));
  const next = { kind: 'school', schoolId, content: Object.fromEntries(known) } as ReferenceDocument;
  return {
    empty: { kind: 'school', schoolId, content: {} },
    evolve: (former) =>
      content === undefined ? undefined : JSON.stringify(former) === JSON.stringify(next) ? former : next,
  };
}

function calendarDay(schoolId: string, date: string, isInstructional: boolean): DocumentChange<ReferenceDocument> {
  return {
    empty: { kind: 'calendar', schoolId, year: schoolYearOfDate(date), days: [] },
    evolve: (former) => {
      if (former.kind !== 'calendar' || former.days.includes(date) === isInstructional) return former;
      const days = isInstructional ? [...former.days, date].sort() : former.days.filter((day) => day !== date);
      return days.length === 0 ? undefined : { ...former, days };
    },
  };
}

function countsCell(columns: readonly string[], content: Content, isSuppressed: boolean): CountsCell {
  const values = Object.fromEntries(
    columns.flatMap((column) => (content[column] === undefined ? [] : [[column, shown(content[column])]])),
  );
  if (isSuppressed) return { values, suppressed: true };
  const numbers = Object.entries(content).filter(([field]) => NUMBERS.has(field));
  return {
    values,
    ...Object.fromEntries(
      numbers.map(([field, value]) => [field, field === 'n' || field === 'events' ? Number(value) : String(value)]),
    ),
  };
}

function shown(value: Content[string]): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

function withCell(former: CountsDocument, key: string, cell: CountsCell | undefined): CountsDocument | undefined {
  if (JSON.stringify(former.cells[key]) === JSON.stringify(cell))
    return Object.keys(former.cells).length ? former : undefined;
  const { [key]: _replaced, ...others } = former.cells;
  const cells = cell ? sortedByKey({ ...others, [key]: cell }) : others;
  return Object.keys(cells).length === 0 ? undefined : { ...former, cells };
}

function sortedByKey<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
