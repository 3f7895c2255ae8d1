// Kills partition leaders while events are appended, on three brokers of its own:
//   node tools/leader-kills.mjs <rounds> [seed] [--without-guard]
// With the guard nothing acknowledged may be absent. Without it the run must lose something, else it proves nothing.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaderKills } from '../libs/testing/dist/index.js';
import { startCluster } from './cluster/start-cluster.mjs';

const withoutGuard = process.argv.includes('--without-guard');
const [rounds = 10, seed = 1] = process.argv
  .slice(2)
  .filter((arg) => !arg.startsWith('--'))
  .map(Number);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('node tools/leader-kills.mjs <rounds> [seed] [--without-guard]');
  process.exit(2);
}
const directory = mkdtempSync(join(tmpdir(), 'evenground-leader-kills-'));
const cluster = await startCluster({ brokers: 3, mongods: 0, directory, prefer: 'processes', heapMb: 384 });
const started = Date.now();
let run;
try {
  run = await leaderKills({
    brokers: cluster.processes,
    ...{ rounds, seed, withoutGuard, untilLost: withoutGuard },
    onRound: ({ round, killedPort, underWay, acknowledged, refused, longestMs }) =>
      console.log(
        `round ${round}: leader on ${killedPort} killed with ${underWay} appends under way; ${acknowledged} events acknowledged, ${refused} appends refused, longest ${longestMs.toFixed(0)} ms`,
      ),
  });
} finally {
  await cluster.stop({ discard: true });
}
for (const name of run.absent.slice(0, 10)) console.error(`absent: ${name}`);
console.log(
  `seed ${seed}, ${withoutGuard ? 'WITHOUT the guard' : 'with the guard'}: ${run.rounds.length} leader kills, ${run.acknowledged} events acknowledged, ${run.absent.length} of them absent, ${run.duplicates} duplicates; ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
process.exit((run.absent.length === 0) === !withoutGuard ? 0 : 1);
