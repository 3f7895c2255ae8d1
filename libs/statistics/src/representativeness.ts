import { chiSquareUpperTail } from './chi-square.js';
import { finiteResult } from './finite-result.js';
import { requireCount } from './invalid-input.js';

/** People of one group and how many of them answered; whole numbers. */
export interface ResponseGroup {
  group: string;
  population: number;
  respondents: number;
}

export interface GroupResponse {
  group: string;
  responseRate: number | null;
  populationShare: number;
  respondentShare: number | null;
  /** Respondent share over population share; 0.8 to 1.25 is fine. */
  representationRatio: number | null;
}

export interface Representativeness {
  overallResponseRate: number | null;
  groups: GroupResponse[];
  /** 1 = everybody equally likely to answer; not corrected for bias. */
  rIndicator: number | null;
  /** Coefficient of variation of the response rates. */
  cvResponse: number | null;
  chi2Gof: number | null;
  df: number | null;
  pValue: number | null;
  flag: 'no_population' | 'no_respondents' | 'single_group' | 'more_respondents_than_population' | null;
}

/**
 * Whether those who answered look like everybody.
 *
 * S² = Σ n_g(ρ_g − ρ̄)²/(N−1); R = 1 − 2S; cv = S/ρ̄; χ² against the population shares with one degree less than
 * groups that have people. Lead with ratios and R: with population data p says little, and equal response does not
 * prove equal opinions.
 *
 * @returns rates and shares 0..1 (above 1 only with `more_respondents_than_population`, an error in the data); null
 *          where the flag says why
 * @throws InvalidCounts if a count is not a whole number ≥ 0
 * @source Schouten, Cobben & Bethlehem 2009, Survey Methodology 35:101
 */
export function representativeness(groups: readonly ResponseGroup[]): Representativeness {
  for (const { population, respondents } of groups) {
    requireCount('population', population);
    requireCount('respondents', respondents);
  }
  const population = sumOf(groups, (group) => group.population);
  const respondents = sumOf(groups, (group) => group.respondents);
  if (population < 2) return { ...NO_POPULATION, groups: [] };
  const overall = respondents / population;
  const populated = groups.filter((group) => group.population > 0);
  const spread = sumOf(populated, (group) => group.population * (group.respondents / group.population - overall) ** 2);
  const s = Math.sqrt(spread / (population - 1));
  const df = populated.length - 1;
  const chi2Gof = respondents > 0 ? goodnessOfFit(populated, overall) : null;
  return finiteResult({
    overallResponseRate: overall,
    groups: groups.map((group) => responseOf(group, population, respondents)),
    rIndicator: respondents > 0 ? 1 - 2 * s : null,
    cvResponse: respondents > 0 ? s / overall : null,
    chi2Gof,
    df,
    pValue: chi2Gof === null || df === 0 ? null : chiSquareUpperTail(chi2Gof, df),
    flag: flagOf(groups, respondents, df),
  });
}

const NO_POPULATION = {
  overallResponseRate: null,
  rIndicator: null,
  cvResponse: null,
  chi2Gof: null,
  df: null,
  pValue: null,
  flag: 'no_population',
} as const;

function responseOf(group: ResponseGroup, population: number, respondents: number): GroupResponse {
  const populationShare = group.population / population;
  const respondentShare = respondents > 0 ? group.respondents / respondents : null;
  return {
    group: group.group,
    responseRate: group.population > 0 ? group.respondents / group.population : null,
    populationShare,
    respondentShare,
    representationRatio: respondentShare === null || populationShare === 0 ? null : respondentShare / populationShare,
  };
}

function goodnessOfFit(populated: readonly ResponseGroup[], overall: number): number {
  return sumOf(populated, (group) => {
    const expected = overall * group.population;
    return (group.respondents - expected) ** 2 / expected;
  });
}

function flagOf(groups: readonly ResponseGroup[], respondents: number, df: number): Representativeness['flag'] {
  if (respondents === 0) return 'no_respondents';
  if (df === 0) return 'single_group';
  return groups.some((group) => group.respondents > group.population) ? 'more_respondents_than_population' : null;
}

function sumOf<T>(items: readonly T[], term: (item: T) => number): number {
  return items.reduce((sum, item) => sum + term(item), 0);
}
