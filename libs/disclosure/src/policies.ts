import type { DisclosurePolicy } from '@evenground/contracts';
import { DEFAULT_CODING_LADDER } from '@evenground/statistics';

const usual: Omit<DisclosurePolicy, 'id' | 'says' | 'minimumN'> = {
  protection: { absolute: 3, share: 0.2 },
  outcomeCandidates: 3,
  ladder: [...DEFAULT_CODING_LADDER],
  roundCountsTo: 1,
  meanDecimals: 2,
  leastBesideLargestSchool: 10,
  leastChange: 10,
};

/** The policies there are. A district chooses the one of its state, and may only be stricter than it. */
export const DISCLOSURE_POLICIES: readonly DisclosurePolicy[] = [
  {
    ...usual,
    id: 'federal',
    says: 'Minimum of 10, coded percents of the kind of NCES 2011-603; what applies where a state says nothing else.',
    minimumN: 10,
  },
  {
    ...usual,
    id: 'minimum-15',
    says: 'Groups of 15 or fewer are hidden, percents beyond 5 and 95 are coded, as Delaware publishes.',
    minimumN: 16,
    leastBesideLargestSchool: 16,
    leastChange: 16,
    ladder: [
      { fromN: 10, tail: 20, band: 10 },
      { fromN: 21, tail: 10, band: 10 },
      { fromN: 41, tail: 5, band: 5 },
    ],
  },
  {
    ...usual,
    id: 'minimum-20',
    says: 'Minimum of 20, for states that ask for one of up to 20.',
    minimumN: 20,
    leastBesideLargestSchool: 20,
    leastChange: 20,
  },
  {
    ...usual,
    id: 'sensitive',
    says: 'For outcomes that hurt when known, such as discipline: a hidden number stays uncertain by the whole minimum.',
    minimumN: 10,
    protection: { absolute: 10, share: 0.2 },
  },
  {
    ...usual,
    id: 'rounded',
    says: 'As federal, and every count that is shown is rounded to 5.',
    minimumN: 10,
    roundCountsTo: 5,
  },
];

export const DEFAULT_POLICY = 'federal';

export function policyNamed(id: string): DisclosurePolicy | undefined {
  return DISCLOSURE_POLICIES.find((policy) => policy.id === id);
}
