export { Breakdown, CodingRungRule, DisclosureChoice, DisclosurePolicy, LEAST_MINIMUM_N } from './disclosure-policy.js';
export { EventEnvelope, StreamPosition, streamId } from './envelope.js';
export type { LogEvent, StreamName } from './envelope.js';
export {
  CHECKSUM_HEADER,
  CLOUD_EVENT_HEADERS,
  CONTENT_TYPE_HEADER,
  EVENT_CONTENT_TYPE,
  SPEC_VERSION_HEADER,
  checksumText,
  cloudEventHeaders,
  envelopeOfHeaders,
} from './cloud-event.js';
export { PLATFORM_ERROR_CODES, PlatformError, isPlatformError, isRefusal } from './errors.js';
export type { PlatformErrorCode, Refusal } from './errors.js';
export { DEAD_LETTERS_SUFFIX, REQUESTS_SUFFIX, SERVICES, declareEvent } from './declare.js';
export type { EventDeclaration, Service, TopicDeclaration } from './declare.js';
export { CATALOGUE, eventDeclared } from './catalogue.js';
export { STREAM_HEADS, TOPICS, allTopicNames, topicNamed } from './topics.js';
export { EventDeadLettered, RestatementBegun, RestatementEnded, StreamRequested } from './events/streams.js';
export {
  ATTENDANCE_STATUSES,
  COURSE_LEVELS,
  DIPLOMAS,
  DISCIPLINE_ACTIONS,
  GRADUATION_OUTCOMES,
  MIDDLE_EASTERN_OR_NORTH_AFRICAN,
  OWN_ATTRIBUTE_PREFIX,
  FLAG_WORDS,
  PROFILE_ATTRIBUTES,
  raceEthnicityNamed,
  RACES,
  RACE_ETHNICITY,
  RECORD_TYPES,
  RECORD_TYPE_NAMES,
  RecordValue,
  UNKNOWN,
  recordTypeNamed,
} from './records.js';
export type { FieldDeclaration, FieldKind, RecordTypeDeclaration } from './records.js';
export {
  Period,
  SchoolYear,
  endOfSchoolYear,
  schoolYearEnding,
  schoolYearOfDate,
  schoolYearOfPeriod,
} from './periods.js';
export {
  IndicatorAttribution,
  IndicatorDefinition,
  IndicatorDirection,
  IndicatorKind,
  IndicatorPut,
  IndicatorReducer,
  IndicatorSource,
  IndicatorTiming,
  IndicatorUnit,
  RowFilter,
  RowMeasure,
  RowReducer,
} from './indicators.js';
export { BUILT_IN_INDICATORS, BUILT_IN_VERSION, familyIndicator, sourceOfBuiltIn } from './built-in-indicators.js';
export {
  PARTICIPATION_PREFIX,
  PROFICIENT_PREFIX,
  participationIndicator,
  proficientIndicator,
  subjectSlug,
} from './built-in/learning.js';
export {
  ATTENDANCE_BY_MONTH,
  ENROLLED,
  IDEA_CHILDREN,
  IDEA_REMOVALS,
  UNLISTED_INDICATORS,
} from './built-in/populations.js';
export { REMOVAL_ACTIONS } from './built-in/discipline.js';
export { ADVANCED_LEVELS, HIGH_SCHOOL_GRADES } from './built-in/coursework.js';
export { SUPPLIED_INDICATORS } from './built-in/supplied.js';
export type { SuppliedIndicator } from './built-in/supplied.js';
export {
  AssessmentDefined,
  CompletenessStated,
  DeliveryBlock,
  DeliveryRow,
  Outcome,
  ReceiptIssued,
  RecordBlock,
  ReferenceBlock,
  StudentErased,
} from './events/ingestion.js';
export {
  GroupSums,
  MeasuresMeasured,
  MeasuresTouched,
  ProblemStatement,
  TrackedMeasure,
} from './events/diagnostics.js';
export {
  CYCLE_AREAS,
  CYCLE_STATES,
  CycleEvidence,
  CycleState,
  CycleSummary,
  DeliveredAtSchool,
  DeliveryLogged,
  FIDELITY_METHODS,
  FidelityCheck,
  FidelityChecked,
  FidelityCriterion,
  INTERVENTION_STATES,
  InterventionSummary,
  PlannedDosage,
} from './events/interventions.js';
export { FRONTLINE_REPORT_KINDS, ReportSent, ThemePublished } from './events/feedback.js';
export { ReflectionChanged } from './events/reporting.js';
export {
  ATTRIBUTION_KINDS,
  Estimate,
  FIDELITY_LEVELS,
  Fidelity,
  GAP_STATUSES,
  RECOMMENDATION_KINDS,
  Reflection,
} from './reflection.js';
export { naturalKeyOf, recordKeyText } from './record-keys.js';
export type { RecordContent } from './record-keys.js';
export {
  AssessmentBody,
  AssessmentId,
  ColumnMapping,
  DeclarationBody,
  DistrictQuery,
  ERASURE_REASONS,
  ErasureQuery,
  ErasureView,
  InspectionBody,
  MappingBody,
  MappingId,
  QualityFinding,
  QuarantineItem,
  QuarantineReplay,
  RECORDS_PER_CALL,
  RecordResult,
  RecordTypeName,
  RecordsAnswer,
  RecordsBody,
  UPLOAD_FORMATS,
  UPLOAD_STATUSES,
  UploadAccepted,
  UploadQuality,
  UploadQuery,
  UploadView,
  pageOfItems,
} from './http/ingestion.js';
export {
  ChosenId,
  CycleCommandBody,
  CycleDetail,
  CycleStepBodies,
  CycleView,
  CyclesQuery,
  DELIVERIES_PER_CALL,
  DeliveriesAnswer,
  DeliveryBody,
  DeliveryResult,
  DeliveryView,
  FidelityCheckBody,
  FidelityCheckView,
  InterventionPageQuery,
  InterventionStepBody,
  InterventionView,
  LogDeliveriesBody,
  LogEntryView,
  LogHeadView,
  LogNoteBody,
  LogQuery,
  LogVerdict,
  OpenCycleBody,
  PathId,
  PlanInterventionBody,
} from './http/interventions.js';
export {
  AnswerReportBody,
  REPORT_SEVERITIES,
  REPORT_STATES,
  ReportCount,
  ReportCounts,
  ReportStepOnlyBody,
  ReportView,
  ReportsAnswer,
  ReportsQuery,
  RouteReportBody,
  SendReportBody,
} from './http/feedback.js';
export {
  AsOf,
  DiagnosticsDistrictQuery,
  GapsAnswer,
  GapsQuery,
  QuestionQuery,
  GroupComparison,
  IndicatorTemplatesAnswer,
  IndicatorsAnswer,
  MeasuredGroup,
  PeriodsAnswer,
  PeriodsQuery,
  PopulationsAnswer,
  PopulationsQuery,
  ProblemStatementPost,
  ProblemStatementView,
  ProblemStatementsQuery,
  RebuildPost,
  RebuildStatus,
  RebuildsAnswer,
  SchoolView,
  ScopeAnswer,
  StatisticalTest,
} from './http/diagnostics.js';
export {
  ReflectionCause,
  ReflectionChange,
  ReflectionParams,
  ReflectionSummary,
  ReflectionView,
  ReflectionsRebuildBegun,
  ReflectionsRebuildProgress,
  ReportingDistrictQuery,
  ReportingPageQuery,
  ScorecardItem,
  ShownValue,
} from './http/reporting.js';
export { Reading } from './http/reading.js';
export {
  AdjustedAnswer,
  AdjustedQuery,
  Decomposition,
  DecompositionsAnswer,
  DecompositionsQuery,
  DrilldownAnswer,
  DrilldownQuery,
  OpportunityChainsAnswer,
  OpportunityChainsQuery,
} from './http/analyses.js';
export {
  AssumptionBody,
  AssumptionTestBody,
  AssumptionView,
  DiagnosisView,
  EvidenceBody,
  EvidenceView,
  HypothesisBody,
  HypothesisStepBody,
  HypothesisView,
  ThemeBody,
  ThemeCount,
  ThemeView,
  ThemesQuery,
} from './http/diagnosis.js';
export { ScaleAnswer, ScalePost } from './http/scales.js';
export { FunnelPoint, FunnelsAnswer, FunnelsQuery } from './http/funnels.js';
export {
  DISPROPORTIONALITY_CATEGORIES,
  DisproportionalityAnswer,
  DisproportionalityPolicy,
  DisproportionalityPolicyQuery,
  DisproportionalityQuery,
  GroupDisproportion,
} from './http/disproportionality.js';
export type { DisproportionalityCategory } from './http/disproportionality.js';
export {
  DifferenceInDifferencesAnswer,
  DifferenceInDifferencesQuery,
  InterruptionsAnswer,
  InterruptionsQuery,
  SeasonalityAnswer,
  SeasonalityQuery,
  TrendsAnswer,
  TrendsQuery,
} from './http/trends.js';
export {
  PlannedBreakdown,
  ReleasePublished,
  ReleaseRequested,
  ReleaseTablesCompleted,
  ReleaseTablesMade,
  ReleasedRow,
  ReleasedSubject,
} from './events/releases.js';
export {
  DisclosurePolicyAnswer,
  RELEASE_STATES,
  ReleaseGapsAnswer,
  ReleaseGapsQuery,
  ReleaseParams,
  ReleasePost,
  ReleaseView,
} from './http/releases.js';
export { holdsNumbersOfPeople, isControlled, markControlled, numbersOfPeople } from './numbers-of-people.js';
