export { DATABASE_FILE } from './data-directory.js';
export { openEmbedded } from './open-embedded.js';
export type { EmbeddedOptions, EmbeddedPlatform } from './open-embedded.js';
export { EMBEDDED_CRASH_POINTS } from './crash-points.js';
export type { CrashPoint, FaultInjector } from './crash-points.js';
export { openEmbeddedKeep } from './embedded-keep.js';
export type { EmbeddedKeepOptions } from './embedded-keep.js';
