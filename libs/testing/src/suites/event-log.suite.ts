import fc from 'fast-check';
import type { LogEvent } from '@evenground/contracts';
import type { EventLog, WorkSubscription } from '@evenground/event-log';
import { withBackend, withPlatform, type BackendFactory } from './platform-under-test.js';
import { RECORDS, REFERENCE, TOUCHED, count, names, perStream, replayed, run, sequenced } from './sequenced-events.js';
import { until } from './until.js';

const DAY_MS = 86_400_000;

/** The promises of the event-log port, on an adapter. */
export function eventLogSuite(name: string, factory: BackendFactory): void {
  describe(`${name}: the event log`, () => {
    appendPromises(factory);
    workPromises(factory);
    groupPromises(factory);
    watchPromises(factory);
    replayPromises(factory);
    retentionPromises(factory);
    closePromises(factory);
  });
}

/** Begins a group that keeps what it is given. */
async function collect(log: EventLog, group: string, options: Partial<WorkSubscription> = {}) {
  const events: LogEvent[] = [];
  const faults: unknown[] = [];
  const consumption = await log.work({
    group,
    topics: [RECORDS],
    handle: async (batch) => {
      events.push(...batch);
    },
    onFault: (error) => faults.push(error),
    ...options,
  });
  return { events, faults, consumption };
}

function appendPromises(factory: BackendFactory): void {
  it('keeps the order of each stream, however appends are mixed', withPlatform(factory, async ({ log }) => {
    await log.append([...run('a', 1, 3), ...run('b', 1, 2)]);
    await log.append([sequenced('b', 3), sequenced('a', 4), sequenced('b', 4)]);
    const group = await collect(log, 'suite.order');
    await until('all eight came', () => group.events.length === 8);
    expect(perStream(group.events)).toEqual({ a: count(4), b: count(4) });
  }));

  it('appends thousands in one call, in order', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 2_500));
    expect(perStream((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual({ a: count(2_500) });
  }));

  it('has what was appended after it was opened again', withBackend(factory, async (backend) => {
    const first = await backend.open();
    await first.log.append(run('a', 1, 3));
    await first.close();
    const second = await backend.open();
    expect((await replayed(second.log, RECORDS)).map(({ event }) => event)).toEqual(run('a', 1, 3));
    await second.close();
  }));

  it('delivers what was appended twice twice: the consumer drops it by sequence', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 2));
    await log.append(run('a', 1, 2));
    const group = await collect(log, 'suite.twice');
    await until('four came', () => group.events.length === 4);
    expect(perStream(group.events)).toEqual({ a: [1, 2, 1, 2] });
  }));

  it('refuses a topic that nobody declared, and appends nothing of that call', withPlatform(factory, async ({ log }) => {
    const unknown = sequenced('a', 2, { topic: 'ingestion.nothing' });
    const refusal = { code: 'unknown-topic' };
    await expect(log.append([sequenced('a', 1), unknown])).rejects.toMatchObject(refusal);
    await expect(collect(log, 'suite.unknown', { topics: ['ingestion.nothing'] })).rejects.toMatchObject(refusal);
    await expect(log.watch({ topics: ['ingestion.nothing'], handle: () => undefined })).rejects.toMatchObject(refusal);
    await expect((async () => replayed(log, 'ingestion.nothing'))()).rejects.toMatchObject(refusal);
    expect(await replayed(log, RECORDS)).toEqual([]);
  }));

  it.each([
    ['NaN', Number.NaN, 'not-json'],
    ['a Date', new Date(0), 'not-json'],
    ['a bigint', 1n, 'not-json'],
    ['a whole number beyond 2^53', 2 ** 60, 'integer-out-of-range'],
  ])('refuses data that is no JSON: %s', (_, value, code) => withPlatform(factory, async ({ log }) => {
    await expect(log.append([sequenced('a', 1, { data: { value } })])).rejects.toMatchObject({ code });
  })());
}

function workPromises(factory: BackendFactory): void {
  it('hands over the same events again when the handler throws, before any later ones', withPlatform(factory, async ({ log }) => {
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
  }));

  it('handles one batch at a time, of at most the size asked for', withPlatform(factory, async ({ log }) => {
    await log.append([...run('a', 1, 10), ...run('b', 1, 7)]);
    const sizes: number[] = [];
    let inHand = 0;
    let most = 0;
    await collect(log, 'suite.batches', {
      maxBatch: 4,
      handle: async (events, progress) => {
        inHand += 1;
        most = Math.max(most, inHand);
        await progress();
        sizes.push(events.length);
        inHand -= 1;
      },
    });
    await until('all came', () => sizes.reduce((sum, size) => sum + size, 0) === 17);
    expect(most).toBe(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
  }));

  it('gives what is appended later without being asked again', withPlatform(factory, async ({ log }) => {
    const group = await collect(log, 'suite.later', { topics: [RECORDS, REFERENCE] });
    await log.append(run('a', 1, 1));
    await until('the first came', () => group.events.length === 1);
    await log.append([sequenced('d', 1, { topic: REFERENCE }), sequenced('x', 1, { topic: TOUCHED }), sequenced('a', 2)]);
    await until('its topics came', () => group.events.length === 3);
    expect(names(group.events)).toEqual(['a 1', 'd 1', 'a 2']);
  }));

  it('begins a new group at the oldest kept event', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 2));
    const group = await collect(log, 'suite.new');
    await until('both came', () => group.events.length === 2);
  }));
}

function groupPromises(factory: BackendFactory): void {
  it('goes on where the group stopped', withBackend(factory, async (backend) => {
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
  }));

  it('gives an event again to the next process when the handler never resolved', withBackend(factory, async (backend) => {
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
  }));

  it('lets two groups read independently', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 3));
    const stuck = await collect(log, 'suite.stuck', { handle: () => Promise.reject(new Error('always')) });
    const free = await collect(log, 'suite.free');
    await until('the free one has all', () => free.events.length === 3);
    await until('the stuck one was told', () => stuck.faults.length > 0);
    expect(await log.lag('suite.stuck')).toEqual(new Map([[RECORDS, 3]]));
    await until('the free one has recorded', async () => (await log.lag('suite.free')).get(RECORDS) === 0);
  }));

  it('gives each event to one of the copies of a group', withPlatform(factory, async ({ log }) => {
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
  }));

  it('says how far a group is behind', withPlatform(factory, async ({ log }) => {
    const group = await collect(log, 'suite.lag', { topics: [RECORDS, REFERENCE] });
    await group.consumption.close();
    await log.append([...run('a', 1, 4), sequenced('d', 1, { topic: REFERENCE })]);
    expect(await log.lag('suite.lag')).toEqual(new Map([[RECORDS, 4], [REFERENCE, 1]]));
    expect(await log.lag('suite.never')).toEqual(new Map());
  }));
}

function watchPromises(factory: BackendFactory): void {
  it('lets every watcher see all that comes after it subscribed, in order, and nothing before', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 2));
    const seen: [LogEvent[], LogEvent[]] = [[], []];
    for (const mine of seen) await log.watch({ topics: [RECORDS], handle: (events) => void mine.push(...events) });
    await log.append([...run('a', 3, 1_500), sequenced('d', 1, { topic: REFERENCE })]);
    await until('both saw all', () => seen.every((mine) => mine.length === 1_498));
    for (const mine of seen) expect(names(mine)).toEqual(names(run('a', 3, 1_500)));
  }));

  it('misses nothing between subscribing and loading', withPlatform(factory, async ({ log }) => {
    let isWriting = true;
    let written = 0;
    const writer = (async () => {
      while (isWriting) {
        written += 1;
        await log.append([sequenced('a', written)]);
        await new Promise(setImmediate);
      }
    })();
    await until('some were written', () => written > 20);
    const watched: LogEvent[] = [];
    await log.watch({ topics: [RECORDS], handle: (events) => void watched.push(...events) });
    const loaded = (await replayed(log, RECORDS)).map(({ event }) => event);
    await until('more were written', () => written > loaded.length + 20);
    isWriting = false;
    await writer;
    await until('the watcher saw the last', () => watched.at(-1)?.envelope.sequence === written);
    const known = new Set([...names(loaded), ...names(watched)]);
    expect([...known].sort()).toEqual([...names(run('a', 1, written))].sort());
  }));

  it('shows the same events again to a watcher that threw, and ends when closed', withPlatform(factory, async ({ log }) => {
    const tries: (readonly string[])[] = [];
    const faults: unknown[] = [];
    const watching = await log.watch({
      topics: [RECORDS],
      handle: (events) => {
        tries.push(names(events));
        if (tries.length === 1) throw new Error('once');
      },
      onFault: (error) => faults.push(error),
    });
    await log.append(run('a', 1, 1));
    await until('it came twice', () => tries.length === 2);
    expect(tries).toEqual([['a 1'], ['a 1']]);
    expect(faults).toHaveLength(1);
    await watching.close();
    await log.append(run('a', 2, 2));
    const group = await collect(log, 'suite.after-watch');
    await until('others got it', () => group.events.length === 2);
    expect(tries).toHaveLength(2);
  }));
}

function replayPromises(factory: BackendFactory): void {
  it('replays from any position exactly what lies after it', withPlatform(factory, async ({ log }) => {
    const events = [...run('a', 1, 40), ...run('b', 1, 30)];
    await log.append(events);
    await log.append([sequenced('d', 1, { topic: REFERENCE })]);
    const all = await replayed(log, RECORDS);
    expect(all.map(({ event }) => event)).toEqual(events);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: events.length - 1 }), async (at) => {
        expect((await replayed(log, RECORDS, all[at]?.next)).map(({ event }) => event)).toEqual(events.slice(at + 1));
      }),
      { numRuns: 20 },
    );
  }));

  it('ends a replay at what was the head when it was asked for', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 700));
    const pages = log.replay(RECORDS);
    await log.append(run('a', 701, 710));
    const seen: LogEvent[] = [];
    for await (const page of pages) {
      if (seen.length === 0) await log.append(run('a', 711, 720));
      seen.push(...page.map(({ event }) => event));
    }
    expect(perStream(seen)).toEqual({ a: count(700) });
  }));
}

function retentionPromises(factory: BackendFactory): void {
  const old = { time: '2026-01-01T00:00:00.000Z' };
  const young = { time: '2026-03-01T00:00:00.000Z' };
  const nowMs = Date.parse('2026-03-01T00:00:00.000Z') + DAY_MS;

  it('removes what is older than its topic keeps, and tells a group that had not read it', withPlatform(factory, async ({ log }) => {
    const late = await collect(log, 'suite.late');
    await late.consumption.close();
    await log.append([...run('a', 1, 3, old), ...run('a', 4, 5, young), sequenced('d', 1, { ...old, topic: REFERENCE })]);
    await log.enforceRetention(nowMs);
    expect(perStream((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual({ a: [4, 5] });
    expect(await replayed(log, REFERENCE)).toEqual([]);
    const told = await collect(log, 'suite.late');
    await until('it was told', () => told.faults.length > 0);
    expect(told.faults).toMatchObject([{ code: 'retention-passed' }]);
    expect(told.events).toEqual([]);
  }));

  it('begins a new group, and goes on with one that had read it all, after a removal', withPlatform(factory, async ({ log }) => {
    const through = await collect(log, 'suite.through');
    await log.append(run('a', 1, 3, old));
    await until('it has recorded', async () => (await log.lag('suite.through')).get(RECORDS) === 0);
    await log.enforceRetention(nowMs);
    await log.append(run('a', 4, 4, young));
    const fresh = await collect(log, 'suite.fresh');
    await until('both have the fourth', () => through.events.length === 4 && fresh.events.length === 1);
    expect([...through.faults, ...fresh.faults]).toEqual([]);
  }));

  it('still knows of the removal after it was opened again', withBackend(factory, async (backend) => {
    const first = await backend.open();
    const late = await collect(first.log, 'suite.late');
    await late.consumption.close();
    await first.log.append(run('a', 1, 3, old));
    await first.log.enforceRetention(nowMs);
    await first.close();
    const second = await backend.open();
    const told = await collect(second.log, 'suite.late');
    await until('it was told', () => told.faults.length > 0);
    expect(told.faults).toMatchObject([{ code: 'retention-passed' }]);
    await second.close();
  }));

  it('keeps what is young behind what is old, so that nothing has a hole', withPlatform(factory, async ({ log }) => {
    await log.append([...run('a', 1, 1, old), ...run('a', 2, 2, young), ...run('a', 3, 3, old)]);
    await log.enforceRetention(nowMs);
    expect(perStream((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual({ a: [2, 3] });
  }));
}

function closePromises(factory: BackendFactory): void {
  it('resolves a close only when the batch in hand is handled and recorded', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 4));
    let finish = (): void => undefined;
    let isHandled = false;
    const group = await collect(log, 'suite.busy', {
      maxBatch: 2,
      handle: () => new Promise((resolve) => {
        finish = () => {
          isHandled = true;
          resolve();
        };
      }),
    });
    const original = finish;
    await until('it is busy', () => finish !== original);
    const closing = group.consumption.close().then(() => isHandled);
    await new Promise(setImmediate);
    finish();
    expect(await closing).toBe(true);
    expect(await log.lag('suite.busy')).toEqual(new Map([[RECORDS, 2]]));
  }));

  it('closes at once while a handler is being tried again', withPlatform(factory, async ({ log }) => {
    await log.append(run('a', 1, 1));
    const group = await collect(log, 'suite.retrying', { handle: () => Promise.reject(new Error('always')) });
    await until('it backs off', () => group.faults.length >= 2);
    await group.consumption.close();
    await group.consumption.close();
  }));

  it('closes twice, and then says that it is closed', withPlatform(factory, async ({ log, close }) => {
    await collect(log, 'suite.closed');
    await Promise.all([close(), close()]);
    await close();
    await expect(log.append(run('a', 1, 1))).rejects.toMatchObject({ code: 'closed' });
    await expect(log.ping()).rejects.toMatchObject({ code: 'closed' });
    await expect(collect(log, 'suite.closed')).rejects.toMatchObject({ code: 'closed' });
  }));

  it('answers while open', withPlatform(factory, async ({ log }) => {
    await expect(log.ping()).resolves.toBeUndefined();
    await expect(log.verify()).resolves.toBeUndefined();
  }));
}

/** For adapters that keep the log's bytes themselves; the backend must be able to `damage`. */
export function damagedLogSuite(name: string, factory: BackendFactory): void {
  it(`${name}: finds a damaged event and gives it to nobody`, withBackend(factory, async (backend) => {
    if (backend.damage === undefined) throw new Error('this backend cannot damage its log');
    const first = await backend.open();
    await first.log.append([sequenced('a', 1), sequenced('a', 2, { data: { says: 'to be damaged' } }), sequenced('a', 3)]);
    await first.close();
    await backend.damage('to be damaged');
    const second = await backend.open();
    const found = { code: 'log-corrupt', message: expect.stringMatching(/position 2/) as string };
    await expect(second.log.verify()).rejects.toMatchObject(found);
    await expect(replayed(second.log, RECORDS)).rejects.toMatchObject(found);
    const group = await collect(second.log, 'suite.damaged');
    await until('it was told', () => group.faults.length > 0);
    expect(group.faults).toMatchObject([found]);
    expect(group.events).toEqual([]);
    await second.close();
  }));
}
