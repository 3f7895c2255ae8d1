import { setTimeout as pause } from 'node:timers/promises';
import { type KafkaSettings, systemClock, systemRandom } from '@evenground/config';
import { type LogEvent, SERVICES, type Service } from '@evenground/contracts';
import { FOREIGN_MESSAGE } from '@evenground/event-log';
import {
  KAFKA_TIMES,
  appendRaw,
  catalogueTopics,
  createTopics,
  openKafkaEventLog,
  partitionStates,
} from '@evenground/event-log-kafka';
import type { Cluster, ClusterProcess } from '../../../../tools/cluster/start-cluster.mjs';
import { until } from '../deployment/api-client.js';
import { armProcess, armedEntry, deedsIn } from '../deployment/armed-process.js';
import type { RunningProcess } from '../deployment/deployment.js';
import { UnexpectedAnswer } from '../scenario/actor.js';
import type { Fault, Ground } from '../scenario/fault-rounds.js';
import { filesOf } from '../scenario/round-files.js';
import { mix } from '../scenario/small-district.js';

const RECORDS = 'ingestion.records';
const DOWN_AT_MOST_MS = 2_000;
const FROZEN_SERVER_MS = 20_000;
const DRAINED_WITHIN_MS = 15_000; // reliability: an orderly end takes no longer
const DIES_WITHIN_MS = 60_000;
const FENCED_WITHIN_MS = 15_000;
const MOST_REPEATED = 400; // events
const PARKED_WITHIN_MS = 30_000;

/** kill -9 of one copy of a service; it is started again a moment later. */
export const serviceKilled = (service: Service): Fault => ({
  name: `kill -9 of ${service}`,
  inflict: async (ground) => {
    const victim = copyOf(ground, service);
    await victim.kill();
    return async () => {
      await pause(mix(ground.seed, 'down') * DOWN_AT_MOST_MS);
      await victim.restart();
    };
  },
});

/** kill -9 of one copy of each service, one after the other, each started again before the next one dies. */
export const EACH_SERVICE_KILLED: Fault = {
  name: 'kill -9 of each service in turn',
  inflict: async (ground) => {
    const order = SERVICES.map((service) => ({ service, at: mix(ground.seed, service) })).sort((a, b) => a.at - b.at);
    const [first, ...others] = order.map(({ service }) => copyOf(ground, service));
    await first?.kill();
    return async () => {
      await first?.restart();
      for (const victim of others) {
        await victim.kill();
        await victim.restart();
      }
    };
  },
};

/**
 * A copy stands still in the middle of a commit until its group has given its work to another; then it goes on as if
 * nothing had been.
 */
export const ownerFrozen = (service: Service): Fault => ({
  name: `SIGSTOP of ${service} in a commit, for two sessions`,
  inflict: async (ground) => {
    const victim = copyOf(ground, service);
    await victim.stop();
    await victim.restart(armedEntry(service));
    const deeds = (): number => deedsIn(victim.directory).length;
    const before = deeds();
    await armProcess(victim, victim.directory, { point: 'commit/after-writes', hit: 1, by: 'SIGSTOP' });
    await until(
      () => Promise.resolve(deeds()),
      (count) => count > before,
      `${victim.name} is in a commit`,
      DIES_WITHIN_MS,
    );
    const fencedBefore = fencedIn(victim);
    return async () => {
      await pause(KAFKA_TIMES.sessionMs * 2);
      victim.signal('SIGCONT');
      // What it had in hand is refused now.
      await until(
        () => Promise.resolve(fencedIn(victim)),
        (count) => count > fencedBefore,
        `a commit of ${victim.name} is fenced`,
        FENCED_WITHIN_MS,
      ).catch(() => undefined);
      return `${fencedIn(victim) - fencedBefore} commits fenced`;
    };
  },
});

/** All processes, one after the other: an upgrade. */
export const ROLLING_RESTART: Fault = {
  name: 'rolling restart',
  inflict: ({ product }) =>
    Promise.resolve(async () => {
      let longestMs = 0;
      for (const one of product.processes) {
        const asked = performance.now();
        await one.stop();
        const drainedMs = performance.now() - asked;
        longestMs = Math.max(longestMs, drainedMs);
        const code = await one.exited;
        if (code !== 0) throw new Error(`${one.name} ended with ${code}: ${one.output().slice(-2_000)}`);
        if (drainedMs > DRAINED_WITHIN_MS) throw new Error(`${one.name} took ${drainedMs.toFixed(0)} ms to drain`);
        await one.restart();
      }
      return `drained within ${longestMs.toFixed(0)} ms`;
    }),
};

/** One copy goes in order, comes, goes and comes: the groups are shared out four times. */
export const rebalanced = (service: Service): Fault => ({
  name: `${service} scaled down and up, twice`,
  inflict: async (ground) => {
    const leaves = copyOf(ground, service);
    await leaves.stop();
    return async () => {
      await leaves.restart();
      await leaves.stop();
      await leaves.restart();
    };
  },
});

/** Files of the same students come to several copies of ingestion at the same moment. */
export const BUCKETS_CONTESTED: Fault = {
  name: 'two copies judge the same buckets',
  inflict: async ({ seed, filesSent, sendTogether }) => {
    await filesSent;
    const types = ['students', 'discipline', 'courses', 'assessments'];
    const files = filesOf(seed + 500).filter(({ type, query }) => types.includes(type) && query['mode'] === undefined);
    await sendTogether(files.map((file) => ({ ...file, name: 'together' })));
    return () => Promise.resolve(`${files.length} files at once`);
  },
};

/** The relay's process dies when the log has the events and the outbox does not know it yet. */
export const relayKilled = (point: 'relay/before-append' | 'relay/after-append'): Fault => ({
  name: `relay killed at ${point}`,
  inflict: async (ground) => {
    const victim = copyOf(ground, 'ingestion');
    await victim.stop();
    await victim.restart(armedEntry('ingestion'));
    await armProcess(victim, victim.directory, { point, hit: 1 });
    const died = await Promise.race([victim.exited.then(() => true), pause(DIES_WITHIN_MS, false, { ref: false })]);
    if (!died) throw new Error(`${victim.name} never came to ${point}`);
    return () => victim.restart();
  },
});

/** The log acknowledges events and loses them, among them the last of their streams. */
export const LAST_MESSAGES_LOST: Fault = {
  name: 'acknowledged events lost, the last of streams too',
  inflict: async (ground) => {
    const copies = ground.product.processes.filter(({ name }) => name.startsWith('ingestion-'));
    for (const one of copies) {
      await one.stop();
      await one.restart(armedEntry('ingestion'));
    }
    for (const one of copies) await armProcess(one, one.directory, { swallows: [RECORDS] });
    const lost = (): number =>
      copies
        .flatMap(({ directory }) => deedsIn(directory))
        .reduce((sum, deed) => sum + ('swallowed' in deed ? deed.swallowed : 0), 0);
    const before = lost();
    await until(
      () => Promise.resolve(lost() - before),
      (count) => count > 0,
      'something is lost',
      DIES_WITHIN_MS,
    );
    return async () => {
      await ground.filesSent;
      await pause(1_000);
      for (const one of copies) await armProcess(one, one.directory, { swallows: [] });
      return `${lost() - before} events lost`;
    };
  },
};

/** Of what was ever sent, some comes again, out of its order. */
export const DUPLICATES: Fault = {
  name: 'duplicates in the log',
  inflict: async ({ product, seed }) => {
    const log = await openKafkaEventLog({
      ...{ settings: kafkaOf(product), instance: 'duplicates', clock: systemClock, random: systemRandom },
    });
    try {
      let repeated = 0;
      for (const topic of [RECORDS, 'diagnostics.touched', 'diagnostics.measures', 'interventions.cycles']) {
        const found: LogEvent[] = [];
        for await (const page of log.replay(topic)) found.push(...page.map(({ event }) => event));
        const chosen = found
          .map((event, at) => ({ event, at: mix(at + seed, 'again') }))
          .sort((a, b) => a.at - b.at)
          .slice(0, MOST_REPEATED)
          .map(({ event }) => event);
        await log.append(chosen);
        repeated += chosen.length;
      }
      return () => Promise.resolve(`${repeated} events again`);
    } finally {
      await log.close();
    }
  },
};

/** Bytes that are no event; each is parked alone. */
export const POISON: Fault = {
  name: 'poison messages',
  inflict: async ({ product, seed }) => {
    const before = await parked(product.api);
    const bytes = Array.from({ length: 8 }, (_, at) => [`poison-${seed}-${at}`, Buffer.from([0xff, 0, at])] as const);
    await appendRaw(kafkaOf(product), { clock: systemClock, random: systemRandom }, RECORDS, new Map(bytes));
    return async () => {
      const after = await until(
        () => parked(product.api),
        (count) => count >= before + bytes.length,
        'all of the poison is parked',
        PARKED_WITHIN_MS,
      );
      return `${after - before} parked`;
    };
  },
};

/** Streams move to other partitions: what lies in the old ones and what comes in the new ones is of one stream. */
export function partitionsAdded(): Fault {
  let more = 0;
  return {
    name: 'partitions added',
    inflict: async ({ product }) => {
      more += 3;
      const topics = catalogueTopics().map((topic) => ({ ...topic, partitions: topic.partitions + more }));
      const { extended } = await createTopics(kafkaOf(product), { clock: systemClock, topics });
      return async () => {
        await pause(KAFKA_TIMES.metadataMs + 5_000); // by then everybody has noticed, under load
        return `${extended.length} topics have ${more} more`;
      };
    },
  };
}

/** The broker that leads a partition of the records. */
export const leaderKilled = (cluster: Cluster): Fault => ({
  name: 'kill -9 of a partition leader',
  inflict: async (ground) => {
    const victim = await leaderOf(cluster, ground);
    await victim.kill('SIGKILL');
    return async () => {
      await pause(mix(ground.seed, 'down') * DOWN_AT_MOST_MS);
      await victim.restart();
    };
  },
});

export const leaderFrozen = (cluster: Cluster): Fault => ({
  name: 'SIGSTOP of a partition leader',
  inflict: async (ground) => frozen(await leaderOf(cluster, ground)),
});

export const primaryKilled = (cluster: Cluster): Fault => ({
  name: 'kill -9 of the primary mongod',
  inflict: async (ground) => {
    const victim = await primaryOf(cluster);
    await victim.kill('SIGKILL');
    return async () => {
      await pause(mix(ground.seed, 'down') * DOWN_AT_MOST_MS);
      await victim.restart();
      await primaryOf(cluster);
    };
  },
});

export const primaryFrozen = (cluster: Cluster): Fault => ({
  name: 'SIGSTOP of the primary mongod',
  inflict: async () => frozen(await primaryOf(cluster)),
});

export const primaryStepsDown = (cluster: Cluster): Fault => ({
  name: 'the primary mongod steps down',
  inflict: async () => {
    await cluster.stepDown();
    return async () => void (await primaryOf(cluster));
  },
});

/** Every fault that a cluster of this size can meet. */
export function clusterFaults(cluster: Cluster): readonly Fault[] {
  return [...quickFaults(cluster), ...slowFaults(cluster)];
}

/** Those that are over after seconds, wherever the copies are two. */
export function quickFaults(cluster: Cluster): readonly Fault[] {
  return [
    ...SERVICES.map(serviceKilled),
    BUCKETS_CONTESTED,
    relayKilled('relay/after-append'),
    DUPLICATES,
    POISON,
    leaderKilled(cluster),
    primaryKilled(cluster),
    rebalanced('diagnostics'),
  ];
}

function slowFaults(cluster: Cluster): readonly Fault[] {
  const isThree = (kind: string): boolean => cluster.processes.filter(({ name }) => name.startsWith(kind)).length === 3;
  return [
    ...[LAST_MESSAGES_LOST, relayKilled('relay/before-append'), ROLLING_RESTART, partitionsAdded()],
    ...[ownerFrozen('diagnostics'), ownerFrozen('ingestion'), leaderFrozen(cluster), primaryFrozen(cluster)],
    ...(isThree('mongod') ? [primaryStepsDown(cluster)] : []),
  ];
}

function copyOf({ product, seed }: Ground, service: Service): RunningProcess {
  const copies = product.processes.filter(({ name }) => name.startsWith(`${service}-`));
  const chosen = copies[Math.floor(mix(seed, 'copy') * copies.length)];
  if (chosen === undefined) throw new Error(`there is no process of ${service}`);
  return chosen;
}

function kafkaOf({ kafka }: Ground['product']): KafkaSettings {
  if (kafka === undefined) throw new Error('the events of this deployment do not lie in Kafka');
  return kafka;
}

async function leaderOf(cluster: Cluster, { product, seed }: Ground): Promise<ClusterProcess> {
  const states = await partitionStates(kafkaOf(product), systemClock, RECORDS);
  const { leaderPort } = states[Math.floor(mix(seed, 'partition') * states.length)] ?? {};
  const leader = cluster.processes.find(({ port }) => port === leaderPort);
  if (leader === undefined) throw new Error(`no broker of this cluster leads on port ${leaderPort}`);
  return leader;
}

function primaryOf(cluster: Cluster): Promise<ClusterProcess> {
  return until(
    () => cluster.primary(),
    (found) => found !== undefined,
    'a mongod takes writes',
    60_000,
  ) as Promise<ClusterProcess>;
}

async function frozen(victim: ClusterProcess): ReturnType<Fault['inflict']> {
  await victim.kill('SIGSTOP');
  return async () => {
    await pause(FROZEN_SERVER_MS);
    await victim.kill('SIGCONT');
  };
}

/** Log lines of commits that were refused since somebody else's came first. */
function fencedIn(one: RunningProcess): number {
  return one.output().split('"code":"version-conflict"').length - 1;
}

/** Messages of strangers that diagnostics gave up. */
async function parked(api: Ground['product']['api']): Promise<number> {
  let count = 0;
  for (let after: string | undefined; ;) {
    const { status, text, body } = await api.get<LetterPage>('/api/diagnostics/v1/dead-letters', {
      ...{ topic: RECORDS, limit: '200', after },
    });
    if (status !== 200) throw new UnexpectedAnswer(status, text);
    count += body.items.filter(({ original }) => original.type === FOREIGN_MESSAGE).length;
    if (body.next === null) return count;
    after = body.next;
  }
}

type LetterPage = Record<string, unknown> & {
  readonly items: readonly { readonly original: { readonly type: string } }[];
  readonly next: string | null;
};
