import { setTimeout as pause } from 'node:timers/promises';
import { type KafkaSettings, systemClock, systemRandom } from '@evenground/config';
import type { LogEvent } from '@evenground/contracts';
import { type SendBlocks, createTopics, openKafkaEventLog, partitionStates } from '@evenground/event-log-kafka';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { RECORDS, sequenced } from '../suites/sequenced-events.js';
import { whileWriting } from './while-writing.js';

const PARTITIONS = 12;
const WRITERS = 4;
const STREAMS_OF_A_WRITER = 24;
const EVENTS_OF_AN_APPEND = 240;
const PADDING = 'x'.repeat(150); // about 300 bytes of JSON together

/** A broker that can be killed and started again. */
export interface KillableBroker {
  readonly port: number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
}

export interface LeaderKillOptions {
  readonly brokers: readonly KillableBroker[];
  readonly rounds: number;
  readonly seed: number;
  /** How long a killed broker is away at most; 9 s unless said otherwise. */
  readonly longestDownMs?: number;
  /** Takes the guard out: all partitions in one `send`, whose answer is believed. */
  readonly withoutGuard?: boolean;
  /** Ends after the first round after which something is missing. */
  readonly untilLost?: boolean;
  readonly onRound?: (round: LeaderKillRound) => void;
}

export interface LeaderKillRound {
  readonly round: number;
  readonly killedPort: number;
  /** Appends that were under way when the leader was killed. */
  readonly underWay: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly longestMs: number;
}

export interface LeaderKillRun {
  readonly rounds: readonly LeaderKillRound[];
  readonly acknowledged: number;
  /** Acknowledged events that the whole log, read back, does not have. */
  readonly absent: readonly string[];
  readonly duplicates: number;
  readonly read: number;
}

/** What is done without the guard: as one would write it after reading kafkajs' documentation. */
export const sendAllAtOnce: SendBlocks = async (producer, blocks, replicasMs) => {
  try {
    for (const topic of new Set(blocks.map((block) => block.topic))) {
      const ofTopic = blocks.filter((block) => block.topic === topic);
      const messages = ofTopic.flatMap((block) =>
        block.messages.map((message) => ({ ...message, partition: block.partition })),
      );
      await producer.send({ topic, acks: -1, timeout: replicasMs, messages });
    }
    return [];
  } catch (error) {
    return blocks.map((block) => ({ block, error }));
  }
};

/** Kills the leader of a partition with SIGKILL while events are appended, again and again, and then reads everything. */
export async function leaderKills(options: LeaderKillOptions): Promise<LeaderKillRun> {
  const { brokers, rounds, seed, withoutGuard = false, longestDownMs = 9_000 } = options;
  const random = xoroshiro128plus(seed);
  const settings: KafkaSettings = {
    brokers: brokers.map(({ port }) => `127.0.0.1:${port}`),
    topicPrefix: `kill${seed}${withoutGuard ? 'n' : 'g'}-`,
    replicationFactor: 3,
  };
  const topics = [
    { name: RECORDS, partitions: PARTITIONS, retentionDays: 30 },
    { name: 'platform.stream-heads', partitions: 1, retentionDays: undefined },
  ];
  await createTopics(settings, { clock: systemClock, topics });
  const log = await openKafkaEventLog({
    ...{ settings, topics, instance: 'leader-kills', clock: systemClock, random: systemRandom },
    send: withoutGuard ? sendAllAtOnce : undefined,
  });
  const acknowledged = new Set<string>();
  const done: LeaderKillRound[] = [];
  const next = new Map<string, number>();
  let absent: readonly string[] = [];
  let read = 0;
  let distinct = 0;
  const readBack = async (): Promise<void> => {
    const present = new Set<string>();
    read = 0;
    for await (const page of log.replay(RECORDS)) {
      for (const { event } of page) present.add(nameOf(event));
      read += page.length;
    }
    distinct = present.size;
    absent = [...acknowledged].filter((name) => !present.has(name));
  };
  try {
    for (let round = 1; round <= rounds; round += 1) {
      done.push(await killOnce(round));
      options.onRound?.(done[done.length - 1] as LeaderKillRound);
      if (options.untilLost !== true) continue;
      await readBack();
      if (absent.length > 0) break;
    }
    await readBack();
  } finally {
    await log.close();
  }
  return { rounds: done, acknowledged: acknowledged.size, absent, duplicates: read - distinct, read };

  async function killOnce(round: number): Promise<LeaderKillRound> {
    const before = acknowledged.size;
    const { harmed, ...told } = await whileWriting(
      WRITERS,
      async (writer) => {
        const events = nextEvents(writer);
        await log.append(events);
        for (const event of events) acknowledged.add(nameOf(event));
      },
      async (underWay) => {
        await pause(uniformInt(random, 300, 1_500));
        const victim = await leaderOf(uniformInt(random, 0, PARTITIONS - 1));
        const found = { killedPort: victim.port, underWay: underWay() };
        await victim.kill('SIGKILL');
        await pause(uniformInt(random, 500, longestDownMs));
        await victim.restart();
        await allInSync();
        await pause(300);
        return found;
      },
    );
    return { round, ...harmed, ...told, acknowledged: acknowledged.size - before };
  }

  function nextEvents(writer: number): readonly LogEvent[] {
    return Array.from({ length: EVENTS_OF_AN_APPEND }, (_, at) => {
      const stream = `w${writer}/${at % STREAMS_OF_A_WRITER}`;
      const sequence = (next.get(stream) ?? 0) + 1;
      next.set(stream, sequence);
      return sequenced(stream, sequence, { data: { padding: PADDING } });
    });
  }

  async function leaderOf(partition: number): Promise<KillableBroker> {
    const states = await partitionStates(settings, systemClock, RECORDS);
    const port = states.find((state) => state.partition === partition)?.leaderPort;
    const victim = brokers.find((broker) => broker.port === port);
    if (victim === undefined) throw new Error(`partition ${partition} has no leader`);
    return victim;
  }

  async function allInSync(): Promise<void> {
    for (let looks = 0; looks < 600; looks += 1) {
      const found = await partitionStates(settings, systemClock, RECORDS).catch(() => []);
      if (found.length === PARTITIONS && found.every(({ inSync }) => inSync === 3)) return;
      await pause(100);
    }
    throw new Error('the killed broker did not catch up within 60 s');
  }
}

function nameOf({ envelope }: LogEvent): string {
  return `${envelope.stream} ${envelope.sequence}`;
}
