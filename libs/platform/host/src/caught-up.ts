import { type Clock, wait } from '@evenground/config';
import type { ConsumerLoop } from '@evenground/event-log';

const ASK_EVERY_MS = 50;

/** Resolves when every loop has handled once what lay before it at the start. `isEnded` gives up waiting. */
export async function caughtUpOnce(
  loops: readonly ConsumerLoop[],
  clock: Clock,
  isEnded: () => boolean,
): Promise<void> {
  await Promise.all(loops.map((loop) => caughtUp(loop, clock, isEnded)));
}

async function caughtUp(loop: ConsumerLoop, clock: Clock, isEnded: () => boolean): Promise<void> {
  const behind = await loop.lag();
  while (!isEnded()) {
    const { handled, dropped, deadLettered } = loop.state();
    // Under steady load the lag may never be zero, but what lay there at the start is then handled all the same.
    if (handled + dropped + deadLettered >= behind || (await loop.lag()) === 0) return;
    await wait(clock, ASK_EVERY_MS);
  }
}
