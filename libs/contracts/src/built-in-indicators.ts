import type { IndicatorDefinition } from './indicators.js';

type Declared = Pick<
  IndicatorDefinition,
  'id' | 'name' | 'construct' | 'source' | 'reduce' | 'grain' | 'direction' | 'timing'
> &
  Partial<IndicatorDefinition>;

function builtIn(declared: Declared): IndicatorDefinition {
  return {
    kind: 'rate',
    scale: 0,
    attribution: 'accountable',
    per: 1,
    needsDeclaration: false,
    builtIn: true,
    version: 1,
    ...declared,
  };
}

function anyAction(declared: Pick<Declared, 'id' | 'name' | 'construct'> & Partial<Declared>, ...actions: string[]) {
  return builtIn({
    source: 'discipline',
    reduce: { name: 'any-action', actions },
    grain: 'year',
    direction: 'lower-is-better',
    timing: 'lagging',
    needsDeclaration: true,
    ...declared,
  });
}

const EXPULSIONS = ['expulsion-with-services', 'expulsion-without-services'];
const chronic = {
  source: 'attendance',
  grain: 'year',
  direction: 'lower-is-better',
  timing: 'leading',
  citation: 'EDFacts FS195; NASEM 2019, indicator 3',
} as const;

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

/** The indicators that every district has from the start; ids and meaning of the indicator catalogue. */
export const BUILT_IN_INDICATORS: readonly IndicatorDefinition[] = [
  builtIn({
    ...chronic,
    id: 'chronic-absence',
    name: 'Chronic absence',
    construct: 'absent on at least a tenth of the enrolled days, of students enrolled at least 10 days',
    reduce: { name: 'absent-share-at-least', share: '0.1', minimumEnrolledDays: 10 },
    notGoodFor: 'early in the year: show the number of days; half-day rules differ by state',
  }),
  builtIn({
    ...chronic,
    id: 'severe-chronic-absence',
    name: 'Severe chronic absence',
    construct: 'absent on at least a fifth of the enrolled days, of students enrolled at least 10 days',
    reduce: { name: 'absent-share-at-least', share: '0.2', minimumEnrolledDays: 10 },
    notGoodFor: 'small groups',
  }),
  anyAction(
    {
      id: 'oss-any',
      name: 'Out-of-school suspension',
      construct: 'at least one out-of-school suspension in the year, of all enrolled',
      citation: 'CRDC; NASEM 2019, indicator 15',
      notGoodFor: 'alone: read it beside iss-any and removal-any, because removals get relabelled',
    },
    'out-of-school-suspension',
  ),
  anyAction(
    { id: 'iss-any', name: 'In-school suspension', construct: 'at least one in-school suspension', citation: 'CRDC' },
    'in-school-suspension',
  ),
  anyAction(
    { id: 'expulsion-any', name: 'Expulsion', construct: 'expelled with or without services', citation: 'CRDC' },
    ...EXPULSIONS,
  ),
  anyAction(
    {
      id: 'removal-any',
      name: 'Removal of any kind',
      construct: 'at least one suspension, expulsion or other removal; catches substitution',
      citation: 'IDEA total removals',
    },
    'in-school-suspension',
    'out-of-school-suspension',
    ...EXPULSIONS,
    'interim-setting-by-school',
    'hearing-officer-removal',
    'alternative-setting',
    'informal-removal',
  ),
  builtIn({
    id: 'incidents-per-100',
    name: 'Incidents per 100 students',
    construct: 'different incidents that a student took part in; an incident of three students counts for each',
    source: 'discipline',
    reduce: { name: 'incident-count', per: 100 },
    kind: 'mean',
    grain: 'year',
    direction: 'lower-is-better',
    timing: 'leading',
    per: 100,
    needsDeclaration: true,
    validRange: { min: 0, max: 36_500 },
    notGoodFor: 'a proportion: counts spread wider than their mean',
  }),
  builtIn({
    id: 'advanced-enrolled',
    name: 'Advanced-course participation',
    construct: 'in at least one AP, IB or dual course, of students in grades 9 to 12, offered at their school or not',
    source: 'courses',
    reduce: { name: 'any-course-level', levels: ['ap', 'ib', 'dual'], grades: ['9', '10', '11', '12'] },
    grain: 'year',
    direction: 'higher-is-better',
    timing: 'leading',
    needsDeclaration: true,
    citation: 'CRDC; NASEM 2019, indicator 11',
  }),
  builtIn({
    id: 'graduation-4yr',
    name: 'Graduation within four years',
    construct: 'adjusted cohort graduation rate',
    source: 'graduation',
    reduce: { name: 'cohort-graduated', years: 4 },
    grain: 'cohort',
    direction: 'higher-is-better',
    timing: 'lagging',
    citation: 'ESSA; 34 CFR 200.34; NASEM 2019, indicator 6',
  }),
];

export const PROFICIENT_PREFIX = 'proficient-';

/** `English Language Arts` → `english-language-arts`: how a subject stands in an indicator's id. */
export function subjectSlug(subject: string): string {
  return subject
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64 - PROFICIENT_PREFIX.length);
}

/** The indicator of a subject's proficiency; there is one for each subject that the data has. */
export function proficientIndicator(slug: string): IndicatorDefinition {
  return builtIn({
    id: PROFICIENT_PREFIX + slug,
    name: `Proficient in ${slug.replace(/-/g, ' ')}`,
    construct: 'at or above proficient by the last valid result of the school year, of the tested',
    source: 'assessments',
    reduce: { name: 'proficient', subject: slug },
    grain: 'year',
    direction: 'higher-is-better',
    timing: 'lagging',
    citation: 'ESSA; NASEM 2019, indicator 5',
    notGoodFor: 'movement away from the cut: pair it with the mean score; participation differs by group',
  });
}

/**
 * What an indicator of the product is computed from; families such as `proficient-<subject>` included. Absent: the id is
 * free, so that a district may declare it.
 */
export function sourceOfBuiltIn(id: string): IndicatorDefinition['source'] | undefined {
  if (id.startsWith(PROFICIENT_PREFIX)) return 'assessments';
  return [ENROLLED, ...BUILT_IN_INDICATORS].find((known) => known.id === id)?.source;
}
