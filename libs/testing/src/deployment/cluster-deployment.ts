import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KafkaSettings, type MongoSettings, systemClock } from '@evenground/config';
import { removeDatabases } from '@evenground/document-store-mongo';
import { limitMessages, removeTopics } from '@evenground/event-log-kafka';
import { ApiClient } from './api-client.js';
import type { Deployment, RunningDeployment, RunningProcess, StartOptions } from './deployment.js';
import { manifestEnvironment } from './manifest-environment.js';
import { type PathFront, pathFront } from './path-front.js';
import { entryOf, freePort, runProduct, startProduct } from './product-process.js';
import { TestIssuer } from './test-issuer.js';

const SERVICES = ['ingestion', 'diagnostics', 'interventions', 'feedback', 'reporting'] as const;

/** What of a deployment outlives its processes: its places in Kafka and MongoDB, and who signs its tokens. */
interface Place {
  readonly issuer: TestIssuer;
  databasePrefix: string;
  topicPrefix: string;
  /** Those before each restore. */
  readonly former: Prefixes[];
  isPrepared: boolean;
}

type Prefixes = Pick<Place, 'databasePrefix' | 'topicPrefix'>;

interface Program {
  readonly app: string;
  readonly copy: number;
}

/** What only a cluster has. */
export interface ClusterDeployment extends Deployment {
  /** `npm run migrate` between this data directory and the stopped deployment; answers what it said. */
  migrate(to: 'cluster' | 'embedded', places: StartOptions, dataDirectory: string): Promise<string>;
  /** The data directory of the first copy of ingestion, where the bodies of its unfinished uploads rest. */
  ingestionDirectory(places: StartOptions): string;
  /** Has Kafka refuse all events of these topics, as after a mistake of whoever configures it. */
  refuseEvents(places: StartOptions, topics: readonly string[]): Promise<void>;
}

/** How many copies of each service; one of those that are not named. */
export type Copies = Readonly<Partial<Record<(typeof SERVICES)[number], number>>>;

/** The five services as processes of their own, so many copies of each, on the Kafka and MongoDB of this machine. */
export function clusterDeployment(copies: number | Copies): ClusterDeployment {
  const of = (app: (typeof SERVICES)[number]): number => (typeof copies === 'number' ? copies : (copies[app] ?? 1));
  const programs = SERVICES.flatMap((app) => Array.from({ length: of(app) }, (_, copy): Program => ({ app, copy })));
  const told = typeof copies === 'number' ? `${copies} of each service` : `${programs.length} processes`;
  return onCluster(`Kafka and MongoDB, ${told}`, programs, programs.length > SERVICES.length);
}

/** The all-in-one process on Kafka and MongoDB. */
export const allInOneClusterDeployment: ClusterDeployment = onCluster(
  'Kafka and MongoDB, all in one process',
  [{ app: 'evenground', copy: 0 }],
  false,
);

function onCluster(name: string, programs: readonly Program[], isSpread: boolean): ClusterDeployment {
  const places = new Map<string, Place>();
  const placeOf = async ({ dataDirectory }: StartOptions): Promise<Place> => {
    const place = places.get(dataDirectory) ?? (await newPlace());
    places.set(dataDirectory, place);
    return place;
  };
  return {
    ...{ name, isSpread, patience: 1 + programs.length / 5 },
    start: async (options) => {
      const place = await placeOf(options);
      const environment = environmentOf(place, options);
      if (!place.isPrepared) {
        const { args, env } = manifestEnvironment('evenground', 'prepare-0', { ...environment, ...NOT_LISTENING });
        const directory = options.dataDirectory;
        await runProduct({
          ...{ name: 'the preparation', entry: entryOf('evenground'), args, directory, environment: env },
        });
        place.isPrepared = true;
      }
      return startAll(programs, place, options, environment);
    },
    backUp: async (options, to) => {
      await archive(['backup', archiveOf(to)], await placeOf(options), options);
      await cp(options.dataDirectory, to, { recursive: true });
    },
    restore: async (options, from) => {
      const place = await placeOf(options);
      await rm(options.dataDirectory, { recursive: true });
      await cp(from, options.dataDirectory, { recursive: true });
      // Events of after the backup must not come again: documents know nothing of them.
      place.former.push({ databasePrefix: place.databasePrefix, topicPrefix: place.topicPrefix });
      Object.assign(place, newPrefixes(), { isPrepared: false });
      await archive(['restore', archiveOf(from)], place, options);
    },
    migrate: async (to, options, dataDirectory) =>
      archive(['migrate', '--to', to], await placeOf(options), { ...options, dataDirectory }),
    ingestionDirectory: ({ dataDirectory }) => join(dataDirectory, nameOf(holderOfUploads(programs))),
    refuseEvents: async (options, topics) => {
      const { topicPrefix } = await placeOf(options);
      await limitMessages({ ...kafka(), topicPrefix }, topics, 1, { clock: systemClock });
    },
    remove: async (options) => {
      const place = await placeOf(options);
      places.delete(options.dataDirectory);
      await place.issuer.close();
      for (const { databasePrefix, topicPrefix } of [...place.former, place]) {
        await removeTopics({ ...kafka(), topicPrefix }, { clock: systemClock });
        await removeDatabases({ ...mongo(), databasePrefix }, SERVICES);
      }
    },
  };
}

/** The product's own backup, restore and move. */
async function archive(args: readonly string[], place: Place, options: StartOptions): Promise<string> {
  const environment = environmentOf(place, options);
  return runProduct({
    ...{
      name: `npm run ${args.join(' ')}`,
      entry: entryOf('archive'),
      args,
      directory: options.dataDirectory,
      environment,
    },
  });
}

function nameOf({ app, copy }: Program): string {
  return `${app}-${copy}`;
}

function holderOfUploads(programs: readonly Program[]): Program {
  const found = programs.find(({ app, copy }) => copy === 0 && (app === 'ingestion' || app === 'evenground'));
  if (found === undefined) throw new Error('nobody receives uploads');
  return found;
}

function archiveOf(folder: string): string {
  return `${folder}.archive`;
}

async function startAll(
  programs: readonly Program[],
  place: Place,
  options: StartOptions,
  environment: Readonly<Record<string, string>>,
): Promise<RunningDeployment> {
  const started = await Promise.allSettled(
    programs.map(async (program) => startOne(program, await freePort(), options, environment)),
  );
  const processes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(processes.map((one) => one.kill()));
    throw failed.reason;
  }
  const front = await frontOf(processes, options.port ?? 0);
  const tokenFor = place.issuer.tokenFor.bind(place.issuer);
  const { district } = options;
  const steward = { subject: 'steward', roles: ['district-administrator', 'data-steward'], districts: [district] };
  const token = await tokenFor({ ...steward, schools: '*' });
  const all = async (end: (one: RunningProcess) => Promise<void>): Promise<void> => {
    await Promise.all(processes.map(end));
    await front.close();
  };
  return {
    api: new ApiClient(`http://127.0.0.1:${front.port}`, token, district, tokenFor),
    ...{ processes, port: front.port, pid: processes[0]?.pid ?? -1 },
    kafka: { ...kafka(), topicPrefix: place.topicPrefix },
    directory: options.dataDirectory,
    readyMs: Math.max(...processes.map(({ readyMs }) => readyMs)),
    exited: Promise.all(processes.map(({ exited }) => exited)).then((codes) => codes.find((code) => code !== 0) ?? 0),
    output: () => processes.map((one) => `${one.name}:\n${one.output()}`).join('\n'),
    stop: () => all((one) => one.stop()),
    kill: () => all((one) => one.kill()),
  };
}

function startOne(
  program: Program,
  port: number,
  options: StartOptions,
  environment: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const name = nameOf(program);
  const directory = join(options.dataDirectory, name);
  mkdirSync(directory, { recursive: true });
  const { env } = manifestEnvironment(program.app, name, {
    ...environment,
    EVENGROUND_HOST: '127.0.0.1',
    EVENGROUND_PORT: String(port),
    EVENGROUND_DATA_DIR: directory,
    EVENGROUND_INSTANCE: name,
    EVENGROUND_ERASED_LIST_FILE: `${environment['EVENGROUND_PSEUDONYM_KEY_FILE']}.${name}.erased`,
  });
  return startProduct({
    ...{ name, entry: entryOf(program.app), port, directory, readyWithinMs: 180_000, environment: env },
  });
}

/** Of a process that makes topics, collections and indexes, and ends. */
const NOT_LISTENING = {
  EVENGROUND_HOST: '127.0.0.1',
  EVENGROUND_PORT: '0',
  EVENGROUND_INSTANCE: 'prepare-0',
  EVENGROUND_ERASED_LIST_FILE: '',
};

/** The addresses, places and secrets of this machine; everything else is said by the manifests. */
function environmentOf(place: Place, { dataDirectory, environment = {} }: StartOptions): Record<string, string> {
  const keyFile = environment['EVENGROUND_PSEUDONYM_KEY_FILE'] ?? `${dataDirectory}.key`;
  if (!existsSync(keyFile)) {
    // Copies share the secret, so the operator makes it, never a copy.
    writeFileSync(keyFile, `1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  }
  return {
    EVENGROUND_EVENT_LOG: 'kafka',
    EVENGROUND_STORE: 'mongo',
    EVENGROUND_DATA_DIR: dataDirectory,
    EVENGROUND_OIDC_ISSUER: place.issuer.url,
    EVENGROUND_OIDC_AUDIENCE: place.issuer.audience,
    KAFKA_BROKERS: kafka().brokers.join(','),
    KAFKA_TOPIC_PREFIX: place.topicPrefix,
    KAFKA_REPLICATION_FACTOR: String(kafka().replicationFactor),
    MONGO_URL: mongo().url ?? '',
    MONGO_DATABASE_PREFIX: place.databasePrefix,
    LOG_LEVEL: 'warn',
    ...environment,
    EVENGROUND_PSEUDONYM_KEY_FILE: keyFile,
  };
}

function frontOf(processes: readonly RunningProcess[], port: number): Promise<PathFront> {
  const of = (app: string) => processes.filter(({ name }) => name.startsWith(`${app}-`)).map((one) => one.port);
  const allInOne = of('evenground');
  return pathFront(
    allInOne.length > 0
      ? [{ prefix: '/', ports: allInOne }]
      : SERVICES.map((service) => ({ prefix: `/api/${service}/`, ports: of(service) })),
    port,
  );
}

async function newPlace(): Promise<Place> {
  return { issuer: await TestIssuer.start(), ...newPrefixes(), former: [], isPrepared: false };
}

function newPrefixes(): Prefixes {
  return { databasePrefix: newPrefix(''), topicPrefix: newPrefix('-') };
}

function newPrefix(end: string): string {
  return `t${randomBytes(6).toString('hex')}${end}`;
}

function kafka(): KafkaSettings {
  const brokers = process.env['KAFKA_BROKERS'];
  if (!brokers) throw new Error('KAFKA_BROKERS must say where Kafka is: host:port,…');
  const replicationFactor = Number(process.env['KAFKA_REPLICATION_FACTOR'] ?? '1');
  return { brokers: brokers.split(','), topicPrefix: '', replicationFactor };
}

function mongo(): MongoSettings {
  const url = process.env['MONGO_URL'];
  if (!url) throw new Error('MONGO_URL must say where MongoDB is: mongodb://…');
  return { url, databasePrefix: '' };
}
