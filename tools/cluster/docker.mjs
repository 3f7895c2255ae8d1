// The same cluster in containers, for machines where Docker answers.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerSettings, listed } from './brokers.mjs';
import { answerOf, run } from './commands.mjs';
import { KAFKA_IMAGE, MONGO_IMAGE } from './images.mjs';
import { eventually } from './eventually.mjs';
import { initiated, mongoUrlOf, REPLICA_SET } from './mongods.mjs';
import { answers } from './ports.mjs';

/** Both the compose plugin and the daemon. */
export function dockerAnswers() {
  return answerOf('docker', ['compose', 'version']) !== undefined && answerOf('docker', ['info']) !== undefined;
}

/**
 * The compose project of a cluster. All containers share one network namespace, whose ports are published on
 * loopback: so every broker and every mongod has one address, right for its peers and for clients outside alike.
 */
export function composeFor({ ports, clusterId, testCommands }) {
  const voters = ports.kafka.map(({ controller }, at) => `${at + 1}@127.0.0.1:${controller}`).join(',');
  const published = [...ports.kafka.map(({ client }) => client), ...ports.mongo];
  const shared = { network_mode: 'service:loopback', restart: 'no', depends_on: ['loopback'] };
  const broker = ({ client, controller }, at) => ({
    image: KAFKA_IMAGE,
    ...shared,
    environment: {
      CLUSTER_ID: clusterId,
      ...environmentOf({
        'process.roles': 'broker,controller',
        'node.id': at + 1,
        listeners: `PLAINTEXT://0.0.0.0:${client},CONTROLLER://127.0.0.1:${controller}`,
        'advertised.listeners': `PLAINTEXT://127.0.0.1:${client}`,
        'controller.listener.names': 'CONTROLLER',
        'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        'inter.broker.listener.name': 'PLAINTEXT',
        'controller.quorum.voters': voters,
        'log.dirs': '/var/lib/kafka/data',
        ...brokerSettings(ports.kafka.length),
      }),
    },
    volumes: [`kafka-${at + 1}:/var/lib/kafka/data`],
  });
  const mongod = (port, at) => ({
    image: MONGO_IMAGE,
    ...shared,
    command: [
      ...['--port', String(port), '--bind_ip_all', '--replSet', REPLICA_SET, '--wiredTigerCacheSizeGB', '0.25'],
      ...(testCommands ? ['--setParameter', 'enableTestCommands=1'] : []),
    ],
    volumes: [`mongod-${at + 1}:/data/db`],
  });
  const named = (kind, list, make) => list.map((one, at) => [`${kind}-${at + 1}`, make(one, at)]);
  const members = [...named('kafka', ports.kafka, broker), ...named('mongod', ports.mongo, mongod)];
  return {
    services: {
      loopback: {
        image: MONGO_IMAGE,
        entrypoint: ['sleep', 'infinity'],
        init: true,
        ports: published.map((port) => `127.0.0.1:${port}:${port}`),
      },
      ...Object.fromEntries(members),
    },
    volumes: Object.fromEntries(members.map(([name]) => [name, {}])),
  };
}

export function dockerCluster(directory, state) {
  const file = join(directory, 'compose.json');
  const project = `evenground-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`;
  const compose = (...args) => ['compose', '-p', project, '-f', file, ...args];
  const description = composeFor(state);
  const clientPorts = state.ports.kafka.map(({ client }) => client);
  const portOf = new Map([
    ...clientPorts.map((port, at) => [`kafka-${at + 1}`, port]),
    ...state.ports.mongo.map((port, at) => [`mongod-${at + 1}`, port]),
  ]);
  const running = () => (answerOf('docker', compose('ps', '--services', '--status', 'running')) ?? '').split('\n');
  const listening = (name) =>
    eventually(() => answers(portOf.get(name)), { says: () => `${name} does not listen on port ${portOf.get(name)}` });
  let wasRunning = false;
  return {
    kafkaBrokers: clientPorts.length > 0 ? clientPorts.map((port) => `127.0.0.1:${port}`).join(',') : undefined,
    mongoUrl: state.ports.mongo.length > 0 ? mongoUrlOf(state.ports.mongo) : undefined,
    async start() {
      writeFileSync(file, `${JSON.stringify(description, null, 2)}\n`);
      wasRunning = running().includes('loopback');
      if (!wasRunning)
        for (const [name, port] of portOf)
          if (await answers(port))
            throw new Error(
              `port ${port}, meant for ${name}, is taken by a process that is not ours; give other ports`,
            );
      await run('docker', compose('up', '-d'));
      await Promise.all([...portOf.keys()].map(listening));
      await Promise.all([
        clientPorts.length > 0 && listed(clientPorts),
        state.ports.mongo.length > 0 && initiated(state.ports.mongo, state.electionTimeoutMs),
      ]);
    },
    async stop({ discard = false } = {}) {
      await run('docker', compose('down', ...(discard ? ['-v', '-t', '0'] : ['-t', '20'])));
    },
    async abandon() {
      if (!wasRunning) await run('docker', compose('down', '-t', '0')).catch(() => undefined);
    },
    processes: [...portOf.keys()].map((name) => ({
      name,
      port: portOf.get(name),
      get pid() {
        const id = answerOf('docker', compose('ps', '-q', name))?.trim();
        if (!id) return undefined;
        return Number(answerOf('docker', ['inspect', '-f', '{{.State.Pid}}', id])) || undefined;
      },
      kill: async (signal = 'SIGKILL') => {
        const done = spawnSync('docker', compose('kill', '-s', signal, name), { encoding: 'utf8' });
        if (done.status !== 0) throw new Error(`docker compose kill ${name}: ${done.stderr.trim()}`);
      },
      restart: async () => {
        await run('docker', compose('restart', name));
        await listening(name);
      },
    })),
  };
}

/** The official image reads `KAFKA_NODE_ID` as `node.id`. */
function environmentOf(settings) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `KAFKA_${name.toUpperCase().replaceAll('_', '___').replaceAll('.', '_')}`,
      String(value),
    ]),
  );
}
