import { type Clock, wait } from '@evenground/config';
import type { ConsumerLoop } from '@evenground/event-log';

const ASK_EVERY_MS = 200; // each asks the log over the network
const ALMOST_AFTER_MS = 10_000;
const ALMOST_EVENTS = 1_000; // less than a second's work

/**
 * Resolves when every loop has handled once what lay before it at the start. `isEnded` gives up waiting. Under steady
 * load of several copies nobody can see that end, since the lag is that of all of them together: after ten seconds it is
 * enough when little is left.
 */
export async function caughtUpOnce(
  loops: readonly ConsumerLoop[],
  clock: Clock,
  isEnded: () => boolean,
): Promise<void> {
  await Promise.all(loops.map((loop) => caughtUp(loop, clock, isEnded)));
}

async function caughtUp(loop: ConsumerLoop, clock: Clock, isEnded: () => boolean): Promise<void> {
  const behind = await loop.lag();
  const almostAtMs = clock.nowMs() + ALMOST_AFTER_MS;
  while (!isEnded()) {
    const { handled, dropped, deadLettered } = loop.state();
    // Under steady load the lag may never be zero, but what lay there at the start is then handled all the same.
    if (handled + dropped + deadLettered >= behind) return;
    const left = await loop.lag();
    if (left === 0 || (clock.nowMs() >= almostAtMs && left <= ALMOST_EVENTS)) return;
    await wait(clock, ASK_EVERY_MS);
  }
}
