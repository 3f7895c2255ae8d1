import { systemClock as clock, systemRandom as random } from '@evenground/config';
import {
  HitRecorder,
  InjectedFault,
  embeddedBackend,
  embeddedRound,
  expectWholeRound,
  throwAt,
} from '@evenground/testing';
import type { CrashPoint, FaultInjector } from './crash-points.js';

const STATEMENT: CrashPoint = 'sqlite/statement';

describe('embedded: the n-th statement fails', () => {
  it('for n = 1, 2, 3, … until none does: every step is whole, and the next round goes through', async () => {
    let statements = 0;
    for (let isHit = true; isHit;) {
      statements += 1;
      isHit = await failAt(statements);
    }
    // The round is what it was when this was written, or more.
    expect(statements).toBeGreaterThan(100);
  }, 240_000);
});

/** Whether a round has an n-th statement. A round may also survive its fault: a work loop tries again. */
async function failAt(n: number): Promise<boolean> {
  const backend = await embeddedBackend();
  const options = { directory: backend.directory, clock, random };
  const said: string[] = [];
  const recorder = new HitRecorder();
  const thrower = throwAt(STATEMENT, n);
  const faults: FaultInjector = {
    at: (point) => {
      recorder.at(point);
      thrower.at(point);
    },
  };
  await embeddedRound({ ...options, faults }, (line) => said.push(line)).catch((error: unknown) => {
    if (!(error instanceof InjectedFault)) throw error;
  });
  await expectWholeRound(options, said);
  const again: string[] = [];
  await embeddedRound(options, (line) => again.push(line));
  expect(again.at(-1)).toBe('closed');
  await expectWholeRound(options, again);
  await backend.dispose();
  return (recorder.hits.get(STATEMENT) ?? 0) >= n;
}
