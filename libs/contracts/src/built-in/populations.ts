import type { IndicatorDefinition } from '../indicators.js';
import { builtIn } from './declare-built-in.js';

/** Students enrolled, once each: populations. Not an indicator that anyone asks by name. */
export const ENROLLED: IndicatorDefinition = builtIn({
  id: 'enrolled',
  name: 'Students enrolled',
  construct: 'students enrolled in the school year, counted once',
  source: 'students',
  reduce: { name: 'enrolled' },
  grain: 'year',
  direction: 'parity',
  timing: 'leading',
});

/**
 * Enrolled children of whom it is known that they have a disability (IDEA) or that their age is outside 3 to 21, with
 * their age band in the profile. Beside `enrolled` it makes the populations of 34 CFR 300.647.
 */
export const IDEA_CHILDREN: IndicatorDefinition = builtIn({
  ...ENROLLED,
  id: 'idea-children',
  name: 'Children on the count date',
  construct: 'enrolled children with a disability, and those whose age is outside 3 to 21',
});

/** Children with disabilities of 3 to 21, with the days of their removals in the profile; value = removals of a child. */
export const IDEA_REMOVALS: IndicatorDefinition = builtIn({
  ...ENROLLED,
  id: 'idea-removals',
  name: 'Disciplinary removals of children with disabilities',
  construct: 'suspensions, expulsions and removals to an interim setting, of children with disabilities of 3 to 21',
  source: 'discipline',
  kind: 'mean',
  needsDeclaration: true,
});

/** Share of the days of a month that a student attended; its periods are months, `2025-26/M09`. */
export const ATTENDANCE_BY_MONTH: IndicatorDefinition = builtIn({
  ...ENROLLED,
  id: 'attendance-by-month',
  name: 'Attendance by month',
  construct: 'share of the days of instruction of a month that a student attended',
  source: 'attendance',
  kind: 'mean',
  scale: 6,
  direction: 'higher-is-better',
});

/** What is measured for answers of its own and is no indicator that anyone asks by name. */
export const UNLISTED_INDICATORS: readonly IndicatorDefinition[] = [
  ENROLLED,
  IDEA_CHILDREN,
  IDEA_REMOVALS,
  ATTENDANCE_BY_MONTH,
];
