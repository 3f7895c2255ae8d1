import type { IndicatorDefinition } from '@evenground/contracts';
import { text } from '../student-rows.js';
import { rowsOf } from '../student-state.js';
import { declaredRows } from './declared-rows.js';
import { ideaRemovals } from './idea-children.js';
import { aRate, aValue, parametersOf, type Reduced, type YearOfStudent } from './reduced.js';

/**
 * Any action of a kind, and the number of different incidents, of every enrolled student whose accountable school is
 * declared complete for the year (rule 10). Two actions after one incident are one incident.
 */
export function disciplineOf(of: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const { state, year, placement, isEnrolled, reference } = of;
  if (!isEnrolled || !reference.isDeclared('discipline', placement.accountable, year)) return [];
  const rows = rowsOf(state, 'discipline', year);
  const taken = new Set(rows.map((row) => text(row, 'action')));
  const incidents = new Set(rows.map((row) => `${text(row, 'schoolId')}\n${text(row, 'incidentId')}`));
  const byName = definitions.flatMap((definition) => {
    const action = parametersOf(definition, 'any-action');
    if (action)
      return [
        aRate(
          definition,
          year,
          action.actions.some((kind) => taken.has(kind)),
        ),
      ];
    if (!parametersOf(definition, 'incident-count')) return [];
    return [aValue(definition, year, BigInt(incidents.size) * 10n ** BigInt(definition.scale))];
  });
  return [...byName, ...declaredRows(of, rows, definitions), ...ideaRemovals(of, rows)];
}
