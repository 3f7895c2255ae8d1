import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `holds` answers something true, and answers it; a throw counts as not yet. `says` names what did not come. */
export async function eventually(holds, { patienceMs = 60_000, everyMs = 100, says = () => 'the condition' } = {}) {
  const end = Date.now() + patienceMs;
  let last;
  for (;;) {
    try {
      const answer = await holds();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      if (error.isFinal === true) throw error;
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`after ${patienceMs / 1000} s: ${says()}${last === undefined ? '' : ` (${last.message})`}`);
    await pause(everyMs);
  }
}
