import type { IndicatorPut } from '../indicators.js';

/**
 * Indicators of the catalogue that no record type can compute: a district that supplies their values declares them by
 * `PUT /indicators/{id}`, and what it leaves out is taken from here.
 */
export type SuppliedIndicator = Omit<IndicatorPut, 'scale' | 'attribution'> & { readonly id: string };

type Said = Omit<SuppliedIndicator, 'id' | 'name' | 'construct' | 'notGoodFor'>;
function supplied(id: string, name: string, construct: string, notGoodFor: string, said: Said): SuppliedIndicator {
  return { id, name, construct, notGoodFor, ...said };
}

const better = { direction: 'higher-is-better' } as const;
const worse = { direction: 'lower-is-better' } as const;
const leading = { timing: 'leading' } as const;
const lagging = { timing: 'lagging' } as const;
const rate = { source: 'observations', kind: 'rate' } as const;
const mean = { source: 'observations', kind: 'mean' } as const;
const share = { ...mean, validRange: { min: 0, max: 1 } } as const;
const answers = { source: 'counts', kind: 'mean', unit: 'response', validRange: { min: 1, max: 5 } } as const;
const atSchool = { source: 'counts', kind: 'rate' } as const;

export const SUPPLIED_INDICATORS: readonly SuppliedIndicator[] = [
  supplied(
    'academic-engagement',
    'Academic engagement',
    'mean of the valid items of a survey, at least 75 % answered, per response',
    'following students: answers are anonymous; who answers differs by group',
    { ...answers, ...better, ...leading, citation: 'NASEM 2019, indicator 3' },
  ),
  supplied(
    'extracurricular-participation',
    'Takes part in an activity',
    'in at least one activity outside class, of all enrolled',
    'schools whose club lists are incomplete',
    { ...rate, ...better, ...leading, citation: 'NASEM 2019, indicator 16' },
  ),
  supplied(
    'harassment-reported',
    'Reported harassment on a protected basis',
    'reports per student',
    'judging a school: more reports after training can be better reporting',
    { source: 'counts', kind: 'mean', per: 100, ...worse, ...lagging, citation: 'CRDC' },
  ),
  supplied(
    'gpa-core',
    'Grade points in core subjects',
    'unweighted grade points, 0 to 4',
    'weighted averages, which reward access',
    { ...mean, ...better, ...leading, validRange: { min: 0, max: 4 }, citation: 'NASEM 2019, indicator 4' },
  ),
  supplied(
    'advanced-offered',
    'Advanced courses offered',
    'attends a school that offers at least k advanced courses, of students in grades 9 to 12',
    'courses offered on paper and not scheduled',
    { ...rate, ...better, ...leading, citation: 'NASEM 2019, indicator 11; CRDC' },
  ),
  supplied(
    'gifted-identified',
    'Identified as gifted',
    'in a gifted programme, of students of schools that have one',
    'saying who is gifted: referral is biased; look at who was screened',
    { ...rate, direction: 'parity', ...lagging, citation: 'CRDC; NASEM 2019, indicator 11' },
  ),
  supplied(
    'self-regulation',
    'Self-regulation at entry',
    'valid scale of attention and self-regulation, of kindergarten entrants',
    'comparing raters',
    { ...mean, ...better, ...leading, grain: 'cohort', citation: 'NASEM 2019, indicator 2' },
  ),
  supplied(
    'el-progress',
    'Progress towards English proficiency',
    'met the own growth target, of English learners with a prior and a current score',
    'newcomers without a prior score',
    { ...rate, ...better, ...lagging, citation: 'ESSA' },
  ),
  supplied(
    'postsecondary-enrolled',
    'Enrolled after high school',
    'enrolled within 16 months, of graduates',
    'institutions that report to no clearing house',
    { ...rate, ...better, ...lagging, grain: 'cohort', citation: 'NASEM 2019, indicator 7' },
  ),
  supplied(
    'college-career-ready',
    'Ready for college or career',
    'meets at least one local criterion, of the cohort',
    'one number alone: easy criteria inflate it, show each',
    { ...rate, ...better, ...lagging, grain: 'cohort', citation: 'NASEM 2019, indicator 7' },
  ),
  supplied(
    'fafsa-completed',
    'Financial aid form completed',
    'completed, of seniors',
    'breakdowns: the source counts schools',
    { ...atSchool, ...better, ...leading },
  ),
  supplied(
    'novice-teacher-exposure',
    'Taught by novice teachers',
    'share of a student’s course sections taught by teachers in their first two years',
    'school averages, which hide sorting within the school',
    { ...share, ...worse, ...leading, citation: 'CRDC; NASEM 2019, indicator 10' },
  ),
  supplied(
    'out-of-field-exposure',
    'Taught out of field',
    'share of a student’s course sections whose teacher is not certified for the subject',
    'emergency licences counted as certificates',
    { ...share, ...worse, ...leading, citation: 'ESSA equity plans' },
  ),
  supplied(
    'teacher-turnover',
    'Teacher turnover',
    'teachers who left the school, of those at its start',
    'small schools; say whether promotions count',
    { ...atSchool, unit: 'staff', ...worse, ...leading, citation: 'NASEM 2019, indicator 10' },
  ),
  supplied(
    'teacher-of-same-group',
    'A teacher of the own group',
    'has at least one teacher of the own race or ethnicity',
    'staff whose race is not recorded; take legal advice before acting on it',
    { ...rate, direction: 'parity', ...leading, citation: 'NASEM 2019, indicator 10' },
  ),
  supplied(
    'class-size',
    'Class size in core subjects',
    'mean number of pupils in a student’s core sections',
    'comparing with averages over sections, which are smaller',
    { ...mean, ...worse, ...leading, validRange: { min: 1, max: 200 }, citation: 'CRDC' },
  ),
  supplied(
    'counsellor-access',
    'Counsellor within reach',
    'attends a school with at most 250 students a counsellor',
    'saying who was seen: it is about exposure',
    { ...atSchool, ...better, ...leading, citation: 'CRDC' },
  ),
  supplied(
    'device-home-internet',
    'Device and connection at home',
    'has both, of those who answered',
    'bandwidth, and families that the form does not reach',
    { ...rate, ...better, ...leading, citation: 'CRDC' },
  ),
  supplied(
    'tutoring-received',
    'Tutoring received',
    'minutes at or above the target, of those flagged for it',
    'saying that tutoring works: it is dosage',
    { ...rate, ...better, ...leading, citation: 'NASEM 2019, indicator 13' },
  ),
  supplied(
    'enrichment-access',
    'Enrichment',
    'took part in summer, after-school, arts or field-trip offers, of all enrolled',
    'telling what was offered from what was attended',
    { ...rate, ...better, ...leading, citation: 'NASEM 2019, indicators 12 and 16' },
  ),
  supplied(
    'prek-participation',
    'Pre-kindergarten',
    'at least one year of quality pre-kindergarten, of kindergarten entrants',
    'what parents do not remember',
    { ...rate, ...better, ...lagging, grain: 'cohort', citation: 'NASEM 2019, indicator 9' },
  ),
  supplied(
    'belonging',
    'Sense of belonging',
    'mean of at least 75 % answered items, reverse-coded where declared',
    'scales that are not reliable, and few answers',
    { ...answers, ...better, ...leading, citation: 'NASEM 2019, indicator 14' },
  ),
  supplied('felt-safety', 'Feels safe', 'share of favourable answers (top two of five)', 'few answers', {
    ...{ source: 'counts', kind: 'rate', unit: 'response', ...better, ...leading },
    citation: 'NASEM 2019, indicator 14',
  }),
  supplied('teacher-student-trust', 'Trust in teachers', 'mean of the valid items', 'lower grades: a ceiling', {
    ...answers,
    ...better,
    ...leading,
    citation: 'NASEM 2019, indicator 14',
  }),
  supplied(
    'teacher-efficacy',
    'Confidence to teach all groups',
    'mean of the valid items, of staff',
    'fewer than 10 answers, and crossing school with role',
    { ...answers, ...better, ...leading },
  ),
  supplied(
    'family-trust',
    'Family trust in the school',
    'mean of the valid items, by language of the form',
    'families that did not answer: they choose themselves',
    { ...answers, ...better, ...leading },
  ),
  supplied(
    'response-rate',
    'Who answered',
    'returned, of those invited',
    'groups at the edges: who is invited and who answers are told in two ways',
    { source: 'counts', kind: 'rate', unit: 'response', ...better, ...leading },
  ),
  supplied(
    'mental-health-support',
    'Mental-health support',
    'attends a school with at least one full-time counsellor, nurse or psychologist',
    'saying who was helped',
    { ...atSchool, ...better, ...leading, citation: 'NASEM 2019, indicator 16; CRDC' },
  ),
];
