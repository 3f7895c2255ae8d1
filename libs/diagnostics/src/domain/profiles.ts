import {
  MIDDLE_EASTERN_OR_NORTH_AFRICAN,
  OWN_ATTRIBUTE_PREFIX,
  PROFILE_ATTRIBUTES,
  endOfSchoolYear,
} from '@evenground/contracts';
import type { SchoolYear } from '@evenground/contracts';
import type { Profile } from '@evenground/cube';
import { rowsOf, yearsOf, type StudentState } from './student-state.js';
import type { Content } from './student-rows.js';

const known: ReadonlySet<string> = new Set(PROFILE_ATTRIBUTES);
/** Grade 9 to 12: how far back "ever in the cohort" looks. */
const COHORT_YEARS = 4;
/** What a student of a graduation cohort counts as when it held at any time in the cohort (ESSA). */
const EVER_IN_COHORT = ['englishLearner', 'disability'] as const;

/** Whether a column of `students` is part of the profile. */
export function isProfileAttribute(name: string): boolean {
  return known.has(name) || name.startsWith(OWN_ATTRIBUTE_PREFIX);
}

/** The `students` row in force in a school year: that year's, else of the nearest year before, else after. */
export function describingRow(state: StudentState, year: SchoolYear): Content | undefined {
  const years = yearsOf(state, 'students');
  const chosen = years.findLast((candidate) => candidate <= year) ?? years.find((candidate) => candidate > year);
  return chosen === undefined ? undefined : rowsOf(state, 'students', chosen)[0];
}

/** Attribute values in force in a school year; flags are `yes` and `no`, what is not known is absent. */
export function profileIn(state: StudentState, year: SchoolYear): Profile {
  return profileOfRow(describingRow(state, year));
}

/** The profile of a graduation cohort: `yes` where English learner or disability held at any time in the cohort. */
export function profileInCohort(state: StudentState, lastYear: SchoolYear): Profile {
  const end = endOfSchoolYear(lastYear);
  const years = yearsOf(state, 'students').filter((year) => {
    const ends = endOfSchoolYear(year);
    return ends > end - COHORT_YEARS && ends <= end;
  });
  const rows = years.flatMap((year) => rowsOf(state, 'students', year));
  const ever = EVER_IN_COHORT.filter((attribute) => rows.some((row) => row[attribute] === true));
  return { ...profileIn(state, lastYear), ...Object.fromEntries(ever.map((attribute) => [attribute, 'yes'])) };
}

function profileOfRow(row: Content | undefined): Profile {
  const profile: Record<string, string> = {};
  for (const [attribute, value] of Object.entries(row ?? {})) {
    if (isProfileAttribute(attribute)) profile[attribute] = shown(value);
  }
  const races = racesMarked(row);
  if (races !== undefined) profile.races = races;
  return profile;
}

/**
 * The races of who marked several, or marked some beside Hispanic or Latino; of everybody else the federal group says
 * as much. Under the scheme of 1997 Middle Eastern or North African is part of White.
 */
function racesMarked(row: Content | undefined): string | undefined {
  const { races, raceScheme, hispanicLatino } = row ?? {};
  if (!Array.isArray(races) || races.length === 0 || (races.length === 1 && hispanicLatino !== true)) return undefined;
  const isOwnGroup = String(raceScheme) === '2024';
  const marked = races.map((race) => (race === MIDDLE_EASTERN_OR_NORTH_AFRICAN && !isOwnGroup ? 'White' : race));
  return [...new Set(marked)].sort().join(';');
}

function shown(value: Content[string]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(';') : String(value);
}
