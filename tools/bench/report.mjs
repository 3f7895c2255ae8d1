import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'bench-results');

/** Median and range of what was measured in several rounds. */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0], max: sorted.at(-1), rounds: sorted.length };
}

/** @param sorted ascending */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Runs the sides in turn, ABAB…, after one round that does not count; ms a round and side. */
export async function inTurn(sides, rounds) {
  const took = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(sides)) {
      const beganMs = performance.now();
      await run();
      if (round > 0) took[name].push(performance.now() - beganMs);
    }
  }
  return took;
}

/** Prints the lines as a table and writes them with the machine they were measured on. */
export function report(name, options, lines) {
  console.log(`\nbench ${name} ${JSON.stringify(options)}`);
  console.table(
    lines.map(({ what, value, unit, goal, isMet }) => ({
      what,
      median: shown(value.median),
      range: value.rounds > 1 ? `${shown(value.min)} – ${shown(value.max)}` : '',
      unit,
      goal: goal ?? '',
      met: isMet === undefined ? '' : isMet ? 'yes' : 'NO',
    })),
  );
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ bench: name, options, machine: machine(), at: new Date().toISOString(), lines }, null, 2)}\n`,
  );
  console.log(`Written to ${file}`);
}

function machine() {
  const [{ model }] = cpus();
  return { cpu: model, cores: cpus().length, memoryBytes: totalmem(), node: process.version, commit: commit() };
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null; // an unpacked archive has no history
  }
}

function shown(number) {
  return Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3));
}
