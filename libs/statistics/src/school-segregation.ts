import { finiteResult } from './finite-result.js';
import { requireCount } from './invalid-input.js';

/** Students of one school: in the group, and all others. */
export interface SchoolComposition {
  group: number;
  others: number;
}

export interface SchoolSegregation {
  /** Share of the group that would have to change school for an even spread; 0 even, 1 apart. */
  dissimilarity: number | null;
  /** Share of its own group at the school of an average student of the group. */
  isolation: number | null;
  /** Share of the others at the school of an average student of the group. */
  exposure: number | null;
  /** Theil's H: how much the schools' mixes differ from the whole; 0 even, 1 apart. */
  informationTheory: number | null;
  flag: 'no_denominator' | null;
}

/**
 * How far a group is apart from the others between schools.
 *
 * D = ½Σ|g/G − o/O|; isolation = Σ(g/G)(g/t); exposure = Σ(g/G)(o/t); H = Σ t(E − e)/(T·E), e and E the entropy of a
 * school and of all.
 *
 * @returns 0 to 1; null, `no_denominator`, when the group or the others have nobody. Small schools bias it upward
 * @throws InvalidCounts if a number is no count
 * @source Massey & Denton 1988, Social Forces 67:281; Theil & Finizza 1971
 */
export function schoolSegregation(schools: readonly SchoolComposition[]): SchoolSegregation {
  for (const { group, others } of schools) {
    requireCount('group', group);
    requireCount('others', others);
  }
  const known = schools.filter(({ group, others }) => group + others > 0);
  const group = known.reduce((sum, school) => sum + school.group, 0);
  const others = known.reduce((sum, school) => sum + school.others, 0);
  if (group === 0 || others === 0) {
    return { dissimilarity: null, isolation: null, exposure: null, informationTheory: null, flag: 'no_denominator' };
  }
  const all = group + others;
  const whole = entropy(group / all);
  let [dissimilarity, isolation, theil] = [0, 0, 0];
  for (const school of known) {
    const students = school.group + school.others;
    dissimilarity += Math.abs(school.group / group - school.others / others) / 2;
    isolation += (school.group / group) * (school.group / students);
    theil += (students * (whole - entropy(school.group / students))) / (all * whole);
  }
  return finiteResult({
    ...{ dissimilarity, isolation, exposure: 1 - isolation, informationTheory: Math.max(0, theil), flag: null },
  });
}

function entropy(share: number): number {
  return [share, 1 - share].reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
}
