import fc from 'fast-check';
import type { LogEvent } from '@evenground/contracts';
import type { EventLog } from '@evenground/event-log';
import { collect } from './collect-events.js';
import { withBackend, withPlatform, type BackendFactory } from './platform-under-test.js';
import { RECORDS, REFERENCE, TOUCHED, count, names, perStream, replayed, run, sequenced } from './sequenced-events.js';
import { until } from './until.js';

const DAY_MS = 86_400_000;

/** What `watch` promises. */
export function watchPromises(factory: BackendFactory): void {
  it(
    'lets every watcher see all that comes after it subscribed, in order, and nothing before',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 2));
      const seen: [LogEvent[], LogEvent[]] = [[], []];
      for (const mine of seen) await log.watch({ topics: [RECORDS], handle: (events) => void mine.push(...events) });
      await log.append([...run('a', 3, 1_500), sequenced('d', 1, { topic: REFERENCE })]);
      await until('both saw all', () => seen.every((mine) => mine.length === 1_498));
      for (const mine of seen) expect(names(mine)).toEqual(names(run('a', 3, 1_500)));
    }),
  );

  it(
    'misses nothing between subscribing and loading',
    withPlatform(factory, async ({ log }) => {
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
    }),
  );

  it(
    'shows the same events again to a watcher that threw, and ends when closed',
    withPlatform(factory, async ({ log }) => {
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
    }),
  );
}

/** What `replay` promises. */
export function replayPromises(factory: BackendFactory): void {
  it(
    'replays from any position exactly what lies after it',
    withPlatform(factory, async ({ log }) => {
      const events = [...run('a', 1, 40), ...run('b', 1, 30)];
      await log.append(events);
      await log.append([sequenced('d', 1, { topic: REFERENCE })]);
      const all = await replayed(log, RECORDS);
      expect(perStream(all.map(({ event }) => event))).toEqual({ a: count(40), b: count(30) });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: events.length - 1 }), async (at) => {
          const rest = (await replayed(log, RECORDS, all[at]?.next)).map(({ event }) => event);
          expect(perStream(rest)).toEqual(perStream(all.slice(at + 1).map(({ event }) => event)));
        }),
        { numRuns: 20 },
      );
    }),
  );

  it(
    'ends a replay at what was the head when it was asked for',
    withPlatform(factory, async ({ log }) => {
      await log.append(run('a', 1, 700));
      const pages = log.replay(RECORDS);
      await log.append(run('a', 701, 710));
      const seen: LogEvent[] = [];
      for await (const page of pages) {
        if (seen.length === 0) await log.append(run('a', 711, 720));
        seen.push(...page.map(({ event }) => event));
      }
      expect(perStream(seen)).toEqual({ a: count(700) });
    }),
  );
}

/** What `publishHeads` and `heads` promise. */
export function headPromises(factory: BackendFactory): void {
  it(
    'knows how far publishers said that streams reach; an older word changes nothing',
    withBackend(factory, async (backend) => {
      const first = await backend.open();
      const at = (stream: string, sequence: number, topic = RECORDS) => ({ topic, stream, sequence });
      await first.log.publishHeads([at('a', 3), at('b', 1), at('d', 7, REFERENCE)]);
      await first.log.publishHeads([at('a', 2), at('b', 4)]);
      const known = async ({ log }: { readonly log: EventLog }) =>
        (await log.heads([RECORDS])).map(({ stream, sequence }) => `${stream} ${sequence}`).sort();
      await until('it knows both', async () => (await known(first)).join() === 'a 3,b 4');
      expect(await first.log.heads([TOUCHED])).toEqual([]);
      await first.close();
      const second = await backend.open();
      await until('it still knows both', async () => (await known(second)).join() === 'a 3,b 4');
      await second.close();
    }),
  );
}

/** Retention, for adapters that enforce it themselves (Kafka's broker does it in its own time). */
export function retentionSuite(name: string, factory: BackendFactory): void {
  const old = { time: '2026-01-01T00:00:00.000Z' };
  const young = { time: '2026-03-01T00:00:00.000Z' };
  const nowMs = Date.parse('2026-03-01T00:00:00.000Z') + DAY_MS;

  it(
    `${name}: removes what is older than its topic keeps, and tells a group that had not read it`,
    withPlatform(factory, async ({ log }) => {
      const late = await collect(log, 'suite.late');
      await late.consumption.close();
      await log.append([
        ...run('a', 1, 3, old),
        ...run('a', 4, 5, young),
        sequenced('d', 1, { ...old, topic: REFERENCE }),
      ]);
      await log.enforceRetention(nowMs);
      expect(perStream((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual({ a: [4, 5] });
      expect(await replayed(log, REFERENCE)).toEqual([]);
      const told = await collect(log, 'suite.late');
      await until('it was told', () => told.faults.length > 0);
      expect(told.faults).toMatchObject([{ code: 'retention-passed' }]);
      expect(told.events).toEqual([]);
    }),
  );

  it(
    `${name}: begins a new group, and goes on with one that had read it all, after a removal`,
    withPlatform(factory, async ({ log }) => {
      const through = await collect(log, 'suite.through');
      await log.append(run('a', 1, 3, old));
      await until('it has recorded', async () => (await log.lag('suite.through')).get(RECORDS) === 0);
      await log.enforceRetention(nowMs);
      await log.append(run('a', 4, 4, young));
      const fresh = await collect(log, 'suite.fresh');
      await until('both have the fourth', () => through.events.length === 4 && fresh.events.length === 1);
      expect([...through.faults, ...fresh.faults]).toEqual([]);
    }),
  );

  it(
    `${name}: still knows of the removal after it was opened again`,
    withBackend(factory, async (backend) => {
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
    }),
  );

  it(
    `${name}: keeps what is young behind what is old, so that nothing has a hole`,
    withPlatform(factory, async ({ log }) => {
      await log.append([...run('a', 1, 1, old), ...run('a', 2, 2, young), ...run('a', 3, 3, old)]);
      await log.enforceRetention(nowMs);
      expect(perStream((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual({ a: [2, 3] });
    }),
  );
}

/** For adapters that keep the log's bytes themselves; the backend must be able to `damage`. */
export function damagedLogSuite(name: string, factory: BackendFactory): void {
  it(
    `${name}: finds a damaged event and gives it to nobody`,
    withBackend(factory, async (backend) => {
      if (backend.damage === undefined) throw new Error('this backend cannot damage its log');
      const first = await backend.open();
      await first.log.append([
        sequenced('a', 1),
        sequenced('a', 2, { data: { says: 'to be damaged' } }),
        sequenced('a', 3),
      ]);
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
    }),
  );
}
