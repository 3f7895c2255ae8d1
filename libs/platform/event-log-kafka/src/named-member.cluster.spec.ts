import { jest } from '@jest/globals';
import { systemClock, systemRandom } from '@evenground/config';
import {
  SUITE_TOPICS,
  appliedIn,
  applying,
  catalogued,
  collect,
  count,
  kafkaBackend,
  kafkaBrokers,
  kafkaPlace,
  names,
  openApplied,
  run,
  until,
} from '@evenground/testing';
import { ConsumerLoop } from '@evenground/event-log';
import kafkajs from 'kafkajs';
import { createTopics } from './create-topics.js';

// The child runs the built packages: `npx tsc -b` first.
jest.setTimeout(120_000); // a broker shares its cores with whatever else runs

const GROUP = 'suite.named';
const LONG = { patienceMs: 60_000, everyMs: 50 };
const SESSION_MS = 6_000; // the least that brokers take
const partitioned = (partitions: number) => SUITE_TOPICS.map((topic) => ({ ...topic, partitions }));

describe('a member that has a name', () => {
  it('goes on without it when another process joins under the same one, and nothing is left out', async () => {
    const place = await kafkaPlace(partitioned(4));
    const warnings: string[] = [];
    const admin = new kafkajs.Kafka({ brokers: [...kafkaBrokers()], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const members = async () => {
      const { groups } = await admin.describeGroups([place.settings.topicPrefix + GROUP]);
      return groups[0]?.state === 'Stable' ? groups[0].members : [];
    };
    const first = await place.open({ instance: 'twin', onWarning: (message) => void warnings.push(message) });
    const second = await place.open({ instance: 'twin' });
    try {
      const before = await collect(first, GROUP);
      const [alone] = await members();
      expect(alone?.memberId).toMatch(/^evenground\.all\.twin\.[0-9a-f]{8}-/);
      const after = await collect(second, GROUP);
      await until('both are members', async () => (await members()).length === 2, LONG);
      const named = (await members()).filter(({ memberId }) => /^evenground\.all\.twin\.[0-9a-f]{8}-/.test(memberId));
      expect(named).toHaveLength(1);
      expect(warnings).toContainEqual(expect.stringContaining('EVENGROUND_INSTANCE'));
      const sent = Array.from({ length: 12 }, (_, at) => run(`s${at}`, 1, 3)).flat();
      await first.append(sent);
      const seen = () => new Set(names([...before.events, ...after.events]));
      await until('all came', () => seen().size === sent.length, LONG);
      expect([...before.events, ...after.events]).toHaveLength(sent.length);
      expect([before.events.length, after.events.length]).not.toContain(0);
    } finally {
      await Promise.all([first.close(), second.close(), admin.disconnect()]);
      await place.dispose();
    }
  });

  it('that was dead while partitions were added gets them, too', async () => {
    const backend = await kafkaBackend();
    const { place } = backend;
    const streams = Array.from({ length: 16 }, (_, at) => `s${at}`);
    try {
      const writer = await place.open();
      await writer.append(streams.map((stream) => catalogued(stream, 1)));
      const child = backend.child({
        ...{ does: 'apply', sessionMs: SESSION_MS },
        killAt: { point: 'work/after-handler', hit: 1 },
      });
      expect(await child.ended).toMatchObject({ signal: 'SIGKILL', errors: '' });
      await createTopics(place.settings, { clock: systemClock, topics: partitioned(8) });
      const fresh = await place.open(); // knows of the new partitions at once
      await fresh.append(streams.map((stream) => catalogued(stream, 2)));
      const platform = await backend.open();
      const log = await place.open({ instance: 'child', times: { idleFetchMs: 100, sessionMs: SESSION_MS } });
      const store = await openApplied(platform.stores);
      const loop = new ConsumerLoop(applying(store), { log, store, clock: systemClock, random: systemRandom });
      try {
        await loop.start();
        const all = Object.fromEntries(streams.map((stream) => [stream, count(2)]));
        await until('all were applied', async () => Object.values(await appliedIn(store)).flat().length >= 32, LONG);
        expect(await appliedIn(store)).toEqual(all);
      } finally {
        await loop.close();
        await Promise.all([log.close(), fresh.close(), writer.close()]);
        await platform.close();
      }
    } finally {
      await backend.dispose();
    }
  });
});
