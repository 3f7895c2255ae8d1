import { endOfSchoolYear } from '@evenground/contracts';
import type { IndicatorDefinition } from '@evenground/contracts';
import { profileInCohort } from '../profiles.js';
import { text, type Content } from '../student-rows.js';
import { rowsOf } from '../student-state.js';
import { declaredRows } from './declared-rows.js';
import { aRate, parametersOf, type Reduced, type YearOfStudent } from './reduced.js';

/**
 * The adjusted cohort: who left by a documented transfer or emigration, died or went to a juvenile facility is out of
 * it (those two also without a word on documents, but not against one); an undocumented leaver stays in. A graduate
 * has a regular or state-alternate diploma; `graduated` without a word on the diploma counts as regular. Equivalency
 * and certificate are not graduation; one who graduated after the years that the indicator asks for is no graduate of it. A row without an outcome is unknown and leaves the denominator.
 */
export function graduationOf(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const cohort = String(endOfSchoolYear(of.year));
  const [row] = rowsOf(of.state, 'graduation', of.year);
  if (!row || row.outcome === undefined || hasLeftCohort(row)) return [];
  const profile = profileInCohort(of.state, of.year);
  const ofCohort = { rowSchoolId: text(row, 'schoolId'), isOfRowSchool: true, profile };
  return definitions.flatMap((definition): Reduced[] => {
    const graduated = parametersOf(definition, 'cohort-graduated');
    if (graduated) {
      return [{ ...aRate(definition, cohort, hasGraduated(row) && isWithinYears(row, graduated.years)), ...ofCohort }];
    }
    const ended = parametersOf(definition, 'cohort-outcome');
    if (ended) return [{ ...aRate(definition, cohort, ended.outcomes.includes(String(row.outcome))), ...ofCohort }];
    return declaredRows(of, [row], [definition]).map((reduced) => ({ ...reduced, period: cohort, ...ofCohort }));
  });
}

/** The summer after the last year counts; without a date the graduate counts as on time. */
function isWithinYears(row: Content, years: number): boolean {
  const exit = text(row, 'exitDate');
  return exit === undefined || exit < `${Number(text(row, 'cohort')) + years - 4}-10-01`;
}

function hasLeftCohort({ outcome, documented }: Content): boolean {
  switch (outcome) {
    case 'transferred':
    case 'emigrated':
      return documented === true;
    case 'deceased':
    case 'juvenile-facility':
      return documented !== false;
    default:
      return false;
  }
}

function hasGraduated({ outcome, diploma }: Content): boolean {
  return outcome === 'graduated' && diploma !== 'none';
}
