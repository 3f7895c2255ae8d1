export { CLOCK, RANDOM, instant, randomId, systemClock, systemRandom, wait } from './runtime.js';
export type { Clock, Random } from './runtime.js';
export { loadSettings } from './settings.js';
export type { Settings } from './settings.js';
export { deriveKey, openPseudonymKey, writeOwnerOnly } from './pseudonym-key.js';
export type { KeyFileOptions } from './pseudonym-key.js';
