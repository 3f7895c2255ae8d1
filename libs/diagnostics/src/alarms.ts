/** Told of what must not happen and yet did; logs it and counts it. `detail` never holds personal data. */
export interface DiagnosticsAlarms {
  raise(alarm: DiagnosticsAlarm, detail: Readonly<Record<string, string | number>>): void;
}

export type DiagnosticsAlarm =
  /** A restatement did not say what its end marker promises; the living generation stays. */
  | 'restatement-incomplete'
  /** A rebuilt generation differs from the living one, which it should have repeated. */
  | 'rebuild-differs'
  /** A pass over the packs, a refresh of a cube or a measure in the background failed and will be tried again. */
  | 'background-failed';

export const NO_ALARMS: DiagnosticsAlarms = { raise: () => undefined };
