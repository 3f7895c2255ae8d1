import type { IndicatorDefinition } from '../indicators.js';
import { builtIn } from './declare-built-in.js';

const daily = { source: 'attendance', grain: 'year', timing: 'leading' } as const;
const chronic = {
  ...daily,
  direction: 'lower-is-better',
  citation: 'EDFacts FS195; NASEM 2019, indicator 3',
} as const;

export const ATTENDANCE_INDICATORS: readonly IndicatorDefinition[] = [
  builtIn({
    ...chronic,
    id: 'chronic-absence',
    name: 'Chronic absence',
    construct: 'absent on at least a tenth of the enrolled days, of students enrolled at least 10 days',
    reduce: { name: 'absent-share-at-least', share: '0.1', minimumEnrolledDays: 10 },
    decision: 'which students to reach out to, and which barrier to remove first',
    notGoodFor: 'early in the year: show the number of days; half-day rules differ by state',
  }),
  builtIn({
    ...chronic,
    id: 'severe-chronic-absence',
    name: 'Severe chronic absence',
    construct: 'absent on at least a fifth of the enrolled days, of students enrolled at least 10 days',
    reduce: { name: 'absent-share-at-least', share: '0.2', minimumEnrolledDays: 10 },
    decision: 'whom to visit',
    notGoodFor: 'small groups',
  }),
  builtIn({
    ...daily,
    id: 'attendance-rate',
    name: 'Attendance rate',
    construct: 'mean share of the enrolled days that a student attended, of students enrolled at least 10 days',
    reduce: { name: 'attended-share', minimumEnrolledDays: 10 },
    kind: 'mean',
    scale: 6,
    direction: 'higher-is-better',
    validRange: { min: 0, max: 1 },
    citation: 'CRDC',
    decision: 'whether attendance as a whole moves while chronic absence is worked on',
    notGoodFor: 'the tail: a high mean hides the chronically absent; a mean of shares is no average daily attendance',
  }),
  builtIn({
    ...daily,
    id: 'unexcused-absence',
    name: 'Unexcused absences',
    construct: 'days coded as unexcused for a student',
    reduce: { name: 'day-count', statuses: ['unexcused'] },
    kind: 'mean',
    direction: 'lower-is-better',
    validRange: { min: 0, max: 260 },
    decision: 'whether absences of some groups are coded more harshly',
    notGoodFor: 'comparing schools: the coding differs by school, and that difference is itself a finding',
  }),
  builtIn({
    ...daily,
    id: 'tardiness',
    name: 'Tardiness',
    construct: 'mean share of the attended days on which a student came late',
    reduce: { name: 'share-of-attended', statuses: ['tardy'] },
    kind: 'mean',
    scale: 6,
    direction: 'lower-is-better',
    validRange: { min: 0, max: 1 },
    decision: 'whether the first bell or the bus keeps students from class',
    notGoodFor: 'systems that do not record it',
  }),
];
