/**
 * Every named instant at which a test may kill the process or throw. The list is the promise: each point is hit by the
 * operation it is named after, and whatever process opens the database next finds all of that operation's step or nothing
 * of it, and brings its events to the log.
 */
export const MONGO_CRASH_POINTS = [
  'open/after-connect',
  'open/mid-indexes',
  'commit/after-begin',
  'commit/after-writes',
  'commit/before-events',
  'commit/before-handled',
  'commit/before-commit',
  'commit/after-commit',
  'relay/before-append',
  'relay/after-append',
  'relay/after-mark',
  'heads/before-publish',
  'sweep/after-lease',
  'sweep/after-append',
  'sweep/after-mark',
  'erase/mid',
] as const;
export type CrashPoint = (typeof MONGO_CRASH_POINTS)[number];

/** Called at each named instant; it may throw, kill the process, or count. Absent in production. */
export interface FaultInjector {
  at(point: CrashPoint): void;
}
