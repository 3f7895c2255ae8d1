import type { IndicatorDefinition } from '../indicators.js';
import { builtIn } from './declare-built-in.js';

const cohort = { source: 'graduation', grain: 'cohort', timing: 'lagging' } as const;

function graduated(years: 4 | 5 | 6, word: string): IndicatorDefinition {
  return builtIn({
    ...cohort,
    id: `graduation-${years}yr`,
    name: `Graduation within ${word} years`,
    construct: years === 4 ? 'adjusted cohort graduation rate' : `adjusted cohort graduation rate after ${word} years`,
    reduce: { name: 'cohort-graduated', years },
    direction: 'higher-is-better',
    citation: 'ESSA; 34 CFR 200.34; NASEM 2019, indicator 6',
    ...(years > 4 && {
      notGoodFor: `cohorts whose year ${years} has not ended, and one axis with the four-year rate`,
    }),
  });
}

export const ATTAINMENT_INDICATORS: readonly IndicatorDefinition[] = [
  graduated(4, 'four'),
  graduated(5, 'five'),
  graduated(6, 'six'),
  builtIn({
    ...cohort,
    id: 'dropout',
    name: 'Left without finishing',
    construct: 'dropped out, of the adjusted cohort',
    reduce: { name: 'cohort-outcome', outcomes: ['dropped'] },
    direction: 'lower-is-better',
    citation: 'NCES',
    notGoodFor: 'comparing with event rates of one year, which are another measure',
  }),
];
