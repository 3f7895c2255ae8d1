import type { IndicatorDefinition, RowFilter, RowReducer } from '../indicators.js';
import { builtIn } from './declare-built-in.js';

export const HIGH_SCHOOL_GRADES = ['9', '10', '11', '12'];
const highSchool: RowFilter = { field: 'grade', anyOf: HIGH_SCHOOL_GRADES };
/** Levels that count as advanced coursework (CRDC). */
export const ADVANCED_LEVELS = ['ap', 'ib', 'dual'];
const advanced: RowFilter = { field: 'level', anyOf: ADVANCED_LEVELS };
const core: RowFilter = {
  field: 'subject',
  anyOf: [
    ...['english', 'english language arts', 'ela', 'language arts', 'reading', '01'],
    ...['math', 'mathematics', 'algebra', 'algebra i', 'algebra ii', 'geometry', '02'],
    ...['science', 'biology', 'chemistry', 'physics', '03', 'social studies', 'history', 'civics', '04'],
  ],
};
const completed: RowFilter = { field: 'completed', anyOf: ['true'] };
const failed: RowFilter = { field: 'completed', anyOf: ['false'] };
const ROWS = { of: 'rows' } as const;

const yearly = {
  source: 'courses',
  grain: 'year',
  direction: 'higher-is-better',
  timing: 'leading',
  needsDeclaration: true,
} as const;

function courses(
  said: Pick<IndicatorDefinition, 'id' | 'name' | 'construct'> & Partial<IndicatorDefinition>,
  reduce: Omit<RowReducer, 'name'>,
): IndicatorDefinition {
  return builtIn({ ...yearly, reduce: { name: 'rows', ...reduce }, ...said });
}

function enrolledIn(id: string, name: string, subjects: string[]): IndicatorDefinition {
  return courses(
    {
      id,
      name,
      construct: `in at least one course of the subject, of all enrolled at schools whose courses are complete`,
      citation: 'NASEM 2019, indicator 12',
      decision: 'where the breadth of the curriculum is missing',
      notGoodFor: 'subjects named otherwise: the file’s subject must be one of the listed names or SCED areas',
    },
    { when: [{ rows: [{ field: 'subject', anyOf: subjects }], take: ROWS, atLeast: '1' }] },
  );
}

export const COURSEWORK_INDICATORS: readonly IndicatorDefinition[] = [
  builtIn({
    ...yearly,
    id: 'advanced-enrolled',
    name: 'Advanced-course participation',
    construct: 'in at least one AP, IB or dual course, of students in grades 9 to 12, offered at their school or not',
    reduce: { name: 'any-course-level', levels: ADVANCED_LEVELS, grades: HIGH_SCHOOL_GRADES },
    citation: 'CRDC; NASEM 2019, indicator 11',
    decision: 'whether to open seats, or to change who is placed in them',
    notGoodFor: 'telling a closed door from one not taken: look at the opportunity chain',
  }),
  courses(
    {
      id: 'advanced-completed',
      name: 'Advanced-course completion',
      construct: 'completed at least one AP, IB or dual course, of those in grades 9 to 12 who were in one',
      timing: 'lagging',
      decision: 'what support those need who got in',
      notGoodFor: 'access: a school that admits few can complete all of them',
    },
    {
      students: [highSchool],
      among: [advanced, { field: 'completed', anyOf: ['true', 'false'] }],
      when: [{ rows: [advanced, completed], take: ROWS, atLeast: '1' }],
    },
  ),
  courses(
    {
      id: 'advanced-passed',
      name: 'Advanced-course credit',
      construct: 'completed an AP, IB or dual course with credit, of those in grades 9 to 12 who were in one',
      timing: 'lagging',
      decision: 'whether the door leads anywhere',
      notGoodFor: 'exam results: fees select who sits an exam, and they are no part of it',
    },
    {
      students: [highSchool],
      among: [advanced, { field: 'credits', atLeast: '0' }],
      when: [{ rows: [advanced, completed, { field: 'credits', atLeast: '0.000001' }], take: ROWS, atLeast: '1' }],
    },
  ),
  courses(
    {
      id: 'algebra-by-grade-8',
      name: 'Algebra I by grade 8',
      construct: 'completed Algebra I or a later mathematics course in grade 8, of the grade’s students',
      timing: 'lagging',
      citation: 'CRDC; NASEM 2019, indicator 11',
      decision: 'who gets on the way to advanced mathematics',
      notGoodFor: 'districts whose students take it in grade 7, or that teach integrated mathematics: declare yours',
    },
    {
      students: [{ field: 'grade', anyOf: ['8'] }],
      when: [
        {
          rows: [
            completed,
            { field: 'subject', anyOf: ['algebra', 'algebra i', 'algebra 1', 'geometry', 'algebra ii', 'algebra 2'] },
          ],
          take: ROWS,
          atLeast: '1',
        },
      ],
    },
  ),
  courses(
    {
      id: 'ninth-grade-on-track',
      name: 'Ninth grade on track',
      construct: 'at least 6 credits and at most one core course not completed, of students in grade 9',
      citation: 'University of Chicago Consortium on School Research; NASEM 2019, indicator 4',
      decision: 'whom to support before grade 10',
      notGoodFor: 'districts with other credit rules (6 is a quarter of 24), and students who repeat the grade',
    },
    {
      students: [{ field: 'grade', anyOf: ['9'] }],
      among: [{ field: 'credits', atLeast: '0' }],
      when: [
        { take: { of: 'sum', field: 'credits' }, atLeast: '6' },
        { rows: [core, failed], take: ROWS, atMost: '1' },
      ],
    },
  ),
  courses(
    {
      id: 'course-failure',
      name: 'Core course not completed',
      construct: 'at least one core course not completed, of students in a core course with a known outcome',
      direction: 'lower-is-better',
      citation: 'NASEM 2019, indicator 4',
      decision: 'where grading and support need a look',
      notGoodFor: 'comparing teachers: grading policies differ',
    },
    {
      among: [core, { field: 'completed', anyOf: ['true', 'false'] }],
      when: [{ rows: [core, failed], take: ROWS, atLeast: '1' }],
    },
  ),
  courses(
    {
      id: 'credits-on-track',
      name: 'Credits earned of those expected',
      construct: 'credits earned in the year, divided by 6, of students in grades 9 to 12',
      kind: 'mean',
      scale: 6,
      validRange: { min: 0, max: 100 },
      citation: 'NASEM 2019, indicator 4',
      decision: 'who falls behind while there is still time',
      notGoodFor: 'students who came during the year: what is expected of them is less',
    },
    {
      students: [highSchool],
      among: [{ field: 'credits', atLeast: '0' }],
      value: { take: { of: 'sum', field: 'credits' }, dividedBy: '6' },
    },
  ),
  courses(
    {
      id: 'cte-concentrator',
      name: 'Career and technical concentration',
      construct: 'in at least two career and technical courses in the year, of students in grades 9 to 12',
      timing: 'lagging',
      citation: 'Perkins V',
      decision: 'who has a way into work',
      notGoodFor: 'the federal count: it looks at one programme over all years',
    },
    {
      students: [highSchool],
      when: [{ rows: [{ field: 'level', anyOf: ['cte'] }], take: ROWS, atLeast: '2' }],
    },
  ),
  enrolledIn('arts-enrolled', 'Arts', [
    ...['arts', 'art', 'fine arts', 'visual arts', 'fine and performing arts', 'music', 'theatre', 'dance', '05'],
  ]),
  enrolledIn('computer-science-enrolled', 'Computer science', [
    ...['computer science', 'computing', 'information technology', 'computer and information sciences', '10'],
  ]),
  enrolledIn('world-language-enrolled', 'World languages', [
    ...['world language', 'world languages', 'foreign language', 'spanish', 'french', 'german', 'chinese', '24', '06'],
  ]),
];
