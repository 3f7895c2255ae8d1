// Faults of real processes under load, judged by the oracle, on a Kafka and a MongoDB of its own:
//   npm run cluster-rounds -- <rounds> [seed] [--brokers 1|3] [--mongods 1|3] [--copies 2] [--all-copies] [--only text,text]
// Each round has one fault of the list, in an order that the seed gives; --only keeps those whose name holds a text.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clusterDeployment, clusterFaults, faultRounds, verdictOf } from '../libs/testing/dist/index.js';
import { startCluster } from './cluster/start-cluster.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    brokers: { type: 'string', default: '3' },
    mongods: { type: 'string', default: '3' },
    copies: { type: 'string', default: '2' }, // of ingestion and diagnostics; the others have as many with --all-copies
    'all-copies': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const [rounds = 20, seed = 1] = positionals.map(Number);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error(
    'npm run cluster-rounds -- <rounds> [seed] [--brokers 1|3] [--mongods 1|3] [--copies 2] [--all-copies] [--only text,text]',
  );
  process.exit(2);
}
const started = Date.now();
const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
const cluster = await startCluster({
  ...{ brokers: Number(values.brokers), mongods: Number(values.mongods), prefer: 'processes', heapMb: 384 },
  directory: mkdtempSync(join(tmpdir(), 'evenground-cluster-rounds-')),
});
process.env.KAFKA_BROKERS = cluster.kafkaBrokers;
process.env.KAFKA_REPLICATION_FACTOR = values.brokers;
process.env.MONGO_URL = cluster.mongoUrl;
const done = [];
let product;
let failure;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end(1));
try {
  const wanted = values.only.split(',');
  const faults = clusterFaults(cluster).filter(({ name }) => wanted.some((text) => name.includes(text)));
  console.log(`${faults.length} faults; ${values.brokers} brokers, ${values.mongods} mongods, ${values.copies} copies`);
  const copies = Number(values.copies);
  const deployment = clusterDeployment(values['all-copies'] ? copies : { ingestion: copies, diagnostics: copies });
  await faultRounds(deployment, {
    ...{ rounds, seed, faults, withCycle: true, patienceMs: 240_000 },
    environment: { LOG_LEVEL: 'debug' }, // commits that were fenced are told there
    onRound: (round, running) => {
      done.push(round);
      product = running;
      const { fault, hurt, unanswered, unfinished, repeated, stallMs, visibleMs, differences, reflection, told } =
        round;
      console.log(
        `${seconds()}: round ${round.round} (seed ${round.seed}) ${fault}: ${hurt ? 'hurt' : 'void'}, ${unanswered} unanswered, ${unfinished} unfinished, ${repeated} repeated, stall ${stallMs.toFixed(0)} ms, visible after ${visibleMs.toFixed(0)} ms, ${differences.length + reflection.length} differences${told && `; ${told}`}`,
      );
      for (const difference of [...differences, ...reflection].slice(0, 10)) console.error(JSON.stringify(difference));
    },
  });
} catch (error) {
  failure = error;
}
await end(failure === undefined && done.every(isEqual) ? 0 : 1);

function isEqual({ differences, reflection }) {
  return differences.length + reflection.length === 0;
}

async function end(code) {
  printTable();
  if (failure !== undefined) console.error(failure);
  await product?.kill(); // nothing to wait for where it has ended
  await cluster.stop({ discard: true });
  process.exit(code);
}

function printTable() {
  console.log('\n| fault | rounds | hurt | lost | phantom | dup | diff | longest stall ms | seeds |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const fault of new Set(done.map((round) => round.fault))) {
    const of = done.filter((round) => round.fault === fault);
    const { lost, phantom, dup, diff } = verdictOf(of.flatMap(({ differences }) => differences));
    const reflected = of.reduce((sum, { reflection }) => sum + reflection.length, 0);
    const stall = Math.max(...of.map(({ stallMs }) => stallMs)).toFixed(0);
    console.log(
      `| ${fault} | ${of.length} | ${of.filter(({ hurt }) => hurt).length} | ${lost} | ${phantom} | ${dup} | ${diff + reflected} | ${stall} | ${of.map((round) => round.seed).join(' ')} |`,
    );
  }
  console.log(`\n${done.length} rounds in ${seconds()}`);
}
