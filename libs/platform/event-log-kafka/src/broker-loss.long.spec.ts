import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type KafkaSettings, systemClock, systemRandom } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import type { EventLog } from '@evenground/event-log';
import {
  RECORDS,
  SUITE_TOPICS,
  collect,
  count,
  firstOccurrences,
  kafkaPlace,
  leaderKills,
  perStream,
  replayed,
  sendAllAtOnce,
  sequenced,
  until,
} from '@evenground/testing';
import kafkajs, { type Admin } from 'kafkajs';
import { type Cluster, type ClusterProcess, startCluster } from '../../../../tools/cluster/start-cluster.mjs';
import { createTopics } from './create-topics.js';
import { openKafkaEventLog } from './open-kafka-event-log.js';
import type { SendBlocks } from './send-blocks.js';
import { configOf } from './topic-configs.js';

const GROUP = 'suite.broker-loss';
const LONG = { patienceMs: 60_000, everyMs: 100 }; // a broker is given up after 6 s, by a controller that may be gone too

let cluster: Cluster;
let admin: Admin;

/** By its number in Kafka, from 1. */
function broker(id: number): ClusterProcess {
  const found = cluster.processes[id - 1];
  if (found === undefined) throw new Error(`there is no broker ${id}`);
  return found;
}

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'evenground-broker-loss-'));
  cluster = await startCluster({ brokers: 3, mongods: 0, directory, prefer: 'processes', heapMb: 384 });
  const brokers = cluster.processes.map(({ port }) => `127.0.0.1:${port}`);
  admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
}, 120_000);
afterEach(async () => {
  for (const process of cluster.processes) if (process.pid === undefined) await process.restart();
  await until('all brokers are there', async () => (await admin.describeCluster()).brokers.length === 3, LONG);
}, 120_000);
afterAll(async () => {
  await admin.disconnect();
  await cluster.stop({ discard: true });
}, 60_000);

describe('a partition that moves, while an append is under way, to a broker that has answered it already', () => {
  const streams = Array.from({ length: 16 }, (_, at) => `s${at}`);
  const topics = SUITE_TOPICS.filter(({ name }) => name === RECORDS || name === 'platform.stream-heads');
  const sequences = (numbers: readonly number[]) => Object.fromEntries(streams.map((stream) => [stream, numbers]));

  /** The first partition is led by broker 1, the second by broker 2, and by broker 1 when that one is gone. */
  async function logOf(topicPrefix: string, send?: SendBlocks): Promise<EventLog> {
    const settings: KafkaSettings = {
      brokers: cluster.processes.map(({ port }) => `127.0.0.1:${port}`),
      topicPrefix,
      replicationFactor: 2,
    };
    const configEntries = Object.entries(configOf({ name: RECORDS, partitions: 2, retentionDays: 30 }, 2));
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: topicPrefix + RECORDS,
          replicaAssignment: [
            { partition: 0, replicas: [1, 3] },
            { partition: 1, replicas: [2, 1] },
          ],
          configEntries: configEntries.map(([name, value]) => ({ name, value })),
        },
      ],
    });
    await createTopics(settings, { clock: systemClock, topics });
    return openKafkaEventLog({
      ...{ settings, topics, instance: 'suite', clock: systemClock, random: systemRandom, send },
      times: { requestMs: 60_000, idleFetchMs: 100 }, // the broker that hangs is given up by its killing alone
    });
  }

  /** Who leads the second partition, asked of a broker that still answers; kafkajs may ask the one that hangs all the same. */
  async function leaderOf(topicPrefix: string): Promise<number | undefined> {
    const answering = new kafkajs.Kafka({
      brokers: [`127.0.0.1:${broker(1).port}`],
      logLevel: kafkajs.logLevel.NOTHING,
      requestTimeout: 2_000,
      retry: { retries: 0 },
    }).admin();
    try {
      await answering.connect();
      const { topics: found } = await answering.fetchTopicMetadata({ topics: [topicPrefix + RECORDS] });
      return found[0]?.partitions.find(({ partitionId }) => partitionId === 1)?.leader;
    } catch {
      return undefined; // no leader yet: the next look tells
    } finally {
      await answering.disconnect().catch(() => undefined);
    }
  }

  it('gets what it was sent; without the guard the append resolves and the events are nowhere', async () => {
    const [guarded, unguarded] = [await logOf('guarded-'), await logOf('unguarded-', sendAllAtOnce)];
    try {
      const next = (sequence: number) => streams.map((stream) => sequenced(stream, sequence));
      await Promise.all([guarded.append(next(1)), unguarded.append(next(1))]); // leaders and connections are known
      await broker(2).kill('SIGSTOP');
      const appends = Promise.all([guarded.append(next(2)), unguarded.append(next(2))]);
      appends.catch(() => undefined);
      try {
        for (const prefix of ['guarded-', 'unguarded-']) {
          await until('it moved', async () => (await leaderOf(prefix)) === 1, LONG);
        }
      } finally {
        await broker(2).kill();
      }
      await appends;
      await broker(2).restart();
      const [all, rest] = [await replayed(guarded, RECORDS), await replayed(unguarded, RECORDS)];
      expect(perStream(firstOccurrences(all.map(({ event }) => event)))).toEqual(sequences([1, 2]));
      const kept = perStream(rest.map(({ event }) => event));
      const lost = streams.filter((stream) => kept[stream]?.includes(2) !== true);
      expect(lost.length).toBeGreaterThan(0);
      expect(lost.length).toBeLessThan(streams.length);
    } finally {
      await Promise.all([guarded.close(), unguarded.close()]);
    }
  }, 240_000);
});

describe('a broker that coordinates a group and leads partitions', () => {
  it('is killed and comes back: the group and the watcher miss nothing, and go on without it', async () => {
    const topics = SUITE_TOPICS.map((topic) => ({ ...topic, partitions: 4 }));
    const brokers = cluster.processes.map(({ port }) => `127.0.0.1:${port}`);
    const place = await kafkaPlace(topics, { brokers, replicationFactor: 3 });
    const [log, writer] = [await place.open(), await place.open({ instance: 'writer' })];
    const group = await collect(log, GROUP);
    const watched: LogEvent[] = [];
    await log.watch({ topics: [RECORDS], handle: (events) => void watched.push(...events) });
    const streams = Array.from({ length: 16 }, (_, at) => `s${at}`);
    let last = 0;
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        last += 1;
        await writer.append(streams.map((stream) => sequenced(stream, last)));
        await pause(20);
      }
    })();
    writing.catch(() => undefined);
    try {
      await until('both read', () => group.events.length > 100 && watched.length > 100, LONG);
      const coordinator = (await coordinatorOf(place.settings.topicPrefix + GROUP)) ?? 0;
      await broker(coordinator).kill();
      const moved = async () =>
        ![undefined, coordinator].includes(await coordinatorOf(place.settings.topicPrefix + GROUP));
      await until('the group has another coordinator', moved, LONG);
      const [seen, seenByWatcher, written] = [group.events.length, watched.length, last];
      await until('it is appended further', () => last > written + 5, LONG);
      await until(
        'both go on while it is away',
        () => group.events.length > seen && watched.length > seenByWatcher,
        LONG,
      );
      await broker(coordinator).restart();
      await pause(1_000); // partitions go back to it
      isOver = true;
      await writing;
      const lasts = (events: readonly LogEvent[]) => Object.values(perStream(firstOccurrences(events)));
      const hasAll = (events: readonly LogEvent[]) =>
        lasts(events).length === streams.length && lasts(events).every((found) => found.length === last);
      await until('both have all', () => hasAll(group.events) && hasAll(watched), LONG);
      for (const events of [group.events, watched]) {
        expect(perStream(firstOccurrences(events))).toEqual(
          Object.fromEntries(streams.map((stream) => [stream, count(last)])),
        );
      }
      await until('nothing is left', async () => (await log.lag(GROUP)).get(RECORDS) === 0, LONG);
    } finally {
      isOver = true;
      await Promise.allSettled([writing, log.close(), writer.close()]);
      await place.dispose();
    }
  }, 240_000);

  /** The leader of the partition of Kafka's own topic in which the group is written down. */
  async function coordinatorOf(groupId: string): Promise<number | undefined> {
    const { topics } = await admin.fetchTopicMetadata({ topics: ['__consumer_offsets'] }).catch(() => ({ topics: [] }));
    const partitions = topics[0]?.partitions ?? [];
    let hash = 0; // String.hashCode of Java
    for (const unit of groupId) hash = (Math.imul(31, hash) + unit.charCodeAt(0)) | 0;
    const written = (hash & 0x7fffffff) % partitions.length;
    return partitions.find(({ partitionId }) => partitionId === written)?.leader;
  }
});

describe('killing partition leaders under load', () => {
  it('loses nothing that was acknowledged', async () => {
    const run = await leaderKills({ brokers: cluster.processes, rounds: 2, seed: 1, longestDownMs: 2_000 });
    expect(run.rounds.every(({ underWay }) => underWay > 0)).toBe(true);
    expect(run.acknowledged).toBeGreaterThan(1_000);
    expect(run.absent).toEqual([]);
  }, 240_000);
});
