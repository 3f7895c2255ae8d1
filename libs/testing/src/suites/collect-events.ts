import type { LogEvent } from '@evenground/contracts';
import type { EventLog, WorkSubscription } from '@evenground/event-log';
import { RECORDS } from './sequenced-events.js';

/** Begins a group that keeps what it is given. */
export async function collect(log: EventLog, group: string, options: Partial<WorkSubscription> = {}) {
  const events: LogEvent[] = [];
  const faults: unknown[] = [];
  const consumption = await log.work({
    group,
    topics: [RECORDS],
    handle: async (batch) => {
      events.push(...batch);
    },
    onFault: (error) => faults.push(error),
    ...options,
  });
  return { events, faults, consumption };
}
