import type { IndicatorDefinition } from '../indicators.js';
import { builtIn } from './declare-built-in.js';

const EXPULSIONS = ['expulsion-with-services', 'expulsion-without-services'];
/** Actions that take a student out of the usual instruction. */
export const REMOVAL_ACTIONS = [
  'in-school-suspension',
  'out-of-school-suspension',
  ...EXPULSIONS,
  'interim-setting-by-school',
  'hearing-officer-removal',
  'alternative-setting',
  'informal-removal',
] as const;

const yearly = { source: 'discipline', grain: 'year', needsDeclaration: true } as const;
const declared = { ...yearly, direction: 'lower-is-better', timing: 'lagging' } as const;
const INCIDENT = ['schoolId', 'incidentId'];

function anyAction(
  said: Pick<IndicatorDefinition, 'id' | 'name' | 'construct'> & Partial<IndicatorDefinition>,
  ...actions: string[]
): IndicatorDefinition {
  return builtIn({ ...declared, reduce: { name: 'any-action', actions }, ...said });
}

export const DISCIPLINE_INDICATORS: readonly IndicatorDefinition[] = [
  anyAction(
    {
      id: 'oss-any',
      name: 'Out-of-school suspension',
      construct: 'at least one out-of-school suspension in the year, of all enrolled',
      citation: 'CRDC; NASEM 2019, indicator 15',
      decision: 'which alternatives to suspension to offer, and where',
      notGoodFor: 'alone: read it beside iss-any and removal-any, because removals get relabelled',
    },
    'out-of-school-suspension',
  ),
  anyAction(
    {
      id: 'iss-any',
      name: 'In-school suspension',
      construct: 'at least one in-school suspension',
      citation: 'CRDC',
      notGoodFor: 'alone: suspensions out of school may have been relabelled',
    },
    'in-school-suspension',
  ),
  anyAction(
    {
      id: 'expulsion-any',
      name: 'Expulsion',
      construct: 'expelled with or without services',
      citation: 'CRDC',
      notGoodFor: 'small districts: very few students',
    },
    ...EXPULSIONS,
  ),
  anyAction(
    {
      id: 'removal-any',
      name: 'Removal of any kind',
      construct: 'at least one suspension, expulsion or other removal; catches substitution',
      citation: 'IDEA total removals',
      decision: 'whether fewer suspensions mean fewer removals',
    },
    ...REMOVAL_ACTIONS,
  ),
  builtIn({
    ...declared,
    timing: 'leading',
    id: 'incidents-per-100',
    name: 'Incidents per 100 students',
    construct: 'different incidents that a student took part in; an incident of three students counts for each',
    reduce: { name: 'incident-count', per: 100 },
    kind: 'mean',
    per: 100,
    validRange: { min: 0, max: 36_500 },
    decision: 'whether behaviour support is needed, and when in the year',
    notGoodFor: 'a proportion: counts spread wider than their mean',
  }),
  builtIn({
    ...declared,
    id: 'days-lost-per-100',
    name: 'Days of instruction lost per 100 students',
    construct: 'days of suspension and expulsion of a student, at most 180 in the school year',
    reduce: {
      name: 'rows',
      value: {
        rows: [{ field: 'action', anyOf: ['in-school-suspension', 'out-of-school-suspension', ...EXPULSIONS] }],
        take: { of: 'sum', field: 'days', cap: '180' },
      },
    },
    kind: 'mean',
    scale: 6,
    per: 100,
    validRange: { min: 0, max: 18_000 },
    citation: 'CRDC, days missed',
    decision: 'what a removal costs in teaching time',
    notGoodFor: 'actions whose days are not recorded: they add none; days that run into the next year are not split',
  }),
  builtIn({
    ...yearly,
    id: 'subjective-share',
    name: 'Referrals for subjective behaviour',
    construct: 'incidents for a behaviour that an adult judges (disrespect, defiance), of incidents with a known class',
    reduce: {
      name: 'rows',
      among: [{ field: 'subjective', anyOf: ['true', 'false'] }],
      units: {
        all: { take: { of: 'distinct', fields: INCIDENT } },
        events: { rows: [{ field: 'subjective', anyOf: ['true'] }], take: { of: 'distinct', fields: INCIDENT } },
      },
    },
    unit: 'incident',
    direction: 'parity',
    timing: 'leading',
    decision: 'whether referral rules leave too much to judgement',
    notGoodFor: 'saying how often students misbehave: it is about how adults name what they see',
  }),
  builtIn({
    ...yearly,
    id: 'removal-given-incident',
    name: 'Removal after an incident',
    construct: 'incidents that ended in a removal, of all incidents',
    reduce: {
      name: 'rows',
      among: [],
      units: {
        all: { take: { of: 'distinct', fields: INCIDENT } },
        events: {
          rows: [{ field: 'action', anyOf: [...REMOVAL_ACTIONS] }],
          take: { of: 'distinct', fields: INCIDENT },
        },
      },
    },
    unit: 'incident',
    direction: 'parity',
    timing: 'leading',
    decision: 'whether the same behaviour gets the same answer',
    notGoodFor: 'comparing groups before behaviour and earlier incidents are looked at',
  }),
  anyAction(
    {
      id: 'corporal-punishment',
      name: 'Corporal punishment',
      construct: 'at least one corporal punishment',
      citation: 'CRDC',
      notGoodFor: 'small groups',
    },
    'corporal-punishment',
  ),
  anyAction(
    {
      id: 'law-enforcement-referral',
      name: 'Referral to law enforcement',
      construct: 'at least one referral to law enforcement',
      citation: 'CRDC',
      notGoodFor: 'comparing districts: definitions are local',
    },
    'law-enforcement-referral',
  ),
  anyAction(
    {
      id: 'school-arrest',
      name: 'School-related arrest',
      construct: 'at least one school-related arrest',
      citation: 'CRDC',
      notGoodFor: 'small groups; arrests off school time are not in it',
    },
    'arrest',
  ),
  anyAction(
    {
      id: 'restraint-any',
      name: 'Restraint',
      construct: 'at least one physical or mechanical restraint; look at it by disability',
      citation: 'CRDC',
      notGoodFor: 'schools that never said "none": no report is not no restraint',
    },
    'restraint-physical',
    'restraint-mechanical',
  ),
  anyAction(
    {
      id: 'seclusion-any',
      name: 'Seclusion',
      construct: 'at least one seclusion; look at it by disability',
      citation: 'CRDC',
      notGoodFor: 'schools that never said "none": no report is not no seclusion',
    },
    'seclusion',
  ),
];
