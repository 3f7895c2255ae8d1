export { InvalidCounts, InvalidParameter } from './invalid-input.js';
export type { Counts, TwoGroups } from './counts.js';
export type { MeanSummary, TwoMeans } from './mean-summary.js';
export { DEFAULT_CONFIDENCE, criticalZ, normalQuantile, normalTwoSidedP } from './normal-distribution.js';
export { criticalT, studentQuantile, studentTwoSidedP } from './student-distribution.js';
export { rateWilson } from './rate-wilson.js';
export type { RateEstimate, RateInput } from './rate-wilson.js';
export { rateDifference } from './rate-difference.js';
export type { RateDifference } from './rate-difference.js';
export { riskRatio } from './risk-ratio.js';
export type { RiskRatio } from './risk-ratio.js';
export { oddsRatio } from './odds-ratio.js';
export type { OddsRatio } from './odds-ratio.js';
export { twoProportionZ } from './two-proportion-z.js';
export type { TwoProportionZ } from './two-proportion-z.js';
export { fisherExact } from './fisher-exact.js';
export type { FisherExact } from './fisher-exact.js';
export { benjaminiHochberg } from './benjamini-hochberg.js';
export type { BenjaminiHochberg, BenjaminiHochbergInput } from './benjamini-hochberg.js';
export { standardizedMeanDifference } from './standardized-mean-difference.js';
export type { StandardizedMeanDifference } from './standardized-mean-difference.js';
export { meanDifference, meanLimits } from './mean-difference.js';
export type { MeanDifference, MeanLimits } from './mean-difference.js';
export { cohensH } from './cohens-h.js';
export type { CohensH, CohensHInput, RateOfGroup } from './cohens-h.js';
export { inequalityUnordered } from './inequality-unordered.js';
export type {
  GroupRate,
  InequalityNotMeasured,
  InequalityUnordered,
  InequalityUnorderedInput,
} from './inequality-unordered.js';
export { gapNarrowing } from './gap-narrowing.js';
export type { GapCounts, GapNarrowing, GapNarrowingInput, GapStatus } from './gap-narrowing.js';
export { growthToTarget } from './growth-to-target.js';
export type {
  GrowthNotCalculable,
  GrowthPath,
  GrowthProgress,
  GrowthStatus,
  GrowthToTargetInput,
} from './growth-to-target.js';
export { CORE_DIMENSIONS, DEFAULT_FIDELITY_THRESHOLDS, FIDELITY_DIMENSIONS, fidelity } from './fidelity.js';
export type {
  ComparisonTrend,
  Fidelity,
  FidelityDiagnosis,
  FidelityDimension,
  FidelityInput,
  FidelityLevel,
  FidelityOutcome,
  FidelityThresholds,
} from './fidelity.js';
export { DEFAULT_CODING_LADDER, percentCoding } from './percent-coding.js';
export type { CodedPercent, CodingRung, PercentCodingInput } from './percent-coding.js';
export { vectorMeasures } from './vectors.js';
export type { VectorMeasure } from './vectors.js';
export { differences } from './vector-differences.js';
export type { Tolerance, VectorDifference } from './vector-differences.js';
