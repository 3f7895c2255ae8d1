import { MIDDLE_EASTERN_OR_NORTH_AFRICAN, RACE_ETHNICITY } from '@evenground/contracts';
import type { DisproportionalityCategory } from '@evenground/contracts';
import type { Group } from '@evenground/cube';
import type { RiskCell } from '@evenground/statistics';

/** The groups of the three cubes: enrolled, children on the count date, and removals of children with disabilities. */
export interface CountedChildren {
  readonly enrolled: readonly Group[];
  /** By race, age band, disability, category and environment. */
  readonly children: readonly Group[];
  /** By race and the bands of days out of school and in school. */
  readonly removals: readonly Group[];
}

/** The seven groups that the regulation names. */
export const SEVEN_GROUPS: readonly string[] = RACE_ETHNICITY.map(({ name }) => name);

const IMPAIRMENTS: Partial<Record<DisproportionalityCategory, string>> = {
  'identified-intellectual-disability': 'ID',
  'identified-specific-learning-disability': 'SLD',
  'identified-emotional-disturbance': 'EMN',
  'identified-speech-or-language': 'SLI',
  'identified-other-health-impairment': 'OHI',
  'identified-autism': 'AUT',
};
const UNDER_40_PERCENT = new Set(['RC39']);
/** Not homebound, hospital, correctional or placed by parents. */
const SEPARATE = new Set(['SS', 'RF']);

type Pick = (group: Group['group']) => boolean;

/** Children with the outcome, and children at risk, of each of the seven groups. Source: 34 CFR 300.647(b)(3) and (4). */
export function riskCells(category: DisproportionalityCategory, counted: CountedChildren): RiskCell[] {
  const { enrolled, children, removals } = counted;
  const count = (groups: readonly Group[], race: string, picks: Pick, of: (group: Group) => number = ({ n }) => n) =>
    groups.reduce((sum, group) => sum + (raceOf(group) === race && picks(group.group) ? of(group) : 0), 0);
  return SEVEN_GROUPS.map((group) => {
    const disabled = (picks: Pick) => count(children, group, (child) => isIdea(child) && picks(child));
    const removed = (picks: Pick) => count(removals, group, picks);
    const everyone =
      count(enrolled, group, () => true) - count(children, group, ({ ageBand }) => ageBand === 'outside');
    const ofSchoolAge: Pick = ({ ageBand }) => ageBand !== '3-5';
    switch (category) {
      case 'identified-any':
        return { group, cell: disabled(() => true), n: everyone };
      case 'placed-regular-class-under-40-percent':
        return {
          group,
          cell: disabled((child) => ofSchoolAge(child) && isIn(child, UNDER_40_PERCENT)),
          n: disabled(ofSchoolAge),
        };
      case 'placed-separate-or-residential':
        return {
          group,
          cell: disabled((child) => ofSchoolAge(child) && isIn(child, SEPARATE)),
          n: disabled(ofSchoolAge),
        };
      case 'out-of-school-up-to-10-days':
        return {
          group,
          cell: removed(({ daysOutOfSchool }) => daysOutOfSchool === 'up-to-10'),
          n: disabled(() => true),
        };
      case 'out-of-school-over-10-days':
        return {
          group,
          cell: removed(({ daysOutOfSchool }) => daysOutOfSchool === 'over-10'),
          n: disabled(() => true),
        };
      case 'in-school-up-to-10-days':
        return { group, cell: removed(({ daysInSchool }) => daysInSchool === 'up-to-10'), n: disabled(() => true) };
      case 'in-school-over-10-days':
        return { group, cell: removed(({ daysInSchool }) => daysInSchool === 'over-10'), n: disabled(() => true) };
      case 'total-removals': // counts removals, so it may exceed the children
        return {
          group,
          cell: count(
            removals,
            group,
            () => true,
            ({ sum }) => Number(sum),
          ),
          n: disabled(() => true),
        };
      default:
        return {
          group,
          cell: disabled(({ disabilityCategory }) => disabilityCategory?.toUpperCase() === IMPAIRMENTS[category]),
          n: everyone,
        };
    }
  });
}

/** Until the regulation names it, Middle Eastern or North African rolls up to White, as under the scheme of 1997. */
function raceOf({ group }: Group): string {
  return group.raceEthnicity === MIDDLE_EASTERN_OR_NORTH_AFRICAN ? 'White' : group.raceEthnicity!;
}

function isIdea({ disability, ageBand }: Group['group']): boolean {
  return disability === 'yes' && ageBand !== 'outside';
}

function isIn({ educationalEnvironment }: Group['group'], codes: ReadonlySet<string>): boolean {
  return codes.has(educationalEnvironment?.toUpperCase() ?? '');
}
