import {
  DISPROPORTIONALITY_CATEGORIES,
  DisproportionalityPolicy,
  ENROLLED,
  IDEA_CHILDREN,
  IDEA_REMOVALS,
  endOfSchoolYear,
  schoolYearEnding,
  type DisproportionalityAnswer,
  type DisproportionalityCategory,
  type GroupDisproportion,
  type IndicatorDefinition,
  type Reading,
} from '@evenground/contracts';
import type { Group } from '@evenground/cube';
import type { Committed, DocumentStore } from '@evenground/document-store';
import { ideaIdentify, ideaYear, type GroupDisproportionality, type RiskCell } from '@evenground/statistics';
import type { IndicatorCatalogue } from '../define-indicators/indicator-catalogue.js';
import type { CubeRegistry } from '../keep-cubes/cube-registry.js';
import type { ReferenceStore } from '../keep-reference/reference-store.js';
import { idOf } from '../measure-students/identifiers.js';
import { rounded, say } from '../readings/say.js';
import { COMPARISONS } from '../readings/words.js';
import type { ShowGaps } from '../show-gaps/show-gaps.js';
import { disproportionalityPolicies } from './collections.js';
import { SEVEN_GROUPS, riskCells, type CountedChildren } from './count-children.js';

const MOST_YEARS = 3; // 34 CFR 300.647(d)(1): up to three consecutive years
const FIRST_OF_DISCIPLINE = 10;
const NOTHING_SET = DisproportionalityPolicy.parse({});

interface Ports {
  readonly store: DocumentStore;
  readonly catalogue: IndicatorCatalogue;
  readonly cubes: CubeRegistry;
  readonly reference: ReferenceStore;
  readonly gaps: ShowGaps;
}

/** One group's result of one year with the cells that it was calculated from. */
interface YearResult extends GroupDisproportionality {
  readonly own: RiskCell;
  readonly others: { readonly cell: number; readonly n: number } | null;
  readonly notDeclared: boolean;
}

/** Significant disproportionality, the whole of 34 CFR 300.646 and 300.647: 14 categories of seven groups. */
export class FindDisproportionality {
  constructor(private readonly ports: Ports) {}

  async setPolicy(district: string, policy: DisproportionalityPolicy): Promise<Committed['positions']> {
    const [stored] = await this.ports.store.load(disproportionalityPolicies, [idOf(district)]);
    const { positions } = await this.ports.store.commit({
      writes: [
        { collection: disproportionalityPolicies, id: idOf(district), expected: stored?.version ?? 0, body: policy },
      ],
    });
    return positions;
  }

  async find(district: string, asked: string | undefined): Promise<DisproportionalityAnswer> {
    const { store, catalogue, reference, gaps } = this.ports;
    const [stored] = await store.load(disproportionalityPolicies, [idOf(district)]);
    const policy = stored?.body ?? NOTHING_SET;
    const schoolYear = asked ?? (await catalogue.periods(district, ENROLLED)).at(-1) ?? null;
    const { header } = await reference.current(district);
    const { state: _state, ...shown } = policy;
    const base = {
      ...{ district, schoolYear, policy: { ...shown, isSet: stored !== undefined } },
      ...{ recomputing: header.passed < header.version, asOf: gaps.asOf(district) },
    };
    const years = schoolYear === null ? [] : yearsUntil(schoolYear);
    const counted = await Promise.all(years.map((year) => this.count(district, year)));
    const newest = counted.at(-1);
    if (!newest || newest.children.enrolled.length === 0) {
      return { ...base, categories: [], identified: null, consequences: [], reason: 'no-data' };
    }
    const categories = DISPROPORTIONALITY_CATEGORIES.map((category, index) => {
      const results = counted.map((year) => resultsOf(category, index + 1, year, policy));
      const threshold = policy.thresholds[category] ?? policy.threshold;
      return {
        ...{ number: index + 1, category, name: NAMES[category], population: populationOf(index + 1), threshold },
        groups: SEVEN_GROUPS.map((_, group) =>
          groupOf(
            results.map((ofYear) => ofYear[group]!),
            years,
            policy,
            threshold,
          ),
        ),
      };
    });
    const all = categories.flatMap(({ groups }) => groups);
    const isAnyThreshold = categories.some(({ threshold }) => threshold !== null);
    const identified = isAnyThreshold ? all.some((group) => group.identified === true) : null;
    return { ...base, categories, identified, consequences: identified ? CONSEQUENCES : [], reason: null };
  }

  private async count(district: string, year: string) {
    const [enrolled, children, removals] = await Promise.all([
      this.rollUp(district, ENROLLED, year, ['raceEthnicity']),
      this.rollUp(district, IDEA_CHILDREN, year, [
        ...['raceEthnicity', 'ageBand', 'disability', 'disabilityCategory', 'educationalEnvironment'],
      ]),
      this.rollUp(district, IDEA_REMOVALS, year, ['raceEthnicity', 'daysOutOfSchool', 'daysInSchool']),
    ]);
    const { reference } = await this.ports.reference.current(district);
    const cube = await this.ports.cubes.cube({
      district,
      indicator: IDEA_CHILDREN.id,
      period: year,
      attribution: 'accountable',
    });
    const schools = cube.schools();
    // A district whose discipline is not complete for the year is not calculated, never zero.
    const isDeclared =
      reference.declaredSchools('discipline', year).length > 0 &&
      schools.every((schoolId) => reference.isDeclared('discipline', schoolId, year));
    return { year, children: { enrolled, children, removals } satisfies CountedChildren, isDeclared };
  }

  private async rollUp(district: string, { id }: IndicatorDefinition, period: string, by: string[]): Promise<Group[]> {
    const cube = await this.ports.cubes.cube({ district, indicator: id, period, attribution: 'accountable' });
    return cube.rollUp({ by });
  }
}

function yearsUntil(schoolYear: string): string[] {
  const end = endOfSchoolYear(schoolYear);
  return Array.from({ length: MOST_YEARS }, (_, index) => schoolYearEnding(end - MOST_YEARS + 1 + index));
}

function resultsOf(
  category: DisproportionalityCategory,
  number: number,
  { year, children, isDeclared }: { year: string; children: CountedChildren; isDeclared: boolean },
  policy: DisproportionalityPolicy,
): YearResult[] {
  const cells = riskCells(category, children);
  const said = policy.state.find((entry) => entry.category === category && entry.schoolYear === year);
  const state = Object.entries(said?.groups ?? {})
    .filter(([group]) => SEVEN_GROUPS.includes(group))
    .map(([group, [cell, n]]): RiskCell => ({ group, cell, n }));
  const notDeclared = number >= FIRST_OF_DISCIPLINE && !isDeclared;
  const threshold = policy.thresholds[category] ?? policy.threshold ?? Number.MAX_VALUE;
  const results = ideaYear({ district: cells, state, minCell: policy.minCell, minN: policy.minN, threshold });
  return results.map((result, index): YearResult => {
    const own = cells[index]!;
    if (notDeclared) {
      return {
        ...result,
        own,
        method: 'not_calculated',
        reason: null,
        value: null,
        exceeds: false,
        others: null,
        notDeclared,
      };
    }
    const beside = result.method === 'risk_ratio' ? cells : result.method === 'alternate_risk_ratio' ? state : null;
    return { ...result, own, others: beside && othersOf(beside, own.group), notDeclared };
  });
}

function othersOf(cells: readonly RiskCell[], group: string): { cell: number; n: number } {
  const others = cells.filter((cell) => cell.group !== group);
  return {
    cell: others.reduce((sum, { cell }) => sum + cell, 0),
    n: others.reduce((sum, { n }) => sum + n, 0),
  };
}

function groupOf(
  results: readonly YearResult[],
  years: readonly string[],
  policy: DisproportionalityPolicy,
  threshold: number | null,
): GroupDisproportion {
  const result = results.at(-1)!;
  const values = results.map(({ value }) => value);
  const identification =
    threshold === null
      ? null
      : ideaIdentify({
          ...{ values, threshold, yearsRequired: policy.yearsRequired },
          reasonableProgressMinDrop: policy.reasonableProgressMinDrop,
        });
  const riskOf = ({ cell, n }: { cell: number; n: number }) => ({ cell, n, risk: n === 0 ? null : cell / n });
  return {
    ...{ group: result.group, own: riskOf(result.own), others: result.others && riskOf(result.others) },
    method: dashed(result.method) as GroupDisproportion['method'],
    reason: reasonOf(result),
    value: result.value,
    exceeds: threshold === null || result.value === null ? null : result.exceeds,
    years: results.map((ofYear, index) => ({
      schoolYear: years[index]!,
      value: ofYear.value,
      reason: reasonOf(ofYear),
    })),
    reasonableProgress: identification && identification.reasonableProgress,
    identified: identification && identification.identified,
    steps: stepsOf(result, policy, threshold, identification),
  };
}

function reasonOf({ notDeclared, reason }: YearResult): string | null {
  return notDeclared ? 'not-declared' : reason === null ? null : dashed(reason);
}

function dashed(text: string): string {
  return text.replace(/_/g, '-');
}

function stepsOf(
  { group, own, others, method, value, reason, exceeds, notDeclared }: YearResult,
  { minCell, minN, yearsRequired }: DisproportionalityPolicy,
  threshold: number | null,
  identification: { exceededRequiredYears: boolean; reasonableProgress: boolean; identified: boolean } | null,
): Reading[] {
  if (notDeclared) {
    return [say('idea.not-declared', { group })];
  }
  const steps = [say('idea.minimum', { group, cell: own.cell, n: own.n, minCell, minN })];
  if (method === 'not_calculated') {
    const isOwn = reason === 'group_below_minimum';
    return [...steps, say(isOwn ? 'idea.group-below-minimum' : 'idea.comparison-below-minimum', { group })];
  }
  const where = method === 'risk_ratio' ? COMPARISONS.district : COMPARISONS.state;
  const beside = others!;
  const risk = beside.n === 0 ? null : rounded(beside.cell / beside.n, 6);
  steps.push(
    say('idea.own-risk', { group, cell: own.cell, n: own.n, risk: rounded(own.cell / own.n, 6) }),
    say('idea.comparison-risk', { where, cell: beside.cell, n: beside.n, risk }),
  );
  if (value === null) return [...steps, say('idea.comparison-zero', { where })];
  steps.push(
    say('idea.ratio', {
      kind: COMPARISONS[method === 'risk_ratio' ? 'risk-ratio' : 'alternate-risk-ratio'],
      value: rounded(value, 6),
      numerator: own.cell * beside.n,
      denominator: own.n * beside.cell,
    }),
  );
  if (threshold === null || identification === null) return [...steps, say('idea.no-threshold', {})];
  steps.push(say(exceeds ? 'idea.exceeds' : 'idea.within', { value: rounded(value, 6), threshold }));
  const { exceededRequiredYears, reasonableProgress, identified } = identification;
  const outcome = identified
    ? 'identified'
    : exceededRequiredYears && reasonableProgress
      ? 'progress'
      : 'not-identified';
  return [...steps, say(`idea.${outcome}`, { years: yearsRequired })];
}

function populationOf(number: number): string {
  if (number <= 7) return 'all enrolled children of 3 to 21';
  return number <= 9 ? 'children with disabilities of 6 to 21' : 'children with disabilities of 3 to 21';
}

const NAMES: Readonly<Record<DisproportionalityCategory, string>> = {
  'identified-any': 'Identified as children with disabilities',
  'identified-intellectual-disability': 'Identified: intellectual disability',
  'identified-specific-learning-disability': 'Identified: specific learning disability',
  'identified-emotional-disturbance': 'Identified: emotional disturbance',
  'identified-speech-or-language': 'Identified: speech or language impairment',
  'identified-other-health-impairment': 'Identified: other health impairment',
  'identified-autism': 'Identified: autism',
  'placed-regular-class-under-40-percent': 'In the regular class less than 40 % of the day',
  'placed-separate-or-residential': 'In separate schools and residential facilities',
  'out-of-school-up-to-10-days': 'Suspended out of school or expelled, up to 10 days',
  'out-of-school-over-10-days': 'Suspended out of school or expelled, more than 10 days',
  'in-school-up-to-10-days': 'Suspended in school, up to 10 days',
  'in-school-over-10-days': 'Suspended in school, more than 10 days',
  'total-removals': 'Disciplinary removals in total',
};

/** 34 CFR 300.646(c) and (d). */
const CONSEQUENCES: Reading[] = [say('idea.consequence-review', {}), say('idea.consequence-cceis', { percent: 15 })];
