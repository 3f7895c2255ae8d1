/** How long this adapter waits for what. */
export const MONGO_TIMES = {
  serverSelectionMs: 5_000, // the driver's 30 s would hold a request longer than its client waits
  connectMs: 5_000,
  heartbeatMs: 2_000, // a primary that answers nothing is given up after connectMs + heartbeatMs
  socketMs: 20_000, // above the slowest commit; ends an operation on a server that went silent
  writeConcernMs: 10_000,
  commitPatienceMs: 30_000, // above an election (10 s to notice, then 1 to 2 s), so that a commit outlives it
  commitAttempts: 60, // at the longest back-off about 15 s
  firstRetryMs: 4,
  longestRetryMs: 500,
  firstAppendRetryMs: 100,
  longestAppendRetryMs: 5_000,
  headsMs: 10_000,
  allHeadsMs: 3_600_000,
  drainMs: 5_000,
  sentRowsKeptSeconds: 7 * 24 * 3_600, // design.md, "How metrics stay right", 4
} as const;

/** How soon rows that their process has left are sent by another. */
export interface SweepTimes {
  readonly sweepMs: number;
  /** A row so old was left by its process, or its process is slow: sending it twice is allowed. */
  readonly dueMs: number;
  /** How long a copy that died keeps the others from sweeping. */
  readonly leaseMs: number;
}

export const SWEEP_TIMES: SweepTimes = { sweepMs: 2_000, dueMs: 2_000, leaseMs: 6_000 };
