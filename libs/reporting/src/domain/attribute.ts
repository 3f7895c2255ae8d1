import type { CycleEvidence, Fidelity, InterventionSummary, Reflection } from '@evenground/contracts';
import type { Gap } from './gap-change.js';
import { LEAST_RELIABILITY } from './recommend.js';

export type Attribution = Reflection['attribution'];

export interface AttributionFacts {
  readonly fidelity: Fidelity['level'];
  readonly status: Gap['status'];
  readonly levellingDown: boolean;
  /** The change's interval holds both 0 and the planned change. */
  readonly isTooWide: boolean;
  /** A side of the comparison has nobody, or too few. */
  readonly isTooSmall: boolean;
  readonly excludesPlanned: boolean;
  readonly completedPeriods: number;
  /** Whether the time that an effect needs is over for every intervention. */
  readonly hadTime: boolean;
  readonly comparison: InterventionSummary['comparison'];
  /** How the group did at the comparison schools; `none` where that is not known. */
  readonly trend: 'improved' | 'flat' | 'worse' | 'none';
  /** Whether the served group gained more than the compared one by more than chance. */
  readonly gainedMore: boolean;
  readonly evidence: CycleEvidence;
}

interface Verdict {
  readonly kind: Attribution['kind'];
  readonly wording: string;
  readonly against?: readonly string[];
}

const CANNOT_TELL = 'cannot tell';

/**
 * What the change is put down to. Gates first, then the table, first match wins. Without a comparison the table is
 * read as if the others had stood still, one step less confident, and `works` becomes `cannot-tell`.
 * Source: `measures.md` G2, `workflow.md` §11.
 */
export function attribute(facts: AttributionFacts): Attribution {
  const gate = gateOf(facts);
  const found = gate ?? tableVerdict(facts);
  return {
    ...{ kind: found.kind, wording: found.wording },
    confidence: gate === undefined ? confidenceOf(facts) : 'high',
    for: [...evidenceFor(facts)],
    against: [...(found.against ?? []), ...evidenceAgainst(facts)],
  };
}

function gateOf({ evidence, ...facts }: AttributionFacts): Verdict | undefined {
  if ((evidence.reliability ?? 1) < LEAST_RELIABILITY || evidence.measureChanged || evidence.subjectUnheard) {
    return { kind: 'wrong-measure', wording: 'fix the measure first; no verdict on the programme' };
  }
  if (!facts.hadTime || facts.completedPeriods < 2) {
    return { kind: 'too-early', wording: 'too early to say' };
  }
  if (facts.isTooWide || facts.isTooSmall) {
    return { kind: 'not-enough-information', wording: 'not enough information' };
  }
  return undefined;
}

function tableVerdict(facts: AttributionFacts): Verdict {
  if (facts.status === 'reversed') return cannotTell('a new gap the other way: a new finding');
  switch (facts.fidelity) {
    case 'insufficient':
      return facts.status === 'narrowed'
        ? cannotTell('improved, cause unknown: collect fidelity')
        : cannotTell('design and delivery cannot be told apart: collect fidelity first');
    case 'low':
      if (facts.status === 'narrowed') return cannotTell('the improvement cannot be attributed: find what happened');
      return {
        kind: 'poor-delivery',
        wording:
          facts.trend === 'worse' ? 'poor delivery, and external factors' : 'poor delivery: the design is untested',
      };
    case 'moderate':
      return moderateVerdict(facts);
    case 'high':
      return facts.status === 'narrowed' ? highAndNarrowed(facts) : highAndNotNarrowed(facts);
  }
}

function moderateVerdict({ status, trend, gainedMore }: AttributionFacts): Verdict {
  if (status !== 'narrowed') return { kind: 'poor-delivery', wording: 'mixed: improve delivery, then retest' };
  if (trend === 'improved' && !gainedMore) return EXTERNAL;
  return cannotTell('promising: strengthen delivery');
}

function highAndNarrowed(facts: AttributionFacts): Verdict {
  if (facts.levellingDown) return cannotTell('levelling down, not a success');
  if (facts.trend === 'none') return cannotTell('there is no comparison');
  if (facts.trend === 'improved' && !facts.gainedMore) return EXTERNAL;
  if (facts.evidence.externalFactor === true) return cannotTell('an external factor affects the comparison');
  if (!facts.gainedMore) return cannotTell('the served group is not shown to have gained more than the compared one');
  if (facts.evidence.comparisonBalanced !== true) return cannotTell('the comparison is not shown to be balanced');
  const wording = facts.comparison === 'lottery' ? 'caused by, within the interval' : 'consistent with an effect';
  return { kind: 'works', wording };
}

function highAndNotNarrowed(facts: AttributionFacts): Verdict {
  if (facts.trend === 'worse') return EXTERNAL;
  if (facts.status === 'widened') return { kind: 'poor-design', wording: 'possible harm: pause and review' };
  return facts.excludesPlanned
    ? { kind: 'poor-design', wording: 'poor design or poor fit: redesign with those affected' }
    : cannotTell('the planned change is not ruled out');
}

const EXTERNAL: Verdict = { kind: 'external', wording: 'external factors likely' };

function cannotTell(why: string): Verdict {
  return { kind: 'cannot-tell', wording: CANNOT_TELL, against: [why] };
}

function confidenceOf({ fidelity, trend }: AttributionFacts): Attribution['confidence'] {
  const isFidelityClear = fidelity === 'high' || fidelity === 'low';
  if (trend === 'none') return isFidelityClear ? 'medium' : 'low';
  return isFidelityClear ? 'high' : 'medium';
}

function evidenceFor(facts: AttributionFacts): readonly string[] {
  return [
    ...(facts.fidelity === 'insufficient' ? [] : [`fidelity is ${facts.fidelity}`]),
    ...(facts.completedPeriods === 0 ? [] : [`the gap is ${facts.status}`]),
    ...(facts.trend === 'none' ? [] : [`the comparison schools: ${facts.trend}`]),
    ...(facts.gainedMore ? ['the served group gained more than the compared one'] : []),
  ];
}

/** What would change the verdict. */
function evidenceAgainst(facts: AttributionFacts): readonly string[] {
  return [
    ...(facts.trend === 'none' ? ['a comparison would make it surer'] : []),
    ...(facts.fidelity === 'insufficient' ? ['more fidelity checks would make it surer'] : []),
    ...(facts.hadTime ? [] : ['the time that an effect needs is not over']),
    ...(facts.completedPeriods < 2 ? ['fewer than two completed periods since the baseline'] : []),
  ];
}
