import type { LogEvent } from '@evenground/contracts';
import { collect } from './collect-events.js';
import { headPromises, replayPromises, watchPromises } from './event-log-reading.suite.js';
import { withBackend, withPlatform, type BackendFactory } from './platform-under-test.js';
import { RECORDS, REFERENCE, TOUCHED, count, names, perStream, replayed, run, sequenced } from './sequenced-events.js';
import { until } from './until.js';

/** The promises of the event-log port, on an adapter. */
export function eventLogSuite(name: string, factory: BackendFactory): void {
  describe(`${name}: the event log`, () => {
    appendPromises(factory);
    workPromises(factory);
    groupPromises(factory);
    watchPromises(factory);
    replayPromises(factory);
    headPromises(factory);
    closePromises(factory);
  });
}

function appendPromises(factory: BackendFactory): void {
  it(
    'keeps the order of each stream, however appends are mixed',
    withPlatform(factory, async ({ log }) => {
      await log.append([...run('a', 1, 3), ...run('b', 1, 2)]);
      await log.append([sequenced('b', 3), sequenced('a', 4), sequenced('b', 4)]);
      const group = await collect(log, 'suite.order');
      await until('all eight came', () => group.events.length === 8);
      expect(perStream(group.events)).toEqual({ a: count(4), b: count(4) });
    }),
  );

  it(
    'appends thousands in one call, in order',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 2_500));
      expect(perStream((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual({ a: count(2_500) });
    }),
  );

  it(
    'has what was appended after it was opened again',
    withBackend(factory, async (backend) => {
      const first = await backend.open();
      await first.log.append(run('a', 1, 3));
      await first.close();
      const second = await backend.open();
      expect((await replayed(second.log, RECORDS)).map(({ event }) => event)).toEqual(run('a', 1, 3));
      await second.close();
    }),
  );

  it(
    'delivers what was appended twice twice: the consumer drops it by sequence',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 2));
      await log.append(run('a', 1, 2));
      const group = await collect(log, 'suite.twice');
      await until('four came', () => group.events.length === 4);
      expect(perStream(group.events)).toEqual({ a: [1, 2, 1, 2] });
    }),
  );

  it(
    'refuses a topic that nobody declared, and appends nothing of that call',
    withPlatform(factory, async ({ log }) => {
      const unknown = sequenced('a', 2, { topic: 'ingestion.nothing' });
      const refusal = { code: 'unknown-topic' };
      await expect(log.append([sequenced('a', 1), unknown])).rejects.toMatchObject(refusal);
      await expect(collect(log, 'suite.unknown', { topics: ['ingestion.nothing'] })).rejects.toMatchObject(refusal);
      await expect(log.watch({ topics: ['ingestion.nothing'], handle: () => undefined })).rejects.toMatchObject(
        refusal,
      );
      await expect((async () => replayed(log, 'ingestion.nothing'))()).rejects.toMatchObject(refusal);
      expect(await replayed(log, RECORDS)).toEqual([]);
    }),
  );

  it.each([
    ['NaN', Number.NaN, 'not-json'],
    ['a Date', new Date(0), 'not-json'],
    ['a bigint', 1n, 'not-json'],
    ['a whole number beyond 2^53', 2 ** 60, 'integer-out-of-range'],
  ])('refuses data that is no JSON: %s', (_, value, code) =>
    withPlatform(factory, async ({ log }) => {
      await expect(log.append([sequenced('a', 1, { data: { value } })])).rejects.toMatchObject({ code });
    })(),
  );
}

function workPromises(factory: BackendFactory): void {
  it(
    'hands over the same events again when the handler throws, before any later ones',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 3));
      const tries: (readonly string[])[] = [];
      const failed = new Error('the first try');
      const { faults } = await collect(log, 'suite.throws', {
        maxBatch: 2,
        handle: async (events) => {
          tries.push(names(events));
          if (tries.length === 1) throw failed;
        },
      });
      await until('all were handled', () => tries.flat().includes('a 3'));
      expect(tries).toEqual([['a 1', 'a 2'], ['a 1', 'a 2'], ['a 3']]);
      expect(faults).toEqual([failed]);
    }),
  );

  it(
    'handles one batch of a stream at a time, of at most the size asked for',
    withPlatform(factory, async ({ log }) => {
      await log.append([...run('a', 1, 10), ...run('b', 1, 7)]);
      const sizes: number[] = [];
      const inHand = new Set<string>();
      const overlaps: string[] = [];
      await collect(log, 'suite.batches', {
        maxBatch: 4,
        handle: async (events, progress) => {
          const streams = Object.keys(perStream(events));
          overlaps.push(...streams.filter((stream) => inHand.has(stream)));
          for (const stream of streams) inHand.add(stream);
          await progress();
          sizes.push(events.length);
          for (const stream of streams) inHand.delete(stream);
        },
      });
      await until('all came', () => sizes.reduce((sum, size) => sum + size, 0) === 17);
      expect(overlaps).toEqual([]);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
    }),
  );

  it(
    'gives what is appended later without being asked again',
    withPlatform(factory, async ({ log }) => {
      const group = await collect(log, 'suite.later', { topics: [RECORDS, REFERENCE] });
      await log.append(run('a', 1, 1));
      await until('the first came', () => group.events.length === 1);
      await log.append([
        sequenced('d', 1, { topic: REFERENCE }),
        sequenced('x', 1, { topic: TOUCHED }),
        sequenced('a', 2),
      ]);
      await until('its topics came', () => group.events.length === 3);
      expect(perStream(group.events)).toEqual({ a: [1, 2], d: [1] });
    }),
  );

  it(
    'begins a new group at the oldest kept event',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 2));
      const group = await collect(log, 'suite.new');
      await until('both came', () => group.events.length === 2);
    }),
  );
}

function groupPromises(factory: BackendFactory): void {
  it(
    'goes on where the group stopped',
    withBackend(factory, async (backend) => {
      const first = await backend.open();
      await first.log.append(run('a', 1, 5));
      const before = await collect(first.log, 'suite.resume');
      await until('five came', () => before.events.length === 5);
      await before.consumption.close();
      await first.log.append(run('a', 6, 7));
      await first.close();
      const second = await backend.open();
      const after = await collect(second.log, 'suite.resume');
      await until('the rest came', () => after.events.length >= 2);
      expect(names(after.events)).toEqual(['a 6', 'a 7']);
      await second.close();
    }),
  );

  it(
    'gives an event again to the next process when the handler never resolved',
    withBackend(factory, async (backend) => {
      const first = await backend.open();
      await first.log.append(run('a', 1, 1));
      let tries = 0;
      const { consumption } = await collect(first.log, 'suite.cut', {
        handle: async () => {
          tries += 1;
          throw new Error('not handled');
        },
      });
      await until('it was tried', () => tries > 0);
      await consumption.close();
      await first.close();
      const second = await backend.open();
      const after = await collect(second.log, 'suite.cut');
      await until('it came again', () => after.events.length === 1);
      await second.close();
    }),
  );

  it(
    'lets two groups read independently',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 3));
      const stuck = await collect(log, 'suite.stuck', { handle: () => Promise.reject(new Error('always')) });
      const free = await collect(log, 'suite.free');
      await until('the free one has all', () => free.events.length === 3);
      await until('the stuck one was told', () => stuck.faults.length > 0);
      expect(await log.lag('suite.stuck')).toEqual(new Map([[RECORDS, 3]]));
      await until('the free one has recorded', async () => (await log.lag('suite.free')).get(RECORDS) === 0);
    }),
  );

  it(
    'gives each event to one of the copies of a group',
    withPlatform(factory, async ({ log }) => {
      const handled: string[] = [];
      let inHand = 0;
      let most = 0;
      const handle = async (events: readonly LogEvent[], progress: () => Promise<void>): Promise<void> => {
        inHand += 1;
        most = Math.max(most, inHand);
        await progress();
        handled.push(...names(events));
        inHand -= 1;
      };
      await collect(log, 'suite.shared', { handle, maxBatch: 3 });
      const other = await collect(log, 'suite.shared', { handle, maxBatch: 3 });
      await log.append(run('a', 1, 10));
      await until('ten came', () => handled.length >= 10);
      expect(handled).toEqual(names(run('a', 1, 10)));
      expect(most).toBe(1);
      await other.consumption.close();
      await log.append(run('a', 11, 12));
      await until('the copy that is left goes on', () => handled.length === 12);
    }),
  );

  it(
    'says how far a group is behind',
    withPlatform(factory, async ({ log }) => {
      const group = await collect(log, 'suite.lag', { topics: [RECORDS, REFERENCE] });
      await group.consumption.close();
      await log.append([...run('a', 1, 4), sequenced('d', 1, { topic: REFERENCE })]);
      expect(await log.lag('suite.lag')).toEqual(
        new Map([
          [RECORDS, 4],
          [REFERENCE, 1],
        ]),
      );
      expect(await log.lag('suite.never')).toEqual(new Map());
    }),
  );

  it(
    'says how far the only copy of a group is behind, which is as far as the group',
    withPlatform(factory, async ({ log }) => {
      let goOn = (): void => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      const group = await collect(log, 'suite.behind', { handle: () => held, maxBatch: 2 });
      expect(await group.consumption.behind()).toBe(0);
      await log.append([...run('a', 1, 3), ...run('b', 1, 2)]);
      await until('it is behind', async () => (await group.consumption.behind()) === 5);
      goOn();
      await until('it has handled all', async () => (await group.consumption.behind()) === 0);
      await until('it has recorded', async () => (await log.lag('suite.behind')).get(RECORDS) === 0);
    }),
  );
}

function closePromises(factory: BackendFactory): void {
  it(
    'resolves a close only when the batch in hand is handled and recorded',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 4));
      const original = (): void => undefined;
      let finish: () => void = original; // an adapter may hand over before its work has resolved
      let isHandled = false;
      let size = 0;
      const group = await collect(log, 'suite.busy', {
        maxBatch: 2,
        handle: (events) =>
          new Promise((resolve) => {
            size = events.length;
            finish = () => {
              isHandled = true;
              resolve();
            };
          }),
      });
      await until('it is busy', () => finish !== original);
      const closing = group.consumption.close().then(() => isHandled);
      await new Promise(setImmediate);
      finish();
      expect(await closing).toBe(true);
      expect(await log.lag('suite.busy')).toEqual(new Map([[RECORDS, 4 - size]]));
    }),
  );

  it(
    'closes at once while a handler is being tried again',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 1));
      const group = await collect(log, 'suite.retrying', { handle: () => Promise.reject(new Error('always')) });
      await until('it backs off', () => group.faults.length >= 2);
      await group.consumption.close();
      await group.consumption.close();
    }),
  );

  it(
    'closes twice, and then says that it is closed',
    withPlatform(factory, async ({ log, close }) => {
      await collect(log, 'suite.closed');
      await Promise.all([close(), close()]);
      await close();
      await expect(log.append(run('a', 1, 1))).rejects.toMatchObject({ code: 'closed' });
      await expect(log.ping()).rejects.toMatchObject({ code: 'closed' });
      await expect(collect(log, 'suite.closed')).rejects.toMatchObject({ code: 'closed' });
    }),
  );

  it(
    'answers while open',
    withPlatform(factory, async ({ log }) => {
      await expect(log.ping()).resolves.toBeUndefined();
      await expect(log.verify()).resolves.toBeUndefined();
    }),
  );
}
