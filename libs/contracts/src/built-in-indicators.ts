import { ATTAINMENT_INDICATORS } from './built-in/attainment.js';
import { ATTENDANCE_INDICATORS } from './built-in/attendance.js';
import { COURSEWORK_INDICATORS } from './built-in/coursework.js';
import { DISCIPLINE_INDICATORS } from './built-in/discipline.js';
import {
  LEARNING_INDICATORS,
  PARTICIPATION_PREFIX,
  PROFICIENT_PREFIX,
  participationIndicator,
  proficientIndicator,
  subjectSlug,
} from './built-in/learning.js';
import { UNLISTED_INDICATORS } from './built-in/populations.js';
import type { IndicatorDefinition } from './indicators.js';

/** The indicators that every district has from the start; ids and meaning of the indicator catalogue. */
export const BUILT_IN_INDICATORS: readonly IndicatorDefinition[] = [
  ...ATTENDANCE_INDICATORS,
  ...DISCIPLINE_INDICATORS,
  ...COURSEWORK_INDICATORS,
  ...LEARNING_INDICATORS,
  ...ATTAINMENT_INDICATORS,
];

/**
 * Grows whenever a built-in definition changes what is computed: what a district's columns were computed under is
 * computed anew then. 1 = the first release; 3 = profiles hold the races of who marked several.
 */
export const BUILT_IN_VERSION = 3;

const FAMILIES = [
  { prefix: PROFICIENT_PREFIX, indicator: proficientIndicator },
  { prefix: PARTICIPATION_PREFIX, indicator: participationIndicator },
] as const;

/** The indicator of a family such as `proficient-<subject>`, where the id names one. */
export function familyIndicator(id: string): IndicatorDefinition | undefined {
  const family = FAMILIES.find(({ prefix }) => id.startsWith(prefix));
  const slug = family && id.slice(family.prefix.length);
  return slug ? (subjectSlug(slug) === slug ? family.indicator(slug) : undefined) : undefined;
}

/**
 * What an indicator of the product is computed from; families such as `proficient-<subject>` included. Absent: the id is
 * free, so that a district may declare it.
 */
export function sourceOfBuiltIn(id: string): IndicatorDefinition['source'] | undefined {
  if (FAMILIES.some(({ prefix }) => id.startsWith(prefix))) return 'assessments';
  return [...UNLISTED_INDICATORS, ...BUILT_IN_INDICATORS].find((known) => known.id === id)?.source;
}
