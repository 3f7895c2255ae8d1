import { jest } from '@jest/globals';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, systemRandom } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import type { EventLog } from '@evenground/event-log';
import {
  type KafkaPlace,
  RECORDS,
  SUITE_TOPICS,
  collect,
  count,
  kafkaBrokers,
  kafkaPlace,
  names,
  perStream,
  replayed,
  run,
  sendAllAtOnce,
  sequenced,
  until,
} from '@evenground/testing';
import kafkajs, { type Admin, type Message } from 'kafkajs';
import type { AdminSeat } from './admin-seat.js';
import { Appender } from './appender.js';
import { createTopics } from './create-topics.js';
import { KAFKA_TIMES } from './kafka-times.js';
import { openKafkaEventLog } from './open-kafka-event-log.js';
import { sendEachPartition } from './send-blocks.js';
import { encodeEvent } from './wire.js';

jest.setTimeout(30_000); // a broker shares its cores with whatever else runs

const GROUP = 'suite.hazards';
const ONE_PARTITION = SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 1 }));

/** A place with one open log, and a way around the adapter. */
async function inPlace(
  test: (given: { place: KafkaPlace; log: EventLog; admin: Admin; topic: string; produce: Produce }) => Promise<void>,
  topics = ONE_PARTITION,
  options: Parameters<KafkaPlace['open']>[0] = {},
): Promise<void> {
  const place = await kafkaPlace(topics);
  const log = await place.open({ times: { idleFetchMs: 100, metadataMs: 1_000 }, ...options });
  const client = new kafkajs.Kafka({ brokers: [...kafkaBrokers()], logLevel: kafkajs.logLevel.NOTHING });
  const admin = client.admin();
  const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
  const topic = place.settings.topicPrefix + RECORDS;
  try {
    await test({
      place,
      log,
      admin,
      topic,
      produce: async (...messages) => void (await producer.send({ topic, messages })),
    });
  } finally {
    await log.close();
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    await place.dispose();
  }
}
type Produce = (...messages: Message[]) => Promise<void>;

describe('what retention removed', () => {
  it('is told to a group that had not read it, which stops, and is told so again when it is opened again', () =>
    inPlace(async ({ place, log, admin, topic }) => {
      await log.append(run('a', 1, 3));
      const group = await collect(log, GROUP);
      await until('three came', () => group.events.length === 3);
      await group.consumption.close();
      await log.append(run('a', 4, 9));
      await admin.fetchTopicMetadata({ topics: [topic] });
      await removeUpTo(topic, 7);
      for (const reader of [log, await place.open()]) {
        const told = await collect(reader, GROUP);
        await until('it was told', () => told.faults.length > 0);
        expect(told.faults).toMatchObject([
          { code: 'retention-passed', message: expect.stringContaining('offset 3') as string },
        ]);
        await pause(300);
        expect(told.events).toEqual([]);
        if (reader !== log) await reader.close();
      }
      expect((await log.lag(GROUP)).get(RECORDS)).toBe(2);
    }));

  it('is told to one that runs and is overtaken, which is never moved on silently', () =>
    inPlace(async ({ place, log, topic }) => {
      await log.append(run('a', 1, 2));
      let finish = (): void => undefined;
      const held = new Promise<void>((resolve) => (finish = resolve));
      const seen: LogEvent[] = [];
      const group = await collect(log, GROUP, {
        maxBatch: 2,
        handle: async (events) => {
          seen.push(...events);
          await held;
        },
      });
      await until('it has the first batch', () => seen.length === 2);
      await log.append(run('a', 3, 9));
      await removeUpTo(topic, 6);
      finish();
      await until('it was told', () => group.faults.length > 0);
      expect(group.faults).toMatchObject([{ code: 'retention-passed' }]);
      expect(names(seen)).toEqual(['a 1', 'a 2']);
      await group.consumption.close();
      const again = await place.open();
      const told = await collect(again, GROUP);
      await until('it is still told', () => told.faults.length > 0);
      expect(told.faults).toMatchObject([
        { code: 'retention-passed', message: expect.stringContaining('offset 2,') as string },
      ]);
      expect(told.events).toEqual([]);
      await again.close();
    }));

  it('does not concern a new group, nor a replay', () =>
    inPlace(async ({ log, topic }) => {
      await log.append(run('a', 1, 5));
      await removeUpTo(topic, 3);
      const fresh = await collect(log, GROUP);
      await until('it has the rest', () => fresh.events.length === 2);
      expect(fresh.faults).toEqual([]);
      expect(names((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual(['a 4', 'a 5']);
    }));
});

describe('a message that is no event of ours', () => {
  it('is told as an event of an unknown type, and the rest goes on; replays and watchers leave it out', () =>
    inPlace(async ({ log, produce }) => {
      const watched: LogEvent[] = [];
      await log.watch({ topics: [RECORDS], handle: (events) => void watched.push(...events) });
      await log.append([sequenced('a', 1)]);
      await produce(
        { value: Buffer.from([0xff, 0x00]) },
        { key: 'a', value: '{"some":"json"}', headers: { ce_id: 'x' } },
      );
      await log.append([sequenced('a', 2)]);
      const group = await collect(log, GROUP);
      await until('all four came', () => group.events.length === 4);
      expect(group.events.map(({ envelope }) => envelope.type)).toEqual([
        'records.accepted',
        'message.foreign',
        'message.foreign',
        'records.accepted',
      ]);
      expect(group.events[1]).toMatchObject({
        envelope: { topic: RECORDS, stream: 'foreign-0-1', sequence: 1 },
        data: { partition: 0, offset: '1', bytes: 2 },
      });
      expect(group.faults).toEqual([]);
      await until('nothing is left', async () => (await log.lag(GROUP)).get(RECORDS) === 0);
      await until('the watcher has both', () => watched.length === 2);
      expect(names((await replayed(log, RECORDS)).map(({ event }) => event))).toEqual(['a 1', 'a 2']);
      await expect(log.verify()).rejects.toMatchObject({
        code: 'log-corrupt',
        message: expect.stringContaining('partition 0, offset 1') as string,
      });
    }));
});

describe('a damaged event', () => {
  it('is given to nobody, and named by all who read it', () =>
    inPlace(async ({ log, produce }) => {
      const { headers, key, value } = encodeEvent(sequenced('a', 1));
      const turned = Buffer.from(value);
      turned.writeUInt8(turned.readUInt8(3) ^ 1, 3);
      await produce({ key, headers, value: turned });
      const group = await collect(log, GROUP);
      await until('it was told', () => group.faults.length > 0);
      const found = {
        code: 'log-corrupt',
        message: expect.stringMatching(/ingestion\.records.*partition 0, offset 0/) as string,
      };
      expect(group.faults).toMatchObject([found]);
      expect(group.events).toEqual([]);
      await expect(log.verify()).rejects.toMatchObject(found);
      await expect(replayed(log, RECORDS)).rejects.toMatchObject(found);
    }));
});

describe('events under a codec that the client does not have', () => {
  it('stop who reads them, with a fault that says so', () =>
    inPlace(async ({ log, admin, topic }) => {
      const configEntries = [{ name: 'compression.type', value: 'lz4' }]; // an operator's idea, while the log is open
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }],
      });
      const told: unknown[] = [];
      await log.watch({ topics: [RECORDS], handle: () => undefined, onFault: (error) => told.push(error) });
      const group = await collect(log, GROUP);
      await log.append(run('a', 1, 3));
      await until('both were told', () => group.faults.length > 0 && told.length > 0);
      const found = { code: 'log-corrupt', message: expect.stringContaining('codec that cannot be read') as string };
      expect(group.faults).toMatchObject([found]);
      expect(told).toMatchObject([found]);
      expect(group.events).toEqual([]);
      await expect(replayed(log, RECORDS)).rejects.toMatchObject(found);
      expect((await log.lag(GROUP)).get(RECORDS)).toBe(3);
    }));
});

describe('a partition that the producer has not heard of', () => {
  it('is no place for an event that nobody wrote: what kafkajs calls sent is not acknowledged', () =>
    inPlace(async ({ admin, topic }) => {
      const client = new kafkajs.Kafka({ brokers: [...kafkaBrokers()], logLevel: kafkajs.logLevel.NOTHING });
      const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await producer.connect();
      await producer.send({ topic, messages: [{ partition: 0, value: 'known' }] });
      await admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] });
      const blocks = [0, 1].map((partition) => ({ topic, partition, messages: [{ value: 'v' }] }));
      expect(await sendAllAtOnce(producer, blocks, 1_000)).toEqual([]);
      expect(await sendEachPartition(producer, blocks, 1_000)).toMatchObject([
        { block: blocks[1], error: { code: 'log-unavailable', retriable: true } },
      ]);
      await producer.disconnect();
      const ends = new Map(
        (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
      );
      expect([ends.get(0), ends.get(1)]).toEqual([3, 0]);
    }));
});

describe('a handler that fails', () => {
  it('records nothing of its batch: what is not handled comes again to the next copy, what is does not', () =>
    inPlace(async ({ place, log }) => {
      await log.append(run('a', 1, 10));
      const handled: string[] = [];
      const group = await collect(log, GROUP, {
        maxBatch: 3,
        handle: async (events) => {
          if (names(events).includes('a 7')) throw new Error('not this one');
          handled.push(...names(events));
        },
      });
      await until('it fails', () => group.faults.length > 1);
      await group.consumption.close();
      expect(handled).toEqual(names(run('a', 1, 6)));
      expect((await log.lag(GROUP)).get(RECORDS)).toBe(4);
      const other = await place.open();
      const rest = await collect(other, GROUP);
      await until('the rest came', () => rest.events.length === 4);
      expect(names(rest.events)).toEqual(names(run('a', 7, 10)));
      await other.close();
    }));

  it('holds up its own partition and no other', () =>
    inPlace(
      async ({ log }) => {
        const streams = Array.from({ length: 12 }, (_, at) => `s${at}`);
        await log.append(streams.flatMap((stream) => run(stream, 1, 5)));
        const busy = new Map<string, number>();
        const handled: LogEvent[] = [];
        const bad = 's3';
        const group = await collect(log, GROUP, {
          maxBatch: 1,
          handle: async (events) => {
            for (const { envelope } of events) {
              busy.set(envelope.stream, (busy.get(envelope.stream) ?? 0) + 1);
              expect(busy.get(envelope.stream)).toBe(1);
              await pause(1);
              busy.set(envelope.stream, 0);
              if (envelope.stream === bad) throw new Error('always');
              handled.push(...events);
            }
          },
        });
        await until('the other partitions are through', () => group.faults.length > 2 && handled.length >= 25);
        expect(perStream(handled)).toEqual(
          Object.fromEntries(
            Object.keys(perStream(handled)).map((stream) => [stream, count(perStream(handled)[stream]?.length ?? 0)]),
          ),
        );
        expect(new Set(group.faults.map(String))).toEqual(new Set(['Error: always']));
      },
      SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 4 })),
    ));
});

describe('a group whose members come and go', () => {
  it(
    'handles everything in order per stream while batches take long',
    () =>
      inPlace(
        async ({ place, log }) => {
          const streams = Array.from({ length: 8 }, (_, at) => `s${at}`);
          const last = new Map<string, number>();
          const handle = async (events: readonly LogEvent[], progress: () => Promise<void>): Promise<void> => {
            for (let step = 0; step < 4; step += 1) {
              await pause(40);
              await progress();
            }
            for (const { envelope } of events) {
              const before = last.get(envelope.stream) ?? 0;
              // Handed back and handed out again: older is dropped by sequence, a gap would be a loss.
              expect(envelope.sequence).toBeLessThanOrEqual(before + 1);
              last.set(envelope.stream, Math.max(before, envelope.sequence));
            }
          };
          await collect(log, GROUP, { handle, maxBatch: 10 });
          await log.append(streams.flatMap((stream) => run(stream, 1, 60)));
          for (let turn = 0; turn < 2; turn += 1) {
            const other = await place.open({ instance: `other-${turn}` });
            await collect(other, GROUP, { handle, maxBatch: 10 });
            await pause(1_500);
            await other.close();
          }
          await until('all came', () => streams.every((stream) => last.get(stream) === 60));
        },
        SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 4 })),
      ),
    30_000,
  );

  it(
    'notices added partitions and misses nothing of them; nor do watchers, replays and lag',
    () =>
      inPlace(
        async ({ place, log }) => {
          const streams = Array.from({ length: 16 }, (_, at) => `s${at}`);
          const group = await collect(log, GROUP);
          const watched: LogEvent[] = [];
          await log.watch({ topics: [RECORDS], handle: (events) => void watched.push(...events) });
          await log.append(streams.flatMap((stream) => run(stream, 1, 5)));
          const position = (await replayed(log, RECORDS)).at(-1)?.next;
          const more = SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 8 }));
          const { extended } = await createTopics(place.settings, { clock: systemClock, topics: more });
          expect(extended).toContain(place.settings.topicPrefix + RECORDS);
          const other = await place.open(); // knows of the new partitions at once
          await other.append(streams.flatMap((stream) => run(stream, 6, 10)));
          const all = Object.fromEntries(streams.map((stream) => [stream, count(10)]));
          const sorted = (events: readonly LogEvent[]) =>
            Object.fromEntries(
              Object.entries(perStream(events)).map(([stream, seen]) => [stream, [...seen].sort((a, b) => a - b)]),
            );
          await until('the group has all', () => group.events.length >= 160);
          await until('the watcher has all', () => watched.length >= 160);
          expect(sorted(group.events)).toEqual(all);
          expect(sorted(watched)).toEqual(all);
          const rest = (await replayed(log, RECORDS, position)).map(({ event }) => event);
          expect(perStream(rest)).toEqual(Object.fromEntries(streams.map((stream) => [stream, [6, 7, 8, 9, 10]])));
          await until('nothing is left', async () => (await log.lag(GROUP)).get(RECORDS) === 0);
          await other.close();
        },
        SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 4 })),
      ),
    30_000,
  );

  it('says of each copy how far it is behind in what it was given, and nothing of what others were given', () =>
    inPlace(async ({ place, log }) => {
      await log.append(run('a', 1, 5));
      let isHeld = true;
      const handle = async (_: readonly LogEvent[], progress: () => Promise<void>) => {
        for (; isHeld; await pause(50)) await progress(); // what is shared out anew is handed back
      };
      const other = await place.open();
      const copies = [await collect(log, GROUP, { handle }), await collect(other, GROUP, { handle })];
      const behind = () => Promise.all(copies.map(({ consumption }) => consumption.behind()));
      // Of one partition, so that one of the two has nothing to do.
      await until('one has all of it', async () => (await behind()).sort().join() === '0,5');
      expect((await log.lag(GROUP)).get(RECORDS)).toBe(5);
      isHeld = false;
      await until('it is through', async () => (await behind()).join() === '0,0');
      await other.close();
    }));

  it('has the name of the catalogue behind the prefix of the installation, and no other', () =>
    inPlace(async ({ place, log, admin }) => {
      await collect(log, GROUP);
      const { groups } = await admin.listGroups();
      const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(place.settings.topicPrefix));
      expect(ours).toEqual([place.settings.topicPrefix + GROUP]);
    }));
});

describe('a broker that accepts and never answers', () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  const times = { startMs: 1_000, requestMs: 500, connectMs: 500, appendMs: 1_000 };
  const unavailable = { code: 'log-unavailable', retriable: true };
  const settings = () => ({
    brokers: [`127.0.0.1:${(silent.address() as AddressInfo).port}`],
    topicPrefix: 'silent-',
    replicationFactor: 1,
  });
  beforeAll(() => new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    sockets.forEach((socket) => socket.destroy());
    silent.close();
  });

  it('ends an opening in time', async () => {
    const begun = performance.now();
    const options = { instance: 'suite', clock: systemClock, random: systemRandom, topics: ONE_PARTITION };
    await expect(openKafkaEventLog({ settings: settings(), ...options, times })).rejects.toMatchObject(unavailable);
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it('ends an append in time', async () => {
    const topic = `silent-${RECORDS}`;
    const metadata = { topics: [{ name: topic, partitions: [{}] }] };
    const appender = new Appender({
      ...{ settings: settings(), clientId: 'suite', times: { ...KAFKA_TIMES, ...times } },
      ...{ clock: systemClock, random: systemRandom },
      admin: { ask: async () => metadata } as unknown as AdminSeat,
    });
    const begun = performance.now();
    const outgoing = { topic, key: 'a', value: 'v', bytes: 1 };
    await expect(appender.append([outgoing])).rejects.toMatchObject(unavailable);
    expect(performance.now() - begun).toBeLessThan(4_000);
    await appender.close();
  });
});

describe('opening', () => {
  it('refuses missing topics and says what to do, or makes them when it is told to', async () => {
    const settings = { brokers: kafkaBrokers(), topicPrefix: `missing${process.pid}-`, replicationFactor: 1 };
    const options = { instance: 'suite', clock: systemClock, random: systemRandom, topics: ONE_PARTITION };
    await expect(openKafkaEventLog({ settings, ...options })).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining(`${settings.topicPrefix}ingestion.records`) as string,
    });
    const place = await kafkaPlace(ONE_PARTITION, { createTopics: true });
    const log = await place.open();
    await expect(log.ping()).resolves.toBeUndefined();
    await log.close();
    await place.dispose();
  });

  it('refuses a topic whose configuration breaks a promise', () =>
    inPlace(async ({ place, admin, topic }) => {
      const configEntries = [{ name: 'retention.ms', value: '3600000' }];
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }],
      });
      await expect(place.open()).rejects.toMatchObject({
        code: 'configuration-invalid',
        message: expect.stringContaining('retention.ms is 3600000 and must be 2592000000') as string,
      });
    }));

  it('refuses more copies than there are brokers', async () => {
    const settings = { brokers: kafkaBrokers(), topicPrefix: `copies${process.pid}-`, replicationFactor: 9 };
    await expect(createTopics(settings, { clock: systemClock, topics: ONE_PARTITION })).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('KAFKA_REPLICATION_FACTOR is 9') as string,
    });
  });
});

/** What retention does in its own time. A fresh admin, since kafkajs asks only brokers that it has met. */
async function removeUpTo(topic: string, offset: number): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [...kafkaBrokers()], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  await admin.disconnect();
}
