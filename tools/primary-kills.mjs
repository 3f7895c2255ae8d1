// Harms the primary while documents and events are committed, on three mongods of its own:
//   node tools/primary-kills.mjs <rounds> [seed] [--harms kill,step-down,freeze]
// Nothing acknowledged may be absent, and nothing there twice, when every document and the whole log are read back.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRIMARY_HARMS, primaryKills } from '../libs/testing/dist/index.js';
import { startCluster } from './cluster/start-cluster.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { harms: { type: 'string', default: 'kill' } },
});
const harms = values.harms.split(',');
const [rounds = 20, seed = 1] = positionals.map(Number);
if (
  !Number.isInteger(rounds) ||
  rounds < 1 ||
  !Number.isInteger(seed) ||
  !harms.every((harm) => PRIMARY_HARMS.includes(harm))
) {
  console.error(`node tools/primary-kills.mjs <rounds> [seed] [--harms ${PRIMARY_HARMS.join(',')}]`);
  process.exit(2);
}
const directory = mkdtempSync(join(tmpdir(), 'evenground-primary-kills-'));
const cluster = await startCluster({ brokers: 0, mongods: 3, directory, prefer: 'processes' });
const started = Date.now();
let run;
try {
  run = await primaryKills({
    ...{ cluster, rounds, seed, harms },
    onRound: ({ round, harm, harmedPort, underWay, acknowledged, refused, longestMs }) =>
      console.log(
        `round ${round}: ${harm} of the primary on ${harmedPort} with ${underWay} commits under way; ${acknowledged} acknowledged, ${refused} refused, longest ${longestMs.toFixed(0)} ms`,
      ),
  });
} finally {
  await cluster.stop({ discard: true });
}
for (const name of run.absent.slice(0, 10)) console.error(`absent: ${name}`);
for (const name of run.twice.slice(0, 10)) console.error(`twice: ${name}`);
console.log(
  `seed ${seed}: ${run.rounds.length} harms (${harms.join(', ')}), ${run.acknowledged} commits acknowledged, ${run.absent.length} of them absent, ${run.twice.length} there twice; ${run.repeated} events came again; longest stall ${Math.max(...run.rounds.map(({ longestMs }) => longestMs)).toFixed(0)} ms; ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(run.absent.length + run.twice.length === 0 ? 0 : 1);
