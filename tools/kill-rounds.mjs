// The long form of the kill test: npm run kill-rounds -- 200 [seed]
import { embeddedDeployment, killRounds } from '../libs/testing/dist/index.js';

const rounds = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? 1);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('npm run kill-rounds -- <rounds> [seed]');
  process.exit(2);
}
const started = Date.now();
const run = await killRounds(embeddedDeployment, {
  rounds,
  seed,
  onRound: (round) =>
    console.log(
      `round ${round.round} (seed ${round.seed}): ${round.hurt ? 'hurt' : 'void'}, ${round.unanswered} unanswered, ${round.unfinished} unfinished, ready in ${round.mendedMs.toFixed(0)} ms, ${round.differences.length} differences`,
    ),
});
const count = (kind) =>
  run.rounds.flatMap((round) => round.differences).filter((difference) => difference.kind === kind).length;
for (const difference of run.rounds.flatMap((round) => round.differences).slice(0, 10))
  console.error(JSON.stringify(difference));
console.log(
  `${run.hurting} rounds that hurt of ${run.rounds.length}: ${count('lost')} lost, ${count('phantom')} phantom, ${count('different')} different; slowest start ${Math.max(...run.rounds.map((round) => round.mendedMs)).toFixed(0)} ms; ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(run.hurting >= rounds && run.rounds.every((round) => round.differences.length === 0) ? 0 : 1);
