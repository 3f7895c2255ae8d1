import type { IndicatorDefinition } from '../indicators.js';
import { builtIn } from './declare-built-in.js';

export const PROFICIENT_PREFIX = 'proficient-';
export const PARTICIPATION_PREFIX = 'participation-';
const LONGEST_ID = 64;
const tested = { source: 'assessments', grain: 'year', direction: 'higher-is-better' } as const;

/** `English Language Arts` → `english-language-arts`: how a subject stands in an indicator's id. */
export function subjectSlug(subject: string): string {
  return subject
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST_ID - PROFICIENT_PREFIX.length);
}

/** The indicator of a subject's proficiency; there is one for each subject that the data has. */
export function proficientIndicator(slug: string): IndicatorDefinition {
  return builtIn({
    ...tested,
    id: PROFICIENT_PREFIX + slug,
    name: `Proficient in ${slug.replace(/-/g, ' ')}`,
    construct: 'at or above proficient by the last valid result of the school year, of the tested',
    reduce: { name: 'proficient', subject: slug },
    timing: 'lagging',
    citation: 'ESSA; NASEM 2019, indicator 5',
    notGoodFor: 'movement away from the cut: pair it with the mean score; participation differs by group',
  });
}

/** The indicator of how many were tested in a subject, of those who should have been. */
export function participationIndicator(slug: string): IndicatorDefinition {
  return builtIn({
    ...tested,
    id: PARTICIPATION_PREFIX + slug,
    name: `Tested in ${slug.replace(/-/g, ' ')}`,
    construct: 'tested at least once in the school year, of those of whom the file says whether they were',
    reduce: { name: 'tested', subject: slug },
    timing: 'leading',
    citation: 'ESSA: at least 95 %',
    decision: 'whether proficiency can be compared at all',
    notGoodFor: 'files that leave out who was not tested: everyone in them was',
  });
}

export const LEARNING_INDICATORS: readonly IndicatorDefinition[] = [
  builtIn({
    ...tested,
    id: 'reading-by-grade-3',
    name: 'Reading by grade 3',
    construct: 'proficient in reading by the last valid result of the year, of the tested in grade 3',
    reduce: { name: 'proficient', subject: 'reading', grades: ['3'] },
    timing: 'lagging',
    decision: 'whether early reading is taught to everyone',
    notGoodFor: 'states that keep students back before grade 3: retention changes who is in it',
  }),
  builtIn({
    ...tested,
    id: 'kindergarten-ready',
    name: 'Ready for kindergarten',
    construct:
      'at the cut of the entry assessment (subject "kindergarten readiness"), of those assessed in kindergarten',
    reduce: { name: 'proficient', subject: 'kindergarten-readiness', grades: ['K', 'KG', '0'] },
    timing: 'leading',
    citation: 'NASEM 2019, indicator 1',
    decision: 'what the first year must make up for',
    notGoodFor: 'comparing instruments, or children tested in a language that they do not speak at home',
  }),
  builtIn({
    id: 'el-long-term',
    name: 'Long-term English learners',
    construct: 'English learner in at least six school years, of current English learners',
    source: 'students',
    reduce: { name: 'english-learner-years', years: 6 },
    grain: 'year',
    direction: 'lower-is-better',
    timing: 'leading',
    decision: 'whether language support leads out of the programme',
    notGoodFor: 'students who came lately: years elsewhere are not seen',
  }),
  builtIn({
    id: 'el-exit',
    name: 'English learners reclassified',
    construct: 'ceased to be an English learner in the school year, of those who were at its start',
    source: 'students',
    reduce: { name: 'english-learner-exited' },
    grain: 'year',
    direction: 'higher-is-better',
    timing: 'lagging',
    decision: 'whether the criteria and the support for leaving fit',
    notGoodFor: 'following a group: those who leave are no longer in it; look at ever-English-learners too',
  }),
];
