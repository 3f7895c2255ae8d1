export { ADAPTERS, wayOf } from './adapters.js';
export { sourceKeep, targetKeep } from './keeps.js';
export type { KeepOfWay } from './keeps.js';
export type { Way } from './adapters.js';
