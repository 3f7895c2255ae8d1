import fc from 'fast-check';
import { SERVICES, streamId, type LogEvent } from '@evenground/contracts';
import { COMMIT_LIMITS, collection } from '@evenground/document-store';
import { pagingPromises } from './document-paging.suite.js';
import { withBackend, withPlatform, type BackendFactory } from './platform-under-test.js';
import { count, perStream, replayed } from './sequenced-events.js';
import { until } from './until.js';
import { OTHERS, SAMPLES, SERVICE, TOPIC, begun, openSamples, put, remove } from './store-samples.js';

/** The promises of the document-store port, on an adapter. */
export function documentStoreSuite(name: string, factory: BackendFactory): void {
  describe(`${name}: the document store`, () => {
    versionPromises(factory);
    contentPromises(factory);
    limitPromises(factory);
    publishPromises(factory);
    handledPromises(factory);
    shapePromises(factory);
    pagingPromises(factory);
  });
}

function versionPromises(factory: BackendFactory): void {
  it(
    'counts versions from 1 and gives back the whole content',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: [put('a', { value: 1 }, 0), put('b', { value: 2 })] });
      await store.commit({ writes: [put('a', { value: 3 }, 1), put('b', { school: 'x' })] });
      expect(await store.load(SAMPLES, ['b', 'none', 'a', 'b'])).toEqual([
        { id: 'b', version: 2, body: { school: 'x' } },
        undefined,
        { id: 'a', version: 2, body: { value: 3 } },
        { id: 'b', version: 2, body: { school: 'x' } },
      ]);
    }),
  );

  it.each([
    ['it exists, but must not yet', put('a', {}, 0)],
    ['it is at another version', put('a', {}, 7)],
    ['it does not exist', put('none', {}, 1)],
    ['it is removed at another version', remove('a', 2)],
    ['it is removed, but does not exist', remove('none', 1)],
    ['it must not exist, but does', remove('a', 0)],
  ])('refuses a document when %s, and writes nothing of the commit', (_, wrong) =>
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: [put('a', { value: 1 }, 0)] });
      const commit = { writes: [put('first', {}), wrong, put('last', {})], publish: [begun('s')] };
      await expect(store.commit(commit)).rejects.toMatchObject({ code: 'version-conflict', retriable: true });
      expect(await store.load(SAMPLES, ['first', 'last'])).toEqual([undefined, undefined]);
      expect(await store.load(SAMPLES, ['a'])).toEqual([{ id: 'a', version: 1, body: { value: 1 } }]);
      expect(await store.heads([{ topic: TOPIC, stream: 's' }])).toEqual(
        new Map([[streamId({ topic: TOPIC, stream: 's' }), 0]]),
      );
      expect(await replayed(platform.log, TOPIC)).toEqual([]);
    })(),
  );

  it(
    'removes documents, and begins again at version 1',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: [put('a', {}), put('b', {})] });
      await store.commit({ writes: [remove('a', 1), remove('b'), remove('never'), remove('none', 0)] });
      expect(await store.load(SAMPLES, ['a', 'b'])).toEqual([undefined, undefined]);
      await store.commit({ writes: [put('a', {}, 0)] });
      expect(await store.load(SAMPLES, ['a'])).toMatchObject([{ version: 1 }]);
    }),
  );

  it(
    'fences the second owner: of many who read the same version, one commits',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: [put('a', { value: 0 })] });
      const tries = count(20).map((value) => store.commit({ writes: [put('a', { value }, 1)] }));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [stored] = await store.load(SAMPLES, ['a']);
      expect(stored).toEqual({
        id: 'a',
        version: 2,
        body: { value: outcomes.findIndex(({ status }) => status === 'fulfilled') + 1 },
      });
    }),
  );
}

function contentPromises(factory: BackendFactory): void {
  it(
    'gives back any JSON as it was, bigints included',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const bigint = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('$', '$bigint', '__proto__', '\u0000', 'null'),
      );
      const json = fc.letrec((tie) => ({
        value: fc.oneof(
          { depthSize: 'small' },
          fc.constant(null),
          fc.boolean(),
          fc.maxSafeInteger(),
          finite(),
          bigint,
          text,
          tie('list'),
          tie('record'),
        ),
        list: fc.array(tie('value')),
        record: fc.dictionary(text, tie('value')),
      })).value;
      await fc.assert(
        fc.asyncProperty(json, async (value) => {
          await store.commit({ writes: [put('any', { value })] });
          expect((await store.load(SAMPLES, ['any']))[0]?.body).toEqual({ value });
        }),
        { numRuns: 200, examples: [[{ $bigint: '1' }], [{ $bigint: 1n, $$x: [] }], [[2n ** 63n - 1n, -(2n ** 63n)]]] },
      );
    }),
  );

  it(
    'leaves out fields that are undefined',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: [put('a', { value: undefined, day: 1 })] });
      expect(Object.keys((await store.load(SAMPLES, ['a']))[0]?.body ?? {})).toEqual(['day']);
    }),
  );

  const cycle: { value?: unknown } = {};
  cycle.value = cycle;
  it.each([
    ['NaN', { value: [0, Number.NaN] }, 'not-json', '/value/1'],
    ['infinity', { value: -Infinity }, 'not-json', '/value'],
    ['undefined in a list', { value: [undefined] }, 'not-json', '/value/0'],
    ['a function', { value: { run: () => 1 } }, 'not-json', '/value/run'],
    ['a symbol', { value: Symbol('s') }, 'not-json', '/value'],
    ['a Date', { value: { 'a/b': new Date(0) } }, 'not-json', '/value/a~1b'],
    ['a Map', { value: new Map() }, 'not-json', '/value'],
    ['bytes', { value: new Uint8Array(2) }, 'not-json', '/value'],
    ['an instance of a class', { value: new (class Pupil {})() }, 'not-json', '/value'],
    ['a cycle', cycle, 'not-json', 'levels'],
    ['no value at all', undefined, 'not-json', 'the value'],
    ['a whole number beyond 2^53 that is no bigint', { value: 2 ** 53 }, 'integer-out-of-range', '/value'],
    ['a bigint beyond 64 bits', { value: 2n ** 63n }, 'integer-out-of-range', '/value'],
    ['a bigint below 64 bits', { value: -(2n ** 63n) - 1n }, 'integer-out-of-range', '/value'],
    ['a list in an indexed field', { school: ['x'] }, 'not-json', '/school'],
    ['a text beyond 4,000 bytes in an indexed field', { school: 'ü'.repeat(2_001) }, 'not-json', '/school'],
    ['a NUL in an indexed field', { school: 'x\u0000y' }, 'not-json', '/school'],
  ])('refuses %s and says where, before anything is written', (_, body, code, where) =>
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const message = expect.stringContaining(where) as string;
      await expect(store.commit({ writes: [put('first', {}), put('a', body)] })).rejects.toMatchObject({
        code,
        message,
      });
      expect(await store.load(SAMPLES, ['first', 'a'])).toEqual([undefined, undefined]);
    })(),
  );

  it.each(['a\u0000b', 'half \ud800'])('refuses the id %j, which no store keeps as it is', (id) =>
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await expect(store.commit({ writes: [put(id, {})] })).rejects.toMatchObject({ code: 'not-json' });
    })(),
  );
}

function finite(): fc.Arbitrary<number> {
  // A whole number beyond 2^53 is refused, and JSON has no -0.
  return fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value)));
}

function limitPromises(factory: BackendFactory): void {
  const big = (bytes: number): { value: string } => ({ value: 'ü'.repeat(Math.floor((bytes - 12) / 2)) });

  it(
    'takes a commit at its limits',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: count(COMMIT_LIMITS.documents).map((at) => put(`d${at}`, big(19_000))) });
      await store.commit({ writes: [put('large', big(COMMIT_LIMITS.documentBytes))] });
      expect((await store.load(SAMPLES, ['large', 'd200'])).map((found) => found?.version)).toEqual([1, 1]);
    }),
  );

  it.each([
    [
      'too large a document',
      () => ({ writes: [put('a', big(COMMIT_LIMITS.documentBytes + 3))] }),
      'document-too-large',
    ],
    [
      'too many documents',
      () => ({ writes: count(COMMIT_LIMITS.documents + 1).map((at) => put(`d${at}`, {})) }),
      'commit-too-large',
    ],
    ['too many bytes', () => ({ writes: count(20).map((at) => put(`d${at}`, big(210_000))) }), 'commit-too-large'],
    [
      'a collection that was not opened',
      () => ({ writes: [{ ...put('a', {}), collection: collection('nothing') }] }),
      'unknown-collection',
    ],
  ])('refuses %s, and writes nothing', (_, commit, code) =>
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await expect(store.commit(commit())).rejects.toMatchObject({ code });
      expect((await store.list(SAMPLES, '', { limit: 1 })).items).toEqual([]);
    })(),
  );
}

function publishPromises(factory: BackendFactory): void {
  it(
    'gives id, time, source, version and sequence, and puts the event into the log',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const before = Date.now();
      const { published, positions } = await store.commit({
        publish: [{ ...begun('s'), causationId: 'cause' }, begun('s'), begun('t')],
      });
      expect(published).toMatchObject([
        {
          topic: TOPIC,
          stream: 's',
          sequence: 1,
          source: '/ingestion',
          version: 1,
          correlationId: 'suite',
          causationId: 'cause',
        },
        { stream: 's', sequence: 2 },
        { stream: 't', sequence: 1 },
      ]);
      expect(new Set(published.map(({ id }) => id)).size).toBe(3);
      for (const { time } of published) {
        expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
        expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
      }
      expect(positions).toEqual([
        { topic: TOPIC, stream: 's', sequence: 2 },
        { topic: TOPIC, stream: 't', sequence: 1 },
      ]);
      await until('they reached the log', async () => (await replayed(platform.log, TOPIC)).length === 3);
      const logged = (await replayed(platform.log, TOPIC)).map(({ event }) => event);
      expect(logged).toEqual(published.map((envelope) => ({ envelope, data: begun('s').data })));
    }),
  );

  it(
    'gives gapless sequences under concurrent commits to many streams',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const streams = count(8).map((at) => `s${at}`);
      await Promise.all(
        count(200).map((at) => store.commit({ publish: [begun(`s${(at % 8) + 1}`), begun(`s${(at % 3) + 1}`)] })),
      );
      await until('they reached the log', async () => (await replayed(platform.log, TOPIC)).length >= 400);
      const logged = (await replayed(platform.log, TOPIC)).map(({ event }): LogEvent => event);
      expect(logged).toHaveLength(400);
      for (const sequences of Object.values(perStream(logged))) expect(sequences).toEqual(count(sequences.length));
      const heads = await store.heads([...streams, 'none'].map((stream) => ({ topic: TOPIC, stream })));
      const expected = new Map(
        streams.map((stream) => [streamId({ topic: TOPIC, stream }), perStream(logged)[stream]?.length]),
      );
      expect(heads).toEqual(expected.set(streamId({ topic: TOPIC, stream: 'none' }), 0));
    }),
  );

  it(
    'skips no sequence when a commit was refused, nor after it was opened again',
    withBackend(factory, async (backend) => {
      const first = await backend.open();
      const store = await openSamples(first);
      await store.commit({ publish: [begun('s')] });
      await expect(store.commit({ publish: [begun('s')], writes: [put('none', {}, 3)] })).rejects.toMatchObject({
        code: 'version-conflict',
      });
      await first.close();
      const second = await backend.open();
      const { published } = await (await openSamples(second)).commit({ publish: [begun('s')] });
      expect(published).toMatchObject([{ sequence: 2 }]);
      await second.close();
    }),
  );

  const other = SERVICES.find((service) => service !== SERVICE) ?? '';
  it.each([
    ['a topic that nobody declared', SERVICE, { topic: 'ingestion.nothing' }, 'unknown-topic', 'ingestion.nothing'],
    ['a topic of another service', other, {}, 'unknown-topic', `not by ${other}`],
    [
      'a type that the catalogue does not have there',
      SERVICE,
      { type: 'records.forgotten' },
      'event-invalid',
      'records.forgotten',
    ],
    ['data of another shape', SERVICE, { data: { restatementId: 'r', reset: 'no' } }, 'event-invalid', '/reset'],
  ])('refuses to publish %s, and writes nothing', (_, service, change, code, says) =>
    withPlatform(factory, async (platform) => {
      const store = await platform.stores.open(service, [SAMPLES]);
      const commit = { writes: [put('a', {})], publish: [{ ...begun('s'), ...change }] };
      await expect(store.commit(commit)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(says) as string,
      });
      expect(await store.load(SAMPLES, ['a'])).toEqual([undefined]);
    })(),
  );

  it(
    'lets any service ask for a stream again',
    withPlatform(factory, async (platform) => {
      const store = await platform.stores.open(other, []);
      const data = { topic: TOPIC, stream: 's', requestedBy: `${other}.suite`, reason: 'gap', restatementId: 'r' };
      const request = {
        topic: `${TOPIC}.requests`,
        stream: `s@${other}`,
        type: 'stream.requested',
        data,
        correlationId: 'suite',
      };
      expect((await store.commit({ publish: [request] })).published).toMatchObject([
        { source: `/${other}`, sequence: 1 },
      ]);
      // Of a stream that two services wrote, neither could number the events.
      for (const stream of ['s', `s@${SERVICE}`, `s@${other}.suite`]) {
        await expect(store.commit({ publish: [{ ...request, stream }] })).rejects.toMatchObject({
          code: 'event-invalid',
          message: expect.stringContaining(`@${other}`) as string,
        });
      }
    }),
  );
}

function handledPromises(factory: BackendFactory): void {
  const s = { topic: TOPIC, stream: 's' };
  const mark = (expected: number, sequence: number) => ({ group: 'ingestion.suite', ...s, expected, sequence });

  it(
    'keeps how far a group has handled each stream, in the commit itself',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ writes: [put('a', {})], handled: [mark(0, 4), { ...mark(0, 2), stream: 't' }] });
      await store.commit({ handled: [mark(4, 9)] });
      const asked = [s, { topic: TOPIC, stream: 't' }, { topic: TOPIC, stream: 'none' }];
      expect([...(await store.handled('ingestion.suite', asked)).values()]).toEqual([9, 2, 0]);
      expect([...(await store.handled('ingestion.other', asked)).values()]).toEqual([0, 0, 0]);
    }),
  );

  it(
    'fences a commit that expects another mark, and writes nothing of it',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.commit({ handled: [mark(0, 4)] });
      const zombie = { writes: [put('a', {})], publish: [begun('s')], handled: [mark(0, 5)] };
      await expect(store.commit(zombie)).rejects.toMatchObject({ code: 'version-conflict', retriable: true });
      expect(await store.load(SAMPLES, ['a'])).toEqual([undefined]);
      expect([...(await store.handled('ingestion.suite', [s])).values()]).toEqual([4]);
      expect([...(await store.heads([s])).values()]).toEqual([0]);
    }),
  );
}

function shapePromises(factory: BackendFactory): void {
  it(
    'keeps services and collections apart',
    withPlatform(factory, async (platform) => {
      const mine = await openSamples(platform);
      const theirs = await platform.stores.open('reporting', [SAMPLES]);
      await mine.commit({ writes: [put('a', { value: 1 }), { ...put('a', { value: 2 }), collection: OTHERS }] });
      expect(await theirs.load(SAMPLES, ['a'])).toEqual([undefined]);
      expect(await mine.load(OTHERS, ['a'])).toMatchObject([{ body: { value: 2 } }]);
      await expect(theirs.load(OTHERS, ['a'])).rejects.toMatchObject({ code: 'unknown-collection' });
    }),
  );

  it(
    'adds an index to a collection that has documents, and keeps the ones that are declared no more',
    withBackend(factory, async (backend) => {
      const plain = collection<{ n: number; m: number }>('grown', { 'by-n': ['n'] });
      const grown = collection<{ n: number; m: number }>('grown', { 'by-m': ['m'] });
      const first = await backend.open();
      const before = await first.stores.open(SERVICE, [plain]);
      for (const part of [0, 1, 2, 3]) {
        const writes = count(180).map((at) => ({
          collection: plain,
          id: `d${part}-${at}`,
          expected: 0,
          body: { n: at, m: part },
        }));
        await before.commit({ writes });
      }
      await first.close();
      const second = await backend.open();
      const after = await second.stores.open(SERVICE, [grown]);
      expect((await after.find(grown, 'by-m', { equals: [2] }, { limit: 1_000 })).items).toHaveLength(180);
      await after.commit({ writes: [{ collection: grown, id: 'd0-1', expected: 1, body: { n: 500, m: 7 } }] });
      const again = await second.stores.open(SERVICE, [plain]);
      expect((await again.find(plain, 'by-n', { equals: [500] }, { limit: 10 })).items).toMatchObject([{ id: 'd0-1' }]);
      await second.close();
    }),
  );

  it(
    'refuses an index that exists over other fields',
    withPlatform(factory, async (platform) => {
      await platform.stores.open(SERVICE, [collection('shaped', { 'by-n': ['n'] })]);
      const other = platform.stores.open(SERVICE, [collection('shaped', { 'by-n': ['m'] })]);
      await expect(other).rejects.toMatchObject({ code: 'configuration-invalid' });
    }),
  );

  it(
    'answers while open, and says when it is closed',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await store.ping();
      await platform.close();
      const closed = { code: 'closed' };
      await expect(store.ping()).rejects.toMatchObject(closed);
      await expect(store.load(SAMPLES, ['a'])).rejects.toMatchObject(closed);
      await expect(store.commit({ writes: [put('a', {})] })).rejects.toMatchObject(closed);
      await expect(platform.stores.open(SERVICE, [])).rejects.toMatchObject(closed);
      await platform.stores.close();
    }),
  );
}
