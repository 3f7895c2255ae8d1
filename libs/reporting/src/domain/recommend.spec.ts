import { RECOMMENDATION_KINDS } from '@evenground/contracts';
import fc from 'fast-check';
import { type RecommendationFacts, recommend } from './recommend.js';

/** Delivered well, nothing moved yet by more than chance, and the planned change is not ruled out. */
const facts: RecommendationFacts = {
  ...{ fidelity: { level: 'high', uneven: [] }, status: 'unclear', levellingDown: false, ownGain: false },
  ...{ onTrack: null, isTooSmall: false, isTooWide: false, excludesPlanned: false, unclearPeriods: 1 },
  ...{ completedPeriods: 1, leadingImproves: false, hasComparison: false, attribution: 'cannot-tell', evidence: {} },
};
const refined = { kind: 'refine', narrowed: false } as const;
const scalable = { costPerStudentKnown: true, capacityNamed: true, teamPulse: 'green' } as const;

describe('each rule can be the one that holds', () => {
  it.each<[string, Partial<RecommendationFacts>, string]>([
    ['R1', { evidence: { harmConfirmed: true } }, 'stop'],
    ['R1', { evidence: { counterWidened: true, otherIdeaScored: true } }, 'replace'],
    ['R2', { fidelity: { level: 'insufficient', uneven: [] } }, 'continue'],
    ['R2', { isTooSmall: true }, 'continue'],
    ['R2', { isTooWide: true }, 'continue'],
    ['R2', { evidence: { reliability: 0.69 } }, 'continue'],
    ['R2', { evidence: { measureChanged: true } }, 'continue'],
    ['R2', { evidence: { subjectUnheard: true } }, 'continue'],
    ['R2', { isTooWide: true, evidence: { decisions: [{ kind: 'continue', narrowed: false, rule: 'R2' }] } }, 'refine'],
    ['R10', { evidence: { decisions: [refined, refined] } }, 'stop'],
    ['R3', { fidelity: { level: 'low', uneven: [] } }, 'refine'],
    ['R4', { fidelity: { level: 'low', uneven: [] }, status: 'narrowed' }, 'continue'],
    ['R5', { evidence: { assumptionFailed: true } }, 'replace'],
    ['R5', { evidence: { hypothesisRejected: true } }, 'replace'],
    ['R6', { excludesPlanned: true, unclearPeriods: 2, completedPeriods: 2 }, 'replace'],
    ['R6', { excludesPlanned: true, status: 'widened' }, 'replace'],
    ['R6', { excludesPlanned: true, status: 'widened', leadingImproves: true }, 'continue'],
    ['R7', { status: 'narrowed', levellingDown: true }, 'refine'],
    ['R8', { status: 'narrowed', ownGain: true, onTrack: true, evidence: scalable }, 'scale'],
    ['R9', { status: 'narrowed', ownGain: true, onTrack: true }, 'continue'],
    ['R9', { status: 'narrowed', ownGain: true, onTrack: false }, 'refine'],
    ['R9', { ownGain: true, onTrack: true }, 'continue'],
    ['R11', {}, 'refine'],
  ])('%s', (rule, over, kind) => {
    expect(recommend({ ...facts, ...over })).toMatchObject({ rule, kind });
  });
});

it('looks at two refinements in vain before low fidelity', () => {
  const low: RecommendationFacts = {
    ...facts,
    fidelity: { ...facts.fidelity, level: 'low', uneven: [] },
    evidence: { decisions: [refined, refined] },
  };
  expect(recommend(low).rule).toBe('R10');
});

it.each<[string, Partial<RecommendationFacts>]>([
  ['the pulse is red', { evidence: { ...scalable, teamPulse: 'red' } }],
  ['delivery is uneven', { fidelity: { level: 'high', uneven: ['school-01'] } }],
  ['external factors are likely', { attribution: 'external' }],
  ['it is not on track', { onTrack: false }],
  ['fidelity is moderate', { fidelity: { level: 'moderate', uneven: [] } }],
  ['the own gain is not shown', { ownGain: false }],
])('does not scale when %s', (_why, over) => {
  const ready = { ...facts, status: 'narrowed', ownGain: true, onTrack: true, evidence: scalable } as const;
  expect(recommend({ ...ready, ...over }).rule).toBe('R9');
});

it('gives exactly one recommendation for every input', () => {
  const maybe = fc.option(fc.boolean(), { nil: undefined });
  const evidence = fc.record({
    ...{ harmConfirmed: maybe, counterWidened: maybe, otherIdeaScored: maybe, assumptionFailed: maybe },
    ...{ hypothesisRejected: maybe, measureChanged: maybe, subjectUnheard: maybe, costPerStudentKnown: maybe },
    ...{
      capacityNamed: maybe,
      reliability: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined }),
    },
    teamPulse: fc.option(fc.constantFrom('green', 'amber', 'red'), { nil: undefined }),
    decisions: fc.array(fc.record({ kind: fc.constantFrom(...RECOMMENDATION_KINDS), narrowed: fc.boolean() }), {
      maxLength: 3,
    }),
  });
  const anyFacts = fc.record({
    fidelity: fc.record({
      level: fc.constantFrom('high' as const, 'moderate' as const, 'low' as const, 'insufficient' as const),
      uneven: fc.array(fc.constant('school-01'), { maxLength: 1 }),
    }),
    status: fc.constantFrom('narrowed' as const, 'widened' as const, 'unclear' as const, 'reversed' as const),
    ...{ levellingDown: fc.boolean(), ownGain: fc.boolean(), onTrack: fc.option(fc.boolean()) },
    ...{ isTooSmall: fc.boolean(), isTooWide: fc.boolean(), excludesPlanned: fc.boolean() },
    ...{
      unclearPeriods: fc.nat(3),
      completedPeriods: fc.nat(3),
      leadingImproves: fc.boolean(),
      hasComparison: fc.boolean(),
    },
    ...{ attribution: fc.constantFrom('external' as const, 'cannot-tell' as const, 'works' as const), evidence },
  });
  fc.assert(
    fc.property(anyFacts, (each) => {
      const { kind, rule, because } = recommend(each as RecommendationFacts);
      expect(RECOMMENDATION_KINDS).toContain(kind);
      expect(rule).toMatch(/^R([1-9]|1[01])$/);
      expect(because.length).toBeGreaterThan(0);
    }),
  );
});
