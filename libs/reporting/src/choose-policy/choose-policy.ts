import type { DisclosureChoice, DisclosurePolicy, DisclosurePolicyAnswer } from '@evenground/contracts';
import { DEFAULT_POLICY, DISCLOSURE_POLICIES, policyNamed } from '@evenground/disclosure';
import type { DocumentStore } from '@evenground/document-store';
import { problem } from '@evenground/http';
import { disclosureChoices } from '../publish-releases/collections.js';

/** Which disclosure policy a district's releases are made under. */
export class ChoosePolicy {
  constructor(private readonly store: DocumentStore) {}

  async of(district: string): Promise<DisclosurePolicyAnswer> {
    const [stored] = await this.store.load(disclosureChoices, [district]);
    const choice = stored?.body.choice ?? { policy: DEFAULT_POLICY };
    return { district, choice, policy: effective(choice), policies: [...DISCLOSURE_POLICIES] };
  }

  /** @throws HttpProblem 422 `policy/unknown`, `policy/not-stricter` */
  async choose(district: string, choice: DisclosureChoice): Promise<DisclosurePolicyAnswer> {
    const policy = policyNamed(choice.policy);
    if (!policy) {
      throw problem(422, 'policy/unknown', 'There is no such disclosure policy.', {
        field: 'policy',
        was: choice.policy,
        wouldBeRight: DISCLOSURE_POLICIES.map(({ id }) => id).join(', '),
      });
    }
    requireStricter('minimumN', choice.minimumN, policy.minimumN);
    requireStricter('protectionAbsolute', choice.protectionAbsolute, policy.protection.absolute);
    await this.store.commit({
      writes: [{ collection: disclosureChoices, id: district, expected: 'any', body: { district, choice } }],
    });
    return this.of(district);
  }
}

function requireStricter(field: string, chosen: number | undefined, least: number): void {
  if (chosen === undefined || chosen >= least) return;
  throw problem(422, 'policy/not-stricter', 'A district may be stricter than its policy, never laxer.', {
    field,
    was: chosen,
    wouldBeRight: `${least} or more`,
  });
}

function effective({ policy: id, minimumN, protectionAbsolute }: DisclosureChoice): DisclosurePolicy {
  const policy = policyNamed(id) ?? policyNamed(DEFAULT_POLICY)!;
  const stricter = minimumN ?? policy.minimumN;
  return {
    ...policy,
    minimumN: stricter,
    leastBesideLargestSchool: Math.max(policy.leastBesideLargestSchool, stricter),
    leastChange: Math.max(policy.leastChange, stricter),
    protection: { ...policy.protection, absolute: protectionAbsolute ?? policy.protection.absolute },
  };
}
