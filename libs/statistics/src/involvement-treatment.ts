import { finiteResult } from './finite-result.js';
import { requireCount } from './invalid-input.js';

/** Referrals of one side for one infraction, and the exclusions that followed; whole numbers. */
export interface ReferralCounts {
  referrals: number;
  exclusions: number;
}

export interface InfractionCounts {
  infraction: string;
  /** Free text, normally `subjective` or `objective`. */
  class: string;
  group: ReferralCounts;
  reference: ReferralCounts;
}

export interface InvolvementTreatmentInput {
  /** Students enrolled on each side. */
  enrolment: { group: number; reference: number };
  infractions: readonly InfractionCounts[];
}

/** Exclusions per enrolled student, group minus reference, and the two parts that sum to it. */
export interface GapParts {
  gap: number;
  involvement: number;
  treatment: number;
}

export interface InfractionGap extends GapParts {
  infraction: string;
  class: string;
  shareOfGap: number | null;
}

export interface InvolvementTreatment {
  gapPerStudent: number | null;
  involvement: number | null;
  treatment: number | null;
  byInfraction: InfractionGap[];
  byClass: (GapParts & { class: string })[];
  flag: 'no_denominator' | null;
}

/** Below this a total gap counts as none. */
const NO_GAP = 1e-12;

/**
 * Who is referred versus how referrals are treated: a gap in exclusions, split for each infraction.
 *
 * f = referrals per enrolled student (may exceed 1), q = exclusions per referral (the other side's where a side has no
 * referral, 0 where neither has). involvement = (f₁−f₂)(q₁+q₂)/2; treatment = (q₁−q₂)(f₁+f₂)/2.
 *
 * @returns exclusions per enrolled student, group minus reference; null and empty, `no_denominator`, when a side has
 *          no students. Involvement is recorded behaviour: it contains adults' decisions to refer
 * @throws InvalidCounts if a count is not a whole number ≥ 0
 * @source Kitagawa 1955 applied to each infraction; compare Skiba et al. 2011, School Psychology Review 40:85
 */
export function involvementTreatment({ enrolment, infractions }: InvolvementTreatmentInput): InvolvementTreatment {
  requireInput({ enrolment, infractions });
  if (enrolment.group === 0 || enrolment.reference === 0) {
    return {
      gapPerStudent: null,
      involvement: null,
      treatment: null,
      byInfraction: [],
      byClass: [],
      flag: 'no_denominator',
    };
  }
  const parts = infractions.map((item) => ({ item, ...partsOf(item, enrolment) }));
  const total = summed(parts);
  return finiteResult({
    gapPerStudent: total.gap,
    involvement: total.involvement,
    treatment: total.treatment,
    byInfraction: parts.map(({ item, gap, involvement, treatment }) => ({
      infraction: item.infraction,
      class: item.class,
      gap,
      involvement,
      treatment,
      shareOfGap: Math.abs(total.gap) > NO_GAP ? gap / total.gap : null,
    })),
    byClass: [...new Set(infractions.map((item) => item.class))].map((name) => ({
      class: name,
      ...summed(parts.filter(({ item }) => item.class === name)),
    })),
    flag: null,
  });
}

function partsOf({ group, reference }: InfractionCounts, enrolment: InvolvementTreatmentInput['enrolment']): GapParts {
  const [f1, f2] = [group.referrals / enrolment.group, reference.referrals / enrolment.reference];
  const [own, other] = [exclusionsPerReferral(group), exclusionsPerReferral(reference)];
  const [q1, q2] = [own ?? other ?? 0, other ?? own ?? 0];
  return {
    gap: f1 * q1 - f2 * q2,
    involvement: ((f1 - f2) * (q1 + q2)) / 2,
    treatment: ((q1 - q2) * (f1 + f2)) / 2,
  };
}

function exclusionsPerReferral({ referrals, exclusions }: ReferralCounts): number | null {
  return referrals > 0 ? exclusions / referrals : null;
}

function summed(parts: readonly GapParts[]): GapParts {
  return parts.reduce<GapParts>(
    (sum, part) => ({
      gap: sum.gap + part.gap,
      involvement: sum.involvement + part.involvement,
      treatment: sum.treatment + part.treatment,
    }),
    { gap: 0, involvement: 0, treatment: 0 },
  );
}

function requireInput({ enrolment, infractions }: InvolvementTreatmentInput): void {
  requireCount('enrolment of the group', enrolment.group);
  requireCount('enrolment of the reference', enrolment.reference);
  for (const { referrals, exclusions } of infractions.flatMap(({ group, reference }) => [group, reference])) {
    requireCount('referrals', referrals);
    requireCount('exclusions', exclusions);
  }
}
