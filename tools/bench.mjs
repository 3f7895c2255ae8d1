// The benchmarks: npm run bench -- <name> [--students=1000000] [--seconds=20] [--rounds=7] [--seed=1]
import { benchCube } from './bench/cube.mjs';

const BENCHES = { cube: benchCube };

const [name, ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  console.error(`Usage: npm run bench -- <name>, one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
const asked = Object.fromEntries(options.map((option) => option.replace(/^--/, '').split('=')));
await bench({
  students: Number(asked.students ?? 1_000_000),
  seconds: Number(asked.seconds ?? 20),
  rounds: Number(asked.rounds ?? 7),
  seed: Number(asked.seed ?? 1),
});
