import { UNKNOWN, type Refusal } from '@evenground/contracts';
import type { DistrictReference } from '../domain/district-reference.js';
import { resolveAttribute, resolveValue, spellings } from './read-query.js';

/** An attribute that no profile has: it is computed from others of the profile, or from the school. */
export interface DerivedAttribute {
  readonly name: string;
  /** Attributes of profiles that it is computed from; of a school's attribute none. */
  readonly of: readonly string[];
  /** Where a student counts; several values where groups overlap. */
  readonly valuesOf: (profile: Readonly<Record<string, string>>, schoolId: string) => readonly string[];
  readonly isOfSchool: boolean;
  readonly overlaps: boolean;
}

/** Every student who is, or was, learning English. */
export const EVER_ENGLISH_LEARNER = 'everEnglishLearner';
const EVER_SPELT_OUT = 'any(englishLearner:yes|formerEnglishLearner:yes)';
const COMPOSITE = /^any\((.+)\)$/;
const OF_SCHOOL = 'school.';
/** What of a school record makes groups of schools. */
const SCHOOL_FIELDS = ['level', 'charter', 'virtual', 'alternative', 'titleI', 'cep', 'leaId'] as const;
const RACE = 'raceEthnicity';
/** Races as marked, kept in profiles where they say more than the federal group. */
export const RACES_MARKED = 'races';
const HISPANIC = 'Hispanic or Latino';

/** Whether an attribute is one that is computed. */
export function isDerived(name: string): boolean {
  return name === EVER_ENGLISH_LEARNER || COMPOSITE.test(name) || name.startsWith(OF_SCHOOL);
}

/**
 * What a computed attribute is made of.
 *
 * @param present attributes that the data has
 * @returns a refusal where it names what nobody has
 */
export function derivedAttribute(
  name: string,
  present: readonly string[],
  reference: Pick<DistrictReference, 'schools'>,
): DerivedAttribute | Refusal {
  return name.startsWith(OF_SCHOOL) ? ofSchool(name, reference) : compositeOf(name, present);
}

/**
 * Races "alone or in combination": a student counts in every race marked, and as Hispanic or Latino beside them. Of whom
 * no races are known, the federal group counts.
 */
export const RACES_IN_COMBINATION: DerivedAttribute = {
  name: RACE,
  of: [RACES_MARKED, 'hispanicLatino', RACE],
  isOfSchool: false,
  overlaps: true,
  valuesOf: ({ [RACES_MARKED]: marked, hispanicLatino, [RACE]: federal }) => {
    const races = marked === undefined || marked === UNKNOWN ? [federal ?? UNKNOWN] : marked.split(';');
    const isHispanic = hispanicLatino === 'yes' || federal === HISPANIC;
    return [...new Set(isHispanic ? [HISPANIC, ...races.filter((race) => race !== UNKNOWN)] : races)];
  },
};

/** `yes` where any holds, `no` where all are known and none holds, else `unknown`. */
function compositeOf(name: string, present: readonly string[]): DerivedAttribute | Refusal {
  const inside = COMPOSITE.exec(name === EVER_ENGLISH_LEARNER ? EVER_SPELT_OUT : name)![1]!;
  const parts: { readonly attribute: string; readonly values: readonly string[] }[] = [];
  for (const part of inside.split('|')) {
    const colon = part.lastIndexOf(':');
    if (colon <= 0 || colon === part.length - 1) {
      return {
        refused: 'attribute/invalid',
        detail: 'A composite group names attributes with their values.',
        was: name,
        wouldBeRight: EVER_SPELT_OUT,
      };
    }
    const attribute = resolveAttribute(part.slice(0, colon), present);
    if (typeof attribute !== 'string') return attribute;
    parts.push({ attribute, values: spellings(attribute, resolveValue(attribute, part.slice(colon + 1))) });
  }
  const of = [...new Set(parts.map(({ attribute }) => attribute))];
  return {
    ...{ of, isOfSchool: false, overlaps: false },
    name:
      name === EVER_ENGLISH_LEARNER
        ? name
        : `any(${parts.map(({ attribute, values }) => `${attribute}:${values[0]}`).join('|')})`,
    valuesOf: (profile) => {
      if (parts.some(({ attribute, values }) => values.includes(profile[attribute] ?? UNKNOWN))) return ['yes'];
      return [parts.some(({ attribute }) => (profile[attribute] ?? UNKNOWN) === UNKNOWN) ? UNKNOWN : 'no'];
    },
  };
}

function ofSchool(name: string, { schools }: Pick<DistrictReference, 'schools'>): DerivedAttribute | Refusal {
  const field = name.slice(OF_SCHOOL.length);
  if (!(SCHOOL_FIELDS as readonly string[]).includes(field)) {
    return {
      refused: 'attribute/unknown',
      detail: `Schools are not grouped by "${field}".`,
      was: name,
      wouldBeRight: SCHOOL_FIELDS.map((known) => OF_SCHOOL + known).join(', '),
    };
  }
  return {
    ...{ name, of: [], isOfSchool: true, overlaps: false },
    valuesOf: (_, schoolId) => {
      const value = schools.get(schoolId)?.[field];
      if (value === undefined || value === null || value === '') return [UNKNOWN];
      return [typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)];
    },
  };
}
