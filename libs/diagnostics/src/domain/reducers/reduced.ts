import type { IndicatorDefinition, IndicatorReducer, Period, SchoolYear } from '@evenground/contracts';
import type { Profile, Sums } from '@evenground/cube';
import type { Placement } from '../enrolment.js';
import type { Reference } from '../reference.js';
import type { StudentState } from '../student-state.js';

/** What one student adds to one indicator and period; nothing at all = not in the denominator. */
export interface Reduced extends Sums {
  readonly indicator: IndicatorDefinition;
  readonly period: Period;
  /** The school that the row itself names. */
  readonly rowSchoolId?: string;
  /** True where the row's own school is the attribution (`last-school`), before enrolment is looked at. */
  readonly isOfRowSchool?: boolean;
  /** In place of the profile of the period's school year. */
  readonly profile?: Profile;
  /** What of the counted thing itself stands beside the student's attributes, e.g. an incident's behaviour. */
  readonly besides?: Profile;
}

/** A student in a school year, and what is known beside the student. */
export interface YearOfStudent {
  readonly state: StudentState;
  readonly year: SchoolYear;
  readonly placement: Placement;
  readonly isEnrolled: boolean;
  readonly reference: Reference;
}

/** The parameters of a definition's reducer, where it is the named one. */
export function parametersOf<Name extends IndicatorReducer['name']>(
  definition: IndicatorDefinition,
  name: Name,
): Extract<IndicatorReducer, { name: Name }> | undefined {
  return definition.reduce.name === name ? (definition.reduce as Extract<IndicatorReducer, { name: Name }>) : undefined;
}

export function aRate(indicator: IndicatorDefinition, period: Period, isEvent: boolean): Reduced {
  return { indicator, period, n: 1, events: isEvent ? 1 : 0, sum: 0n, sumOfSquares: 0n };
}

export function aValue(indicator: IndicatorDefinition, period: Period, scaled: bigint): Reduced {
  return { indicator, period, n: 1, events: 0, sum: scaled, sumOfSquares: scaled * scaled };
}

/** A rate whose unit is not the student: so many units of one student, and how many of them are events. */
export function unitsOf(indicator: IndicatorDefinition, period: Period, n: number, events: number): Reduced {
  return { indicator, period, n, events: Math.min(n, events), sum: 0n, sumOfSquares: 0n };
}
