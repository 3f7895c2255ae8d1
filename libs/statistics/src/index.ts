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
export { binomialTest } from './binomial-test.js';
export type { BinomialTest } from './binomial-test.js';
export { FUNNEL_LEVELS, funnelLimits, funnelLimitsOfMean } from './funnel-limits.js';
export type { FunnelLimits } from './funnel-limits.js';
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
export { chiSquare, chiSquareUpperTail } from './chi-square.js';
export type { ChiSquare } from './chi-square.js';
export { composition } from './composition.js';
export type { CompositionGroup, GroupComposition } from './composition.js';
export { fourFifths } from './four-fifths.js';
export type { FourFifths, FourFifthsInput, GroupImpact, SelectionPool } from './four-fifths.js';
export { ideaYear } from './idea-year.js';
export type { GroupDisproportionality, IdeaYearInput, RiskCell } from './idea-year.js';
export { ideaIdentify } from './idea-identify.js';
export type { IdeaIdentification, IdeaIdentifyInput } from './idea-identify.js';
export { inequalityOrdered } from './inequality-ordered.js';
export type { InequalityOrdered, InequalityOrderedInput, TooFewGroups } from './inequality-ordered.js';
export { kitagawa } from './kitagawa.js';
export type { Kitagawa, Stratum, StratumContribution } from './kitagawa.js';
export { involvementTreatment } from './involvement-treatment.js';
export type {
  GapParts,
  InfractionCounts,
  InfractionGap,
  InvolvementTreatment,
  InvolvementTreatmentInput,
  ReferralCounts,
} from './involvement-treatment.js';
export { diffInDiff } from './diff-in-diff.js';
export type { BeforeAfter, DiffInDiff, DiffInDiffInput } from './diff-in-diff.js';
export { interruptedTimeSeries } from './interrupted-time-series.js';
export type { InterruptedTimeSeries, InterruptedTimeSeriesInput, TooFewPoints } from './interrupted-time-series.js';
export { representativeness } from './representativeness.js';
export type { GroupResponse, Representativeness, ResponseGroup } from './representativeness.js';
export { marginOfError } from './margin-of-error.js';
export type { MarginOfError, MarginOfErrorInput } from './margin-of-error.js';
export { raking } from './raking.js';
export type { Raking, RakingInput } from './raking.js';
export { scaleReliability } from './scale-reliability.js';
export type { Responses, ScaleReliability } from './scale-reliability.js';
export { omegaFromLoadings } from './omega-from-loadings.js';
export type { OmegaInput } from './omega-from-loadings.js';
export { favourable } from './favourable.js';
export type { Favourable, FavourableInput } from './favourable.js';
export { withLinearProgram } from './linear-program.js';
export type {
  Bound,
  LinearConstraint,
  LinearProgram,
  LinearVariable,
  Minimise,
  Optimum,
  Term,
} from './linear-program.js';
export { disclosureBounds } from './disclosure-bounds.js';
export type { CellBounds, DisclosureBoundsInput, KnownSum } from './disclosure-bounds.js';
export { suppressionAudit } from './suppression-audit.js';
export type { AuditedCell, SuppressionAudit, SuppressionAuditInput } from './suppression-audit.js';
export { complementarySuppression } from './complementary-suppression.js';
export type { ComplementarySuppression, ComplementarySuppressionInput } from './complementary-suppression.js';
export type { Cell, CountTable } from './table-cells.js';
export { kAnonymity } from './k-anonymity.js';
export type { AnonymityRecord, KAnonymity, KAnonymityInput } from './k-anonymity.js';
export { differencing } from './differencing.js';
export type { Differencing, DifferencingInput } from './differencing.js';
export { stateAggregate } from './state-aggregate.js';
export type { DistrictCounts, StateAggregate } from './state-aggregate.js';
export { vectorMeasures } from './vectors.js';
export type { VectorMeasure } from './vectors.js';
export { differences } from './vector-differences.js';
export type { Tolerance, VectorDifference } from './vector-differences.js';
export { blinderOaxaca } from './blinder-oaxaca.js';
export type { BlinderOaxaca, MeanInStratum, MeanStratum } from './blinder-oaxaca.js';
export { linearRegression, logisticRegression } from './grouped-regression.js';
export type { RegressionCell, RegressionFit } from './grouped-regression.js';
export { schoolSegregation } from './school-segregation.js';
export type { SchoolComposition, SchoolSegregation } from './school-segregation.js';
