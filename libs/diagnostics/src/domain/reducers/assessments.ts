import { participationIndicator, proficientIndicator, subjectSlug } from '@evenground/contracts';
import type { IndicatorDefinition } from '@evenground/contracts';
import type { Reference } from '../reference.js';
import { text, type Content } from '../student-rows.js';
import { rowsOf } from '../student-state.js';
import { declaredRows } from './declared-rows.js';
import { aRate, parametersOf, type Reduced, type YearOfStudent } from './reduced.js';
import { passes } from './row-filters.js';

/**
 * What assessments say. Proficiency and participation are there for every subject that the data has; proficiency is
 * that of the last valid result of the school year, at its own assessment's cut. Valid = tested, and telling proficiency
 * by its flag or by a level that the assessment's definition knows.
 */
export function assessmentsOf(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const rows = [...rowsOf(of.state, 'assessments', of.year)].sort(byDate);
  const last = lastValid(rows, of.reference);
  const tested = whetherTested(rows);
  const proficient = (indicator: IndicatorDefinition, slug: string): Reduced[] => {
    const found = last.get(slug);
    return found
      ? [{ ...aRate(indicator, of.year, found.isProficient), rowSchoolId: text(found.row, 'schoolId') }]
      : [];
  };
  const participation = (indicator: IndicatorDefinition, slug: string): Reduced[] => {
    const found = tested.get(slug);
    return found ? [{ ...aRate(indicator, of.year, found.isTested), rowSchoolId: text(found.row, 'schoolId') }] : [];
  };
  return [
    ...[...last.keys()].flatMap((slug) => proficient(proficientIndicator(slug), slug)),
    ...[...tested.keys()].flatMap((slug) => participation(participationIndicator(slug), slug)),
    ...definitions.flatMap((definition) => {
      const asked = parametersOf(definition, 'proficient');
      if (asked) return isInGrades(of, asked.grades) ? proficient(definition, asked.subject) : [];
      const wanted = parametersOf(definition, 'tested');
      return wanted ? participation(definition, wanted.subject) : [];
    }),
    ...declaredRows(of, rows, definitions),
  ];
}

function lastValid(rows: readonly Content[], reference: Reference) {
  const last = new Map<string, { row: Content; isProficient: boolean }>();
  for (const row of rows) {
    const isProficient = isProficientBy(row, reference);
    const slug = subjectSlug(text(row, 'subject') ?? '');
    if (isProficient !== undefined && slug !== '') last.set(slug, { row, isProficient });
  }
  return last;
}

/** Tested at least once; a row that does not say whether is evidence of a test where it has a result. */
function whetherTested(rows: readonly Content[]) {
  const tested = new Map<string, { row: Content; isTested: boolean }>();
  for (const row of rows) {
    const slug = subjectSlug(text(row, 'subject') ?? '');
    const hasResult = row.score !== undefined || row.proficient !== undefined || row.performanceLevel !== undefined;
    const isTested = typeof row.tested === 'boolean' ? row.tested : hasResult ? true : undefined;
    if (slug === '' || isTested === undefined) continue;
    tested.set(slug, { row, isTested: isTested || tested.get(slug)?.isTested === true });
  }
  return tested;
}

function isInGrades({ placement }: YearOfStudent, grades: readonly string[] | undefined): boolean {
  return grades === undefined || passes({ grade: placement.grade ?? '' }, { field: 'grade', anyOf: [...grades] });
}

function isProficientBy(row: Content, reference: Reference): boolean | undefined {
  if (row.tested === false) return undefined;
  const cut = reference.assessmentCut(text(row, 'assessment') ?? '');
  if (isOutside(text(row, 'score'), cut?.validRange)) return undefined;
  if (typeof row.proficient === 'boolean') return row.proficient;
  const level = cut?.levels.indexOf(text(row, 'performanceLevel') ?? '') ?? -1;
  return cut && level >= 0 ? level >= cut.levels.indexOf(cut.proficientFrom) : undefined;
}

function isOutside(score: string | undefined, range: { min: number; max: number } | undefined): boolean {
  return score !== undefined && range !== undefined && !(Number(score) >= range.min && Number(score) <= range.max);
}

/** Two results of one day: the later assessment id, so that the order of arrival cannot matter. */
function byDate(left: Content, right: Content): number {
  const key = (row: Content) => `${text(row, 'date')}|${text(row, 'assessment')}|${text(row, 'subject')}`;
  return key(left) < key(right) ? -1 : 1;
}
