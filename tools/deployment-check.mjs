// Checks docker-compose.yml and k8s/ without Docker and without a cluster: npm run deployment-check
// The last line is `N passed, N failed, N skipped`. In CI what cannot be checked counts as failed.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOPICS } from '../libs/contracts/dist/index.js';
import { loadSettings } from '../libs/platform/config/dist/index.js';
import * as images from './cluster/images.mjs';
import { composeFor } from './cluster/docker.mjs';
import { environmentOfCompose } from './deployment/environment-of.mjs';
import { COMPOSE_MUTANTS, MUTANTS } from './deployment/mutants.mjs';
import { OVERLAYS, documentsOf, kustomizeCommand, readCompose, render, root } from './deployment/read-manifests.mjs';
import { composeRulesOf, rulesOf } from './deployment/rules.mjs';
import {
  KUBERNETES_VERSION,
  againstKeda,
  againstKubernetes,
  composeValidator,
  kubernetesValidator,
} from './deployment/schemas.mjs';

const UNCHECKED = /^(kafka\.strimzi\.io|mongodbcommunity\.mongodb\.com)\//; // no registry has their schemas
const inCi = process.env.CI === 'true';
const counts = { passed: 0, failed: 0, skipped: 0 };
const knows = {
  loadSettings,
  settingNames: settingNames(),
  topics: new Map(TOPICS.map(({ name, partitions }) => [name, partitions])),
  groups: groupNames(),
};
const scratch = mkdtempSync(join(tmpdir(), 'evenground-deployment-'));
try {
  checkCompose();
  if (kustomizeCommand() === undefined) cannot('k8s', 'neither kubectl nor kustomize is there to render it');
  else await checkKubernetes();
} finally {
  rmSync(scratch, { recursive: true });
}
const at = process.argv.indexOf('--json');
if (at > 0)
  writeFileSync(
    process.argv[at + 1],
    JSON.stringify({
      numPassedTests: counts.passed,
      numFailedTests: counts.failed,
      numPendingTests: counts.skipped,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 0,
    }),
  );
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);

function checkCompose() {
  const compose = readCompose();
  const wrong = composeValidator();
  result('docker-compose.yml: the compose specification', wrong(compose));
  result(
    'docker-compose.yml: the schema refuses an unknown key',
    wrong({ services: { a: { image: 'a:1', comand: [] } } }) === '' ? 'it did not' : '',
  );
  for (const count of [1, 3]) {
    const ports = {
      kafka: Array.from({ length: count }, (_, i) => ({ client: 9092 + i * 10, controller: 9093 + i * 10 })),
      mongo: Array.from({ length: count }, (_, i) => 27_017 + i),
    };
    result(
      `npm run cluster by Docker, ${count} of each: the compose specification`,
      wrong(composeFor({ ports, clusterId: 'x', testCommands: false })),
    );
  }
  applyRules('docker-compose.yml', composeRulesOf(knows, environmentOfCompose, images), compose, COMPOSE_MUTANTS);
}

async function checkKubernetes() {
  const rendered = new Map(
    [...OVERLAYS.map((name) => `k8s/overlays/${name}`), 'k8s/backing'].map((folder) => [folder, render(folder)]),
  );
  const validator = await kubernetesValidator();
  const examples = documentsOf(readFileSync(join(root, 'k8s/secrets.example.yaml'), 'utf8'));
  for (const [folder, objects] of [...rendered, ['k8s/secrets.example.yaml', examples]]) {
    const known = objects.filter(({ apiVersion }) => !apiVersion.startsWith('keda.sh/') && !UNCHECKED.test(apiVersion));
    if (validator.missing !== undefined)
      cannot(`${folder}: ${known.length} objects against Kubernetes ${KUBERNETES_VERSION}`, validator.missing);
    else
      (await againstKubernetes(validator, known, scratch)).forEach((wrong, i) =>
        result(
          `${folder}: ${known[i].kind} ${known[i].metadata.name} is as Kubernetes ${KUBERNETES_VERSION} wants it`,
          wrong,
        ),
      );
    for (const object of objects.filter(({ apiVersion }) => apiVersion.startsWith('keda.sh/')))
      result(
        `${folder}: ${object.kind} ${object.metadata.name} is as KEDA wants it`,
        againstKeda(object) ?? 'its kind is unknown',
      );
    const unchecked = objects.filter(({ apiVersion }) => UNCHECKED.test(apiVersion));
    if (unchecked.length > 0)
      console.log(
        `not checked, no registry has their schemas: ${unchecked.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}`,
      );
  }
  const large = rendered.get('k8s/overlays/large-district');
  if (validator.missing === undefined) {
    const broken = structuredClone(large.find(({ kind }) => kind === 'StatefulSet'));
    broken.spec.template.spec.containers[0].redinessProbe = {};
    const [wrong] = await againstKubernetes(validator, [broken], scratch);
    result('the schema of Kubernetes refuses an unknown field', wrong === '' ? 'it did not' : '');
  }
  const scaled = structuredClone(large.find(({ kind }) => kind === 'ScaledObject'));
  scaled.spec.maxReplicaCount = 'many';
  result('the schema of KEDA refuses a count in words', againstKeda(scaled) === '' ? 'it did not' : '');
  for (const [folder, objects] of rendered)
    if (folder.startsWith('k8s/overlays/'))
      applyRules(folder, rulesOf(knows), objects, folder.endsWith('large-district') ? MUTANTS : {});
  result('k8s/secrets.example.yaml: a process refuses it as it is', refusesExamples(examples) ? '' : 'it would start');
}

/** Every rule holds, and each of its mutants is refused. */
function applyRules(name, rules, subject, mutants) {
  for (const [rule, findings] of Object.entries(rules)) {
    result(`${name}: ${rule}`, findings(subject).join('; '));
    if (Object.keys(mutants).length === 0) continue;
    const ways = mutants[rule] ?? [];
    if (ways.length === 0) result(`${name}: ${rule}: bites`, 'no mutant breaks it');
    ways.forEach((breakIt, i) => {
      const broken = structuredClone(subject);
      breakIt(broken);
      result(`${name}: ${rule}: refuses mutant ${i + 1}`, findings(broken).length > 0 ? '' : 'it did not');
    });
  }
}

function refusesExamples(examples) {
  const { stringData } = examples.find(({ metadata }) => metadata.name === 'evenground-secrets');
  try {
    loadSettings({
      EVENGROUND_EVENT_LOG: 'kafka',
      EVENGROUND_STORE: 'mongo',
      KAFKA_BROKERS: 'a:1',
      EVENGROUND_OIDC_ISSUER: 'https://a',
      EVENGROUND_OIDC_AUDIENCE: 'a',
      MONGO_URL: stringData.MONGO_URL,
    });
    return false;
  } catch (error) {
    return error.message.includes('MONGO_URL');
  }
}

function settingNames() {
  const text = readFileSync(join(root, 'libs/platform/config/src/settings.ts'), 'utf8');
  return new Set([...text.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name));
}

/** The groups that features consume as: the names in the source, since a process that runs is needed to ask for them. */
function groupNames() {
  const found = readdirSync(join(root, 'libs'), { recursive: true })
    .filter((path) => /^[a-z]+\/src\/.*(?<!spec|double)\.ts$/.test(path))
    .flatMap((path) => [
      ...readFileSync(join(root, 'libs', path), 'utf8').matchAll(
        /(?:group: |export const [A-Z_]+ = )'([a-z]+\.[a-z-]+)'/g,
      ),
    ]);
  return new Set(found.map(([, name]) => name));
}

function result(name, wrong) {
  if (wrong === '') counts.passed += 1;
  else {
    counts.failed += 1;
    console.error(`FAILED ${name}: ${wrong}`);
  }
}

function cannot(name, why) {
  console.error(`${inCi ? 'FAILED' : 'skipped'} ${name}: ${why}`);
  counts[inCi ? 'failed' : 'skipped'] += 1;
}
