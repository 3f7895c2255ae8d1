import type { IndicatorDefinition, Period, ProblemStatement } from '@evenground/contracts';
import type { Sums } from '@evenground/cube';
import { DEFAULT_CONFIDENCE, rateWilson } from '@evenground/statistics';
import { rounded, say } from '../readings/say.js';
import { BASES, UNITS } from '../readings/words.js';
import { yearBefore } from '../show-gaps/year-before.js';
import { valueOf } from '../show-gaps/compare-groups.js';
import { RELIABLE_FROM } from '../show-gaps/conclude.js';

type Feasibility = NonNullable<ProblemStatement['feasibility']>;

/** The sums of somebody in a period, where somebody is a school's students of the group, or a group of the district. */
export interface PastSums {
  readonly period: Period;
  readonly unit: string;
  readonly sums: Sums;
}

/** Fewer comparable changes say nothing of a share. */
const FEWEST = 5;
const SLACK = 1e-12;

/**
 * How often a change as large as is asked for each year has been achieved from one year to the next: by comparable
 * schools for the same group, or, where they are fewer than five, by any group of the district. Both years need 30
 * students, because the fewer there are, the more of what they achieve is chance.
 */
export function feasibilityOf(
  requiredPerYear: number,
  bySchool: readonly PastSums[],
  byGroup: readonly PastSums[],
  definition: IndicatorDefinition,
): Feasibility {
  const schools = changesOf(bySchool, definition);
  const groups = changesOf(byGroup, definition);
  const [basis, changes] =
    schools.length >= FEWEST ? (['school-years', schools] as const) : (['group-years', groups] as const);
  const isRate = definition.kind === 'rate';
  const asked = {
    perYear: rounded(requiredPerYear * (isRate ? 100 : 1), isRate ? 1 : 3),
    unit: isRate ? UNITS.points : UNITS.units,
  };
  if (changes.length < FEWEST) {
    return {
      ...{ requiredPerYear, basis: null, comparable: changes.length, achieved: null, share: null, interval: null },
      ...{ reading: say('feasibility.no-history', asked), reason: 'no-history' },
    };
  }
  const sign = requiredPerYear < 0 ? -1 : 1;
  const achieved = changes.filter((change) => sign * change >= Math.abs(requiredPerYear) - SLACK).length;
  const { rate, lower, upper } = rateWilson({ events: achieved, n: changes.length });
  return {
    ...{ requiredPerYear, basis, comparable: changes.length, achieved, share: rate },
    interval: { low: lower!, high: upper!, level: DEFAULT_CONFIDENCE, method: 'wilson' },
    reading: say('feasibility.share', {
      ...{ ...asked, of: changes.length, achieved, share: rounded(rate! * 100, 0), basis: BASES[basis] },
    }),
    reason: null,
  };
}

function changesOf(past: readonly PastSums[], definition: IndicatorDefinition): number[] {
  const values = new Map<string, number>();
  const keyOf = (unit: string, period: Period) => JSON.stringify([unit, period]);
  for (const { period, unit, sums } of past) {
    const value = sums.n >= RELIABLE_FROM ? valueOf(sums, definition) : null;
    if (value !== null) values.set(keyOf(unit, period), value);
  }
  return past.flatMap(({ period, unit }) => {
    const [now, before] = [values.get(keyOf(unit, period)), values.get(keyOf(unit, yearBefore(period)))];
    return now === undefined || before === undefined ? [] : [now - before];
  });
}
