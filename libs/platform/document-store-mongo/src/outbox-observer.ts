/** What the outbox tells metrics and logs. Nothing in it decides anything; an observer must not throw. */
export interface OutboxObserver {
  /** Told by the copy that sweeps: rows that wait for the log, and since when the oldest does. */
  waiting?(service: string, rows: number, oldestAgeMs: number): void;
  /** Another copy sweeps now: what this one told of waiting rows is no longer known to it. */
  notSweeping?(service: string): void;
  /** Rows reached the log; `sweep`: after another process, or this one under load, had left them. */
  appended?(service: string, rows: number, by: 'relay' | 'sweep'): void;
  /** Rows were left to the sweeper, since too much waits in memory. */
  left?(service: string, rows: number): void;
  /** The log or the database refused; it is tried again. */
  fault?(service: string, error: unknown): void;
}
