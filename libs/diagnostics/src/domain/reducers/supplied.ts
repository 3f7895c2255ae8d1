import type { IndicatorDefinition } from '@evenground/contracts';
import { scaleValue } from '@evenground/cube';
import { compareDecimals } from '../exact-decimal.js';
import { text, type Content } from '../student-rows.js';
import { rowsOf } from '../student-state.js';
import { aRate, aValue, type Reduced, type YearOfStudent } from './reduced.js';

/** The supplied value of `observations` (one that no number can hold says nothing): 0 or 1 for a rate (another value says nothing), rounded to the scale for a mean. */
export function suppliedOf({ state, year }: YearOfStudent, definitions: readonly IndicatorDefinition[]): Reduced[] {
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  return rowsOf(state, 'observations', year).flatMap((row) => {
    const definition = byId.get(text(row, 'indicator') ?? '');
    const reduced = definition && reducedBy(definition, row);
    return reduced ? [{ ...reduced, rowSchoolId: text(row, 'schoolId') }] : [];
  });
}

function reducedBy(definition: IndicatorDefinition, row: Content): Reduced | undefined {
  const [period, value] = [text(row, 'period')!, text(row, 'value')];
  if (value === undefined) return undefined;
  if (definition.kind === 'mean') {
    return isValid(definition, value) ? aValue(definition, period, scaleValue(value, definition.scale)) : undefined;
  }
  if (compareDecimals(value, '0') === 0) return aRate(definition, period, false);
  return compareDecimals(value, '1') === 0 ? aRate(definition, period, true) : undefined;
}

function isValid({ validRange }: IndicatorDefinition, value: string): boolean {
  const number = Number(value);
  return Number.isFinite(number) && (!validRange || (number >= validRange.min && number <= validRange.max));
}
