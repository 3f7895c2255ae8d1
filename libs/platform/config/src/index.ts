export { CLOCK, RANDOM, instant, randomId, systemClock, systemRandom, wait } from './runtime.js';
export type { Clock, Random } from './runtime.js';
export { loadSettings } from './settings.js';
export type { KafkaSettings, MongoSettings, Settings } from './settings.js';
export { deriveKey, openKeyFile, writeOwnerOnly } from './key-file.js';
export type { KeyFile, KeyFileOptions } from './key-file.js';
