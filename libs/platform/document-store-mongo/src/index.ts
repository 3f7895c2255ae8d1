export { openMongoStores } from './open-mongo-stores.js';
export type { MongoStores, MongoStoresOptions } from './open-mongo-stores.js';
export { prepareDatabases } from './prepare-databases.js';
export type { PrepareOptions } from './prepare-databases.js';
export { removeDatabases } from './remove-databases.js';
export type { SweepTimes } from './times.js';
export type { OutboxObserver } from './outbox-observer.js';
export { MONGO_CRASH_POINTS } from './crash-points.js';
export type { CrashPoint, FaultInjector } from './crash-points.js';
