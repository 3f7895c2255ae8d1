/**
 * Every named instant at which a test may kill the process or throw. The list is the promise: each point is hit by the
 * operation it is named after, and after a kill there a reopened directory holds all of that operation's step or nothing.
 */
export const EMBEDDED_CRASH_POINTS = [
  'open/after-lock',
  'open/mid-migration',
  'open/after-migration',
  'collection/mid-index',
  'commit/after-begin',
  'commit/after-first-document',
  'commit/between-documents',
  'commit/before-events',
  'commit/between-events',
  'commit/before-handled',
  'commit/before-commit',
  'commit/after-commit',
  'append/after-begin',
  'append/between-events',
  'append/before-commit',
  'append/after-commit',
  'work/after-fetch',
  'work/before-handler',
  'work/after-handler',
  'work/after-cursor',
  'retention/mid',
  'retention/after-commit',
  'erase/mid',
  'erase/before-truncate',
  'backup/mid',
  'backup/before-rename',
  'fill/after-put',
  'fill/before-rename',
  'fill/after-rename',
  'sqlite/statement',
] as const;
export type CrashPoint = (typeof EMBEDDED_CRASH_POINTS)[number];

/** Called at each named instant; it may throw, kill the process, or count. Absent in production. */
export interface FaultInjector {
  at(point: CrashPoint): void;
}
