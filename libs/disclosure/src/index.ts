export { exposedNumbers, type AuditedNumber } from './audit.js';
export { codePercent, type PercentCode } from './code-percent.js';
export type { CellSum, CellSystem, CountedCell, Shown } from './cell-system.js';
export {
  cellKey,
  frameOf,
  planFault,
  sumsOf,
  type CountedStudents,
  type Frame,
  type FrameCell,
  type PlannedBreakdown,
  type ReleasePlan,
} from './frame.js';
export { publishFrame, type MeanReading, type PublishedRow } from './publish-frame.js';
export { protectFrame, type EarlierFrame, type ProtectedFrame } from './protect-frame.js';
export { DEFAULT_POLICY, DISCLOSURE_POLICIES, policyNamed } from './policies.js';
export { protect, type Protection, type ProtectionRules } from './protect.js';
export { LIVE_MINIMUM_N, LIVE_RULES, codedAlone, isShownExactly } from './shown-alone.js';
export { throughGate } from './gate.js';
