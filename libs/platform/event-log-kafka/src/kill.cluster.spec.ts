import {
  appliedIn,
  catalogued,
  count,
  kafkaBackend,
  killSuite,
  openApplied,
  withBackend,
  type KafkaBackend,
} from '@evenground/testing';
import { KAFKA_CRASH_POINTS, type CrashPoint } from './crash-points.js';
import { KAFKA_TIMES } from './kafka-times.js';

// The children run the built packages: `npx tsc -b` first.
const named = (prefix: string): readonly CrashPoint[] => KAFKA_CRASH_POINTS.filter((point) => point.startsWith(prefix));
const [APPEND, WORK] = [named('append/'), named('work/')];

killSuite('Kafka', kafkaBackend, { rounds: 2, points: { append: APPEND } });

describe('Kafka: a member of a group', () => {
  it('is killed at each point of its work, and started again it goes on at once: each event applied once and in order', async () => {
    const streams = Array.from({ length: 8 }, (_, at) => `s${at}`);
    const ends = await Promise.allSettled(WORK.map((point) => killedAt(point)));
    expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);

    async function killedAt(point: CrashPoint): Promise<void> {
      let backend: KafkaBackend | undefined;
      const factory = async (): Promise<KafkaBackend> => (backend = await kafkaBackend());
      await withBackend(factory, async () => {
        if (backend === undefined) throw new Error('no backend');
        const { log, close } = await backend.open();
        await log.append(streams.flatMap((stream) => count(50).map((sequence) => catalogued(stream, sequence))));
        await close();
        const killed = backend.child({ does: 'apply', killAt: { point, hit: 2 } });
        expect({ point, ...(await killed.ended) }).toMatchObject({ point, signal: 'SIGKILL', errors: '' });
        const startedMs = performance.now();
        const next = backend.child({ does: 'apply' });
        expect({ point, ...(await next.ended) }).toMatchObject({ point, code: 0, errors: '' });
        // It has not waited until the group gave up the dead one.
        expect(performance.now() - startedMs).toBeLessThan(KAFKA_TIMES.sessionMs);
        const after = await backend.open();
        try {
          const applied = await appliedIn(await openApplied(after.stores));
          expect(applied).toEqual(Object.fromEntries(streams.map((stream) => [stream, count(50)])));
        } finally {
          await after.close();
        }
      })();
    }
  }, 120_000);

  it('has no other point than those', () => {
    expect([...APPEND, ...WORK]).toEqual(KAFKA_CRASH_POINTS);
  });
});
