// Lint: types of the specs, ESLint with the walls, proof that each wall bites, zero run-time cycles, format.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dirname } from 'node:path';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => `${root}/node_modules/.bin/${name}`;
const steps = [
  ['project graph', bin('nx'), ['show', 'projects']],
  ['types', bin('tsc'), ['-b']],
  ['types of specs', bin('tsc'), ['-p', 'tsconfig.specs.json']],
  ['types of specs of the pages', bin('tsc'), ['-p', 'apps/web/tsconfig.specs.json']],
  ['eslint', bin('eslint'), ['--max-warnings=0', 'apps', 'libs', 'tools']],
  ['walls bite', process.execPath, ['tools/walls/prove.mjs']],
  ['run-time cycles', bin('depcruise'), ['--config', 'tools/walls/cycles.cjs', 'libs', 'apps']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', 'apps', 'libs', 'tools', '*.json', '*.mjs']],
];
const failed = [];
for (const [name, command, args] of steps) {
  const started = Date.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
  });
  console.log(`lint: ${name} ${done.status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (done.status !== 0) failed.push(name);
}
process.exit(failed.length === 0 ? 0 : 1);
