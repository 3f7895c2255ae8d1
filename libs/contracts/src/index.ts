export { EventEnvelope, StreamPosition, streamId } from './envelope.js';
export type { LogEvent, StreamName } from './envelope.js';
export { PLATFORM_ERROR_CODES, PlatformError, isPlatformError, isRefusal } from './errors.js';
export type { PlatformErrorCode, Refusal } from './errors.js';
