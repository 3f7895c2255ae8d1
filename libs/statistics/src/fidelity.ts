import { InvalidParameter, requireWithin } from './invalid-input.js';

/** The four dimensions a composite needs at least three of, and a fifth that may be added. */
export const CORE_DIMENSIONS = ['adherence', 'exposure', 'quality', 'responsiveness'] as const;
export const FIDELITY_DIMENSIONS = [...CORE_DIMENSIONS, 'differentiation'] as const;
export type FidelityDimension = (typeof FIDELITY_DIMENSIONS)[number];

export type FidelityOutcome = 'improved' | 'unchanged' | 'worse' | 'unknown';
export type ComparisonTrend = 'improved' | 'flat' | 'worse' | 'none';
export type FidelityLevel = 'high' | 'moderate' | 'low' | 'insufficient_data';
export type FidelityDiagnosis =
  | 'working_as_designed'
  | 'promising_strengthen_delivery'
  | 'improved_not_attributable'
  | 'improved_cause_unknown'
  | 'external_factors_likely'
  | 'implementation_and_external'
  | 'poorly_designed_or_poor_fit'
  | 'mixed_improve_delivery_then_retest'
  | 'poorly_implemented'
  | 'design_suspected_no_comparison'
  | 'insufficient_data';

/** Where the levels begin. 80 % is a convention, not a law: over 60 % often suffices (Durlak & DuPre 2008). */
export interface FidelityThresholds {
  high: number;
  /** What each known core dimension needs for `high`. */
  coreForHigh: number;
  moderate: number;
}

export const DEFAULT_FIDELITY_THRESHOLDS: FidelityThresholds = { high: 0.8, coreForHigh: 0.6, moderate: 0.6 };

export interface FidelityInput {
  /** 0..1 each; null or absent where unknown. */
  dimensions: Partial<Record<FidelityDimension, number | null>>;
  /** ≥ 0; a dimension not named counts 0. All count 1 when absent. */
  weights?: Partial<Record<FidelityDimension, number>>;
  outcome: FidelityOutcome;
  comparison: ComparisonTrend;
  thresholds?: FidelityThresholds;
}

export interface Fidelity {
  composite: number | null;
  level: FidelityLevel;
  diagnosis: FidelityDiagnosis;
}

/** Rounding within which a composite on a threshold counts as reaching it. */
const SLACK = 1e-9;

/**
 * How far a programme was delivered as designed, and what that says about an outcome beside a comparison trend.
 *
 * composite = weighted mean of the known dimensions. high: composite ≥ 0.8 and every known core dimension ≥ 0.6;
 * moderate: ≥ 0.6; else low.
 *
 * @returns composite 0..1; with under three known core dimensions, or no weight on any known one, composite null and
 *          level and diagnosis `insufficient_data`
 * @throws InvalidParameter if a dimension is outside 0..1 or a weight is negative
 * @source Dane & Schneider 1998; Carroll et al. 2007, Implementation Science 2:40
 */
export function fidelity(input: FidelityInput): Fidelity {
  const { dimensions, weights, outcome, comparison, thresholds = DEFAULT_FIDELITY_THRESHOLDS } = input;
  const known = FIDELITY_DIMENSIONS.flatMap((dimension) => {
    const value = dimensions[dimension];
    if (value === null || value === undefined) return [];
    requireWithin(dimension, value, 0, 1);
    return [{ dimension, value, weight: weightOf(dimension, weights) }];
  });
  const core = known.filter(({ dimension }) => dimension !== 'differentiation');
  const weight = known.reduce((sum, item) => sum + item.weight, 0);
  if (core.length < 3 || weight === 0) {
    return { composite: null, level: 'insufficient_data', diagnosis: 'insufficient_data' };
  }
  const composite = known.reduce((sum, item) => sum + item.weight * item.value, 0) / weight;
  const weakestCore = Math.min(...core.map(({ value }) => value));
  const level = levelOf(composite, weakestCore, thresholds);
  return { composite, level, diagnosis: diagnose(level, outcome, comparison) };
}

function weightOf(dimension: FidelityDimension, weights: FidelityInput['weights']): number {
  if (!weights || Object.keys(weights).length === 0) return 1;
  const weight = weights[dimension] ?? 0;
  if (!(weight >= 0 && Number.isFinite(weight))) {
    throw new InvalidParameter(`the weight of ${dimension} must be at least 0, not ${weight}`);
  }
  return weight;
}

function levelOf(composite: number, weakestCore: number, thresholds: FidelityThresholds): DeliveredLevel {
  if (composite >= thresholds.high - SLACK && weakestCore >= thresholds.coreForHigh - SLACK) return 'high';
  return composite >= thresholds.moderate - SLACK ? 'moderate' : 'low';
}

type DeliveredLevel = Exclude<FidelityLevel, 'insufficient_data'>;
type DiagnosisByLevel = Record<DeliveredLevel, FidelityDiagnosis>;

function everyLevel(diagnosis: FidelityDiagnosis): DiagnosisByLevel {
  return { high: diagnosis, moderate: diagnosis, low: diagnosis };
}

const IMPROVED_MORE: DiagnosisByLevel = {
  high: 'working_as_designed',
  moderate: 'promising_strengthen_delivery',
  low: 'improved_not_attributable',
};
const NOT_BETTER = {
  moderate: 'mixed_improve_delivery_then_retest',
  low: 'poorly_implemented',
} as const;

const AFTER_IMPROVEMENT: Record<ComparisonTrend, DiagnosisByLevel> = {
  improved: everyLevel('external_factors_likely'),
  none: everyLevel('improved_cause_unknown'),
  flat: IMPROVED_MORE,
  worse: IMPROVED_MORE,
};
const WITHOUT_IMPROVEMENT: Record<ComparisonTrend, DiagnosisByLevel> = {
  worse: { ...everyLevel('implementation_and_external'), high: 'external_factors_likely' },
  flat: { high: 'poorly_designed_or_poor_fit', ...NOT_BETTER },
  improved: { high: 'poorly_designed_or_poor_fit', ...NOT_BETTER },
  none: { high: 'design_suspected_no_comparison', ...NOT_BETTER },
};

function diagnose(level: DeliveredLevel, outcome: FidelityOutcome, comparison: ComparisonTrend): FidelityDiagnosis {
  switch (outcome) {
    case 'unknown':
      return 'insufficient_data';
    case 'improved':
      return AFTER_IMPROVEMENT[comparison][level];
    case 'unchanged':
    case 'worse':
      return WITHOUT_IMPROVEMENT[comparison][level];
  }
}
