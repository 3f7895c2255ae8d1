import { EMBEDDED_CRASH_POINTS, type CrashPoint } from './crash-points.js';
import { HitRecorder, embeddedBackend, embeddedRound, expectWholeRound, killSuite } from '@evenground/testing';
import { systemClock as clock, systemRandom as random } from '@evenground/config';

// The children run the built packages: `npx tsc -b` first.
const named = (prefix: string): readonly CrashPoint[] =>
  EMBEDDED_CRASH_POINTS.filter((point) => point.startsWith(prefix));

killSuite('embedded', embeddedBackend, { rounds: 10, points: { commit: named('commit/'), append: named('append/') } });

describe('embedded: every crash point', () => {
  it('is reached by a round of everything', async () => {
    const backend = await embeddedBackend();
    const faults = new HitRecorder();
    await embeddedRound({ directory: backend.directory, clock, random, faults }, () => undefined);
    await backend.dispose();
    expect(EMBEDDED_CRASH_POINTS.filter((point) => !faults.hits.has(point))).toEqual([]);
  });

  it.each(EMBEDDED_CRASH_POINTS)(
    '%s: kill -9 there leaves every step whole, and the next round goes through',
    async (point) => {
      const backend = await embeddedBackend();
      const options = { directory: backend.directory, clock, random };
      const killed = backend.child({ does: 'round', killAt: { point, hit: 1 } });
      expect(await killed.ended).toMatchObject({ signal: 'SIGKILL', errors: '' });
      await expectWholeRound(options, killed.lines);
      const next = backend.child({ does: 'round' });
      expect(await next.ended).toMatchObject({ code: 0, errors: '' });
      expect(next.lines.at(-1)).toBe('closed');
      await expectWholeRound(options, next.lines);
      await backend.dispose();
    },
    30_000,
  );
});
