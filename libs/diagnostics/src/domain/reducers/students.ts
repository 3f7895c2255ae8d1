import { ENROLLED } from '@evenground/contracts';
import type { IndicatorDefinition } from '@evenground/contracts';
import { spanOfYear } from '../reference.js';
import { text, type Content } from '../student-rows.js';
import { rowsOf, yearsOf, type StudentState } from '../student-state.js';
import { declaredRows } from './declared-rows.js';
import { ideaChild } from './idea-children.js';
import { aRate, parametersOf, type Reduced, type YearOfStudent } from './reduced.js';

/** What the descriptions of an enrolled student say. */
export function studentsOf(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  if (!of.isEnrolled) return [];
  const { state, year } = of;
  const rows = rowsOf(state, 'students', year);
  return [
    aRate(ENROLLED, year, false),
    ...ideaChild(of),
    ...definitions.flatMap((definition): Reduced[] => {
      const long = parametersOf(definition, 'english-learner-years');
      if (long) {
        const isLearner = rows.some(({ englishLearner }) => englishLearner === true);
        return isLearner ? [aRate(definition, year, yearsAsLearner(state, year) >= long.years)] : [];
      }
      if (!parametersOf(definition, 'english-learner-exited')) return [];
      const hasExited = rows.some((row) => exitedWithin(row, year));
      const wasLearner = hasExited || rows.some(({ englishLearner }) => englishLearner === true);
      return wasLearner ? [aRate(definition, year, hasExited)] : [];
    }),
    ...declaredRows(of, rows, definitions),
  ];
}

function yearsAsLearner(state: StudentState, until: string): number {
  return yearsOf(state, 'students').filter(
    (year) => year <= until && rowsOf(state, 'students', year).some(({ englishLearner }) => englishLearner === true),
  ).length;
}

function exitedWithin(row: Content, year: string): boolean {
  const exit = text(row, 'exitedELOn');
  const { from, to } = spanOfYear(year);
  return exit !== undefined && exit >= from && exit < to;
}
