// Kafka and MongoDB for development and tests, on this machine's loopback only.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brokersOf } from './brokers.mjs';
import { CannotStart } from './cannot-start.mjs';
import { dockerAnswers, dockerCluster } from './docker.mjs';
import { locked } from './lock.mjs';
import { kafkaJars } from './kafka-jars.mjs';
import { mongodBinary } from './mongod-binary.mjs';
import { mongodsOf, primaryPort, stepDown } from './mongods.mjs';
import { answers, freePorts } from './ports.mjs';

const STATE = 'cluster.json';
const COUNTS = [0, 1, 3];

export async function startCluster(wanted) {
  const options = checked(wanted);
  mkdirSync(options.directory, { recursive: true });
  const directory = realpathSync(options.directory);
  return locked(join(directory, 'starting.lock'), async () => {
    const state = await stateOf(directory, options);
    const cluster = open(directory, state, options);
    try {
      await cluster.start();
    } catch (error) {
      // What this call started is ended by it; what ran before is left alone.
      await cluster.abandon();
      throw error;
    }
    return {
      kafkaBrokers: cluster.kafkaBrokers,
      mongoUrl: cluster.mongoUrl,
      by: state.by,
      directory,
      processes: cluster.processes,
      primary: async () => {
        const port = await primaryPort(state.ports.mongo);
        return cluster.processes.find((one) => one.port === port);
      },
      stepDown: async () => {
        const port = await primaryPort(state.ports.mongo);
        if (port === undefined) throw new Error('no member of the replica set takes writes');
        await stepDown(port);
      },
      stop: (how) => stop(cluster, directory, how),
    };
  });
}

/** What a directory's cluster consists of and which parts run, or undefined when there is none. */
export async function clusterIn(directory) {
  const state = readState(resolve(directory));
  if (state === undefined) return undefined;
  directory = realpathSync(directory);
  const cluster = open(directory, state, {});
  return { ...state, ...cluster, stop: (how) => stop(cluster, directory, how) };
}

async function stop(cluster, directory, { discard = false } = {}) {
  await cluster.stop({ discard });
  if (discard) rmSync(directory, { recursive: true, force: true });
}

function open(directory, state, options) {
  return state.by === 'docker' ? dockerCluster(directory, state) : processCluster(directory, state, options);
}

function processCluster(directory, { ports, clusterId, testCommands, electionTimeoutMs }, options) {
  const kafka =
    ports.kafka.length > 0
      ? brokersOf({ directory, ports: ports.kafka, clusterId, heapMb: options.heapMb ?? 512 })
      : undefined;
  const mongo =
    ports.mongo.length > 0
      ? mongodsOf({
          directory,
          ports: ports.mongo,
          cacheGb: options.cacheGb ?? 0.25,
          testCommands,
          electionTimeoutMs,
        })
      : undefined;
  const owned = [...(kafka?.brokers ?? []), ...(mongo?.mongods ?? [])];
  const ranBefore = new Set(owned.filter((one) => one.pid() !== undefined));
  const stopAll = async (these, { discard }) => {
    await Promise.all(these.map((one) => one.stop({ hard: discard })));
  };
  return {
    kafkaBrokers: kafka?.url,
    mongoUrl: mongo?.url,
    start: async () => {
      await Promise.all([kafka?.start(), mongo?.start()]);
    },
    stop: ({ discard = false } = {}) => stopAll(owned, { discard }),
    abandon: () =>
      stopAll(
        owned.filter((one) => !ranBefore.has(one)),
        { discard: true },
      ),
    processes: owned.map((one) => ({
      name: one.name,
      port: one.port,
      get pid() {
        return one.pid();
      },
      kill: async (signal = 'SIGKILL') => {
        one.kill(signal);
        if (signal === 'SIGKILL') await one.gone(10_000);
      },
      restart: async () => {
        await one.stop();
        await one.start();
        await one.listening();
      },
    })),
  };
}

/** The first start decides what the directory holds: data of one broker cannot become data of three. */
async function stateOf(directory, options) {
  const found = readState(directory);
  if (found !== undefined) {
    const asked = { brokers: options.brokers, mongods: options.mongods };
    const held = { brokers: found.ports.kafka.length, mongods: found.ports.mongo.length };
    for (const name of ['brokers', 'mongods'])
      if (asked[name] !== held[name])
        throw new Error(
          `${directory} holds a cluster with ${name}: ${held[name]}, not ${asked[name]}; give another directory or remove that one`,
        );
    if (!samePorts(found.ports, options.ports))
      throw new Error(
        `${directory} holds a cluster on other ports (see its ${STATE}); give those or another directory`,
      );
    return found;
  }
  const by = options.prefer === 'docker' && dockerAnswers() ? 'docker' : 'processes';
  if (by === 'processes') await requireAll(options);
  const ports = await portsFor(options);
  const meant = [...ports.kafka.flatMap(({ client, controller }) => [client, controller]), ...ports.mongo];
  for (const port of meant) if (await answers(port)) throw new Error(`port ${port} is taken by another process`);
  const { testCommands, electionTimeoutMs } = options;
  const state = { by, clusterId: newClusterId(), ports, testCommands, electionTimeoutMs };
  const draft = join(directory, `${STATE}.new`);
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(draft, join(directory, STATE));
  return state;
}

/** Fetches what is needed. @throws CannotStart naming everything that is missing, not the first thing only */
async function requireAll({ brokers, mongods }) {
  const results = await Promise.allSettled([brokers > 0 && kafkaJars(), mongods > 0 && mongodBinary()]);
  const reasons = results.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  const other = reasons.find((reason) => !(reason instanceof CannotStart));
  if (other !== undefined) throw other;
  if (reasons.length > 1)
    throw new CannotStart(
      reasons.map(({ component }) => component).join(' and '),
      reasons.flatMap(({ missing }) => missing),
    );
  if (reasons.length === 1) throw reasons[0];
}

/** 16 bytes as Kafka writes them; a leading dash would be read as an option. */
function newClusterId() {
  for (;;) {
    const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

function readState(directory) {
  const file = join(directory, STATE);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function portsFor({ brokers, mongods, ports }) {
  const [free, freeForMongo] = [await freePorts(brokers * 2 + mongods), brokers * 2];
  return {
    kafka: Array.from({ length: brokers }, (_, at) =>
      ports?.kafka === undefined
        ? { client: free[at * 2], controller: free[at * 2 + 1] }
        : { client: ports.kafka + at * 10, controller: ports.kafka + at * 10 + 1 },
    ),
    mongo: Array.from({ length: mongods }, (_, at) =>
      ports?.mongo === undefined ? free[freeForMongo + at] : ports.mongo + at,
    ),
  };
}

function samePorts(held, asked) {
  return (
    (asked?.kafka === undefined || held.kafka.length === 0 || held.kafka[0].client === asked.kafka) &&
    (asked?.mongo === undefined || held.mongo.length === 0 || held.mongo[0] === asked.mongo)
  );
}

function checked({ brokers = 1, mongods = 1, directory, prefer = 'processes', testCommands = false, ...rest }) {
  if (!COUNTS.includes(brokers)) throw new Error(`brokers: 0, 1 or 3, not ${brokers}`);
  if (!COUNTS.includes(mongods)) throw new Error(`mongods: 0, 1 or 3, not ${mongods}`);
  if (typeof directory !== 'string') throw new Error('directory: where the data, logs and pid files are to lie');
  if (!['docker', 'processes'].includes(prefer)) throw new Error(`prefer: docker or processes, not ${prefer}`);
  return { brokers, mongods, directory: resolve(directory), prefer, testCommands, ...rest };
}

export { CannotStart };
