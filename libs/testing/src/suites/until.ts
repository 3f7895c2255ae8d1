import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 10_000; // far above anything these suites wait for, on a busy machine too
const LOOK_EVERY_MS = 5;

/** Resolves when the condition holds; throws, naming it, when it does not in time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { patienceMs = PATIENCE_MS, everyMs = LOOK_EVERY_MS } = {},
): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await pause(everyMs);
  }
}
