// Kafka brokers (KRaft: each is a controller too) on loopback.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { run } from './commands.mjs';
import { eventually } from './eventually.mjs';
import { kafkaJars } from './kafka-jars.mjs';
import { ownedProcess } from './owned-process.mjs';

/**
 * What every broker of a cluster of `count` is told, whether it runs from jars or in a container. With three, each
 * partition has three copies and a write needs two; a single broker can only ask that of itself.
 */
export function brokerSettings(count) {
  const copies = count >= 3 ? 3 : 1;
  const inSync = count >= 3 ? 2 : 1;
  return {
    'num.partitions': 4,
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    'group.initial.rebalance.delay.ms': 0, // a developer's first consumer waits for nobody
    'auto.create.topics.enable': false, // a mistyped topic is an error, not a new topic
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    'broker.session.timeout.ms': 6_000,
  };
}

/** @param ports one `{client, controller}` for each broker */
export function brokersOf({ directory, ports, clusterId, heapMb }) {
  const voters = ports.map(({ controller }, at) => `${at + 1}@127.0.0.1:${controller}`).join(',');
  const brokers = ports.map(({ client, controller }, at) => {
    const id = at + 1;
    const properties = join(directory, `kafka-${id}.properties`);
    const data = join(directory, `kafka-${id}`);
    const java = async (options, main) => ['java', ...options, '-cp', `${await kafkaJars()}/*`, ...main, properties];
    const prepare = async () => {
      writeFileSync(
        properties,
        text({
          'process.roles': 'broker,controller',
          'node.id': id,
          listeners: `PLAINTEXT://127.0.0.1:${client},CONTROLLER://127.0.0.1:${controller}`,
          'advertised.listeners': `PLAINTEXT://127.0.0.1:${client}`,
          'controller.listener.names': 'CONTROLLER',
          'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
          'inter.broker.listener.name': 'PLAINTEXT',
          'controller.quorum.voters': voters,
          'log.dirs': data,
          ...brokerSettings(ports.length),
        }),
      );
      if (existsSync(join(data, 'meta.properties'))) return;
      mkdirSync(data, { recursive: true });
      const [program, ...args] = await java(
        ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'],
        ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c'],
      );
      await run(program, args);
    };
    const owned = ownedProcess({
      name: `kafka-${id}`,
      directory,
      port: client,
      command: () =>
        java(
          [
            `-Xms${Math.min(256, heapMb)}m`,
            `-Xmx${heapMb}m`,
            '-XX:+UseG1GC',
            '-XX:MaxGCPauseMillis=20',
            '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
          ],
          ['kafka.Kafka'],
        ),
    });
    return { ...owned, prepare };
  });
  return {
    brokers,
    url: ports.map(({ client }) => `127.0.0.1:${client}`).join(','),
    async start() {
      for (const broker of brokers) if (broker.pid() === undefined) await broker.prepare();
      for (const broker of brokers) await broker.start();
      await Promise.all(brokers.map((broker) => broker.listening()));
      await listed(ports.map(({ client }) => client));
    },
  };
}

/** A listening port is not yet a registered broker: waits until the metadata of each of them lists all. */
export async function listed(clientPorts) {
  await Promise.all(
    clientPorts.map(async (port) => {
      const client = new kafkajs.Kafka({
        clientId: 'evenground-cluster',
        brokers: [`127.0.0.1:${port}`],
        logLevel: kafkajs.logLevel.NOTHING,
        connectionTimeout: 3_000,
        retry: { retries: 0 },
      });
      await eventually(
        async () => {
          const admin = client.admin();
          try {
            await admin.connect();
            const { brokers, controller } = await admin.describeCluster();
            return brokers.length >= clientPorts.length && controller !== null;
          } finally {
            await admin.disconnect();
          }
        },
        { says: () => `the broker on port ${port} does not list all ${clientPorts.length} brokers` },
      );
    }),
  );
}

function text(properties) {
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
