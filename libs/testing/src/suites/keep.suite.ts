import fc from 'fast-check';
import { fillKeep, lineOfItem, type Keep, type KeepItem, type KnownServices } from '@evenground/archive';
import { streamId } from '@evenground/contracts';
import type { Commit, DocumentStore } from '@evenground/document-store';
import { anyBody, anyId } from './odd-bodies.js';
import type { OpenPlatform } from './platform-under-test.js';
import { OTHERS, SAMPLES, SERVICE, TOPIC, begun, openSamples, put, remove } from './store-samples.js';
import { until } from './until.js';

/** A place of its own for everything that services keep. */
export interface KeepPlace {
  /** Opens the place as a process does. */
  open(): Promise<OpenPlatform>;
  /** Looks at the place to carry it elsewhere, or to fill it. */
  keep(): Keep;
  /** Removes it. */
  dispose(): Promise<void>;
}

export interface KeepSuiteOptions {
  /** Makes an empty place. */
  readonly from: () => Promise<KeepPlace>;
  readonly to: () => Promise<KeepPlace>;
  /** How many random keeps are carried there and back. */
  readonly runs: number;
}

export const SAMPLE_SERVICES: KnownServices = [
  { service: SERVICE, collections: [SAMPLES, OTHERS] },
  { service: 'reporting', collections: [] },
];

const GROUP = 'ingestion.kept';
const INCOMING = { topic: TOPIC, stream: 'incoming' };

/** The promises of a keep, between two places: what is carried over is the same to the byte, and goes on there. */
export function keepSuite(name: string, options: KeepSuiteOptions): void {
  describe(`${name}: what services keep`, () => {
    it('is the same to the byte there, and again when it comes back, whatever the documents hold', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
          await withPlaces([options.from, options.to, options.from], async ([from, to, back]) => {
            const wrote = await lived(from, steps);
            const first = await linesIn(from);
            await carry(from, to);
            expect(await linesIn(to)).toEqual(first);
            await carry(to, back);
            expect(await linesIn(back)).toEqual(first);
            expect(await seen(to)).toEqual(wrote);
          });
        }),
        { numRuns: options.runs },
      );
    }, 300_000);

    it('goes on where it was: versions, sequences, marks, and the events that nobody has handled', async () => {
      await withPlaces([options.from, options.to], async ([from, to]) => {
        const before = await from.open();
        const store = await openSamples(before);
        await store.commit({ writes: [put('a', { school: 'north', day: 1 }, 0)], publish: [begun('s'), begun('s')] });
        await store.commit({
          writes: [put('a', { school: 'north', day: 2 }, 1)],
          handled: [{ group: GROUP, ...INCOMING, expected: 0, sequence: 7 }],
        });
        await before.close();
        await carry(from, to);
        const platform = await to.open();
        const after = await openSamples(platform);
        const handled: number[] = [];
        await platform.log.work({
          group: 'reporting.kept',
          topics: [TOPIC],
          handle: async (events) => void handled.push(...events.map(({ envelope }) => envelope.sequence)),
        });
        await until('the pending events are handled', () => handled.length >= 2);
        expect(handled.slice(0, 2)).toEqual([1, 2]);
        expect((await after.find(SAMPLES, 'by-school', { equals: ['north', 2] }, { limit: 5 })).items).toMatchObject([
          { id: 'a', version: 2 },
        ]);
        expect([...(await after.handled(GROUP, [INCOMING])).values()]).toEqual([7]);
        const next: Commit = { writes: [put('a', { day: 3 }, 2)], publish: [begun('s')] };
        expect((await after.commit(next)).published).toMatchObject([{ sequence: 3 }]);
        await platform.close();
      });
    }, 60_000);

    it('is one instant: of a commit that comes meanwhile all or nothing', async () => {
      await withPlaces([options.from], async ([place]) => {
        const platform = await place.open();
        const store = await openSamples(platform);
        const pair = (at: number): Commit => ({
          writes: [put('left', { value: at }), put('right', { value: at }), put(`step ${at}`, {})],
          publish: [begun('s')],
        });
        for (let at = 1; at <= 300; at += 1) await store.commit(pair(at));
        let isCut = false;
        const writing = (async () => {
          for (let at = 301; !isCut; at += 1) {
            await store.commit(pair(at));
            await new Promise(setImmediate);
          }
        })();
        const lines = await linesIn(place).finally(() => (isCut = true));
        await writing;
        await platform.close();
        const items = lines.map((line) => JSON.parse(line) as KeepItem);
        const documents = items.filter((item) => item.kind === 'document');
        const steps = documents.filter(({ id }) => id.startsWith('step')).length;
        expect(documents.filter(({ id }) => !id.startsWith('step')).map(({ text }) => text)).toEqual(
          Array(2).fill(JSON.stringify({ value: steps })),
        );
        expect(items.filter((item) => item.kind === 'head')).toMatchObject([{ sequence: steps }]);
        expect(items.filter((item) => item.kind === 'event')).toHaveLength(steps);
      });
    }, 60_000);

    it('is put only where nothing is', async () => {
      await withPlaces([options.from, options.to], async ([from, to]) => {
        await lived(from, []);
        await lived(to, [{ writes: [put('mine', {})] }]);
        const mine = await linesIn(to);
        await expect(carry(from, to)).rejects.toMatchObject({ code: 'place-not-empty' });
        expect(await linesIn(to)).toEqual(mine);
      });
    }, 60_000);

    it('put only half is used by no process, and can be put anew', async () => {
      await withPlaces([options.from, options.to], async ([from, to]) => {
        await lived(from, [{ writes: [put('a', {}), put('b', {})], publish: [begun('s')] }]);
        const keep = to.keep();
        const broken = fillKeep({ keep, services: SAMPLE_SERVICES, items: brokenOff(from) });
        await expect(broken).rejects.toThrow('broken off');
        await keep.close();
        await expect(seen(to)).rejects.toMatchObject({
          code: 'configuration-invalid',
          message: expect.stringContaining('half restored') as string,
        });
        await expect(linesIn(to)).rejects.toMatchObject({ code: 'configuration-invalid' });
        await carry(from, to);
        expect(await linesIn(to)).toEqual(await linesIn(from));
      });
    }, 60_000);

    it('of a collection, service or topic that the program does not know is refused', async () => {
      await withPlaces([options.from, options.to], async ([from, to]) => {
        await lived(from, [{ writes: [put('a', {})] }]);
        const without: KnownServices = [{ service: SERVICE, collections: [OTHERS] }];
        const [source, target] = [from.keep(), to.keep()];
        const filled = fillKeep({ keep: target, services: without, items: (await source.cut()).items() });
        await expect(filled).rejects.toMatchObject({
          code: 'archive-invalid',
          message: expect.stringContaining('the collection samples of ingestion') as string,
        });
        await Promise.all([source.close(), target.close()]);
      });
    }, 60_000);
  });
}

/** Carries everything from one place into another, empty one. */
export async function carry(from: KeepPlace, to: KeepPlace): Promise<void> {
  const [source, target] = [from.keep(), to.keep()];
  try {
    const cut = await source.cut();
    await fillKeep({ keep: target, services: SAMPLE_SERVICES, items: cut.items() });
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

export async function linesIn(place: KeepPlace): Promise<readonly string[]> {
  const keep = place.keep();
  try {
    const lines: string[] = [];
    for await (const items of (await keep.cut()).items()) lines.push(...items.map(lineOfItem));
    return lines;
  } finally {
    await keep.close();
  }
}

type Step = Pick<Commit, 'writes' | 'publish'>;

const anyWrite = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(anyId, anyBody).map(([id, body]) => put(id, body)) },
  { weight: 1, arbitrary: anyId.map((id) => remove(id)) },
);

const anyStep: fc.Arbitrary<Step> = fc.record({
  writes: fc.uniqueArray(anyWrite, { maxLength: 6, selector: ({ id }) => id }),
  publish: fc.array(
    fc.tuple(anyId, fc.string({ unit: 'binary', minLength: 1 })).map(([stream, said]) => begun(stream, said)),
    { maxLength: 4 },
  ),
});

/** Lets a service live through the steps in the place. @returns what it then sees of its documents */
async function lived(place: KeepPlace, steps: readonly Step[]): Promise<unknown> {
  const platform = await place.open();
  const store = await openSamples(platform);
  for (const [at, step] of steps.entries()) {
    const handled = { group: GROUP, ...INCOMING, expected: at * 2, sequence: at * 2 + 2 };
    await store.commit({ ...step, handled: [handled] });
  }
  const all = await everything(store);
  await platform.close();
  return all;
}

async function seen(place: KeepPlace): Promise<unknown> {
  const platform = await place.open();
  try {
    return await everything(await openSamples(platform));
  } finally {
    await platform.close();
  }
}

async function everything(store: DocumentStore): Promise<unknown> {
  const { items } = await store.list(SAMPLES, '', { limit: 1_000 });
  const byDay = await store.find(SAMPLES, 'by-day', { equals: [] }, { limit: 1_000 });
  return {
    items,
    byDay: byDay.items.map(({ id }) => id),
    mark: (await store.handled(GROUP, [INCOMING])).get(streamId(INCOMING)),
  };
}

async function* brokenOff(from: KeepPlace): AsyncGenerator<readonly KeepItem[]> {
  const keep = from.keep();
  try {
    for await (const items of (await keep.cut()).items()) {
      yield items.slice(0, 1);
      throw new Error('broken off');
    }
  } finally {
    await keep.close();
  }
}

async function withPlaces<const Makers extends readonly (() => Promise<KeepPlace>)[]>(
  makers: Makers,
  test: (places: { readonly [At in keyof Makers]: KeepPlace }) => Promise<void>,
): Promise<void> {
  const places: KeepPlace[] = [];
  try {
    for (const make of makers) places.push(await make());
    await test(places as unknown as { readonly [At in keyof Makers]: KeepPlace });
  } finally {
    await Promise.all(places.map((place) => place.dispose()));
  }
}
