// Runs every suite that can run on this machine and adds up one line: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { CannotStart, startCluster } from './cluster/start-cluster.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Minutes: several times what the kind took on two cores, so that only a hang meets it.
const LIMITS = { unit: 15, int: 15, e2e: 20, pages: 15, cluster: 45, faults: 15, long: 60, deployment: 10 };
const KINDS = Object.keys(LIMITS);
const ONLY_BY_NAME = ['long']; // what takes long or needs a quiet machine
const TWO_AT_A_TIME = ['unit', 'int', 'cluster'];
const GRACE_MS = 10_000;
const TEST_TIMEOUT_MS = 60_000;
const kinds =
  process.argv.slice(2).length > 0 ? process.argv.slice(2) : KINDS.filter((kind) => !ONLY_BY_NAME.includes(kind));
for (const kind of kinds)
  if (!KINDS.includes(kind)) throw new Error(`unknown kind of test ${kind}; there are ${KINDS.join(', ')}`);

const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
let running; // the child in hand
let ownCluster; // the cluster that this run started
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void interrupted(signal));

const builds = [
  [join(root, 'node_modules/typescript/bin/tsc'), '-b'],
  [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    'apps/web',
    '--config',
    'apps/web/vite.config.ts',
    '-l',
    'warn',
  ],
];
for (const build of builds) {
  if ((await runOrKill(process.execPath, build, 10)).code === 0) continue;
  console.error('build failed');
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const total = { passed: 0, failed: 0, skipped: 0 };
for (const kind of kinds) {
  const started = Date.now();
  const counts = await countsOf(kind);
  for (const name of Object.keys(total)) total[name] += counts[name];
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${kind}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`);
}
if (total.passed === 0) {
  console.error('No test was executed.');
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

function countsOf(kind) {
  switch (kind) {
    case 'cluster':
    case 'faults':
    case 'long':
      return onCluster(kind);
    case 'deployment':
      return counted(kind, [join(root, 'tools/deployment-check.mjs'), '--json', reportOf(kind)]);
    default:
      return counted(kind, jest(kind));
  }
}

/** On the cluster that the environment names, else on one that lives as long as the suites. */
async function onCluster(kind) {
  const { KAFKA_BROKERS, MONGO_URL, CI } = process.env;
  if (KAFKA_BROKERS && MONGO_URL) {
    console.log(`${kind}: on ${KAFKA_BROKERS} and the given MONGO_URL`);
    return counted(kind, jest(kind));
  }
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'evenground-cluster-'));
  try {
    ownCluster = await startCluster({ brokers: 1, mongods: 1, directory });
    const { kafkaBrokers, mongoUrl } = ownCluster;
    console.log(`${kind}: started Kafka at ${kafkaBrokers} and MongoDB at ${mongoUrl}`);
    return await counted(kind, jest(kind), {
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_REPLICATION_FACTOR: '1',
      MONGO_URL: mongoUrl,
    });
  } catch (error) {
    if (!(error instanceof CannotStart)) {
      console.error(`${kind}: ${error.message}`);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    const files = clusterSpecs(kind);
    console.error(`${kind}: ${error.message}.`);
    // In CI both must be there: a suite that is silently left out would look like one that passed.
    if (CI === 'true') return { passed: 0, failed: 1, skipped: files.length };
    console.error(`${kind}: skipped ${files.length} files: ${files.join(', ') || 'none'}`);
    return { passed: 0, failed: 0, skipped: files.length };
  } finally {
    await ownCluster?.stop({ discard: true });
    ownCluster = undefined;
    rmSync(directory, { recursive: true, force: true });
  }
}

async function counted(kind, args, env = {}) {
  const report = reportOf(kind);
  rmSync(report, { force: true });
  const done = await runOrKill(process.execPath, args, LIMITS[kind], { TEST_KIND: kind, NODE_ENV: 'test', ...env });
  if (!existsSync(report)) {
    console.error(`${kind}: ended without a report (${done.tooLong ? `after ${LIMITS[kind]} minutes` : done.code})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const said = JSON.parse(readFileSync(report, 'utf8'));
  const counts = {
    passed: said.numPassedTests,
    // A suite that cannot even start has no failed test of its own; it counts as one.
    failed: said.numFailedTests + said.numRuntimeErrorTestSuites,
    skipped: said.numPendingTests + said.numTodoTests,
  };
  if (done.code !== 0 && counts.failed === 0) counts.failed += 1;
  return counts;
}

function jest(kind) {
  return [
    '--experimental-vm-modules',
    '--no-warnings',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--config',
    join(root, 'jest.config.mjs'),
    '--passWithNoTests',
    // Only a hang meets it: a busy machine is no failure. How long a thing may take is asserted where it matters.
    `--testTimeout=${TEST_TIMEOUT_MS}`,
    '--json',
    `--outputFile=${reportOf(kind)}`,
    // What looks at the clock, or at this machine's pages, has it for itself.
    ...(TWO_AT_A_TIME.includes(kind)
      ? ['--maxWorkers=2', `--testSequencer=${join(root, 'tools/longest-first.mjs')}`]
      : ['--runInBand']),
  ];
}

function reportOf(kind) {
  return join(results, `${kind}.json`);
}

function clusterSpecs(kind) {
  return ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((path) => `${folder}/${path}`)
      .filter((path) => path.endsWith(`.${kind}.spec.ts`) && !path.includes('node_modules')),
  );
}

/** Runs to the end, or to the limit: then it is asked to end, and a little later made to. */
function runOrKill(command, args, minutes, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    running = child;
    let tooLong = false;
    const limit = setTimeout(() => {
      tooLong = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
    }, minutes * 60_000);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      running = undefined;
      resolve({ code: code ?? signal, tooLong });
    });
  });
}

async function interrupted(signal) {
  running?.kill(signal);
  await ownCluster?.stop({ discard: true }).catch(() => undefined);
  process.exit(130);
}
