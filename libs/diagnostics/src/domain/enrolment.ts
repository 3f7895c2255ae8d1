import { UNKNOWN, schoolYearOfDate } from '@evenground/contracts';
import type { SchoolYear } from '@evenground/contracts';
import { spanOfYear } from './reference.js';
import { text, type Content } from './student-rows.js';
import { rowsOf, yearsOf, type StudentState } from './student-state.js';

/** A stay at a school within one school year: days in [from, to), the day of exit not among them. */
export interface Spell {
  readonly schoolId: string;
  readonly from: string;
  readonly to: string;
  readonly grade?: string;
  readonly accountable?: boolean;
}

/** Where a student belongs in a school year. */
export interface Placement {
  /** The one accountable school; `unknown` when nothing tells it. */
  readonly accountable: string;
  /** Every school of enrolment, sorted. */
  readonly schools: readonly string[];
  readonly spells: readonly Spell[];
  /** Grade in that year, by the `students` row, else by the longest spell. */
  readonly grade?: string;
}

/**
 * The student's stays in a school year. A `students` row with a school and no `enrollments` in the year is one stay
 * for the whole year.
 */
export function spellsIn(state: StudentState, year: SchoolYear): Spell[] {
  const span = spanOfYear(year);
  const spells = rowsOf(state, 'enrollments').flatMap((row) => clipped(row, span));
  if (spells.length > 0) return spells.sort(bySpell);
  const schoolId = ownSchool(state, year);
  return schoolId === undefined ? [] : [{ schoolId, ...span }];
}

/**
 * Attribution: the school marked accountable (of several, the one entered last), else that of most days, else the
 * school of the year's `students` row.
 */
export function placementIn(state: StudentState, year: SchoolYear): Placement {
  const spells = spellsIn(state, year);
  const schools = [...new Set(spells.map(({ schoolId }) => schoolId))].sort();
  const grade = rowsOf(state, 'students', year)[0]?.grade ?? spells.find((spell) => spell.grade)?.grade;
  return {
    accountable: accountableSchool(spells) ?? ownSchool(state, year) ?? UNKNOWN,
    schools,
    spells,
    ...(grade !== undefined && { grade: String(grade) }),
  };
}

/**
 * School years in which the student is enrolled: those with a stay, implied ones among them. A stay without an end counts
 * for the year it began in; later years need a `students` row, because no clock says how long it goes on.
 */
export function enrolledYears(state: StudentState): string[] {
  const years = new Set(yearsOf(state, 'students').filter((year) => spellsIn(state, year).length > 0));
  for (const row of rowsOf(state, 'enrollments')) {
    const first = schoolYearOfDate(text(row, 'entryDate')!);
    const exit = text(row, 'exitDate');
    const last = exit === undefined ? first : schoolYearOfDate(exit);
    for (let year = first; year <= last; year = nextYear(year)) {
      const span = spanOfYear(year);
      if (clipped(row, span).length > 0) years.add(year);
    }
  }
  return [...years].sort();
}

function nextYear(year: SchoolYear): SchoolYear {
  return schoolYearOfDate(spanOfYear(year).to);
}

function clipped(row: Content, span: { from: string; to: string }): Spell[] {
  const entry = text(row, 'entryDate')!;
  const exit = text(row, 'exitDate');
  const from = entry > span.from ? entry : span.from;
  const to = exit !== undefined && exit < span.to ? exit : span.to;
  if (from >= to) return [];
  const grade = text(row, 'grade');
  return [
    {
      schoolId: text(row, 'schoolId')!,
      from,
      to,
      ...(grade !== undefined && { grade }),
      ...(typeof row.accountable === 'boolean' && { accountable: row.accountable }),
    },
  ];
}

function ownSchool(state: StudentState, year: SchoolYear): string | undefined {
  const row = rowsOf(state, 'students', year)[0];
  return row && text(row, 'schoolId');
}

function accountableSchool(spells: readonly Spell[]): string | undefined {
  const marked = spells.filter(({ accountable }) => accountable === true);
  if (marked.length > 0) return marked.at(-1)!.schoolId;
  const open = spells.filter(({ accountable }) => accountable !== false);
  const days = new Map<string, number>();
  for (const { schoolId, from, to } of open.length > 0 ? open : spells) {
    days.set(schoolId, (days.get(schoolId) ?? 0) + Date.parse(to) - Date.parse(from));
  }
  let best: string | undefined;
  for (const [schoolId, length] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (best === undefined || length > days.get(best)!) best = schoolId;
  }
  return best;
}

function bySpell(left: Spell, right: Spell): number {
  return keyOf(left) < keyOf(right) ? -1 : 1;
}

function keyOf({ from, schoolId, to }: Spell): string {
  return `${from}|${schoolId}|${to}`;
}
