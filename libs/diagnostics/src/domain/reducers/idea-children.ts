import { IDEA_CHILDREN, IDEA_REMOVALS, REMOVAL_ACTIONS } from '@evenground/contracts';
import { addDecimals, compareDecimals } from '../exact-decimal.js';
import { describingRow } from '../profiles.js';
import { text, type Content } from '../student-rows.js';
import { aRate, aValue, type Reduced, type YearOfStudent } from './reduced.js';

const OUT_OF_SCHOOL = new Set(['out-of-school-suspension', 'expulsion-with-services', 'expulsion-without-services']);
/** Total removals: suspensions, expulsions, and removals to an interim setting by staff or by a hearing officer. */
const REMOVALS = new Set<string>(
  REMOVAL_ACTIONS.filter((action) => action !== 'alternative-setting' && action !== 'informal-removal'),
);
const MANY_DAYS = '10'; // 34 CFR 300.647(b)(4): up to 10 days, or more

/**
 * A child with a disability, or one whose age is outside 3 to 21, with the age band beside the profile. A child of
 * unknown age counts as within; a disability of which nothing is known is none here, as it is in no child count.
 */
export function ideaChild({ state, year, isEnrolled }: YearOfStudent): Reduced[] {
  if (!isEnrolled) return [];
  const row = describingRow(state, year);
  const band = ageBandOf(row);
  if (row?.disability !== true && band !== 'outside') return [];
  return [{ ...aRate(IDEA_CHILDREN, year, false), besides: { ageBand: band } }];
}

/** How a child with a disability of 3 to 21 was removed in the year: days out of school, days in school, times. */
export function ideaRemovals({ state, year }: YearOfStudent, rows: readonly Content[]): Reduced[] {
  const described = describingRow(state, year);
  const band = ageBandOf(described);
  if (described?.disability !== true || band === 'outside') return [];
  const removals = rows.filter((row) => REMOVALS.has(String(row.action))).length;
  return [
    {
      ...aValue(IDEA_REMOVALS, year, BigInt(removals)),
      besides: {
        ageBand: band,
        daysOutOfSchool: daysBand(rows.filter((row) => OUT_OF_SCHOOL.has(String(row.action)))),
        daysInSchool: daysBand(rows.filter((row) => row.action === 'in-school-suspension')),
      },
    },
  ];
}

function ageBandOf(row: Content | undefined): '3-5' | '6-21' | 'outside' | 'unknown' {
  const age = row?.ageOnCountDate;
  if (age === undefined) return 'unknown';
  if (Number(age) < 3 || Number(age) > 21) return 'outside';
  return Number(age) < 6 ? '3-5' : '6-21';
}

/** Days add up over the year; an action without days adds none. */
function daysBand(rows: readonly Content[]): 'none' | 'up-to-10' | 'over-10' {
  if (rows.length === 0) return 'none';
  const days = addDecimals(rows.flatMap((row) => text(row, 'days') ?? []));
  return compareDecimals(days, MANY_DAYS) > 0 ? 'over-10' : 'up-to-10';
}
