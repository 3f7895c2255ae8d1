export { CLOCK, RANDOM, instant, randomId, systemClock, systemRandom, wait } from './runtime.js';
export type { Clock, Random } from './runtime.js';
