import type { IndicatorDefinition, RowReducer } from '@evenground/contracts';
import { scaledQuotient } from '../exact-decimal.js';
import { incidentsOf } from '../incidents.js';
import { describingRow } from '../profiles.js';
import type { Content } from '../student-rows.js';
import { aRate, aValue, parametersOf, unitsOf, type Reduced, type YearOfStudent } from './reduced.js';
import { isWithin, measured, passes, passing } from './row-filters.js';

/**
 * What the declared reducer `rows` makes of a student's rows of its source in one school year: nothing where the
 * student is not asked or has no row of the denominator, else one contribution.
 *
 * @param rows the student's rows of the definition's source in the year
 */
export function declaredRows(
  of: YearOfStudent,
  rows: readonly Content[],
  definitions: readonly IndicatorDefinition[],
): Reduced[] {
  return definitions.flatMap((definition) => {
    const reducer = parametersOf(definition, 'rows');
    if (!reducer || !isAsked(of, reducer)) return [];
    if (reducer.among ? passing(rows, reducer.among).length === 0 : !of.isEnrolled) return [];
    return reducedBy(definition, reducer, of.year, rows);
  });
}

function isAsked({ state, year, placement }: YearOfStudent, { students }: RowReducer): boolean {
  if (!students) return true;
  const { grade } = placement;
  const described = { ...describingRow(state, year), ...(grade !== undefined && { grade }) };
  return students.every((filter) => passes(described, filter));
}

function reducedBy(
  definition: IndicatorDefinition,
  { among, when, value, units }: RowReducer,
  year: string,
  rows: readonly Content[],
): Reduced[] {
  if (units) {
    const kept = passing(rows, among);
    // Incidents one by one, because what each of them was is part of whom it counts for.
    const parts = definition.source === 'discipline' ? incidentsOf(kept) : [{ rows: kept, attributes: {} }];
    return parts.flatMap((part) => {
      const all = Number(measured(part.rows, units.all));
      if (all === 0) return [];
      const events = Number(measured(part.rows, units.events));
      return [{ ...unitsOf(definition, year, all, events), besides: part.attributes }];
    });
  }
  if (value) {
    const sum = measured(rows, value);
    return [aValue(definition, year, scaledQuotient(sum, value.dividedBy ?? '1', definition.scale))];
  }
  const isEvent = (when ?? []).every((condition) => isWithin(measured(rows, condition), condition));
  return [aRate(definition, year, isEvent)];
}
