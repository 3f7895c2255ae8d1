import { proficientIndicator, subjectSlug } from '@evenground/contracts';
import type { Reference } from '../reference.js';
import { text, type Content } from '../student-rows.js';
import { rowsOf } from '../student-state.js';
import { aRate, type Reduced, type YearOfStudent } from './reduced.js';

/**
 * Proficiency by subject: the last valid result of the school year, at its own assessment's cut. Valid = tested, and
 * telling proficiency by its flag or by a level that the assessment's definition knows.
 */
export function proficiencyOf({ state, year, reference }: YearOfStudent): Reduced[] {
  const last = new Map<string, { row: Content; isProficient: boolean }>();
  for (const row of [...rowsOf(state, 'assessments', year)].sort(byDate)) {
    const isProficient = isProficientBy(row, reference);
    const slug = subjectSlug(text(row, 'subject') ?? '');
    if (isProficient !== undefined && slug !== '') last.set(slug, { row, isProficient });
  }
  return [...last].map(([slug, { row, isProficient }]) => ({
    ...aRate(proficientIndicator(slug), year, isProficient),
    rowSchoolId: text(row, 'schoolId'),
  }));
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
