import type { IndicatorDefinition } from '@evenground/contracts';
import { text } from '../student-rows.js';
import { rowsOf } from '../student-state.js';
import { declaredRows } from './declared-rows.js';
import { aRate, parametersOf, type Reduced, type YearOfStudent } from './reduced.js';

/** What courses say of enrolled students whose school's courses are declared complete. */
export function coursesOf(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const { state, year, placement, isEnrolled, reference } = of;
  if (!isEnrolled || !reference.isDeclared('courses', placement.accountable, year)) return [];
  const rows = rowsOf(state, 'courses', year);
  const levels = new Set(rows.map((row) => text(row, 'level')));
  const grade = placement.grade?.trim().replace(/^0+(?=\d)/, '');
  const byLevel = definitions.flatMap((definition) => {
    const course = parametersOf(definition, 'any-course-level');
    if (!course || grade === undefined || !course.grades.includes(grade)) return [];
    return [
      aRate(
        definition,
        year,
        course.levels.some((level) => levels.has(level)),
      ),
    ];
  });
  return [...byLevel, ...declaredRows(of, rows, definitions)];
}
