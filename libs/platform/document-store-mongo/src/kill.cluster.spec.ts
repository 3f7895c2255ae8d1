import { mongoBackend, killSuite, withBackend, wholeSteps, type MongoBackend } from '@evenground/testing';
import { MONGO_CRASH_POINTS, type CrashPoint } from './crash-points.js';

// The children run the built packages: `npx tsc -b` first.
const named = (...prefixes: readonly string[]): readonly CrashPoint[] =>
  MONGO_CRASH_POINTS.filter((point) => prefixes.some((prefix) => point.startsWith(prefix)));

killSuite('MongoDB', mongoBackend, {
  rounds: 5,
  steps: 40, // an append takes the rows of several commits
  points: { commit: named('commit/', 'relay/') },
});

describe('MongoDB: the process that takes over', () => {
  it.each(named('open/', 'sweep/', 'heads/', 'erase/'))(
    'is killed at %s, and the next one brings everything to the log',
    async (point) => {
      let backend: MongoBackend | undefined;
      const factory = async (): Promise<MongoBackend> => (backend = await mongoBackend());
      await withBackend(factory, async () => {
        if (backend === undefined) throw new Error('no backend');
        const first = backend.child({ does: 'commit', steps: 40, killAt: { point: 'relay/before-append', hit: 1 } });
        expect(await first.ended).toMatchObject({ signal: 'SIGKILL', errors: '' });
        const second = backend.child({ does: 'recover', killAt: { point, hit: 1 } });
        expect(await second.ended).toMatchObject({ signal: 'SIGKILL', errors: '' });
        const platform = await backend.open();
        try {
          const whole = await wholeSteps(platform, 'commit');
          expect(whole).toBeGreaterThanOrEqual(Number(first.lines.at(-1) ?? 0));
          expect(whole).toBeGreaterThan(0);
        } finally {
          await platform.close();
        }
      })();
    },
    30_000,
  );
});
