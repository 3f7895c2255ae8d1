import { type EventDeadLettered, type LogEvent, PlatformError, type StreamRequested } from '@evenground/contracts';
import fc from 'fast-check';
import { ConsumerLoop, type ConsumerLoopOptions } from './consumer-loop.js';
import {
  FactKeeper,
  GROUP,
  MemoryLog,
  MemoryStore,
  RECORDS,
  TOUCHED,
  VirtualClock,
  event,
  halfRandom,
  reset,
  said,
  testDeclarationOf,
  turns,
  until,
} from './in-memory.double.js';
import type { Feature } from './settle.js';

interface World {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  readonly log: MemoryLog;
  readonly keeper: FactKeeper;
  loop: ConsumerLoop;
  letters(): readonly EventDeadLettered[];
  requests(): readonly StreamRequested[];
}

const open: ConsumerLoop[] = [];

function world(feature: Partial<Feature> = {}, options: Partial<ConsumerLoopOptions> = {}): World {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const log = new MemoryLog();
  const keeper = new FactKeeper(store);
  const loop = new ConsumerLoop(
    { group: GROUP, topics: [RECORDS], batch: true, handle: keeper.handle, ...feature },
    { log, store, clock, random: halfRandom, declarationOf: testDeclarationOf, ...options },
  );
  open.push(loop);
  const dataOf = <Data>(type: string): readonly Data[] =>
    store.published.filter((e) => e.type === type).map((e) => e.data as Data);
  return {
    clock,
    store,
    log,
    keeper,
    loop,
    letters: () => dataOf('event.dead-lettered'),
    requests: () => dataOf('stream.requested'),
  };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((loop) => loop.close()));
});

describe('order', () => {
  it.each([true, false])(
    'any permutation and multiset of deliveries gives the same state, each event once and in order (batch: %s)',
    async (batch) => {
      const streams = ['a', 'b', 'c'];
      const all = streams.flatMap((stream) =>
        Array.from({ length: 6 }, (_, at) => said(stream, at + 1, { same: at + 1, [`k${at}`]: at })),
      );
      const deliveries = fc
        .tuple(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.array(fc.constantFrom(...all), { maxLength: 12 }),
        )
        .chain(([once, again]) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length }));
      await fc.assert(
        fc.asyncProperty(
          deliveries,
          fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
          fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 }),
          async (events, batchSizes, repeats) => {
            const { clock, store, log, keeper, loop } = world({ batch });
            log.batchSizes = batchSizes;
            log.repeats = repeats;
            await log.append(events);
            await loop.start();
            await until(clock, () => streams.every((stream) => store.at(stream) === 6));
            await loop.close();
            for (const stream of streams) {
              const mine = keeper.applied.filter((name) => name.startsWith(`${stream}:`));
              expect(mine).toEqual([1, 2, 3, 4, 5, 6].map((sequence) => `${stream}:${sequence}`));
              expect(store.values.get(`${stream}/same`)).toBe(6);
            }
            expect(store.values.size).toBe(3 * 7);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('parks what is ahead of its turn while other streams go on, and asks for the missing after five seconds', async () => {
    const { clock, store, log, loop, requests, keeper } = world();
    await loop.start();
    await log.append([said('a', 1), said('a', 3), said('b', 1)]);
    await until(clock, () => store.at('b') === 1);
    expect(store.at('a')).toBe(1);
    expect(loop.state().parked).toBe(1);
    clock.advance(4_999);
    await turns();
    expect(requests()).toEqual([]);
    clock.advance(1);
    await turns();
    expect(requests()).toEqual([
      expect.objectContaining({ topic: RECORDS, stream: 'a', reason: 'gap', missingFrom: 2, requestedBy: GROUP }),
    ]);
    expect(store.published[0]).toMatchObject({
      topic: `${RECORDS}.requests`,
      stream: 'a@diagnostics',
      correlationId: 'upload-a',
    });
    await log.append([said('b', 2)]);
    await until(clock, () => store.at('b') === 2);
    await log.append([said('a', 2)]);
    await until(clock, () => store.at('a') === 3);
    expect(keeper.applied.filter((name) => name.startsWith('a'))).toEqual(['a:1', 'a:2', 'a:3']);
    expect(loop.state().parked).toBe(0);
  });

  it('asks again with longer pauses as long as the gap is open', async () => {
    const { clock, log, loop, requests } = world();
    await loop.start();
    await log.append([said('a', 2)]);
    await turns();
    const counts = [5_000, 10_000, 20_000, 40_000].map((ms) => async () => {
      clock.advance(ms);
      await turns();
      return requests().length;
    });
    const seen: number[] = [];
    for (const count of counts) seen.push(await count());
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(new Set(requests().map((request) => request.restatementId)).size).toBe(1);
  });

  it('a reset closes the gap: what lies before it is dropped, what follows goes on', async () => {
    const { clock, store, log, loop, keeper } = world();
    await loop.start();
    await log.append([said('a', 1), said('a', 4), said('a', 7)]);
    await log.append([reset('a', 6)]);
    await until(clock, () => store.at('a') === 7);
    expect(keeper.applied).toEqual(['a:1', 'a:6', 'a:7']);
    await log.append([said('a', 4), said('a', 2)]);
    await turns();
    expect(keeper.applied).toEqual(['a:1', 'a:6', 'a:7']);
  });

  it('a topic that cannot be said again goes on after a minute, with an alarm', async () => {
    const skipped: number[] = [];
    const { clock, store, log, loop, requests } = world(
      { topics: [TOUCHED] },
      { observer: { gapSkipped: (_group, _stream, from) => skipped.push(from) } },
    );
    await loop.start();
    await log.append([said('a', 1, { x: 1 }, TOUCHED), said('a', 3, { x: 3 }, TOUCHED)]);
    await turns();
    clock.advance(59_000);
    await turns();
    expect(store.at('a', TOUCHED)).toBe(1);
    await until(clock, () => store.at('a', TOUCHED) === 3);
    expect(skipped).toEqual([2]);
    expect(requests()).toEqual([]);
  });

  it('keeps no more ahead of its turn than it may, and still ends right after a reset', async () => {
    const { clock, store, log, loop } = world({}, { parking: { events: 3 } });
    await loop.start();
    await log.append([2, 3, 4, 5, 6, 7].map((sequence) => said('a', sequence)));
    await turns();
    expect(loop.state().parked).toBe(3);
    await log.append([said('a', 1)]);
    await until(clock, () => store.at('a') === 4);
    await until(clock, () => store.published.length > 0);
    expect(store.published[0]?.data).toMatchObject({ missingFrom: 5 });
    await log.append([reset('a', 8), said('a', 9)]);
    await until(clock, () => store.at('a') === 9);
  });

  it('asks the store before it calls an event early, since another copy may have handled the ones before', async () => {
    const { clock, store, log, loop, keeper } = world();
    await loop.start();
    await log.append([said('a', 1)]);
    await until(clock, () => store.at('a') === 1);
    store.marks.set(`${GROUP}|${RECORDS}|a`, 5);
    await log.append([said('a', 6)]);
    await turns();
    expect(store.at('a')).toBe(6);
    expect(keeper.applied).toEqual(['a:1', 'a:6']);
  });

  it('misses a lost last event by the heads that publishers say', async () => {
    const heads = async () => [{ topic: RECORDS, stream: 'a', sequence: 3 }];
    const { clock, log, loop, requests } = world({}, { heads });
    await log.append([said('a', 1), said('a', 2)]);
    await loop.start();
    await until(clock, () => requests().length > 0);
    expect(requests()[0]).toMatchObject({ stream: 'a', missingFrom: 3 });
  });
});

describe('faults', () => {
  it('finds the one bad fact among many streams, and dead-letters it with its true cause', async () => {
    const { clock, store, log, loop, keeper, letters } = world();
    keeper.refuse = (fact) => {
      if (fact.key === 'bad') throw new Error('outer', { cause: new Error('the true cause of key-7') });
    };
    await loop.start();
    await log.append([
      said('a', 1),
      said('a', 2, { good: 1, bad: 2, fine: 3 }),
      said('a', 3),
      said('b', 1),
      said('c', 1),
    ]);
    await until(clock, () => store.at('a') === 3 && store.at('b') === 1 && store.at('c') === 1);
    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toMatchObject({
      group: GROUP,
      original: { stream: 'a', sequence: 2, type: 'facts.said' },
      data: { facts: [{ key: 'bad', value: 2 }] },
      cause: { kind: 'handler-failed', message: 'Error: the true cause of key-7' },
    });
    expect(store.values.get('a/good')).toBe(1);
    expect(store.values.get('a/fine')).toBe(3);
    expect(store.values.has('a/bad')).toBe(false);
    expect(loop.state()).toMatchObject({ deadLettered: 1 });
    expect((await loop.health()).healthy).toBe(true);
  });

  it('an event whose facts all fail alike is dead-lettered whole', async () => {
    const { clock, store, log, loop, keeper, letters } = world({ batch: false });
    keeper.refuse = () => {
      throw new TypeError('a defect');
    };
    await loop.start();
    await log.append([said('a', 1, { x: 1, y: 2 })]);
    await until(clock, () => store.at('a') === 1);
    expect(letters()).toEqual([
      expect.objectContaining({
        data: {
          facts: [
            { key: 'x', value: 1 },
            { key: 'y', value: 2 },
          ],
        },
        cause: { kind: 'handler-failed', message: 'TypeError: a defect', attempts: 5 },
      }),
    ]);
  });

  it.each<[string, LogEvent, object]>([
    ['unknown type', event('a', 1, 'nothing.known', {}), { kind: 'unknown-type' }],
    ['newer version', event('a', 1, 'facts.said', { facts: [] }, RECORDS, 3), { kind: 'unknown-version' }],
    [
      'invalid data',
      event('a', 1, 'facts.said', { facts: [{ key: 'k', value: 'seven' }] }, RECORDS, 2),
      { kind: 'invalid', pointer: '/facts/0/value' },
    ],
  ])('an event of %s is dead-lettered at once, and the stream goes on', async (_title, bad, cause) => {
    const { clock, store, log, loop, letters, keeper } = world();
    await loop.start();
    await log.append([bad, said('a', 2)]);
    await until(clock, () => store.at('a') === 2);
    expect(letters().map((letter) => letter.cause)).toEqual([expect.objectContaining({ ...cause, attempts: 1 })]);
    expect(keeper.applied).toEqual(['a:2']);
  });

  it('as long as the dead letter cannot be written nothing is counted as handled', async () => {
    const { clock, store, log, loop, letters } = world();
    let broken = true;
    store.beforeCommit = ({ publish }) => {
      if (broken && publish !== undefined && publish.length > 0) throw new Error('disk trouble');
    };
    await loop.start();
    await log.append([event('a', 1, 'nothing.known', {}), said('a', 2)]);
    await until(clock, async () => !(await loop.health()).healthy);
    expect(store.at('a')).toBe(0);
    broken = false;
    await until(clock, () => store.at('a') === 2);
    expect(letters()).toHaveLength(1);
    expect((await loop.health()).healthy).toBe(true);
  });

  it('a dead letter whose commit answered with an error, although it was made, is not written twice', async () => {
    const { clock, store, log, loop, letters } = world();
    store.afterCommit = () => {
      store.afterCommit = () => undefined;
      throw new PlatformError('store-unavailable', 'the answer was lost', { retriable: true });
    };
    await loop.start();
    await log.append([event('a', 1, 'nothing.known', {}), said('a', 2)]);
    await until(clock, () => store.at('a') === 2);
    expect(letters()).toHaveLength(1);
  });

  it('what only time can mend is repeated without end and never dead-lettered', async () => {
    const { clock, store, log, loop, letters, keeper } = world();
    let tries = 0;
    keeper.refuse = () => {
      tries += 1;
      if (tries < 40)
        throw new Error('wrapped', { cause: new PlatformError('store-unavailable', 'no answer', { retriable: true }) });
    };
    await loop.start();
    await log.append([said('a', 1)]);
    await until(clock, async () => !(await loop.health()).healthy);
    await until(clock, () => store.at('a') === 1);
    expect(letters()).toEqual([]);
    expect((await loop.health()).healthy).toBe(true);
  });

  it('after a version conflict it forgets what it knew, and does not repeat what another copy did', async () => {
    const { clock, store, log, loop, keeper } = world();
    await loop.start();
    await log.append([said('a', 1)]);
    await until(clock, () => store.at('a') === 1);
    store.beforeCommit = () => {
      store.beforeCommit = () => undefined;
      store.marks.set(`${GROUP}|${RECORDS}|a`, 2);
    };
    await log.append([said('a', 2), said('a', 3)]);
    await until(clock, () => store.at('a') === 3);
    expect(keeper.applied).toEqual(['a:1', 'a:3']);
  });

  it('a commit that answers with an error although it was made is not made again', async () => {
    const { clock, store, log, loop, keeper } = world();
    store.afterCommit = () => {
      store.afterCommit = () => undefined;
      throw new PlatformError('store-unavailable', 'the answer was lost', { retriable: true });
    };
    await loop.start();
    await log.append([said('a', 1), said('a', 2)]);
    await until(clock, () => store.at('a') === 2);
    await turns();
    expect(store.commits).toBe(1);
    expect(keeper.applied).toEqual([]);
  });

  it('a handler that resolves without its commit is a fault', async () => {
    const { clock, store, log, loop, letters } = world({ handle: async () => undefined });
    await loop.start();
    await log.append([said('a', 1, { x: 1 })]);
    await until(clock, () => store.at('a') === 1);
    expect(letters()[0]?.cause.message).toContain('did not commit');
  });

  it('streams that keep failing do not hold up the others of their batch', async () => {
    const { clock, store, log, loop, keeper } = world();
    let broken = true;
    keeper.refuse = (fact) => {
      if (broken && fact.key === 'contested') throw new PlatformError('version-conflict', 'again');
    };
    await loop.start();
    await log.append([said('a', 1, { contested: 1 }), said('b', 1), said('c', 1), said('d', 1)]);
    await until(clock, () => ['b', 'c', 'd'].every((stream) => store.at(stream) === 1));
    expect(store.at('a')).toBe(0);
    broken = false;
    await until(clock, () => store.at('a') === 1);
  });

  it('reports a fault of the log, and a lag that stands still', async () => {
    const { clock, log, loop, keeper } = world();
    keeper.refuse = () => {
      throw new PlatformError('store-unavailable', 'no answer');
    };
    await loop.start();
    log.fault(GROUP, new PlatformError('retention-passed', 'gone'));
    expect((await loop.health()).healthy).toBe(false);
    await log.append([said('a', 1)]);
    await turns();
    expect((await loop.health()).healthy).toBe(true);
    clock.advance(61_000);
    expect(await loop.health()).toMatchObject({ healthy: false, reason: expect.stringContaining('no progress') });
  });

  it('is well where the events that lie there are those of other copies, however long that lasts', async () => {
    const { clock, log, loop, keeper } = world();
    keeper.refuse = () => {
      throw new PlatformError('store-unavailable', 'no answer');
    };
    log.isElsewhere = true;
    await loop.start();
    await log.append([said('a', 1)]);
    await turns();
    for (let minutes = 0; minutes < 5; minutes += 1) {
      expect(await loop.lag()).toBe(1);
      expect(await loop.health()).toEqual({ healthy: true });
      clock.advance(61_000);
    }
    log.isElsewhere = false;
    await loop.health();
    clock.advance(61_000);
    expect((await loop.health()).healthy).toBe(false);
  });
});

it('tells how long after its commit an event was visible, never a negative time', async () => {
  const ages: number[] = [];
  const { clock, store, log, loop } = world(
    {},
    { observer: { handled: (_group, _marks, after) => ages.push(...after) } },
  );
  await loop.start();
  clock.advance(250);
  const early = said('b', 1);
  await log.append([said('a', 1), { ...early, envelope: { ...early.envelope, time: '2030-01-01T00:00:00.000Z' } }]);
  await until(clock, () => store.at('b') === 1);
  expect(ages).toEqual([250, 0]);
});

it('what comes again after it was handled leaves nothing behind', async () => {
  const { clock, store, log, loop, keeper } = world();
  await loop.start();
  await log.append([said('a', 1), said('a', 1)]);
  await until(clock, () => store.at('a') === 1);
  await log.append([said('a', 1)]);
  await turns();
  expect(keeper.applied).toEqual(['a:1']);
  expect(loop.state()).toMatchObject({ parked: 0, dropped: 2 });
  expect(clock.pending).toBe(0);
});

describe('shapes', () => {
  it('version 1 reaches the handler as version 2', async () => {
    const { clock, store, log, loop } = world();
    await loop.start();
    await log.append([event('a', 1, 'facts.said', { key: 'old', value: 4 })]);
    await until(clock, () => store.at('a') === 1);
    expect(store.values.get('a/old')).toBe(4);
  });

  it('a field that a newer publisher added is kept', async () => {
    const seen: unknown[] = [];
    const { clock, store, log, loop } = world({
      handle: async (delivery) => {
        seen.push(...delivery.events.map((e) => e.data));
        await store.commit({ handled: delivery.handled });
      },
    });
    await loop.start();
    const data = { facts: [{ key: 'k', value: 1, unit: 'days' }], source: 'sis' };
    await log.append([event('a', 1, 'facts.said', data, RECORDS, 2)]);
    await until(clock, () => store.at('a') === 1);
    expect(seen).toEqual([data]);
  });
});

describe('closing', () => {
  it('finishes the delivery in hand, and the next start goes on where it ended', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const w = world({
      batch: false,
      handle: async (delivery) => {
        await gate;
        await w.keeper.handle(delivery);
      },
    });
    await w.loop.start();
    await w.log.append([said('a', 1), said('a', 2)]);
    await turns();
    const closed = w.loop.close();
    release();
    await closed;
    expect(w.store.at('a')).toBe(1);
    const next = new ConsumerLoop(
      { group: GROUP, topics: [RECORDS], handle: w.keeper.handle },
      { log: w.log, store: w.store, clock: w.clock, random: halfRandom, declarationOf: testDeclarationOf },
    );
    open.push(next);
    await next.start();
    await until(w.clock, () => w.store.at('a') === 2);
    expect(w.keeper.applied).toEqual(['a:1', 'a:2']);
  });

  it('ends at once while it waits to try again, and leaves no timer', async () => {
    const { clock, store, log, loop, keeper } = world();
    keeper.refuse = () => {
      throw new PlatformError('store-unavailable', 'no answer');
    };
    await loop.start();
    await log.append([said('a', 1), said('b', 2)]);
    await turns();
    await loop.close();
    expect(clock.pending).toBe(0);
    expect(store.at('a')).toBe(0);
    expect(await loop.lag()).toBe(2);
  });
});

it('refuses a group that has no service, topics that do not exist and dead letters', () => {
  expect(() => world({ group: 'nameless' })).toThrow('configuration-invalid');
  expect(() => world({ topics: ['ingestion.nothing'] })).toThrow('unknown-topic');
  expect(() => world({ topics: [`${RECORDS}.dead-letters`] })).toThrow('dead letters');
});
