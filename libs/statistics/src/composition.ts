import { finiteResult } from './finite-result.js';
import { InvalidParameter, requireCount } from './invalid-input.js';

/** People with the outcome and people enrolled in one group; whole numbers. Counts of events may exceed enrolment. */
export interface CompositionGroup {
  group: string;
  outcome: number;
  enrolment: number;
  /** Enrolment of the group in the State; given for every group or for none. */
  stateEnrolment?: number;
}

export interface GroupComposition {
  group: string;
  /** Shares and risk 0..1. */
  outcomeShare: number | null;
  enrolmentShare: number | null;
  differenceInCompositionPp: number | null;
  relativeDifferenceInCompositionPct: number | null;
  /** Composition index: outcome share over enrolment share. */
  representationRatio: number | null;
  risk: number | null;
  riskRatioVsAllOthers: number | null;
  weightedRiskRatio: number | null;
}

/**
 * Whether a group's share of an outcome is larger than its share of the students, and its risk ratios.
 *
 * risk = x/n; riskRatioVsAllOthers = risk / (others' x / others' n);
 * weightedRiskRatio = (1−π)·risk / Σ over the other groups of π·risk, π the shares of state enrolment.
 *
 * @returns one entry per group in the order of the input. Null: shares without any outcome or enrolment; relative
 *          values when the enrolment share is 0; ratios when the group or the others have nobody, or the others no
 *          outcome, or the weighted sum is 0
 * @throws InvalidCounts if a count is not a whole number ≥ 0; InvalidParameter if only some groups have a state count
 * @source Westat, Methods for Assessing Racial/Ethnic Disproportionality in Special Education: A Technical Assistance Guide
 */
export function composition(groups: readonly CompositionGroup[]): GroupComposition[] {
  groups.forEach(requireGroup);
  const withState = groups.filter(({ stateEnrolment }) => stateEnrolment !== undefined).length;
  if (withState !== 0 && withState !== groups.length) {
    throw new InvalidParameter('state enrolment must be given for every group or for none');
  }
  const outcomes = sumOf(groups, ({ outcome }) => outcome);
  const enrolled = sumOf(groups, ({ enrolment }) => enrolment);
  return finiteResult(
    groups.map((group) => {
      const outcomeShare = ratio(group.outcome, outcomes);
      const enrolmentShare = ratio(group.enrolment, enrolled);
      const risk = ratio(group.outcome, group.enrolment);
      const difference = outcomeShare === null || enrolmentShare === null ? null : outcomeShare - enrolmentShare;
      return {
        group: group.group,
        outcomeShare,
        enrolmentShare,
        differenceInCompositionPp: difference === null ? null : 100 * difference,
        relativeDifferenceInCompositionPct: ratio(difference === null ? null : 100 * difference, enrolmentShare),
        representationRatio: ratio(outcomeShare, enrolmentShare),
        risk,
        riskRatioVsAllOthers: ratio(risk, ratio(outcomes - group.outcome, enrolled - group.enrolment)),
        weightedRiskRatio: withState === 0 ? null : weightedRiskRatio(group, groups),
      };
    }),
  );
}

function weightedRiskRatio(group: CompositionGroup, groups: readonly CompositionGroup[]): number | null {
  const state = sumOf(groups, ({ stateEnrolment = 0 }) => stateEnrolment);
  const ownShare = ratio(group.stateEnrolment ?? 0, state);
  const risk = ratio(group.outcome, group.enrolment);
  if (ownShare === null || risk === null) return null;
  const others = groups.filter((other) => other !== group);
  const weighted = sumOf(others, (other) => {
    return ((other.stateEnrolment ?? 0) / state) * (ratio(other.outcome, other.enrolment) ?? 0);
  });
  return ratio((1 - ownShare) * risk, weighted);
}

function requireGroup({ outcome, enrolment, stateEnrolment }: CompositionGroup): void {
  requireCount('outcome', outcome);
  requireCount('enrolment', enrolment);
  if (stateEnrolment !== undefined) requireCount('state enrolment', stateEnrolment);
}

/** a/b; null where either is missing or b is 0. */
function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

function sumOf<T>(items: readonly T[], term: (item: T) => number): number {
  return items.reduce((sum, item) => sum + term(item), 0);
}
