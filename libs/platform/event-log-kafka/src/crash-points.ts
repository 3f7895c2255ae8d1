/** Every named instant at which a test may kill the process or throw. */
export const KAFKA_CRASH_POINTS = [
  'append/before-send',
  'append/after-send',
  'work/after-fetch',
  'work/before-handler',
  'work/after-handler',
  'work/after-record',
] as const;
export type CrashPoint = (typeof KAFKA_CRASH_POINTS)[number];

/** Called at each named instant; it may throw, kill the process, or count. Absent in production. */
export interface FaultInjector {
  at(point: CrashPoint): void;
}
