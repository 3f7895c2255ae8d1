export { reportingService } from './reporting-service.js';
export { ReportingModule } from './reporting.module.js';
export type { ReportingOptions } from './reporting.module.js';
export { reportingCollections } from './reflection-documents.js';
export { ReflectionPositions } from './await-positions/reflection-positions.js';
export type { ReportingAlarm } from './reflect-cycle/reflect-cycle.js';
export type { FollowLimits } from './follow-reflection/follow-reflection.js';
export { canonicalReflections } from './canonical-reflections.js';
