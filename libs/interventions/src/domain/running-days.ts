import type { Refusal } from '@evenground/contracts';
import type { Cycle, DayRange, Intervention } from './cycle.js';
import { isFinal } from './cycle.js';
import { latest } from './calendar-day.js';

/**
 * Whether something dated `date` may be logged for an intervention: it ran on that day, and the day is not ahead.
 * An intervention that is paused or has ended still takes what is dated before: people write things down late.
 * The day of a pause or of the end no longer counts, the day of a return does.
 *
 * @param noun names the thing in the code of the refusal: `delivery`, `fidelity-check`
 * @param today UTC day
 */
export function judgeRunningDay(
  noun: 'delivery' | 'fidelity-check',
  cycle: Cycle,
  intervention: Intervention,
  date: string,
  today: string,
): Refusal | undefined {
  const refuse = (reason: string, detail: string, wouldBeRight?: string): Refusal => ({
    refused: `${noun}/${reason}`,
    detail,
    field: noun === 'delivery' ? 'date' : 'on',
    was: date,
    ...(wouldBeRight && { wouldBeRight }),
  });
  if (date > today) return refuse('in-the-future', `${date} lies ahead of ${today} (UTC)`, `a day up to ${today}`);
  const start = intervention.startedOn;
  if (start === undefined) return refuse('not-running', `${intervention.id} was not started`, 'start it first');
  if (isFinal(cycle)) return refuse('not-running', `cycle ${cycle.id} is ${cycle.state}`);
  const first = latest(start, cycle.startedOn, cycle.baseline?.endsOn);
  if (date < first) return refuse('before-start', `${intervention.id} counts from ${first}`, `a day from ${first}`);
  if (intervention.stoppedOn !== undefined && date >= intervention.stoppedOn) {
    return refuse(
      'not-running',
      `${intervention.id} is ${intervention.state} since ${intervention.stoppedOn}`,
      `a day before ${intervention.stoppedOn}`,
    );
  }
  const pause = [...intervention.pauses, ...cycle.pauses].find((each) => holds(each, date));
  if (pause) return refuse('not-running', `it was paused from ${pause.from} to ${pause.to ?? 'now'}`);
  return undefined;
}

function holds(range: DayRange, day: string): boolean {
  return range.from <= day && (range.to === undefined || day <= range.to);
}
