import type { CycleEvidence, Fidelity, Reflection } from '@evenground/contracts';
import type { Gap } from './gap-change.js';

export type Recommendation = NonNullable<Reflection['recommendation']>;
type AttributionKind = Reflection['attribution']['kind'];

/** What the rules look at; verdicts rest on completed periods only. */
export interface RecommendationFacts {
  readonly fidelity: Pick<Fidelity, 'level' | 'uneven'>;
  readonly status: Gap['status'];
  readonly levellingDown: boolean;
  readonly ownGain: boolean;
  readonly onTrack: boolean | null;
  /** A group of the comparison, before or after, is empty or under the minimum n. */
  readonly isTooSmall: boolean;
  /** The change's interval holds both 0 and the planned change. */
  readonly isTooWide: boolean;
  /** The change's interval is known and does not hold the planned change. */
  readonly excludesPlanned: boolean;
  /** How many completed periods in a row, the newest included, showed no clear change. */
  readonly unclearPeriods: number;
  readonly completedPeriods: number;
  readonly leadingImproves: boolean;
  readonly hasComparison: boolean;
  readonly attribution: AttributionKind;
  readonly evidence: CycleEvidence;
}

interface Rule {
  readonly rule: string;
  readonly holds: (facts: RecommendationFacts) => boolean;
  readonly gives: (facts: RecommendationFacts) => Recommendation['kind'];
  readonly because: (facts: RecommendationFacts) => readonly string[];
}

/** Under this reliability a scale measures too little of one thing. Source: M26. */
export const LEAST_RELIABILITY = 0.7;

const isNarrowed = ({ status }: RecommendationFacts): boolean => status === 'narrowed';
const isDelivered = ({ fidelity }: RecommendationFacts): boolean =>
  fidelity.level === 'high' || fidelity.level === 'moderate';

/** Source: `workflow.md` §11. R10 is looked at before R3. */
const RULES: readonly Rule[] = [
  {
    rule: 'R1',
    holds: ({ evidence }) => evidence.harmConfirmed === true || evidence.counterWidened === true,
    gives: ({ evidence }) => (evidence.otherIdeaScored === true ? 'replace' : 'stop'),
    because: ({ evidence }) => [
      ...(evidence.harmConfirmed === true ? ['unintended harm was confirmed'] : []),
      ...(evidence.counterWidened === true ? ['a metric that might get worse did, beyond its margin'] : []),
    ],
  },
  {
    rule: 'R2',
    holds: (facts) => measureFirst(facts).length > 0,
    gives: ({ evidence }) => (lastDecision(evidence)?.rule === 'R2' ? 'refine' : 'continue'),
    because: (facts) => [
      ...measureFirst(facts),
      lastDecision(facts.evidence)?.rule === 'R2'
        ? 'it was continued once to measure first, which is not done twice in a row'
        : 'measure first',
    ],
  },
  {
    rule: 'R10',
    holds: (facts) => refinedTwice(facts.evidence) && !isNarrowed(facts),
    gives: () => 'stop',
    because: () => ['it was refined twice in a row and the gap did not narrow'],
  },
  {
    rule: 'R3',
    holds: (facts) => facts.fidelity.level === 'low' && !isNarrowed(facts),
    gives: () => 'refine',
    because: () => ['fidelity is low: the idea was not tested; refine the conditions (time, training, materials)'],
  },
  {
    rule: 'R4',
    holds: (facts) => facts.fidelity.level === 'low' && isNarrowed(facts),
    gives: () => 'continue',
    because: () => ['the gap narrowed although fidelity is low: find out what worked, drift may be the cure'],
  },
  {
    rule: 'R5',
    holds: (facts) =>
      (facts.evidence.assumptionFailed === true || facts.evidence.hypothesisRejected === true) && !isNarrowed(facts),
    gives: () => 'replace',
    because: () => ['a tested assumption is false or its hypothesis was rejected: go back to diagnosing'],
  },
  {
    rule: 'R6',
    holds: (facts) =>
      isDelivered(facts) && facts.excludesPlanned && (facts.unclearPeriods >= 2 || facts.status === 'widened'),
    gives: (facts) => (facts.leadingImproves && facts.completedPeriods === 1 ? 'continue' : 'replace'),
    because: (facts) => [
      'it was delivered and the planned change is ruled out',
      ...(facts.leadingImproves && facts.completedPeriods === 1
        ? ['leading metrics improve and only one period is complete']
        : []),
    ],
  },
  {
    rule: 'R7',
    holds: (facts) => isNarrowed(facts) && facts.levellingDown,
    gives: () => 'refine',
    because: () => ['the gap narrowed because the reference fell, not because the group gained'],
  },
  {
    rule: 'R8',
    holds: (facts) => isNarrowed(facts) && notYetToScale(facts).length === 0,
    gives: () => 'scale',
    because: ({ hasComparison }) => [
      'the gap narrowed, the group gained, it was delivered evenly and can be carried',
      ...(hasComparison ? [] : ['without a comparison: only staggered, with one']),
    ],
  },
  {
    rule: 'R9',
    holds: (facts) => isNarrowed(facts) || facts.ownGain,
    gives: ({ onTrack }) => (onTrack === true ? 'continue' : 'refine'),
    because: (facts) => [
      isNarrowed(facts) ? 'the gap narrowed' : 'the group gained',
      facts.onTrack === true ? 'and it is on track' : 'and it is not on track',
    ],
  },
  { rule: 'R11', holds: () => true, gives: () => 'refine', because: () => ['no other rule holds'] },
];

/** The first rule that holds; there always is one. */
export function recommend(facts: RecommendationFacts): Recommendation {
  const rule = RULES.find(({ holds }) => holds(facts)) ?? RULES[RULES.length - 1]!;
  return {
    ...{ kind: rule.gives(facts), rule: rule.rule, because: [...rule.because(facts)] },
    against: [...speaksAgainst(facts, rule.rule)],
  };
}

function measureFirst(facts: RecommendationFacts): readonly string[] {
  const { evidence } = facts;
  return [
    ...(facts.fidelity.level === 'insufficient' ? ['too little is known of fidelity'] : []),
    ...(facts.isTooSmall ? ['a group is under the minimum size or has no completed period yet'] : []),
    ...(facts.isTooWide ? ['the interval of the change holds both none and the planned change'] : []),
    ...((evidence.reliability ?? 1) < LEAST_RELIABILITY ? ['the scale is not reliable enough'] : []),
    ...(evidence.measureChanged === true ? ['the measure changed'] : []),
    ...(evidence.subjectUnheard === true ? ['the group it is about was not heard'] : []),
  ];
}

/** What R8 misses, in words. */
function notYetToScale(facts: RecommendationFacts): readonly string[] {
  const { evidence, fidelity } = facts;
  return [
    ...(facts.ownGain ? [] : ['the group’s own gain is not shown']),
    ...(fidelity.level === 'high' ? [] : ['fidelity is not high']),
    ...(facts.onTrack === true ? [] : ['it is not on track']),
    ...(fidelity.uneven.length === 0 ? [] : ['delivery is uneven between schools']),
    ...(evidence.costPerStudentKnown === true ? [] : ['the cost per student is not known']),
    ...(evidence.teamPulse === undefined || evidence.teamPulse === 'red'
      ? ['the team’s pulse is red or not known']
      : []),
    ...(evidence.capacityNamed === true ? [] : ['nobody named the capacity to carry it further']),
    ...(facts.attribution === 'external' ? ['external factors are likely'] : []),
  ];
}

function speaksAgainst(facts: RecommendationFacts, rule: string): readonly string[] {
  if (rule === 'R9') return isNarrowed(facts) ? notYetToScale(facts) : [];
  if (rule === 'R8') return facts.evidence.teamPulse === 'amber' ? ['the team’s pulse is amber'] : [];
  if (rule === 'R3' || rule === 'R10') return facts.ownGain ? ['the group itself gained'] : [];
  return [];
}

function lastDecision(evidence: CycleEvidence) {
  return evidence.decisions?.at(-1);
}

function refinedTwice(evidence: CycleEvidence): boolean {
  const lastTwo = evidence.decisions?.slice(-2) ?? [];
  return lastTwo.length === 2 && lastTwo.every(({ kind, narrowed }) => kind === 'refine' && !narrowed);
}
