import fc from 'fast-check';
import type { DocumentStore } from '@evenground/document-store';
import { withPlatform, type BackendFactory } from './platform-under-test.js';
import { count } from './sequenced-events.js';
import { SAMPLES, allPages, byCodePoint, openSamples, put, remove } from './store-samples.js';

/** What `find` and `list` promise. */
export function pagingPromises(factory: BackendFactory): void {
  it(
    'pages through 10,000 documents in order, each once',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      await fill(store, 10_000);
      const listed = await allPages((page) => store.list(SAMPLES, '', page), 333);
      expect(listed.map(({ id }) => id)).toEqual(count(10_000).map(idOf).sort(byCodePoint));
      const found = await allPages((page) => store.find(SAMPLES, 'by-day', { equals: [] }, page), 1_000);
      const order = found.map(({ id, body }) => ({ id, day: Number(body.day) }));
      expect(new Set(order.map(({ id }) => id)).size).toBe(10_000);
      expect(order).toEqual([...order].sort((a, b) => a.day - b.day || byCodePoint(a.id, b.id)));
    }),
  );

  it(
    'finds by equal fields and a range of the next one, without documents that lack a field',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const days = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-10-01'];
      await store.commit({
        writes: [
          ...['x', 'y'].flatMap((school) => days.map((day) => put(`${school} ${day}`, { school, day }))),
          put('no day', { school: 'x' }),
          put('no school', { school: null, day: '2026-09-02' }),
          put('a number', { school: 'x', day: 20260902 }),
        ],
      });
      const find = async (equals: readonly string[], bounds: { from?: string | number; below?: string | number }) =>
        (await store.find(SAMPLES, 'by-school', { equals, ...bounds }, { limit: 100 })).items.map(({ id }) => id);
      expect(await find(['x'], { from: '2026-09-02', below: '2026-10-01' })).toEqual(['x 2026-09-02', 'x 2026-09-03']);
      expect(await find(['x'], { from: '2026-09-03' })).toEqual(['x 2026-09-03', 'x 2026-10-01']);
      expect(await find(['x'], { below: '2026-09-02' })).toEqual(['a number', 'x 2026-09-01']);
      expect(await find(['y', '2026-09-02'], {})).toEqual(['y 2026-09-02']);
      expect(await find(['z'], {})).toEqual([]);
      expect(await find([], { from: 'y' })).toEqual(days.map((day) => `y ${day}`));
      expect(
        (await store.find(SAMPLES, 'by-day', { equals: ['2026-09-02'] }, { limit: 100 })).items.map(({ id }) => id),
      ).toEqual(['no school', 'x 2026-09-02', 'y 2026-09-02']);
    }),
  );

  it(
    'follows a document whose indexed field changed or went',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const inDay = async (day: number) =>
        (await store.find(SAMPLES, 'by-day', { equals: [day] }, { limit: 9 })).items.map(({ id }) => id);
      await store.commit({ writes: [put('a', { day: 1 }), put('b', { day: 1 })] });
      await store.commit({ writes: [put('a', { day: 2 }), put('b', {})] });
      expect([await inDay(1), await inDay(2)]).toEqual([[], ['a']]);
      await store.commit({ writes: [remove('a')] });
      expect(await inDay(2)).toEqual([]);
    }),
  );

  it(
    'lists by a prefix of any characters, ordered by code point',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const id = fc.string({
        unit: fc.constantFrom('a', 'b', '/', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}', '%', '_', '"'),
        maxLength: 4,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(id, { maxLength: 20 }),
          id,
          fc.integer({ min: 1, max: 5 }),
          async (ids, prefix, limit) => {
            const old = (await store.list(SAMPLES, '', { limit: 1_000 })).items;
            await store.commit({
              writes: [...old.map((stored) => remove(stored.id)), ...ids.map((each) => put(each, {}))],
            });
            const listed = await allPages((page) => store.list(SAMPLES, prefix, page), limit);
            expect(listed.map((stored) => stored.id)).toEqual(
              ids.filter((each) => each.startsWith(prefix)).sort(byCodePoint),
            );
          },
        ),
        { numRuns: 50 },
      );
    }),
  );

  it(
    'gives each document that stays exactly once, whatever is written between the pages',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const place = fc.integer({ min: 0, max: 400 });
      const change = fc.record({ at: place, isRemoval: fc.boolean(), day: fc.integer({ min: 0, max: 9 }) });
      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { minLength: 1, maxLength: 60 }),
          fc.integer({ min: 3, max: 30 }),
          async (changes, limit) => {
            // Those that stay are the even ones; only odd ones come and go.
            await store.commit({ writes: count(100).map((at) => put(idOf(at * 4), { day: at % 10 })) });
            const left = [...changes];
            const disturb = async (): Promise<void> => {
              const now = left
                .splice(0, 5)
                .map(({ at, isRemoval, day }) =>
                  isRemoval ? remove(idOf(at * 2 + 1)) : put(idOf(at * 2 + 1), { day }),
                );
              await store.commit({ writes: now });
            };
            const stays = ({ id }: { id: string }): boolean => Number(id.slice(1)) % 2 === 0;
            const listed = await allPages((page) => store.list(SAMPLES, '', page), limit, disturb);
            expect(listed.filter(stays).map(({ id }) => id)).toEqual(count(100).map((at) => idOf(at * 4)));
            const found = await allPages((page) => store.find(SAMPLES, 'by-day', { equals: [] }, page), limit, disturb);
            expect(
              found
                .filter(stays)
                .map(({ id }) => id)
                .sort(byCodePoint),
            ).toEqual(count(100).map((at) => idOf(at * 4)));
          },
        ),
        { numRuns: 25 },
      );
    }),
  );

  it(
    'refuses an index, a range, a page size or a page mark that it does not have',
    withPlatform(factory, async (platform) => {
      const store = await openSamples(platform);
      const code = 'unknown-index';
      await expect(store.find(SAMPLES, 'by-nothing', { equals: [] }, { limit: 1 })).rejects.toMatchObject({ code });
      await expect(store.find(SAMPLES, 'by-day', { equals: [1], from: 2 }, { limit: 1 })).rejects.toMatchObject({
        code,
      });
      await expect(store.list(SAMPLES, '', { limit: 1, after: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
        code: 'cursor-invalid',
      });
      for (const limit of [0, 1_001, 1.5]) await expect(store.list(SAMPLES, '', { limit })).rejects.toThrow(RangeError);
    }),
  );
}

function idOf(at: number): string {
  return `d${String(at).padStart(5, '0')}`;
}

async function fill(store: DocumentStore, documents: number): Promise<void> {
  for (let from = 1; from <= documents; from += 200) {
    const ids = count(200).map((at) => from + at - 1);
    await store.commit({ writes: ids.map((at) => put(idOf(at), { day: (at * 7919) % 365 })) });
  }
}
