// Lint: types of the specs, ESLint with the walls, proof that each wall bites, zero run-time cycles, format.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dirname } from 'node:path';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => `${root}/node_modules/.bin/${name}`;
const LANES = 2; // each step is one thread of work and some hundred MB
// What others read, one after the other: the graph that ESLint asks for, and the types that specs refer to.
const first = [
  ['project graph', bin('nx'), ['show', 'projects']],
  ['types', bin('tsc'), ['-b']],
];
const steps = [
  ['types of specs', bin('tsc'), ['-p', 'tsconfig.specs.json']],
  ['eslint', bin('eslint'), ['--max-warnings=0', 'apps', 'libs', 'tools']],
  // By content: a file that is as it was when it was in form still is.
  [
    'format',
    bin('prettier'),
    [
      ...['--check', '--cache', '--cache-strategy', 'content', '--log-level', 'warn'],
      ...['apps', 'libs', 'tools', '*.json', '*.mjs'],
    ],
  ],
  ['run-time cycles', bin('depcruise'), ['--config', 'tools/walls/cycles.cjs', 'libs', 'apps']],
  ['types of specs of the pages', bin('tsc'), ['-p', 'apps/web/tsconfig.specs.json']],
  ['walls bite', process.execPath, ['tools/walls/prove.mjs']],
];
const failed = [];
for (const step of first) await run(step);
const waiting = [...steps];
await Promise.all(
  Array.from({ length: LANES }, async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await run(step);
  }),
);
process.exit(failed.length === 0 ? 0 : 1);

/** Prints what the step said in one piece. */
async function run([name, command, args]) {
  const started = Date.now();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  const isOk = code === 0;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${said}lint: ${name} ${isOk ? 'ok' : 'FAILED'} (${seconds} s)\n`);
  if (!isOk) failed.push(name);
}
