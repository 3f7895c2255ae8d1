export { diagnosticsService } from './diagnostics-service.js';
export type { DiagnosticsAlarm, DiagnosticsAlarms } from './alarms.js';
export { canonicalDump } from './canonical-dump.js';
export type { DumpedCube } from './canonical-dump.js';
export { DiagnosticsModule, diagnosticsCollections, diagnosticsFollowsTopics } from './diagnostics.module.js';
export { statements } from './state-problem/collections.js';
export { idOf as statementId } from './measure-students/identifiers.js';
export type { DiagnosticsOptions } from './diagnostics.module.js';
