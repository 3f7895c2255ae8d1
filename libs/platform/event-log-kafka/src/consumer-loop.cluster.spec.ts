import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, systemRandom } from '@evenground/config';
import { ConsumerLoop, type EventLog } from '@evenground/event-log';
import type { DocumentStore } from '@evenground/document-store';
import {
  APPLYING,
  RECORDS,
  SUITE_TOPICS,
  appliedIn,
  applying,
  catalogued,
  count,
  embeddedBackend,
  kafkaBrokers,
  kafkaPlace,
  openApplied,
  replayed,
  until,
  type KafkaPlace,
} from '@evenground/testing';
import kafkajs from 'kafkajs';
import { createTopics } from './create-topics.js';

jest.setTimeout(120_000); // a broker shares its cores with whatever else runs

const LONG = { patienceMs: 60_000, everyMs: 50 };
const partitioned = (partitions: number) => SUITE_TOPICS.map((topic) => ({ ...topic, partitions }));

interface Given {
  readonly place: KafkaPlace;
  readonly store: DocumentStore;
  /** Where the store's own events go. */
  readonly published: EventLog;
  /** A member of the group, on a connection of its own. */
  member(instance: string, work?: () => Promise<void>): Promise<Member>;
}
interface Member {
  readonly log: EventLog;
  readonly loop: ConsumerLoop;
  close(): Promise<void>;
}

/** A real store, and a feature in it whose effects are counted. */
async function inStore(partitions: number, test: (given: Given) => Promise<void>): Promise<void> {
  const backend = await embeddedBackend();
  const place = await kafkaPlace(partitioned(partitions));
  const platform = await backend.open();
  const members = new Set<Member>();
  try {
    const store = await openApplied(platform.stores);
    const member: Given['member'] = async (instance, work) => {
      const log = await place.open({ instance, times: { idleFetchMs: 100, metadataMs: 1_000 } });
      const loop = new ConsumerLoop(applying(store, work), { log, store, clock: systemClock, random: systemRandom });
      const close = async (): Promise<void> => {
        members.delete(opened);
        await loop.close();
        await log.close();
      };
      const opened: Member = { log, loop, close };
      members.add(opened);
      await loop.start();
      return opened;
    };
    await test({ place, store, published: platform.log, member });
  } finally {
    await Promise.all([...members].map((opened) => opened.close()));
    await platform.close();
    await backend.dispose();
    await place.dispose();
  }
}

describe('a feature whose members come and go while partitions are added', () => {
  it('has the effect of each event once, and in order per stream', () =>
    inStore(4, async ({ place, store, member }) => {
      const streams = Array.from({ length: 16 }, (_, at) => `s${at}`);
      const slow = () => pause(150);
      const first = await member('first', slow);
      const writer = await place.open({ instance: 'writer', times: { metadataMs: 1_000 } });
      let last = 0;
      let isOver = false;
      const writing = (async () => {
        while (!isOver) {
          last += 1;
          await writer.append(streams.map((stream) => catalogued(stream, last)));
          await pause(25);
        }
      })();
      writing.catch(() => undefined);
      const isAt = async (least: number) => Object.values(await appliedIn(store)).flat().length >= least;
      try {
        await until('it has begun', () => isAt(40), LONG);
        const second = await member('second', slow);
        await until('both are at work', () => isAt(200), LONG);
        const more = partitioned(8);
        await createTopics(place.settings, { clock: systemClock, topics: more });
        const extendedAt = last;
        await until('it is appended to all of them', () => last > extendedAt + 40, LONG);
        await second.close();
        const third = await member('third', slow);
        await until('it is appended further', () => last > extendedAt + 60, LONG);
        isOver = true;
        await writing;
        const all = Object.fromEntries(streams.map((stream) => [stream, count(last)]));
        await until('all were applied', () => isAt(streams.length * last), LONG);
        expect(await appliedIn(store)).toEqual(all);
        await until('nothing is left', async () => (await first.loop.lag()) === 0, LONG);
        expect(await appliedIn(store)).toEqual(all);
        for (const { loop } of [first, third]) expect(await loop.health()).toEqual({ healthy: true });
      } finally {
        isOver = true;
        await Promise.allSettled([writing, writer.close()]);
      }
    }));
});

describe('a message of somebody else', () => {
  it('ends as a dead letter of an unknown type that holds nothing of it, and the rest goes on', () =>
    inStore(1, async ({ place, store, published, member }) => {
      const { log, loop } = await member('only');
      const producer = new kafkajs.Kafka({
        brokers: [...kafkaBrokers()],
        logLevel: kafkajs.logLevel.NOTHING,
      }).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await producer.connect();
      await log.append([catalogued('a', 1)]);
      const value = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from('whose name is nobody else’s concern')]);
      await producer.send({ topic: place.settings.topicPrefix + RECORDS, messages: [{ key: 'a', value }] });
      await producer.disconnect();
      await log.append([catalogued('a', 2)]);
      await until('both were applied', async () => (await appliedIn(store))['a']?.length === 2, LONG);
      await until('nothing is left', async () => (await loop.lag()) === 0, LONG);
      const letters = (await replayed(published, `${RECORDS}.dead-letters`)).map(({ event }) => event);
      expect(letters).toMatchObject([
        {
          envelope: { type: 'event.dead-lettered' },
          data: {
            group: APPLYING,
            original: { type: 'message.foreign', topic: RECORDS, stream: 'foreign-0-1' },
            data: { partition: 0, offset: '1', bytes: value.length },
            cause: { kind: 'unknown-type', attempts: 1 },
          },
        },
      ]);
      expect(JSON.stringify(letters)).not.toContain('concern');
      expect(await loop.health()).toEqual({ healthy: true });
    }));
});
