export { describeProcess } from './describe-process.js';
export type { ProcessDescription } from './describe-process.js';
export type { DistrictPlaces } from './find-district.js';
export type { Adapters, Platform, PlatformParts, PreparedService } from './platform.js';
export { runProcess } from './run-process.js';
export type { ProcessProgram } from './run-process.js';
export type { AssembledService, RepeatedWork, ServiceDefinition, ServiceParts } from './service-definition.js';
export { startProcess } from './start-process.js';
export type { ProcessOptions, RunningProcess } from './start-process.js';
