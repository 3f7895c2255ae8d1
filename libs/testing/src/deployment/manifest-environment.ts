import {
  type ToldEnvironment,
  environmentOf,
  environmentOfCompose,
} from '../../../../tools/deployment/environment-of.mjs';
import { kustomizeCommand, readCompose, render } from '../../../../tools/deployment/read-manifests.mjs';

const OVERLAY = 'k8s/overlays/small';
/** What the Secrets of an installation would say; addresses, so those of this machine take their place. */
const SECRETS = { MONGO_URL: 'mongodb://secret', KAFKA_SASL_USERNAME: 'secret' };
/** Where an installation is on the network, where its files lie and whom it trusts: nothing else is said otherwise here. */
const OF_THIS_MACHINE = [
  ...['EVENGROUND_HOST', 'EVENGROUND_PORT', 'EVENGROUND_DATA_DIR', 'EVENGROUND_PSEUDONYM_KEY_FILE'],
  ...['EVENGROUND_OIDC_ISSUER', 'EVENGROUND_OIDC_AUDIENCE', 'KAFKA_BROKERS', 'KAFKA_REPLICATION_FACTOR', 'MONGO_URL'],
];
/** Said otherwise where the manifests say it at all. */
const IF_TOLD = ['EVENGROUND_INSTANCE', 'EVENGROUND_ERASED_LIST_FILE', 'LOG_LEVEL'];
/** Places of a test's own on servers that it shares, which no installation needs. */
const OF_TESTS = ['KAFKA_TOPIC_PREFIX', 'MONGO_DATABASE_PREFIX'];
/** Of brokers with TLS and passwords: the ones of the tests have neither. */
const OF_SECURED_BROKERS = /^KAFKA_(?:TLS|SASL)/;

/**
 * What a process is started with: the environment of the manifests, by the names that they use, with the addresses of this
 * machine in the place of theirs. So a setting that a manifest misspells is missing here, too.
 *
 * @throws Error naming a setting that the manifests do not tell this process
 */
export function manifestEnvironment(
  app: string,
  instance: string,
  here: Readonly<Record<string, string>>,
): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } {
  const { from, told } = toldTo(app, instance);
  return { args: told.args, env: onThisMachine(told.env, here, `${from}, ${app}`) };
}

/** The told environment, with what is of this machine in the place of what is of an installation. */
export function onThisMachine(
  told: Readonly<Record<string, string>>,
  here: Readonly<Record<string, string>>,
  where: string,
): Readonly<Record<string, string>> {
  const env = new Map(Object.entries(told).filter(([name]) => !OF_SECURED_BROKERS.test(name)));
  for (const name of OF_THIS_MACHINE) {
    if (!env.has(name)) throw new Error(`${where}: ${name} is not told`);
    env.set(name, required(here, name));
  }
  for (const name of IF_TOLD) if (env.has(name)) env.set(name, required(here, name));
  for (const name of OF_TESTS) env.set(name, required(here, name));
  return Object.fromEntries(env);
}

/** The Kubernetes manifests where this machine can render them, else docker-compose.yml; the all-in-one process prepares. */
function toldTo(app: string, instance: string): { readonly from: string; readonly told: ToldEnvironment } {
  const workload = app === 'evenground' ? 'prepare' : app;
  rendered ??= kustomizeCommand() === undefined ? 'cannot' : render(OVERLAY);
  const from = rendered === 'cannot' ? 'docker-compose.yml' : OVERLAY;
  const told =
    rendered === 'cannot'
      ? environmentOfCompose(readCompose(), workload)
      : environmentOf(rendered, workload, { secrets: SECRETS, pod: instance });
  if (!told.image.includes(`evenground-${app}`)) throw new Error(`${from} starts ${told.image} for ${app}`);
  return { from, told };
}

let rendered: readonly unknown[] | 'cannot' | undefined;

function required(here: Readonly<Record<string, string>>, name: string): string {
  const value = here[name];
  if (value === undefined) throw new Error(`nobody knows the ${name} of this machine`);
  return value;
}
