import { allTopicNames, topicNamed } from '@evenground/contracts';
import type { FaultInjector } from './crash-points.js';
import { turnOfEventLoop } from './delivery-loop.js';
import type { EventRows } from './event-rows.js';

const DAY_MS = 86_400_000;
const EVENTS_PER_STEP = 1_000;

/**
 * Removes of each topic the oldest run of events that are older than its retention. An event behind a younger one stays,
 * whatever its time says, so that what is kept of a topic has no hole.
 */
export async function removeExpired(rows: EventRows, nowMs: number, faults: FaultInjector | undefined): Promise<void> {
  for (const topic of allTopicNames()) {
    const keptFromMs = nowMs - (topicNamed(topic)?.retentionDays ?? Infinity) * DAY_MS;
    for (;;) {
      const oldest = rows.oldest(topic, EVENTS_PER_STEP);
      const kept = oldest.findIndex((event) => event.timeMs >= keptFromMs);
      const through = oldest.at(kept < 0 ? oldest.length - 1 : kept - 1);
      if (kept === 0 || through === undefined) break;
      rows.removeThrough(topic, through.position, () => faults?.at('retention/mid'));
      faults?.at('retention/after-commit');
      await turnOfEventLoop();
    }
  }
}
